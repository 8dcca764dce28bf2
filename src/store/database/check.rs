//! Checks of a library: its schema, the file, what refers to what, and every article against the hashes it came
//! with. Nothing is changed in here.

use std::ops::ControlFlow;

use rusqlite::Connection;

use super::fault::Fault;
use super::migrations::MIGRATIONS;
use super::{schema, stop::Stop};
use crate::store::articles::identity::{Hash, hashes_or_stop};
use crate::store::{ArticleId, StoreError, articles::load, articles::source, values};

/// Most messages of the engine about a damaged file.
const MAX_FILE_FAULTS: usize = 10;

/// Result of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Number of articles.
    pub articles: usize,
    /// Number of sources.
    pub sources: usize,
    /// Numbers of rows of the tables, in the order of their names.
    pub rows: Vec<usize>,
    /// The fault.
    pub faults: Vec<Fault>,
}

/// Checks everything. A check that was broken off is an error: it says nothing of the rest.
pub(in crate::store) fn check(
    conn: &Connection,
    stop: Option<&Stop>,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Health, StoreError> {
    let mut health = structure(conn)?;
    if health.faults.is_empty() {
        references(conn, &mut health.faults)?;
        texts(conn, stop, progress, &mut health.faults)?;
    }
    Ok(health)
}

/// Looks at the schema and at the file. If that is not in order, nothing it says of itself is worth anything.
pub(in crate::store) fn structure(conn: &Connection) -> Result<Health, StoreError> {
    let mut health = Health { faults: schema::faults(conn, MIGRATIONS)?, ..Health::default() };
    // What somebody else has put into the schema could be run by a closer look.
    if health.faults.is_empty() {
        integrity(conn, &mut health.faults)?;
    }
    if health.faults.is_empty() {
        // `count(*)` would be a single step, in which the engine never asks whether to stop.
        let count =
            |table: &str| conn.query_row(&format!("SELECT count(1) FROM \"{table}\""), [], |row| values::count(row, 0));
        health.articles = count("articles")?;
        health.sources = count("sources")?;
        let mut tables = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
        let names = tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        for name in names {
            health.rows.push(count(&name)?);
        }
    }
    Ok(health)
}

fn texts(
    conn: &Connection,
    stop: Option<&Stop>,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
    faults: &mut Vec<Fault>,
) -> Result<(), StoreError> {
    let sql = "SELECT id, likeness, text_bytes, arrival, updated_at IS NULL FROM articles ORDER BY id";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut done = 0;
    let stop = stop.cloned().unwrap_or_default();
    while let Some(row) = rows.next()? {
        // A short article takes the engine fewer steps than there are between two of its own looks.
        stop.look()?;
        let (id, likeness, bytes) = (ArticleId(row.get(0)?), row.get::<_, Hash>(1)?, values::count(row, 2)?);
        // What another source has completed is not what its own has brought.
        let whole = row.get::<_, bool>(4)?.then(|| row.get::<_, Hash>(3)).transpose()?;
        match load::article(conn, id) {
            Ok(article) => {
                let length: usize = article.blocks.iter().map(|block| block.text.len()).sum();
                let hashes = hashes_or_stop(&article, &mut || stop.look())?;
                if hashes.likeness != likeness || length != bytes {
                    faults.push(Fault::Article(id, "its text is not as it came in"));
                } else if whole.is_some_and(|whole| whole != hashes.whole) {
                    faults.push(Fault::Article(id, "its author, its link or another particular is not as it came in"));
                } else if !load::details_fit(conn, id, &article)? {
                    faults.push(Fault::Article(
                        id,
                        "its links, pictures or tables do not fit its text, and it opens as plain text",
                    ));
                } else if !source::is_whole(conn, id, &article)? {
                    faults.push(Fault::Article(id, "the source it was made from cannot be read; its text is whole"));
                }
            }
            Err(StoreError::NoSuchArticle(_)) => faults.push(Fault::Article(id, "its text is missing")),
            Err(StoreError::DamagedArticle { .. }) => {
                faults.push(Fault::Article(id, "its text does not fit together"));
            }
            Err(StoreError::Harmed(_)) => faults.push(Fault::Article(id, "a part of it cannot be read")),
            Err(error) => return Err(error),
        }
        done += 1;
        if progress(done).is_break() {
            return Err(StoreError::Stopped);
        }
    }
    Ok(())
}

fn integrity(conn: &Connection, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
    let result = (|| {
        let mut statement = conn.prepare(&format!("PRAGMA integrity_check({MAX_FILE_FAULTS})"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let message: String = row.get(0)?;
            if message != "ok" {
                faults.push(Fault::File(message.replace('\n', " ")));
            }
        }
        if faults.len() >= MAX_FILE_FAULTS {
            faults.push(Fault::File(format!("only the first {MAX_FILE_FAULTS} places are listed")));
        }
        Ok::<_, rusqlite::Error>(())
    })();
    match result.map_err(StoreError::from) {
        Err(StoreError::Harmed(cause)) => {
            faults.push(Fault::File(cause));
            Ok(())
        }
        result => result,
    }
}

fn references(conn: &Connection, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
    let mut statement =
        conn.prepare("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1")?;
    let dangling =
        statement.query_map([], |row| Ok(Fault::Dangling { table: row.get(0)?, rows: values::count(row, 1)? }))?;
    for fault in dangling {
        faults.push(fault?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::article::{Article, Block};
    use crate::store::{Library, articles::Arrival, sources::SourceKind};

    fn library(path: &std::path::Path) -> Library {
        let library = Library::open(path, "local").unwrap();
        let source = library.sources().find_or_add(SourceKind::Import, "x", "x", Timestamp::UNIX_EPOCH).unwrap();
        let articles: Vec<_> = (0..40)
            .map(|n| Article {
                title: format!("題{n}"),
                blocks: vec![Block::paragraph(format!("第{n}段。").repeat(200))],
                ..Article::default()
            })
            .collect();
        let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
        library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
        library
    }

    fn check(library: &Library) -> Health {
        library.check(&mut |_| ControlFlow::Continue(())).unwrap()
    }

    #[test]
    fn a_whole_library_has_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        let library = library(&folder.path().join("library.db"));
        let health = check(&library);
        assert_eq!((health.articles, health.sources, health.faults), (40, 1, Vec::new()));
        let mut reported = 0;
        let broken_off = library.check(&mut |_| {
            reported += 1;
            if reported == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(broken_off, Err(StoreError::Stopped)), "{broken_off:?}");
        assert_eq!(reported, 3);
    }

    #[test]
    fn every_fault_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let library = library(&folder.path().join("library.db"));
        library.database.pragma_update(None, "foreign_keys", false).unwrap();
        let spoil = "UPDATE bodies SET packed = CAST(x'a000' || substr(packed, 3) AS BLOB) WHERE article_id = 3;
             UPDATE bodies SET shape = 'p:1' WHERE article_id = 4;
             DELETE FROM bodies WHERE article_id = 5;
             UPDATE articles SET published = 'soon' WHERE id = 6;
             UPDATE articles SET text_bytes = 1 WHERE id = 7;
             UPDATE articles SET title = CAST(x'ff' AS TEXT) WHERE id = 8;
             INSERT INTO reader_state (article_id, reader) VALUES (99, 'local'), (98, 'local');";
        library.database.execute_batch(spoil).unwrap();
        let faults = check(&library).faults;
        let dangling = Fault::Dangling { table: "reader_state".into(), rows: 2 };
        assert_eq!(faults[0], dangling);
        let ids: Vec<i64> =
            faults[1..].iter().map(|it| if let Fault::Article(id, _) = it { id.0 } else { 0 }).collect();
        assert_eq!(ids, [3, 4, 5, 6, 7, 8]);
        assert!(faults.iter().all(|fault| fault.to_string().contains("restore")));
    }

    #[test]
    fn a_damaged_page_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        library(&path).close().unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        // Beyond the pages that are read when a library is opened.
        let from = bytes.len() / 2;
        bytes[from..from + 8192].fill(0x5a);
        std::fs::write(&path, bytes).unwrap();
        let library = Library::open(&path, "local");
        let found = library.and_then(|library| library.check(&mut |_| ControlFlow::Continue(())));
        assert!(found.is_err() || found.is_ok_and(|health| matches!(health.faults[..], [Fault::File(_), ..])));
    }

    #[test]
    fn a_schema_that_is_not_ours_is_named_and_nothing_of_it_runs() {
        let evil = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
        for (sql, name, what) in [
            ("CREATE TABLE mine (x TEXT)", "table mine", "not kanbao's"),
            ("CREATE INDEX mine ON articles (title)", "index mine", "not kanbao's"),
            (&format!("CREATE VIEW mine AS {evil}"), "view mine", "not kanbao's"),
            (
                "CREATE TRIGGER mine AFTER UPDATE ON reader_state BEGIN DELETE FROM articles; END",
                "trigger mine",
                "not kanbao's",
            ),
            ("DROP TRIGGER index_body_added", "trigger index_body_added", "missing"),
            ("DROP INDEX edits_of_article", "index edits_of_article", "missing"),
            ("ALTER TABLE articles ADD COLUMN mine TEXT", "table articles", "not as kanbao made it"),
            (
                "CREATE INDEX mine ON articles (abs(id)); ALTER TABLE sources ADD COLUMN m TEXT AS (title)",
                "table sources",
                "not as kanbao made it",
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let library = library(&folder.path().join("library.db"));
            library.database.execute_batch(sql).unwrap();
            let faults = check(&library).faults;
            assert!(faults.iter().all(|fault| matches!(fault, Fault::Schema { .. })), "{sql}: {faults:?}");
            let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
            assert!(said.iter().any(|said| said.contains(name) && said.contains(what)), "{sql}: {said:?}");
            assert!(said.iter().all(|said| said.contains("salvage")), "{sql}");
        }
    }

    #[test]
    fn statistics_of_the_engine_are_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        let library = library(&folder.path().join("library.db"));
        library.database.execute_batch("ANALYZE").unwrap();
        assert_eq!(check(&library).faults, []);
    }
}
