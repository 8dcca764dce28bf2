//! Articles on their way in, and what becomes of each.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::article::{Article, Incoming, KeptState, SourceText};
use crate::store::ArticleId;

/// An article that has come in.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// The article.
    pub article: &'a Article,
    /// The file inside its source (a path from the source's folder), if that file holds this one article. It is what
    /// an edited file is known by that has neither identifier nor link.
    pub path: Option<&'a Path>,
    /// The text that it was made from, if that is to be kept.
    pub source: Option<&'a SourceText>,
    /// Its state in another reader; applied if the article is added.
    pub kept: Option<&'a KeptState>,
}

/// Result for one arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrivalOutcome {
    /// A new article.
    Added,
    /// A known article was replaced or completed.
    Updated,
    /// A known article, unchanged.
    Unchanged,
    /// A known article that retention has dropped. Its number leads nowhere any more.
    Dropped,
}

/// Result for a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchOutcome {
    /// Number of articles added.
    pub added: usize,
    /// Number of articles updated.
    pub updated: usize,
    /// Number of articles that were known, including dropped ones.
    pub unchanged: usize,
    /// The article of each arrival, in their order.
    pub changes: Vec<(ArticleId, ArrivalOutcome)>,
}

impl<'a> From<&'a Article> for Arrival<'a> {
    fn from(article: &'a Article) -> Arrival<'a> {
        Arrival { article, path: None, source: None, kept: None }
    }
}

impl<'a> From<&'a Incoming> for Arrival<'a> {
    fn from(incoming: &'a Incoming) -> Arrival<'a> {
        Arrival {
            article: &incoming.article,
            path: None,
            source: incoming.source.as_ref(),
            kept: incoming.kept.as_ref(),
        }
    }
}

/// A path as the library keeps it.
pub(crate) fn path_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}
