//! The result of reading a source again, for the command line and the reader.

use serde::Serialize;

use crate::{
    article::LeftOut,
    store::{ArticleId, SourceId},
};

/// The result of reading one source, and a line of `kanbao sync --json`. The names and their order are a contract that
/// scripts rely on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SyncReport {
    #[serde(rename = "id")]
    pub(crate) source: SourceId,
    pub(crate) title: String,
    /// The address or path.
    #[serde(rename = "url")]
    pub(crate) location: String,
    pub(crate) status: SyncStatus,
    /// Articles that were not in the library before.
    pub(crate) added: usize,
    /// Articles whose text had changed.
    pub(crate) updated: usize,
    /// Articles that were there already.
    pub(crate) unchanged: usize,
    /// The articles that were added or updated.
    #[serde(skip)]
    pub(crate) articles: Vec<ArticleId>,
    /// The new address of a source that has moved.
    pub(crate) moved_to: Option<String>,
    /// The reason of a failure: a sentence without its full stop.
    pub(crate) error: Option<String>,
    /// Sentences without full stops, those about something left out first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<String>,
    /// Parts of the source that are not in the library, though the rest is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) left_out: Vec<LeftOut>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SyncStatus {
    Read,
    Unchanged,
    /// Paused at the server's request.
    Waiting,
    /// Gone for good, by the server, now or earlier.
    Gone,
    Failed,
}

impl SyncReport {
    /// A sentence on the failure, or on the first thing that was left out; none if everything is in.
    #[must_use]
    pub(crate) fn problem(&self) -> Option<&str> {
        // The limit of the sentences may leave none about it.
        let sentence = || self.warnings.first().map_or("something was left out", String::as_str);
        self.error.as_deref().or_else(|| (!self.left_out.is_empty()).then(sentence))
    }

    /// The report on a source of which nothing has been read yet.
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
