//! Feeds: the sources on the network, where they are fetched and what their servers gave. How reading them goes is in
//! `status.rs`.

use crate::store::database::Database;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use super::source::SourceKind;
use crate::net::Validators;
use crate::store::{SourceId, StoreError};

/// A feed that is read again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedSource {
    /// The source it is.
    pub source: SourceId,
    /// Its title.
    pub title: String,
    /// Its address, without name and password.
    pub address: String,
    /// Name and password, with a colon between.
    pub login: Option<String>,
    /// The page it belongs to.
    pub site: Option<String>,
    /// True if the text of its articles is taken from their pages.
    pub fulltext: bool,
    /// Validators that its server gave last.
    pub given: Option<Validators>,
    /// Its server has said that it is gone for good.
    pub gone: bool,
}

/// A feed to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFeedSource {
    /// Its address, without name and password.
    pub address: String,
    /// Name and password, with a colon between.
    pub login: Option<String>,
    /// Its title.
    pub title: String,
    /// The page it belongs to.
    pub site: Option<String>,
    /// True if the text of its articles is taken from their pages.
    pub fulltext: bool,
}

pub(in crate::store) const COLUMNS: &str =
    "f.source_id, s.title, f.address, f.login, f.site, f.fulltext, f.given_by, f.etag, f.modified, f.gone";

/// A feed out of [`COLUMNS`].
pub(in crate::store) fn of_row(row: &Row<'_>) -> rusqlite::Result<FeedSource> {
    let by: Option<String> = row.get(6)?;
    let (etag, modified) = (row.get(7)?, row.get(8)?);
    Ok(FeedSource {
        source: SourceId(row.get(0)?),
        title: row.get(1)?,
        address: row.get(2)?,
        login: row.get(3)?,
        site: row.get(4)?,
        fulltext: row.get(5)?,
        given: by.map(|address| Validators { address, etag, modified }),
        gone: row.get(9)?,
    })
}

/// The feeds of a library.
#[derive(Clone, Copy, Debug)]
pub struct Feeds<'a> {
    pub(in crate::store) database: &'a Database,
}

impl Feeds<'_> {
    /// Adds a feed. One with that address, or one that was added with it and has moved since, is the same: it gets
    /// the new login and wish for full text, is no longer gone, and `false` is returned with it. A feed that was
    /// taken off the list is put on it again, with its articles.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn add(&self, feed: &NewFeedSource, now: Timestamp) -> Result<(SourceId, bool), StoreError> {
        let tx = self.database.begin()?;
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
    pub fn all(&self) -> Result<Vec<FeedSource>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM feeds f JOIN sources s ON s.id = f.source_id ORDER BY s.title, f.source_id");
        let mut statement = self.database.prepare_cached(&sql)?;
        let feeds = statement.query_map([], of_row)?;
        Ok(feeds.collect::<rusqlite::Result<_>>()?)
    }

    /// Sets if the text of a feed's articles is taken from their pages.
    ///
    /// # Errors
    /// If there is no such feed, or the library cannot be written.
    pub fn set_fulltext(&self, id: SourceId, fulltext: bool) -> Result<(), StoreError> {
        // What its server gave is forgotten, so that the articles it still has are looked at again.
        let sql = "UPDATE feeds SET fulltext = ?2, given_by = NULL WHERE source_id = ?1";
        let tx = self.database.begin()?;
        match tx.execute(sql, params![id.0, fulltext])? {
            0 => Err(StoreError::NoSuchFeed(id)),
            _ => tx.commit(),
        }
    }

    /// Changes the address from which a feed is fetched. `false`, and nothing is changed, if another feed has it.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn move_to(&self, id: SourceId, address: &str) -> Result<bool, StoreError> {
        let sql = "UPDATE OR IGNORE feeds SET address = ?2 WHERE source_id = ?1";
        let tx = self.database.begin()?;
        let moved = tx.execute(sql, params![id.0, address])? > 0;
        tx.commit()?;
        Ok(moved)
    }
}
