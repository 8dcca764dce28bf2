//! Which script a text is in, which the reader wants, and the text shown for it with the map back to what is stored.
//!
//! Conversion is one way: what is shown never goes back into the library, and a conversion is never converted back.
//! Nothing in here knows a line or a screen, reads the environment or keeps a thread.

mod config;
mod converters;
mod cut;
mod dictionaries;
mod error;
mod evidence;
mod language;
mod line;
mod map;
mod opencc;
mod plan;
mod regional;
mod rendition;
mod stream;
mod target;
mod verbatim;
mod words;

pub use config::Config;
pub use converters::Converters;
pub use error::{ScriptError, UnknownName};
pub use language::Language;
pub use line::convert_line;
pub use map::{LoadedPlan, Mapped, convert_mapped};
pub use opencc::Converter;
pub use plan::Plan;
pub use regional::{REGIONAL, regional};
pub use rendition::{NotLoaded, Rendition, Shown, article_language};
pub use stream::{Choice, Report, convert as convert_stream};
pub use target::Script;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod variants_tests;
