//! Files to the library: found, decoded, handed each to its parser, and stored in batches.
//!
//! No parser lives here but those of files that hold many articles: EPUB, JSON Lines, newsboat's list and cache. A file
//! that cannot be read is named, and the others are imported.

mod error;
mod event;
mod file;
mod folder;
mod format;
mod intake;
mod library;
mod newsboat;
mod progress;
mod read_ahead;
mod readers;
mod reparse;
mod sample;
mod stamp;

#[cfg(test)]
mod tests;

pub(crate) use event::{FileReport, ImportEvent};
pub(crate) use file::{options::Options, warning::Warning};
pub(crate) use folder::Skipped;
pub(crate) use format::Format;
pub(crate) use library::{import_paths, import_sample, import_stream};
pub(crate) use progress::ImportProgress;
pub(crate) use reparse::{ReparseOutcome, reparse};
#[cfg(test)]
pub(crate) use sample::articles;
