//! The state of an article that another reader's export brought, taken over when the article is added.

use jiff::Timestamp;
use rusqlite::Connection;

use super::Tag;
use crate::article::KeptState;
use crate::store::{ArticleId, StoreError};

/// Limit of the tags of one article that are taken over.
const MAX_TAGS: usize = 100;

/// Gives a new article its state. Tags that make none here are left out.
pub(in crate::store) fn adopt(
    conn: &Connection,
    reader: &str,
    id: ArticleId,
    kept: &KeptState,
    now: Timestamp,
) -> Result<(), StoreError> {
    let now = now.as_millisecond();
    if kept.read || kept.starred {
        conn.prepare_cached(
            "INSERT INTO reader_state (article_id, reader, read, read_at, starred, starred_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        )?
        .execute((
            id.0,
            reader,
            kept.read,
            kept.read.then_some(now),
            kept.starred,
            kept.starred.then_some(now),
        ))?;
    }
    for tag in kept.tags.iter().filter_map(|tag| Tag::new(tag).ok()).take(MAX_TAGS) {
        conn.prepare_cached(
            "INSERT INTO tags_of_articles (article_id, reader, tag) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?
        .execute((id.0, reader, tag.as_str()))?;
    }
    Ok(())
}
