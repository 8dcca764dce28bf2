//! A query: what to look for and how literally to take it, compiled.

use std::ops::Range;

use regex::Regex;

use super::{cluster, folded::FoldedQuery, pattern};

/// How literally a query is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// However the words were written: script, width, case, kana, quotes, dashes and white space make no difference.
    #[default]
    ScriptBlind,
    /// As typed. Without a capital letter in the query, case makes no difference.
    Exact,
    /// A regular expression in the syntax of the `regex` crate, which takes time in proportion to the text whatever
    /// the pattern. `^` and `$` stand for the ends of a line; case is as for [`Mode::Exact`].
    Regex,
}

/// Why a query cannot be searched for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Nothing was typed, or nothing that this mode looks at: only spaces, or only marks without a letter.
    #[error("there is nothing to look for: type a word")]
    Empty,
    /// The regular expression is not one.
    #[error("the pattern cannot be used: {0}")]
    Pattern(String),
    /// The pattern, or a query that ignores case, would take too much memory.
    #[error("the query is too large to be compiled: make it shorter")]
    TooLarge,
    /// More letters than a query by sound may have.
    #[error("the query is too long to be taken for sounds: make it shorter")]
    TooManySounds,
}

/// A compiled query. Compiling takes well under a millisecond; searching needs nothing but the text.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    mode: Mode,
    engine: Engine,
}

#[derive(Clone, Debug)]
enum Engine {
    Folded(FoldedQuery),
    Pattern(Regex),
}

impl Query {
    /// Compiles a query.
    ///
    /// # Errors
    /// If there is nothing to look for, or a pattern is not a regular expression or too large a one.
    pub fn new(text: &str, mode: Mode) -> Result<Query, QueryError> {
        let engine = match mode {
            Mode::ScriptBlind => Engine::Folded(FoldedQuery::new(text)?),
            Mode::Exact => Engine::Pattern(pattern::exact(text)?),
            Mode::Regex => Engine::Pattern(pattern::regex(text)?),
        };
        Ok(Query { text: text.to_owned(), mode, engine })
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How literally it is taken.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The first match that begins at byte `from` of the text or later. The range covers whole grapheme clusters and
    /// is never empty; it may begin before `from` where `from` is inside a cluster.
    #[must_use]
    pub fn find_at(&self, text: &str, from: usize) -> Option<Range<usize>> {
        self.find_within(text, from..text.len())
    }

    /// The first match that begins within the bytes `within` of the text; it may end later.
    #[must_use]
    pub fn find_within(&self, text: &str, within: Range<usize>) -> Option<Range<usize>> {
        let within = cluster::ceil_character(text, within.start)..cluster::ceil_character(text, within.end);
        if within.is_empty() {
            return None;
        }
        let found = match &self.engine {
            Engine::Folded(query) => query.find(text, within),
            Engine::Pattern(regex) => pattern::find(regex, text, within),
        }?;
        Some(cluster::widen(text, found))
    }

    /// Every match from left to right, none overlapping the one before it.
    pub fn find_iter<'q, 't>(&'q self, text: &'t str) -> Matches<'q, 't> {
        Matches { query: self, text, at: 0 }
    }
}

/// The matches of a query in one text, as ranges of bytes, from left to right.
#[derive(Clone, Debug)]
pub struct Matches<'q, 't> {
    query: &'q Query,
    text: &'t str,
    at: usize,
}

impl Iterator for Matches<'_, '_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let found = self.query.find_at(self.text, self.at)?;
        self.at = found.end;
        Some(found)
    }
}
