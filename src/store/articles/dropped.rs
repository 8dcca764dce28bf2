//! Articles that retention has dropped: what they were known by stays, so that they are known again when their source
//! brings them once more.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::published;
use crate::article::Article;
use crate::store::articles::identity::{Hash, Hashes, Identity, filled};
use crate::store::{ArticleId, StoreError};

/// Drops an article and everything that hangs on it, and remembers it.
pub(crate) fn drop_article(conn: &Connection, id: i64, now: Timestamp) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO dropped (id, source_id, title, published, identity, likeness, dropped_at)
         SELECT id, source_id, title, published, identity, likeness, ?2 FROM articles WHERE id = ?1",
    )?
    .execute((id, now.as_millisecond()))?;
    conn.prepare_cached(
        "INSERT INTO dropped_arrivals (hash, dropped_id)
         SELECT hash, article_id FROM arrivals WHERE article_id = ?1 ON CONFLICT DO NOTHING",
    )?
    .execute([id])?;
    // Its body, its arrivals and what readers did with it go with it.
    conn.prepare_cached("DELETE FROM articles WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// True if any article has been dropped.
pub(in crate::store) fn any(conn: &Connection) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("SELECT 1 FROM dropped LIMIT 1")?.exists([])?)
}

/// The number of the dropped article that has come in before, to the letter.
pub(in crate::store) fn met_before(conn: &Connection, whole: &Hash) -> Result<Option<ArticleId>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT dropped_id FROM dropped_arrivals WHERE hash = ?1")?;
    Ok(statement.query_row([whole], |row| row.get(0)).optional()?.map(ArticleId))
}

/// The number of the dropped article that an arrival is, perhaps edited. Its text is gone, so what `resemblance.rs`
/// asks is asked of its title and date alone; in doubt the arrival is another article. `former` are the identities by
/// former rules.
pub(in crate::store) fn find(
    conn: &Connection,
    article: &Article,
    hashes: &Hashes,
    identity: Identity,
    former: &[Hash],
) -> Result<Option<ArticleId>, StoreError> {
    for hash in std::iter::once(&identity.hash()).chain(former) {
        if let Some(id) = find_by(conn, article, hashes, identity, hash)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

fn find_by(
    conn: &Connection,
    article: &Article,
    hashes: &Hashes,
    identity: Identity,
    hash: &Hash,
) -> Result<Option<ArticleId>, StoreError> {
    let date = article.published.as_ref().map(published::to_text);
    let mut statement =
        conn.prepare_cached("SELECT id, title, published, likeness FROM dropped WHERE identity = ?1 ORDER BY id")?;
    let mut rows = statement.query([hash])?;
    while let Some(row) = rows.next()? {
        let title = row.get::<_, String>(1)? == article.title && filled(Some(&article.title)).is_some();
        let same_date = date.is_some() && row.get::<_, Option<String>>(2)? == date;
        let is_it = row.get::<_, Hash>(3)? == hashes.likeness
            || match identity {
                Identity::Guid(_) => title || same_date,
                Identity::Link(_) => title && same_date,
                Identity::Text(_) => true,
            };
        if is_it {
            return Ok(Some(ArticleId(row.get(0)?)));
        }
    }
    Ok(None)
}

/// Remembers that this has come in, to the letter.
pub(in crate::store) fn record(conn: &Connection, whole: Hash, id: ArticleId) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO dropped_arrivals (hash, dropped_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute((whole, id.0))?;
    Ok(())
}
