//! Feeds: the sources on the network, where they are fetched and what their servers gave. How reading them goes is in
//! `reading.rs`.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::source::SourceKind;
use crate::store::{Library, SourceId, StoreError};

/// A feed that is read again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The source it is.
    pub source: SourceId,
    /// What people call it.
    pub title: String,
    /// Where it is fetched, without name and password.
    pub address: String,
    /// Name and password, with a colon between.
    pub login: Option<String>,
    /// The page it belongs to.
    pub site: Option<String>,
    /// Whether the text of its articles is taken from their pages.
    pub fulltext: bool,
    /// What its server gave to ask later whether something has changed.
    pub given: Option<Given>,
    /// Its server has said that it is gone for good.
    pub gone: bool,
}

/// What a server gave to ask later whether something has changed, as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The address that gave it.
    pub by: String,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// A feed to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedAddition {
    /// Where it is fetched, without name and password.
    pub address: String,
    /// Name and password, with a colon between.
    pub login: Option<String>,
    /// What it is called.
    pub title: String,
    /// The page it belongs to.
    pub site: Option<String>,
    /// Whether the text of its articles is taken from their pages.
    pub fulltext: bool,
}

pub(in crate::store) const COLUMNS: &str =
    "f.source_id, s.title, f.address, f.login, f.site, f.fulltext, f.given_by, f.etag, f.modified, f.gone";

/// A feed out of [`COLUMNS`].
pub(in crate::store) fn of_row(row: &Row<'_>) -> rusqlite::Result<Feed> {
    let by: Option<String> = row.get(6)?;
    let (etag, modified) = (row.get(7)?, row.get(8)?);
    Ok(Feed {
        source: SourceId(row.get(0)?),
        title: row.get(1)?,
        address: row.get(2)?,
        login: row.get(3)?,
        site: row.get(4)?,
        fulltext: row.get(5)?,
        given: by.map(|by| Given { by, etag, modified }),
        gone: row.get(9)?,
    })
}

impl Library {
    /// Adds a feed. One with that address, or one that was added with it and has moved since, is the same: it gets
    /// the new login and wish for full text, is no longer gone, and `false` is returned with it. A feed that was
    /// taken off the list is put on it again, with its articles.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn add_feed(&mut self, feed: &FeedAddition, now: Timestamp) -> Result<(SourceId, bool), StoreError> {
        let tx = self.conn.begin()?;
        let known = "SELECT f.source_id FROM feeds f JOIN sources s ON s.id = f.source_id
             WHERE f.address = ?1 OR s.location = ?1 ORDER BY f.address = ?1 DESC";
        let known: Option<i64> = tx.query_row(known, [&feed.address], |row| row.get(0)).optional()?;
        if let Some(id) = known {
            tx.execute(
                "UPDATE feeds SET login = coalesce(?2, login), fulltext = max(fulltext, ?3), gone = 0, given_by = NULL
                 WHERE source_id = ?1",
                params![id, feed.login, feed.fulltext],
            )?;
            tx.execute("UPDATE readings SET not_before = NULL WHERE source_id = ?1", [id])?;
            tx.commit()?;
            return Ok((SourceId(id), false));
        }
        tx.execute(
            "INSERT INTO sources (kind, title, location, added_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (location) DO UPDATE SET title = excluded.title, kind = excluded.kind",
            params![SourceKind::Feed.name(), feed.title, feed.address, now.as_millisecond()],
        )?;
        let id: i64 = tx.query_row("SELECT id FROM sources WHERE location = ?1", [&feed.address], |row| row.get(0))?;
        tx.execute(
            "INSERT INTO feeds (source_id, address, login, site, fulltext) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, feed.address, feed.login, feed.site, feed.fulltext],
        )?;
        tx.execute("DELETE FROM readings WHERE source_id = ?1", [id])?;
        tx.commit()?;
        Ok((SourceId(id), true))
    }

    /// All feeds, by title.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM feeds f JOIN sources s ON s.id = f.source_id ORDER BY s.title, f.source_id");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let feeds = statement.query_map([], of_row)?;
        Ok(feeds.collect::<rusqlite::Result<_>>()?)
    }

    /// Stops reading a feed, or looking through a folder. Its articles stay; a source that has none goes.
    ///
    /// # Errors
    /// If there is no such feed or folder, or the library cannot be written.
    pub fn end_source(&mut self, id: SourceId) -> Result<(), StoreError> {
        let tx = self.conn.begin()?;
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

    /// Has the text of a feed's articles taken from their pages from now on, or no longer.
    ///
    /// # Errors
    /// If there is no such feed, or the library cannot be written.
    pub fn set_fulltext(&mut self, id: SourceId, fulltext: bool) -> Result<(), StoreError> {
        // What its server gave is forgotten, so that the articles it still has are looked at again.
        let sql = "UPDATE feeds SET fulltext = ?2, given_by = NULL WHERE source_id = ?1";
        let tx = self.conn.begin()?;
        match tx.execute(sql, params![id.0, fulltext])? {
            0 => Err(StoreError::NoSuchFeed(id)),
            _ => tx.commit(),
        }
    }

    /// Gives a source another title.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn set_title(&mut self, id: SourceId, title: &str) -> Result<(), StoreError> {
        let tx = self.conn.begin()?;
        match tx.execute("UPDATE sources SET title = ?2 WHERE id = ?1", params![id.0, title])? {
            0 => Err(StoreError::NoSuchSource(id)),
            _ => tx.commit(),
        }
    }

    /// Has a feed fetched from another address from now on. `false`, and nothing is changed, if another feed has it.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn move_feed(&mut self, id: SourceId, address: &str) -> Result<bool, StoreError> {
        let sql = "UPDATE OR IGNORE feeds SET address = ?2 WHERE source_id = ?1";
        let tx = self.conn.begin()?;
        let moved = tx.execute(sql, params![id.0, address])? > 0;
        tx.commit()?;
        Ok(moved)
    }
}

/// Whether a folder is not looked through any more.
fn is_ended(conn: &Connection, id: SourceId) -> rusqlite::Result<bool> {
    let ended = conn.query_row("SELECT ended FROM readings WHERE source_id = ?1", [id.0], |row| row.get(0));
    Ok(ended.optional()?.unwrap_or(false))
}
