//! Feeds: the sources on the network, where they are fetched and what their servers gave. How reading them goes is in
//! `status.rs`.

use crate::store::database::Database;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

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

pub(in crate::store) fn add_feed(
    database: &Database,
    feed: &NewFeedSource,
    now: Timestamp,
) -> Result<(SourceId, bool), StoreError> {
    let tx = database.begin()?;
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

pub(in crate::store) fn feeds(database: &Database) -> Result<Vec<FeedSource>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM feeds f JOIN sources s ON s.id = f.source_id ORDER BY s.title, f.source_id");
    let mut statement = database.prepare_cached(&sql)?;
    let feeds = statement.query_map([], of_row)?;
    Ok(feeds.collect::<rusqlite::Result<_>>()?)
}

pub(in crate::store) fn end(database: &Database, id: SourceId) -> Result<(), StoreError> {
    let tx = database.begin()?;
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

pub(in crate::store) fn set_fulltext(database: &Database, id: SourceId, fulltext: bool) -> Result<(), StoreError> {
    // What its server gave is forgotten, so that the articles it still has are looked at again.
    let sql = "UPDATE feeds SET fulltext = ?2, given_by = NULL WHERE source_id = ?1";
    let tx = database.begin()?;
    match tx.execute(sql, params![id.0, fulltext])? {
        0 => Err(StoreError::NoSuchFeed(id)),
        _ => tx.commit(),
    }
}

pub(in crate::store) fn set_title(database: &Database, id: SourceId, title: &str) -> Result<(), StoreError> {
    let tx = database.begin()?;
    match tx.execute("UPDATE sources SET title = ?2 WHERE id = ?1", params![id.0, title])? {
        0 => Err(StoreError::NoSuchSource(id)),
        _ => tx.commit(),
    }
}

pub(in crate::store) fn move_feed(database: &Database, id: SourceId, address: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE OR IGNORE feeds SET address = ?2 WHERE source_id = ?1";
    let tx = database.begin()?;
    let moved = tx.execute(sql, params![id.0, address])? > 0;
    tx.commit()?;
    Ok(moved)
}

/// True if a folder is not looked through any more.
fn is_ended(conn: &Connection, id: SourceId) -> rusqlite::Result<bool> {
    let ended = conn.query_row("SELECT ended FROM readings WHERE source_id = ?1", [id.0], |row| row.get(0));
    Ok(ended.optional()?.unwrap_or(false))
}
