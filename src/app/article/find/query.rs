//! The query of a search in an article, and its matcher.

use crate::search::matching::{Mode, Query, QueryError};

/// A query for one article.
#[derive(Clone, Debug, Default)]
pub(crate) struct FindQuery {
    /// The typed text.
    pub(crate) text: String,
    /// The degree of literalness.
    pub(crate) mode: Mode,
    /// Words of other regions for it.
    pub(crate) others: Vec<String>,
    /// Alternatives to it.
    pub(crate) more: Vec<String>,
}

impl FindQuery {
    /// Every word that is searched for.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.text).chain(&self.more).map(String::as_str)
    }

    /// Bytes of a slice: a few milliseconds at the speed of the mode.
    pub(super) fn slice_bytes(&self) -> usize {
        match self.mode.for_query(&self.text) {
            // Every other word is checked once more by the dictionary.
            Mode::ScriptBlind if !self.others.is_empty() => 512 << 10,
            Mode::ScriptBlind | Mode::Exact => 2 << 20,
            Mode::Pinyin => 1 << 20,
            // Every match is checked once more, or an expression reads further than it matches.
            Mode::Whole | Mode::Regex => 256 << 10,
        }
    }

    /// The matcher of the query.
    ///
    /// # Errors
    /// As in [`Query`].
    pub(super) fn matcher(&self) -> Result<Query, QueryError> {
        if self.more.is_empty() {
            Query::typed(&self.text, self.mode, &self.others)
        } else {
            Query::any(&self.words().collect::<Vec<_>>(), &self.others)
        }
    }
}
