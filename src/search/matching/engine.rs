//! The engine of a query: one of the ways to search, and the check that drops candidates that are no matches.

use std::ops::Range;

use super::{
    candidates::Sifted, edges, error::QueryError, folded::FoldedQuery, found::MatchKind, mode::Mode, pattern::Pattern,
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
    /// If there is nothing to look for, or a pattern is not a regular expression or too large a one.
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
    /// not widened to whole clusters. Where it [is to be checked](Engine::is_to_be_checked), it may not be what is meant.
    /// `sifted` is from the last call for the same text, or new; where matches are many, that saves time.
    #[inline]
    pub(super) fn first(
        &self,
        text: &str,
        within: Range<usize>,
        sifted: &mut Sifted,
    ) -> Option<(Range<usize>, MatchKind)> {
        match &self.search {
            Search::Folded(query) => {
                let (found, word) = query.find_sifted(text, within, sifted)?;
                Some((found, if word == 0 { MatchKind::Same } else { MatchKind::OtherWord }))
            }
            Search::Sound(query) => query.find(text, within),
            Search::Pattern(pattern) => Some((pattern.find(text, within)?, MatchKind::Same)),
        }
    }

    /// True if what was found may not be what is meant, for what stands beside it.
    #[inline]
    pub(super) fn is_to_be_checked(&self, kind: MatchKind) -> bool {
        self.mode == Mode::Whole || kind == MatchKind::OtherWord || (kind == MatchKind::Sound && self.is_kana())
    }

    /// True if what was found is what is meant.
    pub(super) fn is_meant(&self, text: &str, range: &Range<usize>, kind: MatchKind) -> bool {
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
        matches!(self.search, Search::Sound(SoundQuery::Kana(_)))
    }
}
