//! Languages and scripts, and texts converted from one script to another with a map to the stored text.
//!
//! Conversion is one way: shown text never goes back into the library, and a conversion is never converted back. Nothing
//! here knows a line or a screen, reads the environment or starts a thread.

pub mod conversion;
pub(crate) mod cut;
mod dictionaries;
mod error;
mod language;
mod opencc;
pub mod rendition;
pub(crate) mod stream;
mod target;
mod unknown_name;
pub mod wording;
pub(crate) mod words;

pub(crate) use dictionaries::Folders;
pub use error::ScriptError;
pub use language::{Language, article_language};
pub use opencc::Converter;
pub use target::Script;
pub use unknown_name::UnknownName;
