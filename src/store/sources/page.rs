//! The entries of a feed whose page was asked for its text, so that a page is not fetched at every reading.

use crate::store::database::Database;
use std::collections::HashMap;

use rusqlite::params;

use crate::article::Article;
use crate::store::articles::identity::{Hash, hashes};
use crate::store::{SourceId, StoreError};

/// An entry as its feed has it, before any page was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntryKey(Hash);

impl EntryKey {
    /// The key of an entry.
    #[must_use]
    pub fn of(article: &Article) -> EntryKey {
        EntryKey(hashes(article).whole)
    }
}

/// Result of asking an entry's page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageState {
    /// Its text is in the library.
    pub done: bool,
    /// Number of failures.
    pub failures: u32,
}

/// The pages of feed entries that were asked for their texts.
#[derive(Clone, Copy, Debug)]
pub struct EntryPages<'a> {
    pub(in crate::store) database: &'a Database,
}

impl EntryPages<'_> {
    /// The entries of a feed whose pages have been asked.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn of_source(&self, source: SourceId) -> Result<HashMap<EntryKey, PageState>, StoreError> {
        let sql = "SELECT entry, done, failures FROM pages_of_entries WHERE source_id = ?1";
        let mut statement = self.database.prepare_cached(sql)?;
        let states = statement.query_map([source.0], |row| {
            Ok((EntryKey(row.get(0)?), PageState { done: row.get(1)?, failures: row.get(2)? }))
        })?;
        Ok(states.collect::<rusqlite::Result<_>>()?)
    }

    /// Remembers that an entry's page was asked. To be called when its article is in the library.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn record(&self, source: SourceId, entry: EntryKey, worked: bool) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        tx.prepare_cached(
            "INSERT INTO pages_of_entries (source_id, entry, done, failures) VALUES (?1, ?2, ?3, NOT ?3)
                 ON CONFLICT DO UPDATE SET done = excluded.done, failures = failures + excluded.failures",
        )?
        .execute(params![source.0, entry.0, worked])?;
        tx.commit()
    }
}
