//! Bytes to articles: finding files, refusing what is no text, decoding, and handing each text to its parser.
//!
//! No parser of text lives here. A file that cannot be read is
//! named and the others still come in.

mod binary;
mod decode;
mod error;
mod file;
mod folder;
mod format;
mod guess;
mod json_lines;
mod label;
mod library;
pub mod net;
mod paths;
pub mod sample;

#[cfg(test)]
mod decode_tests;
#[cfg(test)]
mod file_tests;

pub use decode::{Decoded, How, Lost, decode};
pub use error::ImportError;
pub use file::{Imported, MAX_FILE, Options, Sink, Summary, Warning, read, read_file, read_with};
pub use folder::{Found, Skip, Skipped, find};
pub use format::Format;
pub use json_lines::MAX_LINE;
pub use label::Label;
pub use library::{FileReport, Told, bring_in, bring_in_sample, bring_in_stream};
pub use paths::{Step, for_each};
