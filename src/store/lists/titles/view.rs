//! The rows of a list as a predicate sees them: column by column, a set of rows for each answer.

use jiff::civil::Date;

use super::{Origin, Titles, day_of};
use crate::search::{
    StopCheck,
    query::{Answer, Mark, Matcher, View, Word},
};
use crate::store::StoreError;
use crate::store::bit_set::BitSet;
use crate::store::lists::Lists;

/// Titles are looked at one by one where they are at most this part of all.
const MAX_PART_OF_ALL: usize = 2;

/// Sets of the titles that have a word.
pub(in crate::store) type FoundTitles = Vec<(Word, BitSet)>;

/// All rows, and which of them are still in question.
pub(super) struct RowColumns<'a, 's> {
    titles: &'a mut Titles,
    lists: Lists<'a>,
    stop: &'a StopCheck<'s>,
    met: BitSet,
    /// Sets that were found for the query before, and those that were used for this one.
    earlier: FoundTitles,
    used: FoundTitles,
}

/// Reason why a list could not be filtered.
pub(super) enum NoAnswer {
    Stopped,
    Store(StoreError),
}

impl From<StoreError> for NoAnswer {
    fn from(error: StoreError) -> NoAnswer {
        NoAnswer::Store(error)
    }
}

impl<'a, 's> RowColumns<'a, 's> {
    pub(super) fn new(titles: &'a mut Titles, lists: Lists<'a>, stop: &'a StopCheck<'s>) -> RowColumns<'a, 's> {
        let earlier = std::mem::take(&mut titles.found);
        RowColumns { met: BitSet::full(titles.count()), titles, lists, stop, earlier, used: Vec::new() }
    }

    /// Keeps what was found for the next query; all of it if this one was stopped, which may be asked again.
    pub(super) fn keep(mut self, was_stopped: bool) {
        if was_stopped {
            self.used.append(&mut self.earlier);
        }
        self.titles.found = self.used;
    }

    /// An answer, unless it was broken off.
    fn whole(&self, set: BitSet) -> Result<BitSet, NoAnswer> {
        if self.stop.go_on_after(self.titles.count() / 8) { Ok(set) } else { Err(NoAnswer::Stopped) }
    }
}

impl View for RowColumns<'_, '_> {
    type Answer = BitSet;
    type Error = NoAnswer;

    fn none(&self) -> BitSet {
        BitSet::empty(self.titles.count())
    }

    fn all(&self) -> BitSet {
        BitSet::full(self.titles.count())
    }

    fn narrow(&mut self, met: &BitSet) {
        self.met = met.clone();
    }

    fn title(&mut self, word: &Matcher, found: &BitSet) -> Result<BitSet, NoAnswer> {
        let known = self.used.iter().find(|(known, _)| known == word.word()).map(|(_, set)| set.clone());
        if let Some(set) = known {
            return Ok(set);
        }
        if let Some(at) = self.earlier.iter().position(|(known, _)| known == word.word()) {
            let known = self.earlier.swap_remove(at);
            self.used.push(known.clone());
            return Ok(known.1);
        }
        // Rows that are ruled out already, or found by another part of the condition, cannot change the answer.
        let mut among = found.clone();
        among.invert();
        among.intersect(&self.met);
        let is_few = among.len() <= self.titles.count() / MAX_PART_OF_ALL;
        let mut set = self.none();
        for query in word.queries() {
            set = set.or(self.titles.titled(query, is_few.then_some(&among), self.stop));
        }
        let set = self.whole(set)?;
        // What is found among a few is not all there is.
        if !is_few {
            self.used.push((word.word().clone(), set.clone()));
        }
        Ok(set)
    }

    fn text(&mut self, _: &Matcher, _: &BitSet) -> Result<BitSet, NoAnswer> {
        // A list does not know the texts.
        Ok(self.none())
    }

    fn source(&mut self, word: &Matcher, _: &BitSet) -> Result<BitSet, NoAnswer> {
        let has = |source: &Origin| word.is_in(&source.title, self.stop) || word.is_in(&source.named, self.stop);
        let own = self.titles.sources.those(self.stop, has);
        let carried = self.titles.carried(self.lists, |_, title| word.is_in(title, self.stop), self.stop)?;
        self.whole(own.or(carried))
    }

    fn author(&mut self, word: &Matcher, _: &BitSet) -> Result<BitSet, NoAnswer> {
        self.whole(self.titles.authors.those(self.stop, |author| word.is_in(author, self.stop)))
    }

    fn tag(&mut self, word: &Matcher, _: &BitSet) -> Result<BitSet, NoAnswer> {
        self.whole(self.titles.tagged(self.lists, word, self.stop)?)
    }

    fn source_number(&mut self, number: i64) -> Result<BitSet, NoAnswer> {
        let own = self.titles.sources.those(self.stop, |source| source.number == number);
        let carried = self.titles.carried(self.lists, |id, _| id == number, self.stop)?;
        self.whole(own.or(carried))
    }

    fn language(&mut self, range: &str) -> Result<BitSet, NoAnswer> {
        self.whole(self.titles.spoken(range, self.stop))
    }

    fn mark(&mut self, mark: Mark) -> Result<BitSet, NoAnswer> {
        let set = self.titles.marked(self.lists, mark, self.stop)?;
        self.whole(set)
    }

    fn after(&mut self, date: Date) -> Result<BitSet, NoAnswer> {
        self.whole(self.titles.dated(|day| day >= day_of(date)))
    }

    fn before(&mut self, date: Date) -> Result<BitSet, NoAnswer> {
        self.whole(self.titles.dated(|day| day < day_of(date)))
    }
}

impl Answer for BitSet {
    fn is_none(&self) -> bool {
        self.is_empty()
    }

    fn or(mut self, other: BitSet) -> BitSet {
        self.unite(&other);
        self
    }

    fn and(mut self, other: BitSet) -> BitSet {
        self.intersect(&other);
        self
    }

    fn not(mut self) -> BitSet {
        self.invert();
        self
    }
}
