//! Articles out of the library, whole: one by its number, or many one after the other.

use rusqlite::types::{Type, ValueRef};
use rusqlite::{Connection, Error, Row};

use super::{body, details, packed_text, published};
use crate::article::Article;
use crate::store::{ArticleId, StoreError};

/// The columns of an article, in the order in which [`read`] reads them.
pub(crate) const COLUMNS: &str = "a.id, a.title, a.published, a.author, a.source, a.lang, a.link, a.guid, \
     b.notice, b.original_title, b.related, b.shape, b.text, a.revised, b.packed, b.details, a.is_excerpt, a.chapter";

/// Their number.
pub(crate) const COLUMN_COUNT: usize = 18;

pub(crate) fn article(conn: &Connection, id: ArticleId) -> Result<Article, StoreError> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM articles a CROSS JOIN bodies b ON b.article_id = a.id WHERE a.id = ?1"
    ))?;
    let mut rows = statement.query([id.0])?;
    rows.next()?.map_or(Err(StoreError::NoSuchArticle(id)), decode)
}

/// The article in a row of [`COLUMNS`].
pub(crate) fn decode(row: &Row<'_>) -> Result<Article, StoreError> {
    let id = ArticleId(row.get(0)?);
    read(row).map_err(|error| match error {
        Error::FromSqlConversionFailure(column, ..) | Error::InvalidColumnType(column, ..) => {
            let column = row.as_ref().column_name(column).unwrap_or("text").to_owned();
            StoreError::DamagedArticle { article: id, column }
        }
        error => error.into(),
    })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Article> {
    let damaged = |column| Error::FromSqlConversionFailure(column, Type::Text, "not as it was written".into());
    let published = match row.get_ref(2)?.as_str_or_null()? {
        None => None,
        Some(text) => Some(published::from_text(text).ok_or_else(|| damaged(2))?),
    };
    let related = match row.get_ref(10)?.as_str_or_null()? {
        None => Vec::new(),
        Some(json) => serde_json::from_str(json).map_err(|_| damaged(10))?,
    };
    let revised = row.get_ref(13)?.as_str_or_null()?.and_then(published::from_text);
    let (shape, text) = (row.get_ref(11)?.as_str()?, row.get_ref(12)?.as_str()?);
    let blocks = match row.get_ref(14)?.as_blob_or_null()? {
        None => body::unpack(shape, text),
        Some(packed) => body::unpack(shape, &packed_text::unpack(packed).ok_or_else(|| damaged(14))?),
    };
    let mut blocks = blocks.ok_or_else(|| damaged(11))?;
    if let ValueRef::Blob(details) = row.get_ref(15)? {
        // Damaged details never hide the text: the blocks stay plain then, and `check` names the article.
        let _ = details::apply(details, &mut blocks);
    }
    Ok(Article {
        title: row.get(1)?,
        published,
        revised,
        author: row.get(3)?,
        source: row.get(4)?,
        lang: row.get(5)?,
        link: row.get(6)?,
        guid: row.get(7)?,
        notice: row.get(8)?,
        original_title: row.get(9)?,
        related,
        is_excerpt: row.get_ref(16)?.as_i64_or_null()?.unwrap_or(0) != 0,
        chapter: row.get_ref(17)?.as_i64_or_null()?.and_then(|chapter| u32::try_from(chapter).ok()),
        blocks,
    })
}

/// True if the details of an article fit its text, which itself is whole.
pub(in crate::store) fn details_fit(conn: &Connection, id: ArticleId, article: &Article) -> Result<bool, StoreError> {
    let mut statement = conn.prepare_cached("SELECT details FROM bodies WHERE article_id = ?1")?;
    let fit = statement.query_row([id.0], |row| {
        Ok(match row.get_ref(0)? {
            ValueRef::Null => true,
            ValueRef::Blob(details) => {
                let (shape, text) = body::pack(&article.blocks);
                body::unpack(&shape, &text).is_some_and(|mut blocks| details::apply(details, &mut blocks).is_ok())
            }
            _ => false,
        })
    })?;
    Ok(fit)
}
