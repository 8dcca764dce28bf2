//! The list of articles: which pass a filter, how many, and any stretch of them, newest first.
//!
//! Rows are read as they are needed and never touch a body. Positions count from the newest article, 0. A stretch far
//! down is found by walking the sort index alone, from whichever end is nearer.

use crate::store::database::Database;
use std::ops::{ControlFlow, Range};

use rusqlite::OptionalExtension;

use super::filter::Filter;

use crate::article::Article;
use crate::date::Published;
use crate::script::Script;
use crate::store::state::SCRIPT_OF_ARTICLE;
use crate::store::values;
use crate::store::{
    ArticleId, SourceId, StoreError,
    articles::{load, published},
};

/// An article as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub id: ArticleId,
    /// Its title; empty if it has none.
    pub title: String,
    /// Date of publication, if known.
    pub published: Option<Published>,
    /// Author.
    pub author: Option<String>,
    /// The paper, agency or site it comes from, as the article says.
    pub source: Option<String>,
    /// The source of the library it came by.
    pub source_id: SourceId,
    /// The title of that source.
    pub source_title: String,
    /// The language its text is in, or where that is not known the one it says, as a BCP 47 tag.
    pub lang: Option<String>,
    /// Its address on the web.
    pub link: Option<String>,
    /// True if the reader has read it.
    pub read: bool,
    /// True if it has the reader's star.
    pub starred: bool,
    /// Time of its last edit, if any.
    pub updated: Option<jiff::Timestamp>,
    /// The script the reader chose for it, or for its source.
    pub script: Option<Script>,
}

/// The articles next to one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The next newer one.
    pub newer: Option<ArticleId>,
    /// The next older one.
    pub older: Option<ArticleId>,
}

/// The columns of a row, in the order in which [`read`] reads them.
const ROW: &str = "a.id, a.title, a.published, a.author, a.source, a.source_id, o.title, \
     coalesce(nullif(a.spoken, 'und'), a.lang), a.link, coalesce(s.read, 0), coalesce(s.starred, 0), a.updated_at";

/// The columns of a row; the reader is the parameter with this number.
fn columns(reader: usize) -> String {
    format!("{ROW}, {}", SCRIPT_OF_ARTICLE.replace('?', &format!("?{reader}")))
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        id: ArticleId(row.get(0)?),
        title: row.get(1)?,
        published: row.get_ref(2)?.as_str_or_null()?.and_then(published::from_text),
        author: row.get(3)?,
        source: row.get(4)?,
        source_id: SourceId(row.get(5)?),
        source_title: row.get(6)?,
        lang: row.get(7)?,
        link: row.get(8)?,
        read: row.get(9)?,
        starred: row.get(10)?,
        updated: values::timestamp(row.get(11)?),
        script: row.get_ref(12)?.as_str_or_null()?.and_then(|name| name.parse().ok()),
    })
}

pub(in crate::store) fn row(database: &Database, reader: &str, id: ArticleId) -> Result<Option<Row>, StoreError> {
    let sql = format!(
        "SELECT {} FROM articles a CROSS JOIN sources o ON o.id = a.source_id
         LEFT JOIN reader_state s ON s.article_id = a.id AND s.reader = ?2 WHERE a.id = ?1",
        columns(2)
    );
    Ok(database.prepare_cached(&sql)?.query_row((id.0, reader), read).optional()?)
}

pub(in crate::store) fn count(database: &Database, reader: &str, filter: &Filter) -> Result<usize, StoreError> {
    if *filter == (Filter { unread: true, ..Filter::default() }) {
        // All but the read ones; both are counted from an index alone.
        let read = "SELECT count(*) FROM reader_state WHERE reader = ?1 AND read = 1";
        let read = database.prepare_cached(read)?.query_row([reader], |row| values::count(row, 0))?;
        return Ok(count(database, reader, &Filter::default())?.saturating_sub(read));
    }
    let select = filter.select(database, reader)?;
    let sql = if select.params.is_empty() {
        "SELECT count(*) FROM articles".to_owned()
    } else {
        format!("SELECT count(*) FROM {} WHERE {}", select.from, select.condition)
    };
    Ok(database.prepare_cached(&sql)?.query_row(select.params(), |row| values::count(row, 0))?)
}

pub(in crate::store) fn rows(
    database: &Database,
    reader: &str,
    filter: &Filter,
    range: Range<usize>,
) -> Result<Vec<Row>, StoreError> {
    /// Positions that are walked to from the newest end without asking how many there are.
    const NEAR: usize = 4096;
    if range.is_empty() {
        return Ok(Vec::new());
    }
    // The count and the rows are to be of one snapshot.
    let _snapshot = database.snapshot()?;
    if range.start > NEAR {
        let count = count(database, reader, filter)?;
        let end = range.end.min(count);
        if range.start >= end {
            return Ok(Vec::new());
        }
        if count - range.start < range.start {
            return stretch(database, reader, filter, "ASC", count - end, end - range.start);
        }
    }
    stretch(database, reader, filter, "DESC", range.start, range.end - range.start)
}

/// `limit` rows after `offset` rows in the direction given, newest first.
pub(in crate::store) fn stretch(
    database: &Database,
    reader: &str,
    filter: &Filter,
    way: &str,
    offset: usize,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let mut select = filter.select(database, reader)?;
    let limit = select.bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let offset = select.bind(i64::try_from(offset).unwrap_or(i64::MAX));
    select.params.push(reader.to_owned().into());
    let reader = select.params.len();
    let sql = format!(
        "SELECT {}
         FROM (SELECT a.id FROM {} WHERE {} ORDER BY a.newest {way}, a.id {way} LIMIT {limit} OFFSET {offset}) k
         CROSS JOIN articles a ON a.id = k.id
         CROSS JOIN sources o ON o.id = a.source_id
         LEFT JOIN reader_state s ON s.article_id = a.id AND s.reader = ?{reader}
         ORDER BY a.newest DESC, a.id DESC",
        columns(reader),
        select.from,
        select.condition
    );
    let mut statement = database.prepare_cached(&sql)?;
    let rows = statement.query_map(select.params(), read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(in crate::store) fn position_of(
    database: &Database,
    reader: &str,
    filter: &Filter,
    id: ArticleId,
) -> Result<Option<usize>, StoreError> {
    let _snapshot = database.snapshot()?;
    let Some(newest) = sort_key(database, id)? else {
        return Ok(None);
    };
    let mut select = filter.select(database, reader)?;
    let (newest, id) = (select.bind(newest), select.bind(id.0));
    let sql = format!(
        "SELECT count(*) FROM {} WHERE {} AND (a.newest, a.id) > ({newest}, {id})",
        select.from, select.condition
    );
    Ok(Some(database.prepare_cached(&sql)?.query_row(select.params(), |row| values::count(row, 0))?))
}

pub(in crate::store) fn neighbours(
    database: &Database,
    reader: &str,
    filter: &Filter,
    id: ArticleId,
) -> Result<Neighbours, StoreError> {
    let _snapshot = database.snapshot()?;
    let Some(key) = sort_key(database, id)? else {
        return Ok(Neighbours::default());
    };
    let next = |than: &str, way: &str| -> Result<Option<ArticleId>, StoreError> {
        let mut select = filter.select(database, reader)?;
        let (newest, id) = (select.bind(key), select.bind(id.0));
        let sql = format!(
            "SELECT a.id FROM {} WHERE {} AND (a.newest, a.id) {than} ({newest}, {id})
             ORDER BY a.newest {way}, a.id {way} LIMIT 1",
            select.from, select.condition
        );
        let mut statement = database.prepare_cached(&sql)?;
        Ok(statement.query_row(select.params(), |row| row.get(0)).optional()?.map(ArticleId))
    };
    Ok(Neighbours { newer: next(">", "ASC")?, older: next("<", "DESC")? })
}

pub(in crate::store) fn sort_key(database: &Database, id: ArticleId) -> Result<Option<i64>, StoreError> {
    let mut statement = database.prepare_cached("SELECT newest FROM articles WHERE id = ?1")?;
    Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
}

pub(in crate::store) fn scan(
    database: &Database,
    reader: &str,
    filter: &Filter,
    mut visit: impl FnMut(ArticleId, &Article) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let select = filter.select(database, reader)?;
    let sql = format!(
        "SELECT {} FROM {} CROSS JOIN bodies b ON b.article_id = a.id WHERE {} \
         ORDER BY a.newest DESC, a.id DESC",
        load::COLUMNS,
        select.from,
        select.condition
    );
    let mut statement = database.prepare_cached(&sql)?;
    let mut rows = statement.query(select.params())?;
    while let Some(row) = rows.next()? {
        if visit(ArticleId(row.get(0)?), &load::decode(row)?).is_break() {
            break;
        }
    }
    Ok(())
}

pub(in crate::store) fn rows_of(database: &Database, reader: &str, ids: &[ArticleId]) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(row(database, reader, *id)?);
    }
    Ok(found)
}
