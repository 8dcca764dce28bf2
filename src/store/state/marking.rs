//! Marking many articles read at once, and taking the last such marking back.
//!
//! An article that such a marking has made read bears the marking's number, until it is marked by itself. So taking
//! it back, now or after a restart, changes what that marking changed and nothing that was done since.

use crate::store::database::Database;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction};

use crate::store::database::WriteTransaction;
use crate::store::{ArticleId, StoreError, lists::Filter};

/// The markings of many articles at once by one reader.
#[derive(Clone, Copy, Debug)]
pub struct Markings<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl Markings<'_> {
    /// Marks all articles that pass a filter read, and says how many were not read before. Only this can then be
    /// undone; if there were none, nothing changes, not even what can be undone.
    ///
    /// # Errors
    /// If the library cannot be written; nothing is marked then.
    pub fn mark_all(&self, filter: &Filter, now: Timestamp) -> Result<usize, StoreError> {
        let select = Filter { unread: true, ..filter.clone() }.select(self.database, self.reader)?;
        let tx = self.database.begin()?;
        let marking = begin(&tx, self.reader, now)?;
        // The words of a filter stand in parameters of their own: ours are written out as numbers.
        let count = tx.execute(
            &format!(
                "INSERT INTO reader_state (article_id, reader, read, read_at, marking)
                 SELECT a.id, (SELECT reader FROM markings WHERE id = {marking}), 1, {now}, {marking}
                 FROM {from} WHERE {condition}
                 ON CONFLICT (article_id, reader) DO UPDATE
                 SET read = 1, read_at = excluded.read_at, marking = excluded.marking",
                now = now.as_millisecond(),
                from = select.from,
                condition = select.condition,
            ),
            select.params(),
        )?;
        end(tx, marking, count)
    }

    /// Marks these articles read; numbers that lead nowhere are passed over.
    ///
    /// # Errors
    /// As [`Markings::mark_all`].
    pub fn mark_each(&self, ids: &[ArticleId], now: Timestamp) -> Result<usize, StoreError> {
        let tx = self.database.begin()?;
        let marking = begin(&tx, self.reader, now)?;
        let mut count = 0;
        let mut mark = tx.prepare_cached(
            "INSERT INTO reader_state (article_id, reader, read, read_at, marking)
             SELECT id, ?2, 1, ?3, ?4 FROM articles WHERE id = ?1
             ON CONFLICT (article_id, reader) DO UPDATE
             SET read = 1, read_at = excluded.read_at, marking = excluded.marking WHERE read = 0",
        )?;
        for id in ids {
            count += mark.execute((id.0, self.reader, now.as_millisecond(), marking))?;
        }
        drop(mark);
        end(tx, marking, count)
    }

    /// Takes the last [`Markings::mark_all`] back: what it marked and nobody has marked since is unread again.
    /// Says how many that were; nothing, if there is nothing to take back.
    ///
    /// # Errors
    /// If the library cannot be written; nothing is taken back then.
    pub fn undo(&self) -> Result<Option<usize>, StoreError> {
        let tx = self.database.begin()?;
        let last = tx.query_row("SELECT id FROM markings WHERE reader = ?1", [self.reader], |row| row.get::<_, i64>(0));
        let Some(marking) = last.optional()? else {
            return Ok(None);
        };
        let count = tx.execute(
            "UPDATE reader_state SET read = 0, read_at = NULL, marking = NULL
             WHERE reader = ?1 AND read = 1 AND marking = ?2",
            (self.reader, marking),
        )?;
        tx.execute("DELETE FROM markings WHERE id = ?1", [marking])?;
        tx.commit()?;
        Ok(Some(count))
    }
}

/// Begins a marking, which takes the place of the reader's last one, and gives its number.
fn begin(tx: &Transaction<'_>, reader: &str, now: Timestamp) -> Result<i64, StoreError> {
    tx.execute("DELETE FROM markings WHERE reader = ?1", [reader])?;
    tx.execute("INSERT INTO markings (reader, made_at, articles) VALUES (?1, ?2, 0)", (reader, now.as_millisecond()))?;
    Ok(tx.last_insert_rowid())
}

/// Ends a marking of so many articles. One of none has not been.
fn end(tx: WriteTransaction<'_>, marking: i64, count: usize) -> Result<usize, StoreError> {
    if count > 0 {
        let articles = i64::try_from(count).unwrap_or(i64::MAX);
        tx.execute("UPDATE markings SET articles = ?2 WHERE id = ?1", (marking, articles))?;
        tx.commit()?;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::article::Article;
    use crate::store::Library;
    use crate::store::{SourceId, articles::Arrival, sources::SourceKind};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn open(path: &Path) -> Library {
        Library::open(path, "local").unwrap()
    }

    fn fill(library: &mut Library, location: &str, count: usize) -> (SourceId, Vec<ArticleId>) {
        let source = library.sources().find_or_add(SourceKind::Folder, location, location, NOW).unwrap();
        let articles: Vec<_> =
            (0..count).map(|n| Article { title: format!("{location}{n}"), ..Article::default() }).collect();
        let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
        let changes = library.articles().insert(source, &arrivals, NOW).unwrap().changes;
        (source, changes.into_iter().map(|(id, _)| id).collect())
    }

    fn unread(library: &Library) -> usize {
        library.lists().count(&Filter { unread: true, ..Filter::default() }).unwrap()
    }

    #[test]
    fn the_last_marking_is_taken_back_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut library = open(&path);
        let (a, of_a) = fill(&mut library, "甲", 5);
        let (_, of_b) = fill(&mut library, "乙", 3);
        library.marks().set_read(of_a[0], true, NOW).unwrap();
        library.marks().set_starred(of_a[1], true, NOW).unwrap();
        let filter = Filter { source: Some(a), ..Filter::default() };
        assert_eq!(library.markings().mark_all(&filter, NOW).unwrap(), 4);
        assert_eq!(unread(&library), 3);
        // Meanwhile, and after a restart: one is opened again, one marked unread and read again, one is of the other
        // source.
        drop(library);
        let mut library = open(&path);
        library.marks().set_read(of_a[2], true, NOW).unwrap();
        library.marks().set_read(of_a[3], false, NOW).unwrap();
        library.marks().set_read(of_b[0], true, NOW).unwrap();
        fill(&mut library, "丙", 1);
        assert_eq!(library.markings().undo().unwrap(), Some(2));
        let read = |id| library.marks().get(id).unwrap().read;
        assert_eq!(of_a.iter().map(|id| read(*id)).collect::<Vec<_>>(), [true, false, true, false, false]);
        assert!(read(of_b[0]) && library.marks().get(of_a[1]).unwrap().starred);
        assert_eq!(library.markings().undo().unwrap(), None);
    }

    #[test]
    fn chosen_articles_are_marked_and_taken_back_like_all() {
        let mut library = Library::open_in_memory("local").unwrap();
        let (_, ids) = fill(&mut library, "甲", 4);
        library.marks().set_read(ids[0], true, NOW).unwrap();
        library.marks().set_starred(ids[1], true, NOW).unwrap();
        let nowhere = ArticleId(9999);
        assert_eq!(library.markings().mark_each(&[ids[0], ids[1], ids[1], ids[2], nowhere], NOW).unwrap(), 2);
        let read = |library: &Library| ids.iter().map(|id| library.marks().get(*id).unwrap().read).collect::<Vec<_>>();
        assert_eq!(read(&library), [true, true, true, false]);
        assert!(library.marks().get(ids[1]).unwrap().starred);
        // A marking of none leaves the last one to be taken back.
        assert_eq!(library.markings().mark_each(&ids[..3], NOW).unwrap(), 0);
        assert_eq!(library.markings().undo().unwrap(), Some(2));
        assert_eq!(read(&library), [true, false, false, false]);
    }

    #[test]
    fn a_marking_of_nothing_leaves_the_one_before() {
        let mut library = Library::open_in_memory("local").unwrap();
        assert_eq!(library.markings().undo().unwrap(), None);
        fill(&mut library, "甲", 2);
        assert_eq!(library.markings().mark_all(&Filter::default(), NOW).unwrap(), 2);
        assert_eq!(library.markings().mark_all(&Filter::default(), NOW).unwrap(), 0);
        fill(&mut library, "乙", 2);
        assert_eq!(library.markings().undo().unwrap(), Some(2));
        assert_eq!(unread(&library), 4);
        // The one before the last cannot be reached by the next.
        library.markings().mark_all(&Filter::default(), NOW).unwrap();
        fill(&mut library, "丙", 2);
        library.markings().mark_all(&Filter::default(), NOW).unwrap();
        assert_eq!(library.markings().undo().unwrap(), Some(2));
        assert_eq!(library.markings().undo().unwrap(), None);
    }

    #[test]
    fn each_reader_takes_back_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut library = open(&path);
        fill(&mut library, "甲", 2);
        let guest = Library::open(&path, "guest").unwrap();
        library.markings().mark_all(&Filter::default(), NOW).unwrap();
        guest.markings().mark_all(&Filter::default(), NOW).unwrap();
        assert_eq!(library.markings().undo().unwrap(), Some(2));
        assert_eq!((unread(&library), unread(&guest)), (2, 0));
    }
}
