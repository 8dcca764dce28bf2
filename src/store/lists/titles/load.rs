//! Reads the titles and the marks from the library, anew when something has changed.

use std::collections::HashMap;

use rusqlite::types::Value;

use super::{Origin, ROW, SEPARATOR, Titles, ValueColumn, day_of};
use crate::search::query::{Mark, Matcher};
use crate::store::bit_set::BitSet;
use crate::store::lists::Lists;
use crate::store::state::ReaderTags;
use crate::store::{ArticleId, StoreError, articles::published};
use crate::text::StopCheck;

/// Bytes of titles after which no more are read at once, however few they are.
const MAX_READ_BYTES: usize = 4 << 20;

/// Version of the library's titles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct TitlesVersion {
    /// Changes by others, then by this connection, since the file was opened.
    changes: (i64, i64),
    /// Number of articles, the last number, and the time of the last edit.
    articles: (i64, i64, i64),
    read: bool,
}

/// Position of the reading of titles, and the numbers given to names.
#[derive(Debug, Default)]
pub(in crate::store) struct TitleCursor {
    /// The order and the number of the last article that was read.
    last: Option<(Value, i64)>,
    sources: HashMap<Origin, u32>,
    authors: HashMap<String, u32>,
    langs: HashMap<String, u32>,
}

impl Titles {
    /// Reads some further articles, `most` at most, from the beginning if the library's are others than before. Says
    /// whether all are read.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn read_some(&mut self, lists: Lists<'_>, most: usize) -> Result<bool, StoreError> {
        self.refresh(lists)?;
        let Some(mut reading) = self.reading.take() else { return Ok(true) };
        if self.read(lists, &mut reading, most)? {
            return Ok(true);
        }
        self.reading = Some(reading);
        Ok(false)
    }

    /// Begins anew, unless everything is as it was.
    fn refresh(&mut self, lists: Lists<'_>) -> Result<(), StoreError> {
        let conn = lists.database;
        let changes = (
            conn.query_row("PRAGMA data_version", [], |row| row.get(0))?,
            conn.query_row("SELECT total_changes()", [], |row| row.get(0))?,
        );
        if self.stamp.read && self.stamp.changes == changes {
            return Ok(());
        }
        self.marks.clear();
        let articles = conn.query_row(
            "SELECT count(*), coalesce(max(id), 0), coalesce(max(updated_at), 0) FROM articles",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let same = self.stamp.read && self.stamp.articles == articles;
        if !same {
            *self = Titles { reading: Some(TitleCursor::default()), ..Titles::default() };
        }
        self.stamp = TitlesVersion { changes, articles, read: true };
        Ok(())
    }

    /// Reads on, and says whether all are read.
    fn read(&mut self, lists: Lists<'_>, reading: &mut TitleCursor, most: usize) -> Result<bool, StoreError> {
        let (count, bytes) = (self.ids.len(), self.text.len());
        // What was found was found among fewer.
        self.marks.clear();
        self.found.clear();
        let behind = if reading.last.is_some() { "WHERE (a.newest, a.id) < (?2, ?3)" } else { "" };
        let mut statement = lists.database.prepare_cached(&format!(
            "SELECT a.id, a.title, o.title, coalesce(a.source, ''), coalesce(a.author, ''),
               concat(a.lang, ' ', a.spoken), a.published, a.newest, a.source_id
             FROM articles a JOIN sources o ON o.id = a.source_id {behind}
             ORDER BY a.newest DESC, a.id DESC LIMIT ?1"
        ))?;
        let mut rows = match reading.last.take() {
            Some((newest, id)) => statement.query((most as i64, newest, id))?,
            None => statement.query([most as i64])?,
        };
        while self.text.len() - bytes < MAX_READ_BYTES {
            let Some(row) = rows.next()? else { return Ok(self.ids.len() - count < most) };
            let text = |index| -> rusqlite::Result<&str> { Ok(row.get_ref(index)?.as_str()?) };
            self.ids.push(ArticleId(row.get(0)?));
            self.starts.push(self.text.len());
            self.text.push_str(text(1)?);
            self.text.push(SEPARATOR);
            let origin = Origin { number: row.get(8)?, title: text(2)?.to_owned(), named: text(3)?.to_owned() };
            enter(&mut self.sources, &mut reading.sources, origin);
            enter(&mut self.authors, &mut reading.authors, text(4)?.to_owned());
            enter(&mut self.langs, &mut reading.langs, text(5)?.to_owned());
            let date = row.get_ref(6)?.as_str_or_null().map_err(rusqlite::Error::from)?.and_then(published::from_text);
            self.days.push(date.map_or(i32::MIN, |date| day_of(date.civil().date())));
            reading.last = Some((row.get(7)?, row.get(0)?));
        }
        Ok(false)
    }

    /// The articles with a mark of the reader's.
    pub(in crate::store) fn marked(
        &mut self,
        lists: Lists<'_>,
        mark: Mark,
        stop_check: &StopCheck<'_>,
    ) -> Result<BitSet, StoreError> {
        if let Some(set) = self.marks.get(&mark) {
            return Ok(set.clone());
        }
        let column = if mark == Mark::Starred { "starred" } else { "read" };
        let sql = format!("SELECT article_id FROM reader_state WHERE reader = ?1 AND {column} = 1");
        let mut set = self.these(lists, &sql, &[&lists.reader], stop_check)?;
        if mark == Mark::Unread {
            set.invert();
        }
        if !stop_check.is_stopped() {
            self.marks.insert(mark, set.clone());
        }
        Ok(set)
    }

    /// The articles with a tag that a query finds.
    pub(in crate::store) fn tagged(
        &self,
        lists: Lists<'_>,
        word: &Matcher,
        stop_check: &StopCheck<'_>,
    ) -> Result<BitSet, StoreError> {
        let mut set = BitSet::empty(self.ids.len());
        let tags = ReaderTags { database: lists.database, reader: lists.reader };
        for (tag, _) in tags.all()? {
            if stop_check.go_on_after(ROW) && word.is_in(tag.as_str(), stop_check) {
                let sql = "SELECT article_id FROM tags_of_articles WHERE reader = ?1 AND tag = ?2
                     UNION SELECT a.id FROM tags_of_sources t JOIN articles a ON a.source_id = t.source_id
                     WHERE t.reader = ?1 AND t.tag = ?2
                     UNION SELECT f.article_id FROM tags_of_sources t JOIN further_sources f
                         ON f.source_id = t.source_id
                     WHERE t.reader = ?1 AND t.tag = ?2";
                set.unite(&self.these(lists, sql, &[&lists.reader, &tag.as_str()], stop_check)?);
            }
        }
        Ok(set)
    }

    /// The articles whose numbers a statement gives.
    pub(in crate::store) fn these(
        &self,
        lists: Lists<'_>,
        sql: &str,
        params: &[&dyn rusqlite::ToSql],
        stop_check: &StopCheck<'_>,
    ) -> Result<BitSet, StoreError> {
        let mut set = BitSet::empty(self.ids.len());
        let mut statement = lists.database.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut found_ids = Vec::new();
        while stop_check.go_on_after(ROW) {
            let Some(row) = rows.next()? else { break };
            found_ids.push(ArticleId(row.get(0)?));
        }
        found_ids.sort_unstable();
        if !found_ids.is_empty() {
            for (row, id) in self.ids.iter().enumerate() {
                if stop_check.go_on_after(ROW) && found_ids.binary_search(id).is_ok() {
                    set.insert(row);
                }
            }
        }
        Ok(set)
    }

    /// The articles that a source carries besides those that are its own, for each source that `fits` takes.
    pub(in crate::store) fn carried(
        &self,
        lists: Lists<'_>,
        fits: impl Fn(i64, &str) -> bool,
        stop_check: &StopCheck<'_>,
    ) -> Result<BitSet, StoreError> {
        let mut statement = lists.database.prepare_cached(
            "SELECT id, title FROM sources o WHERE EXISTS (SELECT 1 FROM further_sources WHERE source_id = o.id)",
        )?;
        let mut rows = statement.query([])?;
        let mut set = BitSet::empty(self.ids.len());
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if fits(id, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
                let carried = "SELECT article_id FROM further_sources WHERE source_id = ?1";
                set.unite(&self.these(lists, carried, &[&id], stop_check)?);
            }
        }
        Ok(set)
    }
}

fn enter<T: Clone + Eq + std::hash::Hash>(names: &mut ValueColumn<T>, known: &mut HashMap<T, u32>, value: T) {
    let next = names.values.len() as u32;
    let number = *known.entry(value).or_insert_with_key(|value| {
        names.values.push(value.clone());
        next
    });
    names.of.push(number);
}
