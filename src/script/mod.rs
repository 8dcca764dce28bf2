//! Which script a text is in, which the reader wants, and the text shown for it with the map back to what is stored.
//!
//! Conversion is one way: what is shown never goes back into the library, and a conversion is never converted back.
//! Nothing in here knows a line or a screen, reads the environment or keeps a thread.

mod changes;
mod config;
mod converters;
mod cut;
mod decoded;
mod dictionaries;
mod error;
mod evidence;
mod exceptions;
mod exceptions_file;
mod han;
mod language;
mod likely;
mod line;
mod map;
mod opencc;
mod plan;
mod pool;
mod regional;
mod rendition;
mod sliced;
mod spans;
mod stream;
mod target;
mod verbatim;
mod vocabulary;
mod wording;
mod words;

pub use changes::{Change, ChangeKind, Counts, grouped};
pub use config::Config;
pub use converters::Converters;
pub use error::{ScriptError, UnknownName};
pub use exceptions::{Exceptions, ExceptionsError};
pub use language::Language;
pub use likely::Likely;
pub use line::{convert_excerpt, convert_line};
pub use map::{LoadedPlan, Mapped, convert_mapped};
pub use opencc::Converter;
pub use plan::Plan;
pub use regional::{REGIONAL, regional};
pub use rendition::{Rendition, Shown, article_language};
pub use sliced::Sliced;
pub use stream::{
    Choice, Helper, Piecework, Report, StreamChange, changes as stream_changes, convert as convert_stream,
};
pub use target::Script;
pub use wording::{Quotes, Wording};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod variants_tests;
