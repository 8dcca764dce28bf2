//! Articles into the library. A batch is one transaction; importing the same thing twice adds nothing; an edited
//! article replaces its former text and keeps what readers have done with it. What becomes of each arrival is decided
//! in `batch/`.

use crate::store::database::Database;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::OptionalExtension;

use super::arrival::{Arrival, ArrivalOutcome, BatchOutcome};
use super::batch::Batch;
use super::edits::ArticleEdit;
use super::load;
use super::prepare::{PreparedArticle, prepare};
use crate::article::Article;
use crate::store::values;
use crate::store::{
    ArticleId, SourceId, StoreError,
    sources::{ReadFile, SourceKind, files},
};

/// The articles of a library.
#[derive(Clone, Copy, Debug)]
pub struct Articles<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
    /// True if articles keep the texts that they were made from.
    pub(in crate::store) keeps_sources: bool,
}

impl Articles<'_> {
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

    /// Puts a batch of articles of one source into the library, all or none. A few hundred a batch keep other
    /// programs from waiting long.
    ///
    /// # Errors
    /// If there is no such source, no space, or another program holds the library for too long; nothing of the batch
    /// is kept then.
    pub fn insert(
        &self,
        source: SourceId,
        arrivals: &[Arrival<'_>],
        now: Timestamp,
    ) -> Result<BatchOutcome, StoreError> {
        // Hashed and packed before the library is held.
        let mut go_on = || self.database.look();
        let prepared = arrivals.iter().map(|arrival| prepare(arrival, &mut go_on));
        let prepared: Vec<PreparedArticle> = prepared.collect::<Result<_, _>>()?;
        self.insert_files(source, arrivals, &prepared, &[], now)
    }

    /// Inserts articles that are prepared, in the same order, and remembers the files they were read from.
    ///
    /// # Errors
    /// As [`Articles::insert`].
    pub fn insert_files(
        &self,
        source: SourceId,
        arrivals: &[Arrival<'_>],
        prepared: &[PreparedArticle],
        files: &[ReadFile<'_>],
        now: Timestamp,
    ) -> Result<BatchOutcome, StoreError> {
        let stop = self.database.stop().cloned().unwrap_or_default();
        let tx = self.database.begin()?;
        let kind_and_location = tx
            .prepare_cached("SELECT kind, location FROM sources WHERE id = ?1")?
            .query_row([source.0], |row| Ok((SourceKind::of_name(row.get_ref(0)?.as_str()?)?, row.get(1)?)))
            .optional()?;
        let Some((kind, location)) = kind_and_location else {
            return Err(StoreError::NoSuchSource(source));
        };
        let mut batch = Batch::new(&tx, self.reader, source, kind, location, arrivals, now)?;
        batch.keeps_sources = self.keeps_sources;
        let mut outcome = BatchOutcome::default();
        for (arrival, prepared) in arrivals.iter().zip(prepared) {
            stop.look()?;
            let change = batch.insert(arrival, prepared)?;
            match change.1 {
                ArrivalOutcome::Added => outcome.added += 1,
                ArrivalOutcome::Updated => outcome.updated += 1,
                ArrivalOutcome::Unchanged | ArrivalOutcome::Dropped => outcome.unchanged += 1,
            }
            outcome.changes.push(change);
        }
        for file in files {
            let article = outcome.changes.get(file.arrivals.start).map(|(id, _)| *id);
            files::remember(&tx, source, file, article)?;
        }
        tx.commit()?;
        Ok(outcome)
    }

    /// Lets go of the file names of a folder's articles whose files are gone, so that a renamed file is known again
    /// by its text and goes on under its new name. To be called before a folder is imported again. The articles stay.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn release_paths(&self, source: SourceId, gone: impl Fn(&Path) -> bool) -> Result<(), StoreError> {
        // Asked before the library is held: `gone` may look at a slow disk.
        let mut released = Vec::new();
        let mut statement =
            self.database.prepare_cached("SELECT id, path FROM articles WHERE source_id = ?1 AND path IS NOT NULL")?;
        let mut rows = statement.query([source.0])?;
        while let Some(row) = rows.next()? {
            self.database.look()?;
            let path = row.get_ref(1)?.as_bytes().map_err(rusqlite::Error::from)?;
            if gone(Path::new(OsStr::from_bytes(path))) {
                released.push((row.get::<_, i64>(0)?, path.to_owned()));
            }
        }
        drop(rows);
        drop(statement);
        let tx = self.database.begin()?;
        for released in released {
            tx.prepare_cached("UPDATE articles SET path = NULL WHERE id = ?1 AND path = ?2")?.execute(released)?;
        }
        tx.commit()
    }

    /// The number of the newest article, as lists sort them.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn latest(&self) -> Result<Option<ArticleId>, StoreError> {
        let mut statement =
            self.database.prepare_cached("SELECT id FROM articles ORDER BY newest DESC, id DESC LIMIT 1")?;
        Ok(statement.query_row([], |row| row.get(0)).optional()?.map(ArticleId))
    }

    /// The notes of an article's edits, the last one first.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn edits(&self, id: ArticleId) -> Result<Vec<ArticleEdit>, StoreError> {
        let mut statement = self
            .database
            .prepare_cached("SELECT at, changed, former_title FROM edits WHERE article_id = ?1 ORDER BY id DESC")?;
        let edits = statement.query_map([id.0], |row| {
            Ok(ArticleEdit {
                at: values::timestamp(row.get(0)?).unwrap_or_default(),
                changed: row.get_ref(1)?.as_str()?.split_ascii_whitespace().map(str::to_owned).collect(),
                former_title: row.get(2)?,
            })
        })?;
        Ok(edits.collect::<rusqlite::Result<_>>()?)
    }
}
