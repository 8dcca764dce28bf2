//! A query: words and the mode in which they are matched, compiled.

use std::ops::Range;

use super::{
    candidates::CachedBlock, cursor::Cursor, engine::Engine, error::QueryError, mode::Mode, text_match::MatchKind,
    text_match::TextMatch,
};
use crate::search::{StopCheck, sound};

/// A compiled query. Compiling takes well under a millisecond; searching needs nothing but the text.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    engine: Engine,
}

impl Query {
    /// Compiles a query.
    ///
    /// # Errors
    /// If the query is empty, or a pattern is not a regular expression or too large.
    pub fn new(text: &str, mode: Mode) -> Result<Query, QueryError> {
        Query::also(text, mode, &[])
    }

    /// Compiles a typed query: one that also finds other words, or one by sound if a `'` leads it and the mode is not a
    /// literal one.
    ///
    /// # Errors
    /// As for [`Query::new`].
    pub fn typed(text: &str, mode: Mode, others: &[String]) -> Result<Query, QueryError> {
        match mode.for_query(text) {
            Mode::Pinyin => Query::new(sound::after_mark(text).unwrap_or(text), Mode::Pinyin),
            mode => Query::also(text, mode, others),
        }
    }

    /// Compiles a query that finds any of some words, however they are written, and also other words for them.
    ///
    /// # Errors
    /// As for [`Query::new`].
    pub fn any(texts: &[&str], others: &[String]) -> Result<Query, QueryError> {
        Ok(Query { text: texts.join(" "), engine: Engine::compile_any(texts, others)? })
    }

    /// Compiles a query that also finds other regions’ words for it. Literal modes ignore
    /// them.
    ///
    /// # Errors
    /// As for [`Query::new`].
    pub fn also(text: &str, mode: Mode, others: &[String]) -> Result<Query, QueryError> {
        Ok(Query { text: text.to_owned(), engine: Engine::compile(text, mode, others)? })
    }

    /// Text as typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Mode in which it is matched.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.engine.mode()
    }

    /// The first match that begins at byte `from` of the text or later. The range covers whole grapheme clusters and
    /// is never empty; it may begin before `from` where `from` is inside a cluster.
    #[must_use]
    pub fn find_at(&self, text: &str, from: usize) -> Option<Range<usize>> {
        self.find_within(text, from..text.len()).map(|found| found.range)
    }

    /// True if there is a match in the text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        self.find_at(text, 0).is_some()
    }

    /// Like [`Query::is_in`]; the answer of a stopped search is to be discarded.
    #[must_use]
    pub fn is_in_until(&self, text: &str, stop: &StopCheck<'_>) -> bool {
        self.is_in_from(text, 0, stop)
    }

    /// Like [`Query::is_in_until`], for matches that begin at byte `from` or later.
    pub(crate) fn is_in_from(&self, text: &str, from: usize, stop: &StopCheck<'_>) -> bool {
        Cursor::at(from).next(&self.engine, text, text.len(), stop).is_some()
    }

    /// The first match that begins within the bytes `within` of the text; it may end later.
    #[must_use]
    pub fn find_within(&self, text: &str, within: Range<usize>) -> Option<TextMatch> {
        Cursor::at(within.start).next(&self.engine, text, within.end, &StopCheck::never())
    }

    /// Every match from left to right, none overlapping the one before it, as ranges of bytes.
    pub fn find_iter<'q, 't>(&'q self, text: &'t str) -> impl Iterator<Item = Range<usize>> + use<'q, 't> {
        let mut cursor = Cursor::default();
        std::iter::from_fn(move || Some(cursor.next(&self.engine, text, text.len(), &StopCheck::never())?.range))
    }

    /// Engine that moves a cursor.
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The first place within `within`, which lies on boundaries of characters, where a match may be. `cached` is from the
    /// last call for the same text, or new.
    #[inline]
    pub(crate) fn first(
        &self,
        text: &str,
        within: Range<usize>,
        cached: &mut CachedBlock,
    ) -> Option<(Range<usize>, MatchKind)> {
        self.engine.first(text, within, cached)
    }
}
