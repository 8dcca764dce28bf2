//! Retention: how much a source keeps. By default everything; a source can be set to keep so many of its newest
//! articles, or those of so many days. Articles with a star or a tag of their own are always kept, and what nobody has
//! read is kept unless the person says otherwise.
//!
//! An article that another source carries, too, only leaves this one.
//!
//! What is dropped is remembered by what it was known by (`dropped.rs`), so that a feed or a folder that still has it
//! does not bring it back. Its number is not used again.

use crate::store::database::Database;
use jiff::{SignedDuration, Timestamp};
use rusqlite::OptionalExtension;

use super::membership;
use crate::store::{SourceId, StoreError, articles::dropped};

/// Articles dropped in one transaction.
const BATCH_ARTICLES: usize = 500;

/// Retention of a source. The default keeps everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// Number of its newest articles to keep; `None` means any number.
    pub most: Option<u32>,
    /// Age in days of articles to keep; `None` means any age.
    pub days: Option<u32>,
    /// True if articles that nobody has read may be dropped too.
    pub drop_unread: bool,
}

/// The retention of the sources of a library.
#[derive(Clone, Copy, Debug)]
pub struct Retentions<'a> {
    pub(in crate::store) database: &'a Database,
}

impl Retentions<'_> {
    /// Retention of a source.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn of_source(&self, source: SourceId) -> Result<Retention, StoreError> {
        let sql = "SELECT most, days, drop_unread FROM retention WHERE source_id = ?1";
        let retention = self.database.prepare_cached(sql)?.query_row([source.0], |row| {
            Ok(Retention { most: row.get(0)?, days: row.get(1)?, drop_unread: row.get(2)? })
        });
        Ok(retention.optional()?.unwrap_or_default())
    }

    /// Says what a source keeps from now on. Nothing is dropped before [`Retentions::apply`].
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn set(&self, source: SourceId, retention: Retention) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        if !tx.prepare_cached("SELECT 1 FROM sources WHERE id = ?1")?.exists([source.0])? {
            return Err(StoreError::NoSuchSource(source));
        }
        tx.execute("DELETE FROM retention WHERE source_id = ?1", [source.0])?;
        if retention.most.is_some() || retention.days.is_some() {
            tx.execute(
                "INSERT INTO retention (source_id, most, days, drop_unread) VALUES (?1, ?2, ?3, ?4)",
                (source.0, retention.most, retention.days, retention.drop_unread),
            )?;
        }
        tx.commit()
    }

    /// Drops what no source is to keep any more, and says how many articles that were. To be called when a sync or an
    /// import has ended; it costs nothing where every source keeps everything.
    ///
    /// # Errors
    /// If the library cannot be written. What was dropped before stays dropped; the rest waits for the next time.
    pub fn apply(&self, now: Timestamp) -> Result<usize, StoreError> {
        let sources: Vec<(SourceId, Retention)> = {
            let mut statement =
                self.database.prepare_cached("SELECT source_id, most, days, drop_unread FROM retention")?;
            let rows = statement.query_map([], |row| {
                let retention = Retention { most: row.get(1)?, days: row.get(2)?, drop_unread: row.get(3)? };
                Ok((SourceId(row.get(0)?), retention))
            })?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut count = 0;
        for (source, retention) in sources {
            let surplus = self.surplus(source, retention, now)?;
            for batch in surplus.chunks(BATCH_ARTICLES) {
                let tx = self.database.begin()?;
                for id in batch {
                    // Between the two looks a reader may have starred it.
                    if is_held(&tx, *id, retention.drop_unread)? || membership::leave(&tx, *id, source)? {
                        continue;
                    }
                    dropped::drop_article(&tx, *id, now)?;
                    count += 1;
                }
                tx.commit()?;
            }
        }
        Ok(count)
    }

    /// The articles of a source that are too many or too old, starred and unread ones among them.
    fn surplus(self, source: SourceId, retention: Retention, now: Timestamp) -> Result<Vec<i64>, StoreError> {
        let most = retention.most.map_or(i64::MAX, i64::from);
        let age = SignedDuration::from_hours(24 * i64::from(retention.days.unwrap_or(0)));
        let since = match retention.days {
            Some(_) => now.checked_sub(age).unwrap_or(Timestamp::MIN).as_millisecond(),
            None => i64::MIN,
        };
        let mut statement = self.database.prepare_cached(
            "SELECT id FROM (SELECT id, imported_at, row_number() OVER (ORDER BY newest DESC, id DESC) AS position
                 FROM articles WHERE source_id = ?1
                     OR id IN (SELECT article_id FROM further_sources WHERE source_id = ?1))
             WHERE position > ?2 OR imported_at < ?3",
        )?;
        let ids = statement.query_map((source.0, most, since), |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }
}

/// True if something holds an article back from being dropped.
fn is_held(conn: &rusqlite::Connection, id: i64, drop_unread: bool) -> Result<bool, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM reader_state WHERE article_id = ?1 AND starred = 1)
             OR EXISTS (SELECT 1 FROM tags_of_articles WHERE article_id = ?1)
             OR NOT (?2 OR EXISTS (SELECT 1 FROM reader_state WHERE article_id = ?1 AND read = 1))",
    )?;
    Ok(statement.query_row((id, drop_unread), |row| row.get(0))?)
}
