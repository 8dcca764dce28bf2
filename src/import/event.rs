//! Events of an import, and the report on each file.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use serde::{Serialize, Serializer};

use super::folder::Skipped;
use crate::{
    article::LeftOut,
    store::{ArticleId, articles::ArrivalOutcome},
};

/// An event of an import.
#[derive(Debug)]
pub(crate) enum ImportEvent<'a> {
    /// A folder is being searched.
    Searching,
    /// No news; a chance to stop.
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
    /// All files reported so far are committed, and perhaps a part of a long file.
    Kept {
        /// Articles stored since the last event of this kind.
        articles: usize,
    },
}

/// Called at each event; its answer can stop the import.
pub(crate) type OnEvent<'a> = dyn FnMut(ImportEvent<'_>) -> ControlFlow<()> + 'a;

/// The report on one file, and a line of `kanbao import --json`. The names and their order are a contract that scripts
/// rely on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FileReport {
    #[serde(serialize_with = "lossy")]
    pub(crate) path: PathBuf,
    /// Its length in bytes, as far as it was read.
    #[serde(skip)]
    pub(crate) bytes: u64,
    /// Articles that were not in the library before.
    pub(crate) added: usize,
    /// Articles whose text had changed.
    pub(crate) updated: usize,
    /// Articles that were there already.
    pub(crate) unchanged: usize,
    /// Its articles by their numbers in the library; of a file that was not read again, one of them.
    #[serde(skip)]
    pub(crate) articles: Vec<ArticleId>,
    /// The reason why the file, or the rest of it, was not imported.
    pub(crate) error: Option<String>,
    /// Sentences on faults that did not prevent the import.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<String>,
    /// Parts of it that are not in the library.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) left_out: Vec<LeftOut>,
}

impl FileReport {
    /// Counts an article that was stored.
    pub(super) fn count(&mut self, outcome: ArrivalOutcome) {
        match outcome {
            ArrivalOutcome::Added => self.added += 1,
            ArrivalOutcome::Updated => self.updated += 1,
            ArrivalOutcome::Unchanged | ArrivalOutcome::Dropped => self.unchanged += 1,
        }
    }
}

/// Writes a path as text; JSON has no other bytes.
fn lossy<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}
