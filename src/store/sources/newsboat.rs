//! The cache of newsboat, opened to be read only: its feeds and articles as plain values. It is another program's file
//! and may be anybody's: nothing in it is run, and nothing is written.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row};

/// Wait for newsboat while it writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Bytes of the longest text or row that is read.
const MAX_VALUE_BYTES: i32 = 64 << 20;

/// A newsboat cache.
#[derive(Debug)]
pub struct NewsboatCache {
    conn: Connection,
    /// The columns of its articles that not every version has, or a value that stands for them.
    columns: Vec<String>,
}

/// A feed in the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsboatFeed {
    /// Its address, or the command that makes it.
    pub url: String,
    /// The page it belongs to.
    pub site: String,
    /// Its title.
    pub title: String,
}

/// An article in the cache, as it was put there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewsboatItem {
    /// The publisher's identifier, or what newsboat takes for it.
    pub guid: String,
    /// Its title.
    pub title: String,
    /// Author.
    pub author: String,
    /// Its address on the web.
    pub link: String,
    /// Date of publication, in seconds of Unix time.
    pub published: i64,
    /// Its text.
    pub content: String,
    /// Media type of the text, if newsboat knew it.
    pub content_type: String,
    /// A sound or film that belongs to it.
    pub enclosure: String,
    /// True if it has been read.
    pub read: bool,
    /// True if it has flags.
    pub flagged: bool,
    /// True if bytes of it were no text and were replaced.
    pub lossy: bool,
}

/// Errors of reading a newsboat cache.
#[derive(Debug, thiserror::Error)]
pub enum NewsboatError {
    /// The file is no cache of newsboat.
    #[error("{0} is no cache of newsboat; its name is usually cache.db")]
    NotACache(String),
    /// Newsboat has it.
    #[error("{0} is being written by newsboat; close newsboat and try again")]
    Busy(String),
    /// The file cannot be read.
    #[error("{path} could not be read ({cause}); close newsboat, check the file and try again")]
    Unreadable {
        /// The file.
        path: String,
        /// The engine's message.
        cause: String,
    },
}

impl NewsboatCache {
    /// Opens a cache.
    ///
    /// # Errors
    /// If it is none, or cannot be read.
    pub fn open(path: &Path) -> Result<NewsboatCache, NewsboatError> {
        let name = || path.display().to_string();
        let failed = |error: rusqlite::Error| failed(&name(), &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(failed)?;
        harden(&conn).map_err(failed)?;
        let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('rss_feed', 'rss_item')
             AND sql NOT LIKE 'CREATE VIRTUAL%'";
        let tables: i64 = conn.query_row(tables, [], |row| row.get(0)).map_err(failed)?;
        if tables != 2 {
            return Err(NewsboatError::NotACache(name()));
        }
        let has = |table: &str, column: &str| {
            // A made-up column would compute whatever its maker liked.
            conn.prepare("SELECT 1 FROM pragma_table_xinfo(?1) WHERE name = ?2 AND hidden = 0")?.exists([table, column])
        };
        for (table, column) in [("rss_feed", "rssurl"), ("rss_feed", "title"), ("rss_item", "feedurl")] {
            if !has(table, column).map_err(failed)? {
                return Err(NewsboatError::NotACache(name()));
            }
        }
        let mut columns = Vec::new();
        for (column, missing) in COLUMNS {
            columns.push(if has("rss_item", column).map_err(failed)? { column } else { missing }.to_owned());
        }
        Ok(NewsboatCache { conn, columns })
    }

    /// Its feeds, in the order in which they came.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn feeds(&self) -> Result<Vec<NewsboatFeed>, NewsboatError> {
        let sql = "SELECT rssurl, url, title FROM rss_feed ORDER BY rowid";
        let feed = |row: &Row<'_>| Ok(NewsboatFeed { url: text(row, 0)?, site: text(row, 1)?, title: text(row, 2)? });
        // Articles of a feed that is gone from its list are still the reader's.
        let orphans = "SELECT DISTINCT feedurl, '', '' FROM rss_item
             WHERE feedurl NOT IN (SELECT rssurl FROM rss_feed WHERE rssurl IS NOT NULL) AND feedurl IS NOT NULL";
        let read = |sql| self.conn.prepare(sql)?.query_map([], feed)?.collect::<rusqlite::Result<Vec<_>>>();
        let feeds = || -> rusqlite::Result<_> { Ok([read(sql)?, read(orphans)?].concat()) };
        feeds().map_err(|error| self.failed(&error))
    }

    /// The articles of a feed that were not deleted, in the order in which they came; `visit` says whether to go on.
    ///
    /// # Errors
    /// If it cannot be read; those before the trouble have been visited.
    pub fn items(&self, feed: &str, mut visit: impl FnMut(NewsboatItem) -> bool) -> Result<(), NewsboatError> {
        let sql = format!(
            "SELECT {} FROM rss_item WHERE feedurl = ?1 AND NOT coalesce({DELETED}, 0) ORDER BY rowid",
            self.columns[1..].join(", "),
            DELETED = self.columns[0]
        );
        let mut each = || {
            let mut statement = self.conn.prepare(&sql)?;
            let mut rows = statement.query([feed])?;
            while let Some(row) = rows.next()? {
                if !visit(item(row)?) {
                    break;
                }
            }
            Ok(())
        };
        each().map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &rusqlite::Error) -> NewsboatError {
        failed(self.conn.path().unwrap_or("the cache"), error)
    }
}

/// The columns of an article, and what stands for one that a version lacks.
const COLUMNS: [(&str, &str); 11] = [
    ("deleted", "0"),
    ("guid", "''"),
    ("title", "''"),
    ("author", "''"),
    ("url", "''"),
    ("pubDate", "0"),
    ("content", "''"),
    ("content_mime_type", "''"),
    ("enclosure_url", "''"),
    ("unread", "1"),
    ("flags", "''"),
];

fn item(row: &Row<'_>) -> rusqlite::Result<NewsboatItem> {
    Ok(NewsboatItem {
        guid: text(row, 0)?,
        title: text(row, 1)?,
        author: text(row, 2)?,
        link: text(row, 3)?,
        published: number(row, 4)?,
        content: text(row, 5)?,
        content_type: text(row, 6)?,
        enclosure: text(row, 7)?,
        read: number(row, 8)? == 0,
        flagged: !text(row, 9)?.trim().is_empty(),
        lossy: is_lossy(row, 8)?,
    })
}

/// True if one of the first columns holds bytes that are no text.
fn is_lossy(row: &Row<'_>, columns: usize) -> rusqlite::Result<bool> {
    for index in 0..columns {
        match row.get_ref(index)? {
            rusqlite::types::ValueRef::Text(bytes) if std::str::from_utf8(bytes).is_err() => return Ok(true),
            rusqlite::types::ValueRef::Blob(bytes) if !bytes.is_empty() => return Ok(true),
            _ => {}
        }
    }
    Ok(false)
}

/// A text, whatever the file holds there; what is no text is none.
fn text(row: &Row<'_>, index: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(index)? {
        rusqlite::types::ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    })
}

fn number(row: &Row<'_>, index: usize) -> rusqlite::Result<i64> {
    Ok(match row.get_ref(index)? {
        rusqlite::types::ValueRef::Integer(number) => number,
        rusqlite::types::ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
        }
        _ => 0,
    })
}

/// A schema made by somebody else can do nothing but hold tables.
fn harden(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "query_only", true)
}

fn failed(path: &str, error: &rusqlite::Error) -> NewsboatError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => NewsboatError::NotACache(path.to_owned()),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => NewsboatError::Busy(path.to_owned()),
        _ => NewsboatError::Unreadable { path: path.to_owned(), cause: error.to_string() },
    }
}

/// A cache as newsboat 2 makes it, for tests.
#[cfg(test)]
pub(crate) fn write_cache(path: &Path, more: &str) {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(
        "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
             title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0, is_rtl INTEGER(1) NOT NULL DEFAULT 0,
             etag VARCHAR(128) NOT NULL DEFAULT '');
         CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
             title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
             feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
             unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
             enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
             base VARCHAR(128) NOT NULL DEFAULT '', content_mime_type VARCHAR(255) NOT NULL DEFAULT '');",
    )
    .unwrap();
    conn.execute_batch(more).unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_cache_is_said_to_be_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        std::fs::write(&path, "no database, but long enough\n".repeat(100)).unwrap();
        assert!(matches!(NewsboatCache::open(&path), Err(NewsboatError::NotACache(_))));
        assert!(matches!(NewsboatCache::open(&folder.path().join("none")), Err(NewsboatError::Unreadable { .. })));
        for schema in [
            "CREATE TABLE other (x);",
            "CREATE TABLE rss_feed (rssurl, title); CREATE VIEW rss_item AS SELECT 1 AS feedurl;",
            "CREATE TABLE rss_feed (rssurl, title); CREATE TABLE rss_item (a, feedurl AS (a || 'x'));",
        ] {
            let _ = std::fs::remove_file(&path);
            Connection::open(&path).unwrap().execute_batch(schema).unwrap();
            assert!(matches!(NewsboatCache::open(&path), Err(NewsboatError::NotACache(_))), "{schema}");
        }
    }

    #[test]
    fn old_versions_and_strange_values_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        Connection::open(&path)
            .unwrap()
            .execute_batch(
                "CREATE TABLE rss_feed (rssurl, url, title); INSERT INTO rss_feed VALUES ('u', NULL, 5);
                 CREATE TABLE rss_item (guid, title, url, feedurl, pubDate, content, unread);
                 INSERT INTO rss_item VALUES ('g', '題', 'l', 'u', '12', x'ff', 0);",
            )
            .unwrap();
        let cache = NewsboatCache::open(&path).unwrap();
        assert_eq!(cache.feeds().unwrap()[0].title, "");
        let mut items = Vec::new();
        cache
            .items("u", |item| {
                items.push(item);
                true
            })
            .unwrap();
        let expected = NewsboatItem {
            guid: "g".into(),
            title: "題".into(),
            link: "l".into(),
            published: 12,
            read: true,
            lossy: true,
            ..NewsboatItem::default()
        };
        assert_eq!(items, [expected]);
    }
}
