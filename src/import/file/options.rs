//! Options of an import, as a person sets them, and the report on each file that was read.

use super::warning::Warning;
use crate::{article::LeftOut, encoding::Label, import::format::Format};

/// Choices for the files to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The format, if it is not to be detected.
    pub(crate) format: Option<Format>,
    /// The encoding, if it is not to be detected. A byte order mark is stronger.
    pub(crate) encoding: Option<Label>,
    /// The language of articles that do not name theirs; also helps to detect the encoding.
    pub(crate) lang: Option<String>,
    /// True if files are taken for newsboat's, whatever their names.
    pub(crate) newsboat: bool,
}

/// The report on one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Summary {
    /// The format it was read as.
    pub(crate) format: Format,
    /// The encoding it was read in.
    pub(crate) encoding: &'static str,
    /// The number of articles handed on.
    pub(crate) articles: usize,
    /// Its length in bytes, as far as it was read.
    pub(crate) bytes: u64,
    /// Things that were not as they should be.
    pub(crate) warnings: Vec<Warning>,
    /// Parts of the file that were left out.
    pub(crate) left_out: Vec<LeftOut>,
}
