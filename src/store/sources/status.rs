//! The status of reading the sources: which are to be read again, when each was tried and worked, and what stands in
//! the way.

use crate::store::database::Database;
use std::collections::HashSet;
use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::source::{Source, SourceKind, Sources};
use super::{feed, feed::FeedSource};
use crate::net::Validators;
use crate::store::values;
use crate::store::{SourceId, StoreError};

/// Result of the last readings of a feed or a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingStatus {
    /// Time of the last attempt.
    pub tried: Option<Timestamp>,
    /// Time of the last success.
    pub worked: Option<Timestamp>,
    /// Earliest time of the next attempt, as its server asked.
    pub not_before: Option<Timestamp>,
    /// Number of failures since the last success.
    pub failures: u32,
    /// Sentence about the failure.
    pub error: Option<String>,
    /// Sentence about what was left out of a reading that worked.
    pub left_out: Option<String>,
}

/// A source and how reading it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceState {
    /// The source.
    pub source: Source,
    /// Result of its last readings.
    pub reading: ReadingStatus,
    /// True if it is read again and again.
    pub due: bool,
}

/// A source that is to be read again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // A few hundred at the most, and nearly all are feeds.
pub enum DueSource {
    /// A feed.
    Feed(FeedSource, ReadingStatus),
    /// A folder.
    Folder {
        /// The source it is.
        source: SourceId,
        /// Its title.
        title: String,
        /// Its path.
        path: PathBuf,
    },
}

impl DueSource {
    /// The source it is.
    #[must_use]
    pub fn source(&self) -> SourceId {
        match self {
            DueSource::Feed(feed, _) => feed.source,
            DueSource::Folder { source, .. } => *source,
        }
    }
}

const READING: &str = "r.tried_at, r.worked_at, r.not_before, coalesce(r.failures, 0), r.error";

fn of_row(row: &Row<'_>, first: usize) -> rusqlite::Result<ReadingStatus> {
    let failures = row.get(first + 3)?;
    // A sentence without a failure says what was left out of a reading that worked.
    let sentence: Option<String> = row.get(first + 4)?;
    let (error, left_out) = if failures > 0 { (sentence, None) } else { (None, sentence) };
    Ok(ReadingStatus {
        tried: values::timestamp(row.get(first)?),
        worked: values::timestamp(row.get(first + 1)?),
        not_before: values::timestamp(row.get(first + 2)?),
        failures,
        error,
        left_out,
    })
}

/// The readings of sources: which are due, and how the last ones went.
#[derive(Clone, Copy, Debug)]
pub struct Readings<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl Readings<'_> {
    /// All feeds and folders that are read again, feeds first, by title.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn due(&self) -> Result<Vec<DueSource>, StoreError> {
        let sql = format!(
            "SELECT {}, {READING} FROM feeds f JOIN sources s ON s.id = f.source_id
             LEFT JOIN readings r ON r.source_id = f.source_id ORDER BY s.title, s.id",
            feed::COLUMNS
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let feeds = statement.query_map([], |row| Ok(DueSource::Feed(feed::of_row(row)?, of_row(row, 10)?)))?;
        let mut due: Vec<DueSource> = feeds.collect::<rusqlite::Result<_>>()?;
        let mut statement = self.database.prepare_cached(
            "SELECT s.id, s.title, s.location FROM sources s LEFT JOIN readings r ON r.source_id = s.id
             WHERE s.kind = 'folder' AND NOT coalesce(r.ended, 0) ORDER BY s.title, s.id",
        )?;
        let folders = statement.query_map([], |row| {
            let path = PathBuf::from(row.get::<_, String>(2)?);
            Ok(DueSource::Folder { source: SourceId(row.get(0)?), title: row.get(1)?, path })
        })?;
        for folder in folders {
            due.push(folder?);
        }
        Ok(due)
    }

    /// The sources that are read or have articles, by title, and how reading them goes.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn states(&self) -> Result<Vec<SourceState>, StoreError> {
        let due: HashSet<SourceId> = self.due()?.iter().map(DueSource::source).collect();
        let mut states = Vec::new();
        for source in (Sources { database: self.database, reader: self.reader }).all()? {
            let (reading, due) = (self.of_source(source.id)?, due.contains(&source.id));
            if due || source.articles > 0 {
                states.push(SourceState { source, reading, due });
            }
        }
        Ok(states)
    }

    /// Result of the last readings of a source.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn of_source(&self, id: SourceId) -> Result<ReadingStatus, StoreError> {
        let sql = format!("SELECT {READING} FROM readings r WHERE r.source_id = ?1");
        let mut statement = self.database.prepare_cached(&sql)?;
        Ok(statement.query_row([id.0], |row| of_row(row, 0)).optional()?.unwrap_or_default())
    }

    /// Remembers that reading a source worked, what of it was left out (a sentence), and what a feed's server gave to
    /// ask with next time; `None` asks for everything again. To be called when all that was read is in the library.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn record_success(
        &self,
        id: SourceId,
        given: Option<&Validators>,
        left_out: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        let now = now.as_millisecond();
        let known = tx.execute(
            "INSERT INTO readings (source_id, tried_at, worked_at, error)
             SELECT id, ?2, ?2, ?3 FROM sources WHERE id = ?1
             ON CONFLICT DO UPDATE SET tried_at = ?2, worked_at = ?2, not_before = NULL, failures = 0, error = ?3,
                 ended = 0",
            params![id.0, now, left_out],
        )?;
        if known == 0 {
            return Err(StoreError::NoSuchSource(id));
        }
        let given = given.filter(|given| given.etag.is_some() || given.modified.is_some());
        tx.execute(
            "UPDATE feeds SET gone = 0, given_by = ?2, etag = ?3, modified = ?4 WHERE source_id = ?1",
            params![
                id.0,
                given.map(|given| &given.address),
                given.and_then(|given| given.etag.as_ref()),
                given.and_then(|given| given.modified.as_ref())
            ],
        )?;
        tx.commit()
    }

    /// Remembers why reading a source failed, until when it is to be left alone, and whether it is gone for good.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn record_failure(
        &self,
        id: SourceId,
        error: &str,
        not_before: Option<Timestamp>,
        gone: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        let known = tx.execute(
            "INSERT INTO readings (source_id, tried_at, not_before, failures, error)
             SELECT id, ?2, ?3, 1, ?4 FROM sources WHERE id = ?1
             ON CONFLICT DO UPDATE SET tried_at = ?2, not_before = ?3, failures = failures + 1, error = ?4",
            params![id.0, now.as_millisecond(), not_before.map(Timestamp::as_millisecond), error],
        )?;
        if known == 0 {
            return Err(StoreError::NoSuchSource(id));
        }
        if gone {
            tx.execute("UPDATE feeds SET gone = 1 WHERE source_id = ?1", [id.0])?;
        }
        tx.commit()
    }

    /// Stops reading a feed, or looking through a folder. Its articles stay; a source that has none goes.
    ///
    /// # Errors
    /// If there is no such feed or folder, or the library cannot be written.
    pub fn end(&self, id: SourceId) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        let kind = |row: &Row<'_>| SourceKind::of_name(row.get_ref(0)?.as_str()?);
        let kind = tx.query_row("SELECT kind FROM sources WHERE id = ?1", [id.0], kind).optional()?;
        let ended = match kind {
            Some(SourceKind::Feed) => tx.execute("DELETE FROM feeds WHERE source_id = ?1", [id.0])? > 0,
            Some(SourceKind::Folder) => !is_ended(&tx, id)?,
            Some(SourceKind::Import) | None => false,
        };
        if !ended {
            return Err(StoreError::NoSuchFeed(id));
        }
        tx.execute(
            "INSERT INTO readings (source_id, ended) VALUES (?1, 1)
             ON CONFLICT DO UPDATE SET ended = 1, error = NULL, failures = 0, not_before = NULL",
            [id.0],
        )?;
        tx.execute(
            "DELETE FROM sources WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM articles WHERE source_id = ?1)
             AND NOT EXISTS (SELECT 1 FROM further_sources WHERE source_id = ?1)",
            [id.0],
        )?;
        tx.commit()
    }

    /// Resumes reading a folder, if that was ended.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn resume(&self, id: SourceId) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        tx.execute("UPDATE readings SET ended = 0 WHERE source_id = ?1 AND ended", [id.0])?;
        tx.commit()
    }
}

/// True if a folder is not looked through any more.
fn is_ended(conn: &Connection, id: SourceId) -> rusqlite::Result<bool> {
    let ended = conn.query_row("SELECT ended FROM readings WHERE source_id = ?1", [id.0], |row| row.get(0));
    Ok(ended.optional()?.unwrap_or(false))
}
