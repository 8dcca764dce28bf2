//! The statements that add an article and replace its text.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::Batch;
use crate::article::Article;
use crate::script::article_language;
use crate::store::articles::arrival::{Arrival, path_bytes};
use crate::store::articles::identity::{Hash, Hashes, Identity, another};
use crate::store::articles::{PreparedArticle, body, details, packed_text, published, source};
use crate::store::{ArticleId, StoreError, sources::SourceKind, state::kept};

impl Batch<'_> {
    pub(in crate::store) fn add(
        &self,
        arrival: &Arrival<'_>,
        prepared: &PreparedArticle,
        identity: Identity,
    ) -> Result<ArticleId, StoreError> {
        let hashes = &prepared.hashes;
        let article = arrival.article;
        let path = arrival.path.map(path_bytes);
        if let Some(path) = path {
            self.free(path)?;
        }
        let identity = self.untaken(identity.hash(), None)?;
        self.conn
            .prepare_cached(
                "INSERT INTO articles (source_id, newest, title, published, author, source, lang, link, guid,
                     identity, likeness, arrival, path, text_bytes, imported_at, spoken, revised,
                     is_excerpt, chapter)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(params![
                self.source.0,
                published::sort_key(article.published.as_ref(), self.kind, self.now)
                    - published::chapter_offset(article),
                article.title,
                article.published.as_ref().map(published::to_text),
                article.author,
                article.source,
                article.lang,
                article.link,
                article.guid,
                identity,
                hashes.likeness,
                hashes.whole,
                path,
                text_bytes(article),
                self.now.as_millisecond(),
                article_language(article).tag(),
                article.revised.as_ref().map(published::to_text),
                article.is_excerpt.then_some(true),
                article.chapter,
            ])?;
        let id = ArticleId(self.conn.last_insert_rowid());
        write_body(self.conn, id, article, prepared.details.as_deref())?;
        if let Some(source) = self.source_of(prepared) {
            source::write(self.conn, id, source)?;
        }
        if let Some(kept) = arrival.kept {
            kept::adopt(self.conn, self.reader, id, kept, self.now)?;
        }
        Ok(id)
    }

    /// Replaces all of an article but its number, its source and when it came in. `edited` is false for the same text with
    /// other details, which is no edit.
    pub(in crate::store) fn replace(
        &self,
        id: ArticleId,
        article: &Article,
        hashes: &Hashes,
        identity: Option<Identity>,
        edited: bool,
    ) -> Result<(), StoreError> {
        if let Some(identity) = identity {
            let identity = self.untaken(identity.hash(), Some(id))?;
            self.conn
                .prepare_cached("UPDATE articles SET identity = ?2 WHERE id = ?1")?
                .execute(params![id.0, identity])?;
        }
        overwrite(self.conn, id, article, hashes, edited.then_some(self.now))
    }

    /// Remembers when the publisher has last looked at a text that stayed as it was.
    pub(in crate::store) fn revise(
        &self,
        id: ArticleId,
        known: Option<&str>,
        article: &Article,
    ) -> Result<(), StoreError> {
        let Some(revised) = article.revised.as_ref().map(published::to_text) else { return Ok(()) };
        if known != Some(&revised) {
            self.conn.prepare_cached("UPDATE articles SET revised = ?2 WHERE id = ?1")?.execute((id.0, revised))?;
        }
        Ok(())
    }

    /// Remembers that this has come in, to the letter.
    pub(in crate::store) fn record(&self, whole: Hash, id: ArticleId) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT INTO arrivals (hash, article_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute(params![whole, id.0])?;
        Ok(())
    }

    /// Says that a file of the source holds this article.
    pub(in crate::store) fn claim(&self, id: ArticleId, path: &[u8]) -> Result<(), StoreError> {
        self.free(path)?;
        self.conn.prepare_cached("UPDATE articles SET path = ?2 WHERE id = ?1")?.execute(params![id.0, path])?;
        Ok(())
    }

    /// Takes a file of the source from the article that had it.
    fn free(&self, path: &[u8]) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE articles SET path = NULL WHERE source_id = ?1 AND path = ?2")?
            .execute(params![self.source.0, path])?;
        Ok(())
    }

    /// Returns this identity, or one made from it if another article has it.
    fn untaken(&self, mut identity: Hash, id: Option<ArticleId>) -> Result<Hash, StoreError> {
        let mut taken = self.conn.prepare_cached("SELECT 1 FROM articles WHERE identity = ?1 AND id IS NOT ?2")?;
        while taken.exists(params![identity, id.map(|id| id.0)])? {
            identity = another(&identity);
        }
        Ok(identity)
    }
}

/// Overwrites all of an article but its number, its identity, its source and when it came in. With `edited_at` it counts
/// as an edit.
pub(in crate::store) fn overwrite(
    conn: &Connection,
    id: ArticleId,
    article: &Article,
    hashes: &Hashes,
    edited_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let (kind, imported) = conn
        .prepare_cached(
            "SELECT s.kind, a.imported_at FROM articles a JOIN sources s ON s.id = a.source_id WHERE a.id = ?1",
        )?
        .query_row([id.0], |row| Ok((SourceKind::of_name(row.get_ref(0)?.as_str()?)?, row.get(1)?)))?;
    let imported = Timestamp::from_millisecond(imported).unwrap_or_default();
    conn.prepare_cached(
        "UPDATE articles SET newest = ?2, title = ?3, published = ?4, author = ?5, source = ?6, lang = ?7,
             link = ?8, guid = ?9, likeness = ?10, arrival = ?11, text_bytes = ?12,
             updated_at = coalesce(?13, updated_at), spoken = ?14, revised = ?15, is_excerpt = ?16, chapter = ?17
         WHERE id = ?1",
    )?
    .execute(params![
        id.0,
        published::sort_key(article.published.as_ref(), kind, imported) - published::chapter_offset(article),
        article.title,
        article.published.as_ref().map(published::to_text),
        article.author,
        article.source,
        article.lang,
        article.link,
        article.guid,
        hashes.likeness,
        hashes.whole,
        text_bytes(article),
        edited_at.map(Timestamp::as_millisecond),
        article_language(article).tag(),
        article.revised.as_ref().map(published::to_text),
        article.is_excerpt.then_some(true),
        article.chapter,
    ])?;
    write_body(conn, id, article, details::pack(&article.blocks).as_deref())
}

fn write_body(conn: &Connection, id: ArticleId, article: &Article, details: Option<&[u8]>) -> Result<(), StoreError> {
    let (shape, text) = body::pack(&article.blocks);
    let related = (!article.related.is_empty()).then(|| serde_json::Value::from(&article.related[..]).to_string());
    let mut statement = conn.prepare_cached(
        "INSERT OR REPLACE INTO bodies (article_id, notice, original_title, related, shape, text, packed, details)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    statement.raw_bind_parameter(1, id.0)?;
    statement.raw_bind_parameter(2, &article.notice)?;
    statement.raw_bind_parameter(3, &article.original_title)?;
    statement.raw_bind_parameter(4, related)?;
    statement.raw_bind_parameter(5, shape)?;
    // The statement has a copy of its own and makes another; a long text is let go between the two.
    let packed = packed_text::pack(&text);
    statement.raw_bind_parameter(6, if packed.is_some() { "" } else { &text })?;
    drop(text);
    statement.raw_bind_parameter(7, packed)?;
    statement.raw_bind_parameter(8, details)?;
    let written = statement.raw_execute();
    statement.clear_bindings();
    written?;
    Ok(())
}

fn text_bytes(article: &Article) -> i64 {
    let bytes: usize = article.blocks.iter().map(|block| block.text.len()).sum();
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
