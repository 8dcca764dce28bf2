//! Events of an import, and the report on each file.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use super::folder::Skipped;
use crate::{article::LeftOut, store::ArticleId};

/// An event of an import.
#[derive(Debug)]
pub enum ImportEvent<'a> {
    /// A folder is being searched.
    Searching(&'a Path),
    /// No news; a chance to break off.
    Waiting,
    /// A path has been searched.
    Found {
        /// The number of files.
        files: usize,
        /// Their length together, in bytes.
        bytes: u64,
    },
    /// A file or folder was passed over.
    Skipped(&'a Skipped),
    /// A file is in the library, or could not be read.
    File(&'a FileReport),
    /// All files reported so far are in the library for good, and part of a long file perhaps.
    Kept {
        /// Articles stored since the last event of this kind.
        articles: usize,
    },
}

/// Called at each event; the answer can be to break off.
pub type OnEvent<'a> = dyn FnMut(ImportEvent<'_>) -> ControlFlow<()> + 'a;

/// The report on one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    pub path: PathBuf,
    /// Its length in bytes, as far as it was read.
    pub bytes: u64,
    /// Articles that were not in the library before.
    pub added: usize,
    /// Articles whose text had changed.
    pub updated: usize,
    /// Articles that were there already.
    pub unchanged: usize,
    /// Its articles by their numbers in the library; of a file that was not read again, one of them.
    pub articles: Vec<ArticleId>,
    /// The sentence on a file of which nothing, or nothing more, came in.
    pub error: Option<String>,
    /// Sentences on things that were not as they should be.
    pub warnings: Vec<String>,
    /// Parts of it that are not in the library.
    pub left_out: Vec<LeftOut>,
}
