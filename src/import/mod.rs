//! Bytes to articles: finding files, refusing what is no text, decoding, and handing each text to its parser.
//!
//! No parser of text lives here. A file that cannot be read is
//! named and the others still come in.

mod ahead;
mod binary;
mod decode;
mod error;
mod export;
mod export_folder;
mod export_markdown;
mod export_name;
mod file;
mod folder;
mod format;
mod guess;
mod intake;
mod json_lines;
mod label;
mod library;
mod progress;
mod readers;
pub mod sample;
mod stamp;

#[cfg(test)]
mod decode_tests;
#[cfg(test)]
mod export_tests;
#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod library_tests;

pub use decode::{Decoded, How, Lost, decode};
pub use error::ImportError;
pub use export::{ExportFormat, Exported, export};
pub use export_folder::{ExportError, ExportFolder};
pub use file::{Imported, MAX_FILE, Options, Sink, Summary, Warning, read, read_file, read_with};
pub use folder::{Found, Skip, Skipped, find};
pub use format::Format;
pub use json_lines::MAX_LINE;
pub use label::Label;
pub use library::{FileReport, Tell, Told, bring_in, bring_in_sample, bring_in_stream};
pub use progress::Progress;
