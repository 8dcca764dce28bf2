//! A word in an article, as a ranking needs it: where it stands first, whether in the title, and whether as a whole word.

use super::predicate::Rank;
use crate::search::{
    Looks,
    matching::{Match, Mode, Query, edges, in_article_until, in_part_until},
};
use crate::{
    article::Article,
    text::{Part, fold::units},
};

/// Matches of one word that are looked at to tell whether one of them is a whole word.
const LOOKED_AT: usize = 32;

/// Bytes of work for a look at whether a match is a word: the dictionary may be asked.
const WORD: usize = 2048;

/// An article in which words are looked for.
pub(in crate::search) struct WordSearch<'a, 'l> {
    pub(in crate::search) article: &'a Article,
    pub(in crate::search) looks: &'a Looks<'l>,
}

impl WordSearch<'_, '_> {
    /// How well a word is met by the title, and where.
    pub(in crate::search) fn in_title(&self, query: &Query, other: bool) -> Option<(Rank, Match)> {
        let all = || in_part_until(self.article, query, Part::Title, self.looks);
        let found = || all().filter(|found| self.is_meant(found, other));
        let first = found().next()?;
        let whole = self.any_whole(query, found());
        Some((Rank::new(true, whole), first))
    }

    /// How well a word is met by the title and, for the match to show, by the rest.
    pub(in crate::search) fn anywhere(&self, query: &Query, other: bool) -> Option<(Rank, Match)> {
        let title = self.in_title(query, other);
        let is_meant = |found: &Match| found.part != Part::Title && self.is_meant(found, other);
        let behind = || in_article_until(self.article, query, self.looks).filter(is_meant);
        let Some(first) = behind().next() else { return title };
        let rank = match &title {
            Some((rank, _)) if rank.is_whole() => *rank,
            _ => Rank::new(false, self.any_whole(query, behind())),
        };
        Some((title.map_or(rank, |(title, _)| title.min(rank)), first))
    }

    /// Whether a match may be what was asked for: what another region calls it is a word, and not the end of one.
    fn is_meant(&self, found: &Match, other: bool) -> bool {
        !other || (self.looks.go_on_after(WORD) && edges::is_edge(&self.article.text(found.part), found.range.start))
    }

    /// Whether one of the first matches is a whole word. Of sounds nobody can tell, and single characters are parts of
    /// words nearly everywhere.
    fn any_whole(&self, query: &Query, mut found: impl Iterator<Item = Match>) -> bool {
        query.mode() == Mode::Pinyin
            || units(query.text()).nth(1).is_none()
            || found.by_ref().take(LOOKED_AT).any(|found| edges::is_whole(&self.article.text(found.part), &found.range))
    }
}
