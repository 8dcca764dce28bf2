//! The titles of all articles in memory, newest first, with what else the list can be filtered by. They are read at
//! the first use and searched as one text, so that a keystroke is answered at once in a library of a million articles.
//!
//! About 90 bytes an article. Marks of the reader are as they were when the titles were read or last asked for.

mod load;
mod scan;
mod view;

use std::{cell::RefCell, collections::HashMap};

use crate::search::query::{Mark, Predicate};
use crate::text::StopCheck;

use super::Lists;
use crate::store::bit_set::BitSet;
use crate::store::{ArticleId, StoreError};
use load::{TitleCursor, TitlesVersion};
use view::{FoundTitles, NoAnswer, RowColumns};

/// Stands between titles. It is no character, so no query that a person types has it, and folding keeps it. A mark at
/// the start of a title may still make one cluster with it: what is found in the joined text is looked at again in the
/// title alone.
pub(in crate::store) const SEPARATOR: char = '\u{FFFF}';
/// Articles read between two questions whether to go on.
const MAX_READ_TITLES: usize = 20_000;
/// Work on one row of a column, in bytes.
pub(in crate::store) const ROW: usize = 16;

/// The list was not filtered, because the work was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// Columns by which a list is filtered.
#[derive(Debug, Default)]
pub struct Titles {
    pub(in crate::store) stamp: TitlesVersion,
    /// Position of reading; nothing once all are read.
    pub(in crate::store) reading: Option<TitleCursor>,
    pub(in crate::store) ids: Vec<ArticleId>,
    /// Every title with [`SEPARATOR`] behind it.
    pub(in crate::store) text: String,
    /// Byte at which each title begins in `text`.
    pub(in crate::store) starts: Vec<usize>,
    /// Origin, author, and declared and detected language of each article.
    pub(in crate::store) sources: ValueColumn<Origin>,
    pub(in crate::store) authors: ValueColumn<String>,
    pub(in crate::store) langs: ValueColumn<String>,
    /// Days from the first day of year 1; the least number if there is no date.
    pub(in crate::store) days: Vec<i32>,
    pub(in crate::store) marks: HashMap<Mark, BitSet>,
    /// The titles found for the words last asked for.
    pub(in crate::store) found: FoundTitles,
}

/// Origin of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::store) struct Origin {
    /// The number of its source.
    pub(in crate::store) number: i64,
    /// The title of its source.
    pub(in crate::store) title: String,
    /// The paper or agency that the article itself names.
    pub(in crate::store) named: String,
}

/// A column of values of which there are few.
#[derive(Debug)]
pub(in crate::store) struct ValueColumn<T> {
    pub(in crate::store) values: Vec<T>,
    pub(in crate::store) of: Vec<u32>,
}

impl<T> Default for ValueColumn<T> {
    fn default() -> ValueColumn<T> {
        ValueColumn { values: Vec::new(), of: Vec::new() }
    }
}

impl<T> ValueColumn<T> {
    /// The articles whose value is one of those that `fits` takes.
    pub(in crate::store) fn those(&self, stop_check: &StopCheck<'_>, mut fits: impl FnMut(&T) -> bool) -> BitSet {
        let fitting: Vec<bool> = self.values.iter().map(|value| stop_check.go_on_after(ROW) && fits(value)).collect();
        if !fitting.contains(&true) {
            return BitSet::empty(self.of.len());
        }
        BitSet::from_fn(self.of.len(), |row| {
            self.of.get(row).is_some_and(|&value| fitting.get(value as usize) == Some(&true))
        })
    }
}

impl Titles {
    /// The articles that meet a predicate, newest first. `stop` is asked now and then whether to give up; what has been
    /// read by then need not be read again.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn matching(
        &mut self,
        lists: Lists<'_>,
        predicate: &Predicate,
        mut stop: impl FnMut() -> bool,
    ) -> Result<Result<Vec<ArticleId>, Stopped>, StoreError> {
        while !self.read_some(lists, MAX_READ_TITLES)? {
            if stop() {
                return Ok(Err(Stopped));
            }
        }
        self.matching_so_far(lists, predicate, stop)
    }

    /// Number of articles read.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// The articles read so far that meet a predicate, newest first.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn matching_so_far(
        &mut self,
        lists: Lists<'_>,
        predicate: &Predicate,
        mut stop: impl FnMut() -> bool,
    ) -> Result<Result<Vec<ArticleId>, Stopped>, StoreError> {
        let stop = RefCell::new(&mut stop);
        let ask = || (stop.borrow_mut())();
        let check = StopCheck::new(&ask);
        let mut columns = RowColumns::new(self, lists, &check);
        let met = predicate.evaluate(&mut columns);
        columns.keep(matches!(met, Err(NoAnswer::Stopped)));
        match met {
            Ok(met) => Ok(Ok(met.positions().filter_map(|row| self.ids.get(row).copied()).collect())),
            Err(NoAnswer::Stopped) => Ok(Err(Stopped)),
            Err(NoAnswer::Store(error)) => Err(error),
        }
    }

    pub(super) fn dated(&self, fits: impl Fn(i32) -> bool) -> BitSet {
        BitSet::from_fn(self.days.len(), |row| self.days.get(row).is_some_and(|&day| day != i32::MIN && fits(day)))
    }
}

/// The number of a day.
pub(in crate::store) fn day_of(date: jiff::civil::Date) -> i32 {
    // Months of 31 days keep the order, which is all that is asked.
    (i32::from(date.year()) * 12 + i32::from(date.month())) * 31 + i32::from(date.day())
}

#[cfg(test)]
#[path = "../tests/agreement.rs"]
mod agreement_tests;
#[cfg(test)]
#[path = "../tests/marks.rs"]
mod marks_tests;
#[cfg(test)]
#[path = "../tests/titles.rs"]
mod tests;
