//! Files to the library: found, decoded, handed each to its parser, and kept in batches.
//!
//! No parser lives here but those of files that hold many articles: EPUB, JSON Lines, newsboat's list and cache. A file that
//! cannot be read is named and the others still come in.

mod ahead;
mod epub;
mod error;
mod file;
mod folder;
mod format;
mod intake;
mod json_lines;
mod library;
mod newsboat;
mod progress;
mod readers;
mod sample;
mod search;
mod stamp;
mod tests;
mod warning;

pub use error::ImportError;
pub use file::{MAX_FILE, Options, Summary, read_file};
pub use folder::{Skip, Skipped, find};
pub use format::Format;
pub use library::{FileReport, Told, bring_in, bring_in_sample, bring_in_stream};
pub use progress::Progress;
pub use sample::articles;
pub use warning::Warning;
