//! What became of a source that was read again, for the command line and the reader.

use crate::{
    article::LeftOut,
    store::{ArticleId, SourceId},
};

/// What became of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyncReport {
    /// The source.
    pub(crate) source: SourceId,
    /// What people call it.
    pub(crate) title: String,
    /// Its address or path.
    pub(crate) location: String,
    /// How it went.
    pub(crate) status: SyncStatus,
    /// Articles that were not in the library before.
    pub(crate) added: usize,
    /// Articles whose text had changed.
    pub(crate) updated: usize,
    /// Articles that were there already.
    pub(crate) unchanged: usize,
    /// The articles that were added or updated.
    pub(crate) articles: Vec<ArticleId>,
    /// Where it is read from now on, if it has moved.
    pub(crate) moved_to: Option<String>,
    /// Why it did not work: a sentence without its full stop.
    pub(crate) error: Option<String>,
    /// What was not as it should be, a sentence each, without full stops; first what was left out.
    pub(crate) warnings: Vec<String>,
    /// What of it is not in the library, though the rest is.
    pub(crate) left_out: Vec<LeftOut>,
}

/// How reading a source went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SyncStatus {
    /// It was read.
    Read,
    /// Its server says that nothing has changed.
    Unchanged,
    /// It was not asked, because its server wants to be left alone for now.
    Waiting,
    /// Its server says, or has said before, that it is gone for good.
    Gone,
    /// It could not be read.
    Failed,
}

impl SyncStatus {
    /// Its name in output that programs read.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            SyncStatus::Read => "read",
            SyncStatus::Unchanged => "unchanged",
            SyncStatus::Waiting => "waiting",
            SyncStatus::Gone => "gone",
            SyncStatus::Failed => "failed",
        }
    }
}

impl SyncReport {
    /// Why it did not work, or what was left out: a sentence; nothing if all is in.
    #[must_use]
    pub(crate) fn problem(&self) -> Option<&str> {
        // A bound on the sentences may leave none for what was left out.
        let sentence = || self.warnings.first().map_or("something was left out", String::as_str);
        self.error.as_deref().or_else(|| (!self.left_out.is_empty()).then(sentence))
    }

    /// A report on a source of which nothing has been read yet.
    #[must_use]
    pub(crate) fn new(source: SourceId, title: &str, location: &str, status: SyncStatus) -> SyncReport {
        SyncReport {
            source,
            title: title.to_owned(),
            location: location.to_owned(),
            status,
            added: 0,
            updated: 0,
            unchanged: 0,
            articles: Vec::new(),
            moved_to: None,
            error: None,
            warnings: Vec::new(),
            left_out: Vec::new(),
        }
    }
}
