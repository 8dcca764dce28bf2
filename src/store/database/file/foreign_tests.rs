//! A library that is put back under a journal that is not its own: whole, and the journal set aside.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::article::{Article, Block};
use crate::store::{LOCAL_READER, Library, articles::Arrival, lists::Filter, sources::SourceKind};

fn open(path: &Path) -> Library {
    Library::open(path, LOCAL_READER).unwrap()
}

fn add(library: &mut Library, from: usize, to: usize) {
    let source = library.sources().find_or_add(SourceKind::Import, "here", "here", Timestamp::UNIX_EPOCH).unwrap();
    let articles: Vec<_> = (from..to)
        .map(|n| Article {
            title: format!("題{n}"),
            blocks: vec![Block::paragraph(format!("第{n}段，").repeat(200))],
            ..Article::default()
        })
        .collect();
    let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
    library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
}

fn titles(library: &Library) -> Vec<String> {
    library.lists().rows(&Filter::default(), 0..9999).unwrap().into_iter().map(|row| row.title).collect()
}

/// Asserts that the library is whole and has these titles, also after it was written to and opened again.
fn is_whole_with(path: &Path, wanted: &[String]) {
    for round in 0..2 {
        let library = open(path);
        let health = library.check(&mut |_| std::ops::ControlFlow::Continue(())).unwrap();
        assert!(health.faults.is_empty(), "{:?}", health.faults);
        assert_eq!(titles(&library), wanted, "{round}");
        let id = library.articles().latest().unwrap().unwrap();
        library.marks().set_starred(id, round == 0, Timestamp::UNIX_EPOCH).unwrap();
        library.close().unwrap();
    }
}

fn names(folder: &Path) -> Vec<OsString> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

/// A library of 40 articles, a copy of it, and 60 more articles that a killed program left in the log; the titles of
/// the copy.
fn killed(folder: &Path) -> (PathBuf, PathBuf, Vec<String>) {
    let (path, good) = (folder.join("library.db"), folder.join("good.db"));
    let mut library = open(&path);
    add(&mut library, 0, 40);
    library.backup(&good).unwrap();
    let wanted = titles(&library);
    add(&mut library, 40, 100);
    library.database.lose().unwrap();
    (path, good, wanted)
}

#[test]
fn a_copy_put_over_a_killed_library_is_whole() {
    for moved in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let (path, good, wanted) = killed(folder.path());
        let log = fs::read(folder.path().join("library.db-wal")).unwrap();
        if moved {
            fs::rename(&good, &path).unwrap();
        } else {
            fs::copy(&good, &path).unwrap();
        }
        is_whole_with(&path, &wanted);
        let aside = folder.path().join("library.db-wal.stale-1");
        assert_eq!(fs::read(aside).unwrap(), log, "{:?}", names(folder.path()));
        // The copy that is put back a second time does not take what the first one has written since.
        let mut library = open(&path);
        add(&mut library, 200, 203);
        let again = folder.path().join("again.db");
        library.backup(&again).unwrap();
        let wanted = titles(&library);
        add(&mut library, 300, 400);
        library.database.lose().unwrap();
        drop(library);
        fs::rename(&again, &path).unwrap();
        is_whole_with(&path, &wanted);
        assert_eq!(
            names(folder.path()).iter().filter(|name| name.to_str().unwrap().contains("-wal.stale-")).count(),
            2
        );
    }
}

#[test]
fn a_log_that_is_its_own_is_kept_however_much_of_it_was_folded_in() {
    for folded in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut library = open(&path);
        add(&mut library, 0, 10);
        if folded {
            library.database.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap();
            add(&mut library, 10, 12);
        } else {
            // One who reads holds the rest back.
            let other = open(&path);
            let _snapshot = other.database.snapshot().unwrap();
            assert_eq!(titles(&other).len(), 10);
            add(&mut library, 10, 12);
            library.database.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap();
            other.database.lose().unwrap();
        }
        let wanted = titles(&library);
        library.database.lose().unwrap();
        drop(library);
        is_whole_with(&path, &wanted);
        assert_eq!(names(folder.path()), ["library.db"]);
    }
}

#[test]
fn several_that_open_it_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (path, good, wanted) = killed(folder.path());
    fs::rename(&good, &path).unwrap();
    let threads: Vec<_> = (0..6)
        .map(|n| {
            let path = path.clone();
            std::thread::spawn(move || {
                let library = open(&path);
                for id in 0..4 {
                    let id = crate::store::ArticleId(1 + 4 * n + id);
                    library.marks().set_starred(id, true, Timestamp::UNIX_EPOCH).unwrap();
                }
                library.notice().is_some()
            })
        })
        .collect();
    let noticed = threads.into_iter().map(|thread| thread.join().unwrap()).filter(|it| *it).count();
    assert_eq!(noticed, 1);
    let starred = Filter { starred: true, ..Filter::default() };
    assert_eq!(open(&path).lists().count(&starred).unwrap(), 24);
    is_whole_with(&path, &wanted);
}

#[test]
fn an_older_library_put_over_a_newer_one_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _, _) = killed(folder.path());
    let old = folder.path().join("old.db");
    let conn = rusqlite::Connection::open(&old).unwrap();
    for step in &crate::store::database::MIGRATIONS[..3] {
        step(&conn).unwrap();
    }
    conn.execute_batch("PRAGMA application_id = 1262633295; PRAGMA user_version = 3").unwrap();
    conn.close().unwrap();
    fs::rename(&old, &path).unwrap();
    let library = open(&path);
    assert!(titles(&library).is_empty());
    assert!(folder.path().join("library.db-wal.stale-1").exists());
}

#[test]
fn a_rollback_journal_of_another_library_is_set_aside_and_its_own_is_played_back() {
    use super::{library_file::LibraryFile, open_held};
    for restored in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let (path, good) = (folder.path().join("library.db"), folder.path().join("good.db"));
        let on_network = |path: &Path| {
            Library::new(open_held(LibraryFile::hold(path).unwrap().into(), false).unwrap().database, LOCAL_READER)
                .unwrap()
        };
        let mut library = on_network_new(&path, on_network);
        add(&mut library, 0, 40);
        library.backup(&good).unwrap();
        let wanted = titles(&library);
        // A transaction that is broken off after pages of it have reached the file.
        library.database.pragma_update(None, "cache_size", 5).unwrap();
        let change = library.database.begin().unwrap();
        change.execute("UPDATE bodies SET text = text || text", []).unwrap();
        let (main, journal) = (fs::read(&path).unwrap(), fs::read(folder.path().join("library.db-journal")).unwrap());
        drop(change);
        drop(library);
        fs::write(folder.path().join("library.db-journal"), journal).unwrap();
        if restored {
            fs::rename(&good, &path).unwrap();
        } else {
            fs::write(&path, main).unwrap();
        }
        is_whole_with(&path, &wanted);
        assert_eq!(folder.path().join("library.db-journal.stale-1").exists(), restored, "{:?}", names(folder.path()));
    }
}

fn on_network_new(path: &Path, open_on_network: impl Fn(&Path) -> Library) -> Library {
    open(path).close().unwrap();
    open_on_network(path)
}
