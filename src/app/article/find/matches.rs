//! The matches of a search in reading order, and the current one. Where a match in the stored text meets one in words
//! that are only shown, it is kept, and it is no other word: it stands on the screen as it was typed.

use std::ops::Range;

use crate::{
    search::matching::Match,
    text::{Part, Place},
};

/// A match in the stored text, or in words that are shown in place of the stored ones.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Placed {
    found: Match,
    shown: bool,
    /// The match itself, in bytes of the shown text.
    exact: Option<Range<usize>>,
}

/// Matches, none of which overlaps another.
#[derive(Debug, Default)]
pub(super) struct MatchList {
    all: Vec<Placed>,
    current: Option<usize>,
}

impl MatchList {
    /// Number of matches.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// True if there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The index of the current match.
    pub(super) fn current(&self) -> Option<usize> {
        self.current
    }

    /// Makes a match the current one.
    pub(super) fn go_to(&mut self, index: Option<usize>) {
        self.current = index.filter(|index| *index < self.all.len());
    }

    /// The match at an index.
    pub(super) fn get(&self, index: usize) -> Option<&Match> {
        self.all.get(index).map(|placed| &placed.found)
    }

    /// True if a match is only in shown words.
    pub(super) fn is_shown(&self, index: usize) -> bool {
        self.all.get(index).is_some_and(|placed| placed.shown)
    }

    /// The index of the first that begins at a place or behind it; their number if there is none.
    pub(super) fn first_from(&self, place: Place) -> usize {
        self.all.partition_point(|placed| placed.found.place() < place)
    }

    /// True if a match in the stored text begins at a place or behind it.
    pub(super) fn reach(&self, place: Place) -> bool {
        self.all.iter().rev().find(|placed| !placed.shown).is_some_and(|placed| placed.found.place() >= place)
    }

    /// Matches that end behind a place of a part or stand in later parts, with their indices and their bytes in shown
    /// words.
    pub(super) fn ending_after(
        &self,
        part: Part,
        offset: usize,
    ) -> impl Iterator<Item = (usize, &Match, Option<&Range<usize>>)> {
        let first = self.all.partition_point(|placed| (placed.found.part, placed.found.range.end) <= (part, offset));
        self.all.iter().enumerate().skip(first).map(|(index, it)| (index, &it.found, it.exact.as_ref()))
    }

    /// Adds matches in the stored text. The current match stays.
    pub(super) fn add(&mut self, more: Vec<Match>) {
        self.merge(more.into_iter().map(|found| Placed { found, shown: false, exact: None }).collect());
    }

    /// Adds matches in shown words: the stored text that is shown so, and the bytes of what is shown.
    pub(super) fn add_shown(&mut self, more: impl Iterator<Item = (Match, Range<usize>)>) {
        self.merge(more.map(|(found, exact)| Placed { found, shown: true, exact: Some(exact) }).collect());
    }

    fn merge(&mut self, mut more: Vec<Placed>) {
        more.sort_by_key(start);
        let Some(first) = more.first() else { return };
        if self.all.last().is_none_or(|last| start(last) < start(first) && !overlap(last, first)) {
            self.all.extend(more);
            return;
        }
        let at = self.current.and_then(|index| self.get(index)).map(Match::place);
        let mut merged: Vec<Placed> = Vec::with_capacity(self.all.len() + more.len());
        let (mut known, mut more) = (std::mem::take(&mut self.all).into_iter().peekable(), more.into_iter().peekable());
        loop {
            let next = match (known.peek(), more.peek()) {
                (Some(one), Some(other)) if start(other) < start(one) => more.next(),
                (None, _) => more.next(),
                (Some(_), _) => known.next(),
            };
            let Some(mut next) = next else { break };
            while let Some(shown) = merged.pop_if(|last| last.shown && !next.shown && overlap(last, &next)) {
                (next.found.kind, next.exact) = (shown.found.kind, shown.exact);
            }
            match merged.last_mut().filter(|last| overlap(last, &next)) {
                Some(last) if next.shown => (last.found.kind, last.exact) = (next.found.kind, next.exact),
                Some(_) => {}
                None => merged.push(next),
            }
        }
        self.all = merged;
        self.current = at.map(|place| self.first_from(place).min(self.all.len().saturating_sub(1)));
    }
}

fn start(placed: &Placed) -> (Part, usize) {
    (placed.found.part, placed.found.range.start)
}

/// True if two matches share a byte, the first of which does not begin behind the second.
fn overlap(one: &Placed, other: &Placed) -> bool {
    one.found.part == other.found.part && other.found.range.start < one.found.range.end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::matching::MatchKind;
    fn found(part: u32, range: Range<usize>) -> Match {
        Match { part: Part::Body(part), range, kind: MatchKind::Same }
    }

    fn add_shown(matches: &mut MatchList, shown: &[Match]) {
        matches.add_shown(shown.iter().map(|found| (found.clone(), 0..1)));
    }

    fn ranges(matches: &MatchList) -> Vec<(Part, Range<usize>, bool)> {
        matches.all.iter().map(|placed| (placed.found.part, placed.found.range.clone(), placed.shown)).collect()
    }

    #[test]
    fn what_is_shown_gives_way_to_what_is_stored() {
        let mut matches = MatchList::default();
        add_shown(&mut matches, &[found(1, 4..9), found(0, 0..3)]);
        matches.go_to(Some(1));
        matches.add(vec![found(0, 6..9), found(1, 6..12)]);
        let body = Part::Body;
        assert_eq!(ranges(&matches), [(body(0), 0..3, true), (body(0), 6..9, false), (body(1), 6..12, false)]);
        assert_eq!(matches.current(), Some(2));
        add_shown(&mut matches, &[found(1, 0..7), found(2, 1..2)]);
        assert_eq!((matches.len(), matches.is_shown(3), matches.is_shown(2)), (4, true, false));
        // Another word that is shown as it was typed is none.
        for shown_first in [true, false] {
            let mut matches = MatchList::default();
            let other = Match { kind: MatchKind::OtherWord, ..found(0, 3..9) };
            for shown in [shown_first, !shown_first] {
                if shown {
                    add_shown(&mut matches, &[found(0, 3..9)]);
                } else {
                    matches.add(vec![other.clone()]);
                }
            }
            assert_eq!((matches.len(), matches.get(0).unwrap().kind), (1, MatchKind::Same));
        }
    }

    proptest! {
        #[test]
        fn in_whatever_order_they_come_the_list_is_the_same(
            stored in prop::collection::btree_map(0..20_usize, 1..3_usize, 0..8),
            shown in prop::collection::btree_map(0..20_usize, 1..3_usize, 0..8),
            cut in 0..8_usize,
        ) {
            // Apart from one another, as those of one search are.
            let list = |all: &std::collections::BTreeMap<usize, usize>| -> Vec<Match> {
                all.iter().map(|(at, length)| found(*at as u32 % 3, at * 4..at * 4 + length * 2)).collect()
            };
            let (stored, shown) = (list(&stored), list(&shown));
            let mut expected = MatchList::default();
            expected.add(stored.clone());
            add_shown(&mut expected, &shown);
            let mut got = MatchList::default();
            let (first, last) = shown.split_at(cut.min(shown.len()));
            add_shown(&mut got, last);
            got.add(stored.clone());
            add_shown(&mut got, first);
            prop_assert_eq!(ranges(&got), ranges(&expected));
            for pair in expected.all.windows(2) {
                prop_assert!(start(&pair[0]) < start(&pair[1]) && !overlap(&pair[0], &pair[1]));
            }
            prop_assert!(stored.iter().all(|found| expected.all.iter().any(|placed| placed.found == *found)));
        }
    }
}
