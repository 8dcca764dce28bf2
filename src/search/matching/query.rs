//! A query: what to look for and how literally to take it, compiled.

use std::ops::Range;

use super::{
    candidates::Sifted,
    cursor::{Cursor, Matches},
    edges,
    folded::FoldedQuery,
    pattern::Pattern,
};
use crate::search::{Looks, sound, sound::SoundQuery};

/// Ways of taking a query, more or less literally.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Any way of writing the words: script, width, case, kana, quotes, dashes and white space make no difference.
    #[default]
    ScriptBlind,
    /// The same, but only where words begin and end.
    Whole,
    /// Sounds: pinyin, initials or zhuyin for Han characters, Latin letters for kana, kana for Latin letters.
    Pinyin,
    /// The text as typed. Without a capital letter in the query, case makes no difference.
    Exact,
    /// A regular expression in the syntax of the `regex` crate, which takes time in proportion to the text whatever
    /// the pattern. `^` and `$` stand for the ends of a line; case is as for [`Mode::Exact`].
    Regex,
}

impl Mode {
    /// Every mode, in the order they are offered.
    pub const ALL: [Mode; 5] = [Mode::ScriptBlind, Mode::Whole, Mode::Pinyin, Mode::Exact, Mode::Regex];

    /// Its name for a reader.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Mode::ScriptBlind => "any script",
            Mode::Whole => "whole words",
            Mode::Pinyin => "pinyin",
            Mode::Exact => "exact",
            Mode::Regex => "regex",
        }
    }

    /// Mode in which what was typed is taken: a `'` before it asks for sounds, unless the mode is a literal one.
    #[must_use]
    pub fn of(self, typed: &str) -> Mode {
        match self {
            Mode::ScriptBlind | Mode::Whole if sound::asked(typed).is_some() => Mode::Pinyin,
            mode => mode,
        }
    }

    /// The mode behind this one, after the last the first.
    #[must_use]
    pub fn next(self) -> Mode {
        let index = Mode::ALL.iter().position(|mode| *mode == self).unwrap_or_default();
        Mode::ALL[(index + 1) % Mode::ALL.len()]
    }
}

/// Reasons why a query cannot be searched for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Empty query, or nothing that this mode looks at: only spaces, or only marks without a letter.
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

/// Match in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the text, in whole grapheme clusters; never empty.
    pub range: Range<usize>,
    /// True if it is what was asked for, or something that stands for it.
    pub kind: MatchKind,
}

/// Relation of a match to what was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MatchKind {
    /// The same word, however it is written.
    #[default]
    Same,
    /// Another word for it.
    OtherWord,
    /// Words that sound as was typed.
    Sound,
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
    Sound(SoundQuery),
    Pattern(Pattern),
}

impl Query {
    /// Compiles a query.
    ///
    /// # Errors
    /// If there is nothing to look for, or a pattern is not a regular expression or too large a one.
    pub fn new(text: &str, mode: Mode) -> Result<Query, QueryError> {
        Query::also(text, mode, &[])
    }

    /// Compiles what was typed: a query that also finds other words, or one by sound if it is asked for by a `'` where
    /// the mode is not a literal one.
    ///
    /// # Errors
    /// As for [`Query::new`].
    pub fn typed(text: &str, mode: Mode, others: &[String]) -> Result<Query, QueryError> {
        match mode.of(text) {
            Mode::Pinyin => Query::new(sound::asked(text).unwrap_or(text), Mode::Pinyin),
            mode => Query::also(text, mode, others),
        }
    }

    /// Compiles a query that finds any of some words, however they are written, and also other words for them.
    ///
    /// # Errors
    /// As for [`Query::new`].
    pub fn any(texts: &[&str], others: &[String]) -> Result<Query, QueryError> {
        let engine = Engine::Folded(FoldedQuery::any(texts, others)?);
        Ok(Query { text: texts.join(" "), mode: Mode::ScriptBlind, engine })
    }

    /// Compiles a query that also finds other words, those that other regions have for it. Modes that take the query
    /// literally do not look for them.
    ///
    /// # Errors
    /// As for [`Query::new`].
    pub fn also(text: &str, mode: Mode, others: &[String]) -> Result<Query, QueryError> {
        let engine = match mode {
            Mode::ScriptBlind | Mode::Whole => Engine::Folded(FoldedQuery::new(text, others)?),
            Mode::Pinyin => Engine::Sound(SoundQuery::new(text)?),
            Mode::Exact => Engine::Pattern(Pattern::exact(text)?),
            Mode::Regex => Engine::Pattern(Pattern::regex(text)?),
        };
        Ok(Query { text: text.to_owned(), mode, engine })
    }

    /// Text as it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Way of taking it, more or less literally.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
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

    /// The same, unless the search is stopped before; then nobody may rely on the answer.
    #[must_use]
    pub fn is_in_until(&self, text: &str, looks: &Looks<'_>) -> bool {
        self.is_in_from(text, 0, looks)
    }

    /// The same for a match that begins at byte `from` or behind it.
    pub(crate) fn is_in_from(&self, text: &str, from: usize, looks: &Looks<'_>) -> bool {
        Cursor::at(from).next(self, text, text.len(), looks).is_some()
    }

    /// The first match that begins within the bytes `within` of the text; it may end later.
    #[must_use]
    pub fn find_within(&self, text: &str, within: Range<usize>) -> Option<Found> {
        Cursor::at(within.start).next(self, text, within.end, &Looks::never())
    }

    /// Every match from left to right, none overlapping the one before it.
    pub fn find_iter<'q, 't>(&'q self, text: &'t str) -> Matches<'q, 't> {
        Matches::new(self, text)
    }

    /// The first place within `within`, which lies on boundaries of characters, that has what is looked for, as it is and
    /// not widened to whole clusters. Where it [is looked at](Query::is_looked_at), it may not be what is meant.
    /// `sifted` is from the last call for the same text, or new; where matches are many, that saves time.
    #[inline]
    pub(crate) fn first(
        &self,
        text: &str,
        within: Range<usize>,
        sifted: &mut Sifted,
    ) -> Option<(Range<usize>, MatchKind)> {
        match &self.engine {
            Engine::Folded(query) => {
                let (found, word) = query.find_sifted(text, within, sifted)?;
                Some((found, if word == 0 { MatchKind::Same } else { MatchKind::OtherWord }))
            }
            Engine::Sound(query) => query.find(text, within),
            Engine::Pattern(pattern) => Some((pattern.find(text, within)?, MatchKind::Same)),
        }
    }

    /// True if what was found may not be what is meant, for what stands beside it.
    #[inline]
    pub(in crate::search) fn is_looked_at(&self, kind: MatchKind) -> bool {
        self.mode == Mode::Whole || kind == MatchKind::OtherWord || (kind == MatchKind::Sound && self.is_kana())
    }

    /// True if what was found is what is meant.
    pub(in crate::search) fn is_meant(&self, text: &str, range: &Range<usize>, kind: MatchKind) -> bool {
        match (self.mode, kind) {
            (Mode::Whole, _) => edges::is_whole(text, range),
            // What another region calls it is a word, and not the end of one: 官网路线图 has no 网路 in it.
            (_, MatchKind::OtherWord) => edges::is_edge(text, range.start),
            // So is what kana are spelled with: いと is not in monitor.
            (_, MatchKind::Sound) => !self.is_kana() || sound::is_word(text, range),
            (_, MatchKind::Same) => true,
        }
    }

    /// True if kana were typed for their sound.
    fn is_kana(&self) -> bool {
        matches!(self.engine, Engine::Sound(SoundQuery::Kana(_)))
    }
}
