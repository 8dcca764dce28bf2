//! Articles into the library and out of it: which arrival is which article, and how its text is kept.

pub(in crate::store) mod arrival;
mod batch;
pub(crate) mod body;
pub(crate) mod dropped;
mod edits;
pub mod identity;
mod insert;
pub(crate) mod load;
pub(crate) mod published;
mod resemblance;
#[cfg(test)]
mod tests;

pub use arrival::{Arrival, ArrivalOutcome, BatchOutcome};
pub(crate) use body::shape;
pub use edits::ArticleEdit;

use std::path::Path;

use jiff::Timestamp;

use crate::article::Article;
use crate::store::database::Database;
use crate::store::sources::ReadFile;
use crate::store::{ArticleId, SourceId, StoreError};
use identity::Hashes;

/// The articles of a library: into it and out of it.
#[derive(Clone, Copy, Debug)]
pub struct Articles<'a> {
    pub(in crate::store) database: &'a Database,
}

impl<'a> Articles<'a> {
    pub(in crate::store) fn new(database: &'a Database) -> Articles<'a> {
        Articles { database }
    }

    /// Puts a batch of articles of one source into the library, all or none. A few hundred a batch keep other
    /// programs from waiting long.
    ///
    /// # Errors
    /// If there is no such source, no space, or another program does not let go of the library; nothing of the batch
    /// is kept then.
    pub fn insert(
        &self,
        source: SourceId,
        arrivals: &[Arrival<'_>],
        now: Timestamp,
    ) -> Result<BatchOutcome, StoreError> {
        insert::insert(self.database, source, arrivals, now)
    }

    /// Inserts articles whose [`hashes`](crate::store::hashes) are known, in the same order, and remembers the files
    /// they were read from.
    ///
    /// # Errors
    /// As [`Articles::insert`].
    pub fn insert_files(
        &self,
        source: SourceId,
        arrivals: &[Arrival<'_>],
        hashed: &[Hashes],
        files: &[ReadFile<'_>],
        now: Timestamp,
    ) -> Result<BatchOutcome, StoreError> {
        insert::insert_files(self.database, source, arrivals, hashed, files, now)
    }

    /// Lets go of the file names of a folder's articles whose files are gone, so that a renamed file is known again
    /// by its text and goes on under its new name. To be called before a folder is imported again. The articles stay.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn release_paths(&self, source: SourceId, gone: impl Fn(&Path) -> bool) -> Result<(), StoreError> {
        insert::release_paths(self.database, source, gone)
    }

    /// The notes of an article's edits, the last one first.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn edits(&self, id: ArticleId) -> Result<Vec<ArticleEdit>, StoreError> {
        edits::edits(self.database, id)
    }

    /// An article, exactly as it came.
    ///
    /// # Errors
    /// If there is no such article or the library cannot be read.
    pub fn get(&self, id: ArticleId) -> Result<Article, StoreError> {
        load::article(self.database, id)
    }

    /// True if there is not a single article.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(!self.database.prepare_cached("SELECT 1 FROM articles LIMIT 1")?.exists([])?)
    }

    /// The number of the newest article, as lists sort them.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn latest(&self) -> Result<Option<ArticleId>, StoreError> {
        load::latest(self.database)
    }
}
