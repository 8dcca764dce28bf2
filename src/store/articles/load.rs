//! Articles out of the library, whole: one by its number, or many one after the other.

use rusqlite::types::Type;
use rusqlite::{Connection, Error, Row};

use super::{body, published};
use crate::article::Article;
use crate::store::{ArticleId, StoreError};

/// The columns of an article, in the order in which [`read`] reads them.
pub(crate) const COLUMNS: &str = "a.id, a.title, a.published, a.author, a.source, a.lang, a.link, a.guid, \
     b.notice, b.original_title, b.related, b.shape, b.text, a.revised";

/// Their number.
pub(crate) const COLUMN_COUNT: usize = 14;

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
        is_excerpt: false,
        chapter: None,
        blocks: body::unpack(shape, text).ok_or_else(|| damaged(11))?,
    })
}
