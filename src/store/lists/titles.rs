//! The titles of all articles in memory, newest first, with what else the list can be narrowed by. They are read at
//! the first need and searched as one text, so that a keystroke is answered at once in a library of a million articles.
//!
//! About 90 bytes an article. Marks of the reader are as they were when the titles were read or last asked for.

use std::{cell::RefCell, collections::HashMap, ops::Range};

use crate::search::{
    Looks,
    query::{Check, Mark, Wanted, What},
};

use super::Lists;
use super::load::{Reading, Stamp};
use crate::store::{ArticleId, StoreError};

/// Stands between titles. It is no character, so no query that a person types has it, and folding keeps it. A mark at
/// the start of a title may still make one cluster with it: what is found in the joined text is looked at again in the
/// title alone.
pub(in crate::store) const SEPARATOR: char = '\u{FFFF}';
/// Articles read between two questions whether to go on.
const SLICE: usize = 20_000;
/// What one row of a column costs, in bytes of work.
pub(in crate::store) const ROW: usize = 16;

/// Titles are looked at one by one where they are at most this part of all.
const FEW: usize = 2;

/// The titles found for words, under the name of each.
type Found = Vec<(String, Set)>;

/// Somebody asked for something else meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// What the list can be narrowed by, a column each.
#[derive(Debug, Default)]
pub struct Titles {
    pub(in crate::store) stamp: Stamp,
    /// Where reading goes on; nothing once all are read.
    pub(in crate::store) reading: Option<Reading>,
    pub(in crate::store) ids: Vec<ArticleId>,
    /// Every title with [`SEPARATOR`] behind it.
    pub(in crate::store) text: String,
    /// Where each title begins in `text`.
    pub(in crate::store) starts: Vec<usize>,
    /// For each article where it is from, its author, the tags of the language it says and of that of its text.
    pub(in crate::store) sources: Names<Origin>,
    pub(in crate::store) authors: Names<String>,
    pub(in crate::store) langs: Names<String>,
    /// Days from the first day of year 1; the least number if there is no date.
    pub(in crate::store) days: Vec<i32>,
    pub(in crate::store) marks: HashMap<Mark, Set>,
    /// The titles found for the words last asked for.
    pub(in crate::store) found: Found,
}

/// Where an article is from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::store) struct Origin {
    /// The number of its source.
    pub(in crate::store) number: i64,
    /// The title of its source.
    pub(in crate::store) title: String,
    /// The paper or agency that the article itself names.
    pub(in crate::store) named: String,
}

/// For each article a value, of which there are few.
#[derive(Debug)]
pub(in crate::store) struct Names<T> {
    pub(in crate::store) values: Vec<T>,
    pub(in crate::store) of: Vec<u32>,
}

impl<T> Default for Names<T> {
    fn default() -> Names<T> {
        Names { values: Vec::new(), of: Vec::new() }
    }
}

impl<T> Names<T> {
    /// The articles whose value is one of those that `fits` takes.
    pub(in crate::store) fn those(&self, looks: &Looks<'_>, mut fits: impl FnMut(&T) -> bool) -> Set {
        let fitting: Vec<bool> = self.values.iter().map(|value| looks.go_on_after(ROW) && fits(value)).collect();
        if !fitting.contains(&true) {
            return Set::none(self.of.len());
        }
        Set::of(self.of.len(), |row| self.of.get(row).is_some_and(|&value| fitting.get(value as usize) == Some(&true)))
    }
}

/// Some of the articles, a bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Set(pub(in crate::store) Vec<u64>);

impl Set {
    pub(in crate::store) fn none(count: usize) -> Set {
        Set(vec![0; count.div_ceil(64)])
    }

    fn of(count: usize, has: impl Fn(usize) -> bool) -> Set {
        let mut set = Set::none(count);
        (0..count).filter(|&row| has(row)).for_each(|row| set.add(row));
        set
    }

    pub(in crate::store) fn add(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    pub(in crate::store) fn join(mut self, other: &Set, how: impl Fn(u64, u64) -> u64) -> Set {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word = how(*word, *other);
        }
        self
    }

    pub(in crate::store) fn rows(&self, count: usize) -> impl Iterator<Item = usize> {
        self.rows_within(0..count)
    }

    pub(in crate::store) fn rows_within(&self, within: Range<usize>) -> impl Iterator<Item = usize> {
        let words = self.0.iter().enumerate().skip(within.start / 64);
        let rows = words.flat_map(|(index, &word)| {
            std::iter::successors((word != 0).then_some(word), |word| Some(word & (word - 1)).filter(|rest| *rest != 0))
                .map(move |word| 64 * index + word.trailing_zeros() as usize)
        });
        rows.skip_while(move |&row| row < within.start).take_while(move |&row| row < within.end)
    }

    /// How many they are.
    fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}

impl Titles {
    /// The articles that are wanted, newest first. `stop` is asked now and then whether to give up; what has been read
    /// by then need not be read again.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn wanted(
        &mut self,
        lists: Lists<'_>,
        wanted: &Wanted,
        mut stop: impl FnMut() -> bool,
    ) -> Result<Result<Vec<ArticleId>, Stopped>, StoreError> {
        while !self.read_some(lists, SLICE)? {
            if stop() {
                return Ok(Err(Stopped));
            }
        }
        self.wanted_so_far(lists, wanted, stop)
    }

    /// How many articles have been read.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// Those of the articles read that are wanted, newest first.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn wanted_so_far(
        &mut self,
        lists: Lists<'_>,
        wanted: &Wanted,
        mut stop: impl FnMut() -> bool,
    ) -> Result<Result<Vec<ArticleId>, Stopped>, StoreError> {
        let count = self.ids.len();
        let stop = RefCell::new(&mut stop);
        let ask = || (stop.borrow_mut())();
        let looks = &Looks::new(&ask);
        let mut all = Set(vec![u64::MAX; count.div_ceil(64)]);
        let mut found = std::mem::take(&mut self.found);
        let mut used = Vec::new();
        // What needs no look at the titles first: that leaves fewer of them to be looked at.
        let is_in_titles = |term: &&[Check]| term.iter().any(Check::is_in_titles);
        let (words, others): (Vec<_>, Vec<_>) = wanted.terms().partition(is_in_titles);
        for term in others.into_iter().chain(words) {
            let mut any = Set::none(count);
            for check in term {
                // Whether it holds of the others makes no difference.
                let among = all.clone().join(&any, |all, any| all & !any);
                let set = self.check(lists, check, &among, (&mut found, &mut used), looks)?;
                if !looks.go_on_after(count / 8) {
                    // What was found before may be asked for again.
                    found.append(&mut used);
                    self.found = found;
                    return Ok(Err(Stopped));
                }
                let excluded = if check.condition.excluded { u64::MAX } else { 0 };
                any = any.join(&set, |any, set| any | (set ^ excluded));
            }
            all = all.join(&any, |all, any| all & any);
        }
        self.found = used;
        Ok(Ok(all.rows(count).filter_map(|row| self.ids.get(row).copied()).collect()))
    }

    /// The articles of which a condition holds, were it not excluded, right for those `among` these only, and not at all
    /// if it was stopped.
    fn check(
        &mut self,
        lists: Lists<'_>,
        check: &Check,
        among: &Set,
        (found, used): (&mut Found, &mut Found),
        looks: &Looks<'_>,
    ) -> Result<Set, StoreError> {
        let count = self.ids.len();
        Ok(match &check.condition.what {
            What::Is(mark) => self.marked(lists, *mark, looks)?,
            What::After(date) => self.dated(|day| day >= day_of(*date)),
            What::Before(date) => self.dated(|day| day < day_of(*date)),
            What::Lang(range) => self.spoken(range, looks),
            What::From(number) => self
                .sources
                .those(looks, |source| source.number == *number)
                .join(&self.carried(lists, |id, _| id == *number, looks)?, |a, b| a | b),
            What::Source(_) => self.from(lists, check, looks)?,
            What::Author(_) => self.authors.those(looks, |author| check.is_in(author, looks)),
            What::Tag(_) => self.tagged(lists, check, looks)?,
            What::Title(_) | What::Word(_) => {
                let name = format!("{:?}", check.condition.what);
                let at = found.iter().position(|(known, _)| *known == name);
                // Few are looked at one by one; what is found so is not all there is, and so not kept.
                let few = at.is_none() && among.count() <= count / FEW;
                let titled = if let Some(at) = at {
                    found.swap_remove(at).1
                } else {
                    let mut titled = Set::none(count);
                    for query in &check.queries {
                        let among = few.then_some(among);
                        let more = self.titled(query, among, looks);
                        titled = titled.join(&more, |a, b| a | b);
                    }
                    titled
                };
                if !few && !looks.is_stopped() {
                    used.push((name, titled.clone()));
                }
                if matches!(check.condition.what, What::Title(_)) {
                    return Ok(titled);
                }
                titled
                    .join(&self.from(lists, check, looks)?, |a, b| a | b)
                    .join(&self.authors.those(looks, |author| check.is_in(author, looks)), |a, b| a | b)
                    .join(&self.tagged(lists, check, looks)?, |a, b| a | b)
            }
        })
    }

    fn from(&self, lists: Lists<'_>, check: &Check, looks: &Looks<'_>) -> Result<Set, StoreError> {
        let is_meant = |source: &Origin| check.is_in(&source.title, looks) || check.is_in(&source.named, looks);
        let own = self.sources.those(looks, is_meant);
        Ok(own.join(&self.carried(lists, |_, title| check.is_in(title, looks), looks)?, |a, b| a | b))
    }

    fn dated(&self, fits: impl Fn(i32) -> bool) -> Set {
        Set::of(self.days.len(), |row| self.days.get(row).is_some_and(|&day| day != i32::MIN && fits(day)))
    }
}

/// The number of a day.
pub(in crate::store) fn day_of(date: jiff::civil::Date) -> i32 {
    // Months of 31 days keep the order, which is all that is asked.
    (i32::from(date.year()) * 12 + i32::from(date.month())) * 31 + i32::from(date.day())
}

#[cfg(test)]
#[path = "tests/marks.rs"]
mod marks_tests;
#[cfg(test)]
#[path = "tests/titles.rs"]
mod tests;
