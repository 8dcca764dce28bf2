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

/// The lists of articles, newest first, as one reader sees them.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl Lists<'_> {
    /// An article as a list shows it; nothing if there is no such article.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn row(&self, id: ArticleId) -> Result<Option<Row>, StoreError> {
        let sql = format!(
            "SELECT {} FROM articles a CROSS JOIN sources o ON o.id = a.source_id
             LEFT JOIN reader_state s ON s.article_id = a.id AND s.reader = ?2 WHERE a.id = ?1",
            columns(2)
        );
        Ok(self.database.prepare_cached(&sql)?.query_row((id.0, self.reader), read).optional()?)
    }

    /// Number of articles that pass the filter.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn count(&self, filter: &Filter) -> Result<usize, StoreError> {
        if *filter == (Filter { unread: true, ..Filter::default() }) {
            // All but the read ones; both are counted from an index alone.
            let read = "SELECT count(*) FROM reader_state WHERE reader = ?1 AND read = 1";
            let read = self.database.prepare_cached(read)?.query_row([self.reader], |row| values::count(row, 0))?;
            return Ok(self.count(&Filter::default())?.saturating_sub(read));
        }
        let select = filter.select(self.database, self.reader)?;
        let sql = if select.params.is_empty() {
            "SELECT count(*) FROM articles".to_owned()
        } else {
            format!("SELECT count(*) FROM {} WHERE {}", select.from, select.condition)
        };
        Ok(self.database.prepare_cached(&sql)?.query_row(select.params(), |row| values::count(row, 0))?)
    }

    /// The rows at these positions among those that pass the filter, newest first; fewer if there are no more.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn rows(&self, filter: &Filter, range: Range<usize>) -> Result<Vec<Row>, StoreError> {
        /// Positions that are walked to from the newest end without asking how many there are.
        const NEAR: usize = 4096;
        if range.is_empty() {
            return Ok(Vec::new());
        }
        // The count and the rows are to be of one snapshot.
        let _snapshot = self.database.snapshot()?;
        if range.start > NEAR {
            let count = self.count(filter)?;
            let end = range.end.min(count);
            if range.start >= end {
                return Ok(Vec::new());
            }
            if count - range.start < range.start {
                return self.stretch(filter, "ASC", count - end, end - range.start);
            }
        }
        self.stretch(filter, "DESC", range.start, range.end - range.start)
    }

    /// The position of an article among those that pass the filter; if it does not pass itself, the position it would
    /// have. None if there is no such article.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn position_of(&self, filter: &Filter, id: ArticleId) -> Result<Option<usize>, StoreError> {
        let _snapshot = self.database.snapshot()?;
        let Some(newest) = self.sort_key(id)? else {
            return Ok(None);
        };
        let mut select = filter.select(self.database, self.reader)?;
        let (newest, id) = (select.bind(newest), select.bind(id.0));
        let sql = format!(
            "SELECT count(*) FROM {} WHERE {} AND (a.newest, a.id) > ({newest}, {id})",
            select.from, select.condition
        );
        Ok(Some(self.database.prepare_cached(&sql)?.query_row(select.params(), |row| values::count(row, 0))?))
    }

    /// The articles before and after one, among those that pass the filter. It need not pass itself.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn neighbours(&self, filter: &Filter, id: ArticleId) -> Result<Neighbours, StoreError> {
        let _snapshot = self.database.snapshot()?;
        let Some(key) = self.sort_key(id)? else {
            return Ok(Neighbours::default());
        };
        let next = |than: &str, way: &str| -> Result<Option<ArticleId>, StoreError> {
            let mut select = filter.select(self.database, self.reader)?;
            let (newest, id) = (select.bind(key), select.bind(id.0));
            let sql = format!(
                "SELECT a.id FROM {} WHERE {} AND (a.newest, a.id) {than} ({newest}, {id})
                 ORDER BY a.newest {way}, a.id {way} LIMIT 1",
                select.from, select.condition
            );
            let mut statement = self.database.prepare_cached(&sql)?;
            Ok(statement.query_row(select.params(), |row| row.get(0)).optional()?.map(ArticleId))
        };
        Ok(Neighbours { newer: next(">", "ASC")?, older: next("<", "DESC")? })
    }

    /// Goes through the articles that pass a filter, newest first, until `visit` breaks off. What other connections
    /// change meanwhile is not seen.
    ///
    /// # Errors
    /// If the library cannot be read; articles that come before the trouble have been visited.
    pub fn scan(
        &self,
        filter: &Filter,
        mut visit: impl FnMut(ArticleId, &Article) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let select = filter.select(self.database, self.reader)?;
        let sql = format!(
            "SELECT {} FROM {} CROSS JOIN bodies b ON b.article_id = a.id WHERE {} \
             ORDER BY a.newest DESC, a.id DESC",
            load::COLUMNS,
            select.from,
            select.condition
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        let mut rows = statement.query(select.params())?;
        while let Some(row) = rows.next()? {
            if visit(ArticleId(row.get(0)?), &load::decode(row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The rows of these articles, in this order; without those that are gone.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn rows_of(&self, ids: &[ArticleId]) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.row(*id)?);
        }
        Ok(found)
    }

    /// `limit` rows after `offset` rows in the direction given, newest first.
    pub(super) fn stretch(
        &self,
        filter: &Filter,
        way: &str,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let mut select = filter.select(self.database, self.reader)?;
        let limit = select.bind(i64::try_from(limit).unwrap_or(i64::MAX));
        let offset = select.bind(i64::try_from(offset).unwrap_or(i64::MAX));
        select.params.push(self.reader.to_owned().into());
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
        let mut statement = self.database.prepare_cached(&sql)?;
        let rows = statement.query_map(select.params(), read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn sort_key(&self, id: ArticleId) -> Result<Option<i64>, StoreError> {
        let mut statement = self.database.prepare_cached("SELECT newest FROM articles WHERE id = ?1")?;
        Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
    }
}
