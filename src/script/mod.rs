//! Which script a text is in, which the reader wants, and the text shown for it with the map back to what is stored.
//!
//! Conversion is one way: what is shown never goes back into the library, and a conversion is never converted back.
//! Nothing in here knows a line or a screen, reads the environment or keeps a thread.

pub mod conversion;
mod dictionaries;
mod error;
mod language;
mod opencc;
pub mod rendition;
pub(crate) mod stream;
mod target;
pub mod wording;
pub mod words;

pub(crate) use dictionaries::Folders;
pub use error::{ScriptError, UnknownName};
pub use language::Language;
pub use opencc::Converter;
pub use target::Script;

pub use crate::script::rendition::{Rendition, Shown, article_language};

pub use crate::script::stream::{
    Choice, Helper, Piecework, Report, StreamChange, changes as stream_changes, convert as convert_stream,
};

pub use crate::script::wording::{Quotes, Wording};
