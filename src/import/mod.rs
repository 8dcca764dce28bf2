//! Files to the library: found, decoded, handed each to its parser, and kept in batches.
//!
//! No parser lives here but those of files that hold many articles: EPUB, JSON Lines, newsboat's list and cache. A file that
//! cannot be read is named and the others still come in.

mod epub;
mod error;
mod file;
mod folder;
mod folder_search;
mod format;
mod intake;
mod json_lines;
mod library;
mod newsboat;
mod progress;
mod read_ahead;
mod readers;
mod sample;
mod stamp;
mod tests;
mod warning;

pub use error::ImportError;
pub use file::{MAX_FILE_BYTES, Options, Summary, read_file};
pub use folder::{Skip, Skipped, find};
pub use format::Format;
pub use library::{FileReport, ImportEvent, import_paths, import_sample, import_stream};
pub use progress::ImportProgress;
pub use sample::articles;
pub(crate) use warning::Warning;
