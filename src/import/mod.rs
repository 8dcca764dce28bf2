//! Bytes to articles: finding files, refusing what is no text, decoding, and handing each text to its parser.
//!
//! No parser of articles lives here, save that of feeds, which hold many. A file that cannot be read is
//! named and the others still come in.

mod binary;
mod declared;
mod decode;
mod epub;
mod error;
pub mod feed;
mod file;
mod folder;
mod format;
mod guess;
mod json_lines;
mod label;
mod library;
mod paths;
pub mod sample;

#[cfg(test)]
mod decode_tests;
#[cfg(test)]
mod file_tests;

pub use decode::{Decoded, How, Lost, decode, decode_markup};
pub use error::ImportError;
pub use file::{Imported, MAX_FILE, Options, Sink, Summary, Warning, read, read_file, read_with};
pub use folder::{Found, Skip, Skipped, find};
pub use format::Format;
pub use json_lines::MAX_LINE;
pub use label::Label;
pub use library::{FileReport, Told, bring_in, bring_in_sample, bring_in_stream};
pub use paths::{Step, for_each};
