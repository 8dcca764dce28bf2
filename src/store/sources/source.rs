//! A source of articles: a folder, a feed, a one-off import.

use crate::store::database::Database;
use jiff::Timestamp;
use rusqlite::OptionalExtension;

use crate::store::values;
use crate::store::{ArticleId, SourceId, StoreError};

/// Kind of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// A folder of files, looked through again at every sync.
    Folder,
    /// A feed on the network.
    Feed,
    /// Files given once.
    Import,
}

/// A source, with the number of its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its number.
    pub id: SourceId,
    /// Its kind.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// The path of the folder, the address of the feed, or what stands for an import. No two sources have the same.
    pub location: String,
    /// Number of articles that it carries.
    pub articles: usize,
    /// Number of them that the reader has not read.
    pub unread: usize,
}

impl SourceKind {
    pub(in crate::store) fn name(self) -> &'static str {
        match self {
            SourceKind::Folder => "folder",
            SourceKind::Feed => "feed",
            SourceKind::Import => "import",
        }
    }

    pub(in crate::store) fn of_name(name: &str) -> rusqlite::Result<SourceKind> {
        [SourceKind::Folder, SourceKind::Feed, SourceKind::Import]
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| {
                rusqlite::Error::FromSqlConversionFailure(
                    0,
                    rusqlite::types::Type::Text,
                    format!("a source of unknown kind {name:?}").into(),
                )
            })
    }
}

/// The sources of a library, as one reader sees them.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl Sources<'_> {
    /// The source at a location. If there is none yet it is added, with this kind and title.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn find_or_add(
        &self,
        kind: SourceKind,
        location: &str,
        title: &str,
        now: Timestamp,
    ) -> Result<SourceId, StoreError> {
        let find = "SELECT id FROM sources WHERE location = ?1";
        if let Some(id) = self.database.prepare_cached(find)?.query_row([location], |row| row.get(0)).optional()? {
            return Ok(SourceId(id));
        }
        // Another program may add it between the two statements.
        let tx = self.database.begin()?;
        tx.execute(
            "INSERT INTO sources (kind, title, location, added_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            (kind.name(), title, location, now.as_millisecond()),
        )?;
        tx.commit()?;
        Ok(SourceId(self.database.query_row(find, [location], |row| row.get(0))?))
    }

    /// All sources, by title.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn all(&self) -> Result<Vec<Source>, StoreError> {
        let mut statement = self.database.prepare_cached(
            "SELECT s.id, s.kind, s.title, s.location, coalesce(a.articles, 0), coalesce(r.articles, 0)
             FROM sources s
             LEFT JOIN (SELECT source_id, sum(articles) AS articles FROM (
                     SELECT source_id, count(*) AS articles FROM articles GROUP BY source_id
                     UNION ALL SELECT source_id, count(*) FROM further_sources GROUP BY source_id)
                 GROUP BY source_id) a
                 ON a.source_id = s.id
             LEFT JOIN (SELECT source_id, sum(articles) AS articles FROM (
                     SELECT a.source_id, count(*) AS articles
                     FROM reader_state r CROSS JOIN articles a ON a.id = r.article_id
                     WHERE r.reader = ?1 AND r.read = 1 GROUP BY a.source_id
                     UNION ALL SELECT f.source_id, count(*)
                     FROM further_sources f CROSS JOIN reader_state r
                         ON r.article_id = f.article_id AND r.reader = ?1 AND r.read = 1
                     GROUP BY f.source_id)
                 GROUP BY source_id) r
                 ON r.source_id = s.id
             ORDER BY s.title, s.id",
        )?;
        let sources = statement.query_map([self.reader], |row| {
            let (articles, read) = (values::count(row, 4)?, values::count(row, 5)?);
            Ok(Source {
                id: SourceId(row.get(0)?),
                kind: SourceKind::of_name(row.get_ref(1)?.as_str()?)?,
                title: row.get(2)?,
                location: row.get(3)?,
                articles,
                unread: articles.saturating_sub(read),
            })
        })?;
        Ok(sources.collect::<rusqlite::Result<_>>()?)
    }

    /// Gives a source another title.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn set_title(&self, id: SourceId, title: &str) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        match tx.execute("UPDATE sources SET title = ?2 WHERE id = ?1", (id.0, title))? {
            0 => Err(StoreError::NoSuchSource(id)),
            _ => tx.commit(),
        }
    }

    /// The sources that carry an article besides its own: their numbers and titles.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn further_of(&self, id: ArticleId) -> Result<Vec<(SourceId, String)>, StoreError> {
        let mut statement = self.database.prepare_cached(
            "SELECT o.id, o.title FROM further_sources f JOIN sources o ON o.id = f.source_id
             WHERE f.article_id = ?1 ORDER BY o.id",
        )?;
        let sources = statement.query_map([id.0], |row| Ok((SourceId(row.get(0)?), row.get(1)?)))?;
        Ok(sources.collect::<rusqlite::Result<_>>()?)
    }
}
