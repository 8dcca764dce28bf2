//! The index that the search of the library reads: for every short run of folded characters, the articles that hold
//! it.
//!
//! It tells which articles *can* hold a word, never which do: those are read and searched. So it may name too many,
//! and never too few. An article that has come in or changed is written down as waiting in the same transaction (by
//! triggers, see the schema) and is a candidate for everything until a build takes it into a segment. Segments are
//! never changed; a few small ones are merged into a larger one now and then. Nothing in here knows a query's syntax
//! or judges a match.

mod batch;
mod build;
mod candidates;
mod check;
mod gram_query;
mod grams;
mod hit;
mod merge;
mod position_set;
mod postings;
mod related;
mod search;
mod segment;
mod sort;
mod workers;
mod write;

#[cfg(test)]
mod tests;

pub use build::WAITING_IS_FINE;
pub use candidates::Candidate;
pub use gram_query::GramQuery;
pub use hit::Hit;
pub use search::{LibrarySearch, Stage, damaged_sentence};

use std::{collections::BTreeSet, ops::ControlFlow};

use crate::store::database::Database;
use crate::store::{ArticleId, StoreError};
use crate::text::StopCheck;
use build::IndexProgress;
use check::IndexCheck;
use related::Related;

/// The index of a library, asked for one reader.
#[derive(Clone, Copy, Debug)]
pub struct Index<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl<'a> Index<'a> {
    pub(in crate::store) fn new(database: &'a Database, reader: &'a str) -> Index<'a> {
        Index { database, reader }
    }

    /// Number of articles that wait to be taken into the index. They are found all the same, more slowly.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn count_waiting(&self) -> Result<usize, StoreError> {
        build::count_waiting(self.database)
    }

    /// Takes the articles that wait into the index, reporting to `progress`, until it breaks off. What has been
    /// written by then stays, and what is little. For a job: it takes about a second for 30 MB of text.
    ///
    /// # Errors
    /// If the library cannot be read or written, or a stop ends it in the middle of a segment; it is
    /// then as good as before.
    pub fn build(&self, progress: impl FnMut(IndexProgress) -> ControlFlow<()>) -> Result<IndexProgress, StoreError> {
        build::build(self.database, progress)
    }

    /// Forgets the whole index and builds it anew. Until it is there again articles are found all the same.
    ///
    /// # Errors
    /// As [`Index::build`].
    pub fn rebuild(&self, progress: impl FnMut(IndexProgress) -> ControlFlow<()>) -> Result<IndexProgress, StoreError> {
        build::rebuild(self.database, progress)
    }

    /// Goes through the articles that may meet a gram query until `visit` breaks off: all that do, and perhaps some
    /// that do not, or until it is stopped. What other connections change meanwhile is not seen. Returns the articles that
    /// make no sense and were passed over.
    ///
    /// # Errors
    /// If the library cannot be read; articles that come before the trouble have been visited.
    pub fn candidates(
        &self,
        query: &GramQuery,
        stop_check: &StopCheck<'_>,
        visit: impl FnMut(Candidate<'_>) -> ControlFlow<()>,
    ) -> Result<BTreeSet<ArticleId>, StoreError> {
        candidates::candidates(self.database, self.reader, query, stop_check, visit)
    }

    /// Number of articles that may meet a gram query: for a text of one or two characters, if no article has changed
    /// since it was taken in, how many do.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn count_candidates(&self, query: &GramQuery) -> Result<usize, StoreError> {
        candidates::count_candidates(self.database, self.reader, query)
    }

    /// Compares the index with the text of every article, reporting the number of articles to `progress`, until it breaks off.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn check(&self, progress: impl FnMut(usize) -> ControlFlow<()>) -> Result<IndexCheck, StoreError> {
        check::check(self.database, progress)
    }

    /// Finds at most `most` articles about the same thing as one: first those whose titles it gives, in its order; then
    /// those that share its words, the most alike first. What had been found is given back when it is stopped.
    ///
    /// # Errors
    /// If there is no such article or the library cannot be read.
    pub fn related(&self, id: ArticleId, most: usize, stop_check: &StopCheck<'_>) -> Result<Vec<Related>, StoreError> {
        related::related(self.database, self.reader, id, most, stop_check)
    }
}
