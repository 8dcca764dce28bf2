//! The engine of a query: one of the ways to search, and the check that drops candidates that are no matches.

use std::ops::Range;

use super::{
    candidates::CachedBlock, edges, error::QueryError, folded::FoldedQuery, mode::Mode, pattern::Pattern,
    text_match::MatchKind,
};
use crate::search::{sound, sound::SoundQuery};

/// A way to search, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    mode: Mode,
    search: Search,
}

#[derive(Clone, Debug)]
enum Search {
    Folded(FoldedQuery),
    Sound(SoundQuery),
    Pattern(Pattern),
}

impl Engine {
    /// # Errors
    /// If the query is empty, or a pattern is not a regular expression or too large.
    pub(super) fn compile(text: &str, mode: Mode, others: &[String]) -> Result<Engine, QueryError> {
        let search = match mode {
            Mode::ScriptBlind | Mode::Whole => Search::Folded(FoldedQuery::new(text, others)?),
            Mode::Pinyin => Search::Sound(SoundQuery::new(text)?),
            Mode::Exact => Search::Pattern(Pattern::exact(text)?),
            Mode::Regex => Search::Pattern(Pattern::regex(text)?),
        };
        Ok(Engine { mode, search })
    }

    /// An engine for any of several words.
    ///
    /// # Errors
    /// If nothing is left of any of them.
    pub(super) fn compile_any(texts: &[&str], others: &[String]) -> Result<Engine, QueryError> {
        Ok(Engine { mode: Mode::ScriptBlind, search: Search::Folded(FoldedQuery::any(texts, others)?) })
    }

    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    /// The first place within `within`, which lies on boundaries of characters, that has what is looked for, as it is and
    /// not widened to whole clusters. Where it [is to be checked](Engine::needs_check), it may not be what is meant.
    /// `cached` is from the last call for the same text, or new; where matches are many, that saves time.
    #[inline]
    pub(super) fn first(
        &self,
        text: &str,
        within: Range<usize>,
        cached: &mut CachedBlock,
    ) -> Option<(Range<usize>, MatchKind)> {
        match &self.search {
            Search::Folded(query) => {
                let (found, word) = query.find_cached(text, within, cached)?;
                Some((found, if word == 0 { MatchKind::Same } else { MatchKind::OtherWord }))
            }
            Search::Sound(query) => query.find(text, within),
            Search::Pattern(pattern) => Some((pattern.find(text, within)?, MatchKind::Same)),
        }
    }

    /// True if the neighbours of a match of this kind decide if it counts.
    #[inline]
    pub(super) fn needs_check(&self, kind: MatchKind) -> bool {
        self.mode == Mode::Whole || kind == MatchKind::OtherWord || (kind == MatchKind::Sound && self.is_kana())
    }

    /// True if a match counts beside its neighbours.
    pub(super) fn accepts(&self, text: &str, range: &Range<usize>, kind: MatchKind) -> bool {
        match (self.mode, kind) {
            (Mode::Whole, _) => edges::is_whole(text, range),
            // Another region's word must begin where a word begins: 官网路线图 has no 网路 in it.
            (_, MatchKind::OtherWord) => edges::is_edge(text, range.start),
            // So must the Latin spelling of kana: いと is not in monitor.
            (_, MatchKind::Sound) => !self.is_kana() || sound::is_word(text, range),
            (_, MatchKind::Same) => true,
        }
    }

    /// True if the query is kana, matched by sound.
    fn is_kana(&self) -> bool {
        matches!(self.search, Search::Sound(SoundQuery::Kana(_)))
    }
}
