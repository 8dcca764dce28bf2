//! The texts that articles were made from: packed when they come in, beside their articles, until these go.
//!
//! The text of most sources is that of their article with a little around it, so a source is written as copies out of
//! the article and what is new ([`copies`]), and deflated. A text that is much longer than its article (a page, a list of
//! articles) may be that of others too; it and the head of a feed stand once for all their articles, by hash.

mod copies;
mod packed;

use rusqlite::{Connection, OptionalExtension, params};

use crate::article::{Article, PARSER_VERSION, SourceText};
use crate::store::{ArticleId, StoreError, articles::identity::Hash};

pub(in crate::store) use packed::PackedSource;

/// The source of an article is not as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DamagedSource;

/// Writes the source of an article, in place of the one that it had.
pub(in crate::store) fn write(conn: &Connection, id: ArticleId, source: &PackedSource) -> Result<(), StoreError> {
    let shared = |text: &Option<(Hash, Vec<u8>)>| -> Result<Option<i64>, StoreError> {
        let Some((hash, packed)) = text else { return Ok(None) };
        conn.prepare_cached("INSERT INTO source_texts (hash, packed) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute(params![hash, packed])?;
        let mut id = conn.prepare_cached("SELECT id FROM source_texts WHERE hash = ?1")?;
        Ok(Some(id.query_row([hash], |row| row.get(0))?))
    };
    // A replaced row would not run the trigger that releases its texts.
    conn.prepare_cached("DELETE FROM article_sources WHERE article_id = ?1")?.execute([id.0])?;
    let (head, text) = (shared(&source.head)?, shared(&source.text)?);
    conn.prepare_cached(
        "INSERT INTO article_sources (article_id, parser, packed, head_id, text_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![id.0, PARSER_VERSION, source.packed, head, text])?;
    Ok(())
}

/// True if an article has a source.
pub(in crate::store) fn exists(conn: &Connection, id: ArticleId) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("SELECT 1 FROM article_sources WHERE article_id = ?1")?.exists([id.0])?)
}

/// True if the source of one article, as it is packed, is that of the other too: their texts are the same.
pub(in crate::store) fn is_of_both(one: &Article, other: &Article) -> bool {
    packed::text_of(one) == packed::text_of(other)
}

/// Removes the source of an article.
pub(in crate::store) fn remove(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM article_sources WHERE article_id = ?1")?.execute([id.0])?;
    Ok(())
}

/// Records the version of the parsers that have read the source of an article.
pub(in crate::store) fn mark_parsed(conn: &Connection, id: ArticleId, parser: i64) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE article_sources SET parser = ?2 WHERE article_id = ?1")?.execute((id.0, parser))?;
    Ok(())
}

/// The source of an article, if it has one.
pub(in crate::store) fn read(
    conn: &Connection,
    id: ArticleId,
    article: &Article,
) -> Result<Option<Result<SourceText, DamagedSource>>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT s.packed, s.head_id IS NOT NULL, h.packed, s.text_id IS NOT NULL, t.packed FROM article_sources s
         LEFT JOIN source_texts h ON h.id = s.head_id LEFT JOIN source_texts t ON t.id = s.text_id
         WHERE s.article_id = ?1",
    )?;
    let found = statement.query_row([id.0], |row| {
        let (head, text): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.get(2)?, row.get(4)?);
        let is_whole = row.get::<_, bool>(1)? == head.is_some() && row.get::<_, bool>(3)? == text.is_some();
        let source = PackedSource::unpack(&row.get::<_, Vec<u8>>(0)?, head.as_deref(), text.as_deref(), article);
        Ok(source.filter(|_| is_whole).ok_or(DamagedSource))
    });
    Ok(found.optional()?)
}

/// False if an article has a source that cannot be read.
pub(in crate::store) fn is_whole(conn: &Connection, id: ArticleId, article: &Article) -> Result<bool, StoreError> {
    Ok(!matches!(read(conn, id, article)?, Some(Err(DamagedSource))))
}
