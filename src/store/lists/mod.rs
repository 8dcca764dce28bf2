//! Lists of articles: rows newest first, and the titles in memory by which a list is filtered as one types.

mod filter;
mod rows;
mod tests;
mod titles;

pub use filter::Filter;
pub use rows::{Neighbours, Row};
pub use titles::{Stopped, Titles};

use std::ops::{ControlFlow, Range};

use crate::article::Article;
use crate::store::database::Database;
use crate::store::{ArticleId, StoreError};

/// The lists of articles, newest first, as one reader sees them.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl<'a> Lists<'a> {
    pub(in crate::store) fn new(database: &'a Database, reader: &'a str) -> Lists<'a> {
        Lists { database, reader }
    }

    /// Goes through the articles that pass a filter, newest first, until `visit` breaks off. What other connections
    /// change meanwhile is not seen.
    ///
    /// # Errors
    /// If the library cannot be read; articles that come before the trouble have been visited.
    pub fn scan(
        &self,
        filter: &Filter,
        visit: impl FnMut(ArticleId, &Article) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        rows::scan(self.database, self.reader, filter, visit)
    }

    /// An article as a list shows it; nothing if there is no such article.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn row(&self, id: ArticleId) -> Result<Option<Row>, StoreError> {
        rows::row(self.database, self.reader, id)
    }

    /// Number of articles that pass the filter.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn count(&self, filter: &Filter) -> Result<usize, StoreError> {
        rows::count(self.database, self.reader, filter)
    }

    /// The rows at these positions among those that pass the filter, newest first; fewer if there are no more.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn rows(&self, filter: &Filter, range: Range<usize>) -> Result<Vec<Row>, StoreError> {
        rows::rows(self.database, self.reader, filter, range)
    }

    /// The position of an article among those that pass the filter; if it does not pass itself, the position it would
    /// have. None if there is no such article.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn position_of(&self, filter: &Filter, id: ArticleId) -> Result<Option<usize>, StoreError> {
        rows::position_of(self.database, self.reader, filter, id)
    }

    /// The articles before and after one, among those that pass the filter. It need not pass itself.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn neighbours(&self, filter: &Filter, id: ArticleId) -> Result<Neighbours, StoreError> {
        rows::neighbours(self.database, self.reader, filter, id)
    }

    /// The rows of these articles, in this order; without those that are gone.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn rows_of(&self, ids: &[ArticleId]) -> Result<Vec<Row>, StoreError> {
        rows::rows_of(self.database, self.reader, ids)
    }
}
