//! The sources that carry an article. It is one row whatever carries it, read once and with one star; the source that
//! brought it first stands in the row, the others here. An article goes only when no source keeps it.

use rusqlite::{Connection, OptionalExtension};

use crate::store::{ArticleId, SourceId, StoreError};

/// Says that a source carries an article whose own source is another.
pub(crate) fn carry(conn: &Connection, id: ArticleId, source: SourceId) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO further_sources (source_id, article_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute((source.0, id.0))?;
    Ok(())
}

/// Takes an article off what a source carries, if another carries it too; that one is its own then. `false`, and
/// nothing is changed, if none does.
pub(in crate::store) fn leave(conn: &Connection, id: i64, source: SourceId) -> Result<bool, StoreError> {
    let remove = "DELETE FROM further_sources WHERE article_id = ?1 AND source_id = ?2";
    if conn.prepare_cached(remove)?.execute((id, source.0))? > 0 {
        return Ok(true);
    }
    let next = "SELECT source_id FROM further_sources WHERE article_id = ?1 ORDER BY source_id LIMIT 1";
    let next: Option<i64> = conn.prepare_cached(next)?.query_row([id], |row| row.get(0)).optional()?;
    let Some(next) = next else { return Ok(false) };
    conn.prepare_cached("UPDATE articles SET source_id = ?2, path = NULL WHERE id = ?1")?.execute((id, next))?;
    conn.prepare_cached(remove)?.execute((id, next))?;
    Ok(true)
}

/// True if a source carries an article whose own source is another.
pub(crate) fn shares(conn: &Connection, source: SourceId) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("SELECT 1 FROM further_sources WHERE source_id = ?1 LIMIT 1")?.exists([source.0])?)
}
