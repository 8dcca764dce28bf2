//! A reader's marks on an article: read it, starred it, left it at a place. Each change is one durable
//! transaction.

use crate::store::database::Database;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Params, Row};

use crate::store::values;
use crate::store::{ArticleId, StoreError};
use crate::text::{Part, Place};

/// Marks of a reader on an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleState {
    /// True if it is read.
    pub read: bool,
    /// Time at which it was marked read.
    pub read_at: Option<Timestamp>,
    /// True if it has a star.
    pub starred: bool,
    /// Reading position.
    pub place: Option<Place>,
}

/// The marks of one reader on articles.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl Marks<'_> {
    /// Marks of the reader on an article; none, if there is no such article.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn get(&self, id: ArticleId) -> Result<ArticleState, StoreError> {
        let mut statement = self.database.prepare_cached(
            "SELECT read, read_at, starred, place_part, place_offset FROM reader_state
             WHERE article_id = ?1 AND reader = ?2",
        )?;
        let state = |row: &Row<'_>| {
            Ok(ArticleState {
                read: row.get(0)?,
                read_at: values::timestamp(row.get(1)?),
                starred: row.get(2)?,
                place: place(row.get(3)?, row.get(4)?),
            })
        };
        Ok(statement.query_row((id.0, self.reader), state).optional()?.unwrap_or_default())
    }

    /// Marks an article read or unread.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written.
    pub fn set_read(&self, id: ArticleId, read: bool, now: Timestamp) -> Result<(), StoreError> {
        let at = read.then_some(now.as_millisecond());
        self.record(
            id,
            "INSERT INTO reader_state (article_id, reader, read, read_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (article_id, reader) DO UPDATE
             SET read = excluded.read, read_at = excluded.read_at, marking = NULL",
            (id.0, self.reader.to_owned(), read, at),
        )
    }

    /// Gives an article a star, or takes it away.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written.
    pub fn set_starred(&self, id: ArticleId, starred: bool, now: Timestamp) -> Result<(), StoreError> {
        let at = starred.then_some(now.as_millisecond());
        self.record(
            id,
            "INSERT INTO reader_state (article_id, reader, starred, starred_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (article_id, reader) DO UPDATE
             SET starred = excluded.starred, starred_at = excluded.starred_at",
            (id.0, self.reader.to_owned(), starred, at),
        )
    }

    /// Remembers where the reader has left an article.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written.
    pub fn set_place(&self, id: ArticleId, place: Place, now: Timestamp) -> Result<(), StoreError> {
        // No text is as long as the numbers that do not fit.
        let offset = i64::try_from(place.offset).unwrap_or(i64::MAX);
        self.record(
            id,
            "INSERT INTO reader_state (article_id, reader, place_part, place_offset, place_at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (article_id, reader) DO UPDATE SET place_part = excluded.place_part,
                 place_offset = excluded.place_offset, place_at = excluded.place_at",
            (id.0, self.reader.to_owned(), place.part.code(), offset, now.as_millisecond()),
        )
    }

    /// The article that the reader has left last, to go on with it.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn last_left(&self) -> Result<Option<ArticleId>, StoreError> {
        let mut statement = self.database.prepare_cached(
            "SELECT article_id FROM reader_state WHERE reader = ?1 AND place_at IS NOT NULL
             ORDER BY place_at DESC LIMIT 1",
        )?;
        Ok(statement.query_row([self.reader], |row| row.get(0)).optional()?.map(ArticleId))
    }

    /// Takes over what was done with articles elsewhere: whether each was read and has a star. What this reader has
    /// done with one counts more.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written; nothing is changed then.
    pub fn adopt(&self, marks: &[(ArticleId, bool, bool)], now: Timestamp) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        let now = now.as_millisecond();
        for (id, read, starred) in marks.iter().filter(|(_, read, starred)| *read || *starred) {
            tx.prepare_cached(
                "INSERT INTO reader_state (article_id, reader, read, read_at, starred, starred_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            )?
            .execute((id.0, self.reader, read, read.then_some(now), starred, starred.then_some(now)))?;
        }
        tx.commit()
    }

    fn record(&self, id: ArticleId, sql: &str, params: impl Params) -> Result<(), StoreError> {
        let tx = self.database.begin()?;
        let recorded = tx.prepare_cached(sql)?.execute(params);
        match recorded {
            Ok(_) => tx.commit(),
            Err(error) if error.sqlite_extended_error_code() == Some(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => {
                Err(StoreError::NoSuchArticle(id))
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn place(part: Option<i64>, offset: Option<i64>) -> Option<Place> {
    Some(Place { part: Part::from_code(part?)?, offset: usize::try_from(offset?).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::store::Library;
    use crate::store::{articles::Arrival, sources::SourceKind};

    #[test]
    fn each_mark_is_kept_beside_the_others_and_for_its_reader() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let now: Timestamp = "2024-05-06T07:08:09.123Z".parse().unwrap();
        let place = Place { part: Part::Related(3), offset: 1 << 40 };
        let id;
        {
            let library = Library::open(&path, "local").unwrap();
            let source = library.sources().find_or_add(SourceKind::Import, "x", "x", now).unwrap();
            let article = Article { title: "題".into(), ..Article::default() };
            id = library.articles().insert(source, &[Arrival::from(&article)], now).unwrap().changes[0].0;
            assert_eq!(library.marks().get(id).unwrap(), ArticleState::default());
            library.marks().set_place(id, place, now).unwrap();
            library.marks().set_read(id, true, now).unwrap();
            library.marks().set_starred(id, true, now).unwrap();
        }
        let library = Library::open(&path, "local").unwrap();
        let kept = ArticleState { read: true, read_at: Some(now), starred: true, place: Some(place) };
        assert_eq!(library.marks().get(id).unwrap(), kept);
        library.marks().set_read(id, false, now).unwrap();
        assert_eq!(library.marks().get(id).unwrap(), ArticleState { read: false, read_at: None, ..kept });

        assert_eq!(library.marks().last_left().unwrap(), Some(id));

        let other = Library::open(&path, "guest").unwrap();
        assert_eq!(other.marks().get(id).unwrap(), ArticleState::default());
        assert_eq!(other.marks().last_left().unwrap(), None);
    }

    #[test]
    fn a_mark_on_no_article_is_refused() {
        let library = Library::open_in_memory("local").unwrap();
        let (id, now) = (ArticleId(7), Timestamp::UNIX_EPOCH);
        for result in [
            library.marks().set_read(id, true, now),
            library.marks().set_starred(id, true, now),
            library.marks().set_place(id, Place::START, now),
        ] {
            assert!(matches!(result, Err(StoreError::NoSuchArticle(ArticleId(7)))));
        }
        assert_eq!(library.marks().get(id).unwrap(), ArticleState::default());
    }
}
