//! A library that is replaced, overwritten, removed or moved while it is open: noticed before the next write, and what
//! stands there then is never touched by what was open.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::library_file::LibraryFile;
use super::{read_only, read_only::Refusal};
use crate::article::{Article, Block};
use crate::store::database::Database;
use crate::store::{
    ArticleId, LOCAL_READER, Library, StoreError, articles::Arrival, lists::Filter, sources::SourceKind,
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn open(path: &Path) -> Library {
    Library::open(path, LOCAL_READER).unwrap()
}

fn add(library: &mut Library, count: usize) {
    let source = library.sources().find_or_add(SourceKind::Import, "here", "here", NOW).unwrap();
    let before = library.lists().count(&Filter::default()).unwrap();
    let article = |n: usize| Article {
        title: format!("題{n}"),
        blocks: vec![Block::paragraph(format!("第{n}段，").repeat(200))],
        ..Article::default()
    };
    let articles: Vec<_> = (before..before + count).map(article).collect();
    let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
    library.articles().insert(source, &arrivals, NOW).unwrap();
}

fn count(library: &Library) -> usize {
    library.lists().count(&Filter::default()).unwrap()
}

/// A library of 20 articles that is open, and a copy of its first 10.
fn two(folder: &Path) -> (PathBuf, PathBuf, Library) {
    let (path, good) = (folder.join("data/library.db"), folder.join("good.db"));
    let mut library = open(&path);
    add(&mut library, 10);
    library.backup(&good).unwrap();
    add(&mut library, 10);
    (path, good, library)
}

fn is_replaced(error: &StoreError) -> bool {
    matches!(error, StoreError::Replaced { .. })
}

fn is_whole(library: &Library) -> bool {
    library.check(&mut |_| std::ops::ControlFlow::Continue(())).unwrap().faults.is_empty()
}

#[test]
fn what_takes_its_place_is_noticed_before_a_write_and_never_touched() {
    for (moved, folded, written) in [
        (true, false, true),
        (true, true, true),
        (false, false, true),
        (false, true, true),
        (true, false, false),
        (false, false, false),
        (false, true, false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (path, good, library) = two(folder.path());
        if folded {
            library.database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
            assert_eq!(count(&library), 20);
        }
        let copy = fs::read(&good).unwrap();
        if moved {
            fs::rename(&good, &path).unwrap();
        } else {
            fs::copy(&good, &path).unwrap();
        }
        if written {
            let error = library.marks().set_starred(ArticleId(1), true, NOW).unwrap_err();
            assert!(is_replaced(&error), "{error} {moved} {folded}");
            // Also after that.
            assert!(library.marks().set_read(ArticleId(1), true, NOW).is_err());
            assert!(library.close().is_err());
        } else {
            drop(library);
        }
        assert_eq!(fs::read(&path).unwrap(), copy, "{moved} {folded} {written}");
        let restored = open(&path);
        assert!(is_whole(&restored));
        assert_eq!(count(&restored), 10);
        assert!(!restored.marks().get(ArticleId(1)).unwrap().starred);
    }
}

#[test]
fn a_change_that_has_been_begun_is_not_kept_either() {
    let folder = tempfile::tempdir().unwrap();
    let (path, good, library) = two(folder.path());
    let change = library.database.begin().unwrap();
    change.execute("DELETE FROM articles", []).unwrap();
    fs::rename(&good, &path).unwrap();
    assert!(is_replaced(&change.commit().unwrap_err()));
    assert_eq!(count(&library), 20);
}

#[test]
fn what_is_gone_is_told() {
    type Lose = fn(&Path);
    let ways: [Lose; 3] = [
        |path| fs::remove_file(path).unwrap(),
        |path| fs::remove_dir_all(path.parent().unwrap()).unwrap(),
        |path| fs::rename(path.parent().unwrap(), path.parent().unwrap().with_file_name("elsewhere")).unwrap(),
    ];
    for lose in ways {
        let folder = tempfile::tempdir().unwrap();
        let (path, _, library) = two(folder.path());
        lose(&path);
        let error = library.marks().set_starred(ArticleId(1), true, NOW).unwrap_err();
        assert!(matches!(error, StoreError::Gone { .. }), "{error}");
        assert!(error.to_string().contains("library.db"));
        assert!(library.door().unwrap().open().is_err());
    }
}

#[test]
fn what_other_programs_do_to_it_is_no_such_change() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _, library) = two(folder.path());
    for round in 0..6 {
        let mut other = open(&path);
        add(&mut other, 3);
        match round % 3 {
            0 => other.database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap(),
            1 => other.database.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap(),
            _ => {}
        }
        add(&mut other, 1);
        other.close().unwrap();
        library.verify().unwrap();
        library.marks().set_starred(ArticleId(1), round % 2 == 0, NOW).unwrap();
    }
    assert_eq!(count(&library), 44);
}

#[test]
fn the_door_leads_to_the_library_that_is_open_and_to_another_only_when_asked() {
    for moved in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let (path, good, library) = two(folder.path());
        let door = library.door().unwrap();
        assert_eq!(count(&door.open().unwrap()), 20);
        if moved {
            fs::rename(&good, &path).unwrap();
        } else {
            fs::copy(&good, &path).unwrap();
        }
        assert!(is_replaced(&door.open().unwrap_err()));
        let anew = door.open_anew(Some(library)).unwrap();
        assert!(anew.notice().is_some_and(|said| said.contains("-wal.stale-1")), "{:?}", anew.notice());
        assert_eq!(count(&anew), 10);
        anew.marks().set_starred(ArticleId(1), true, NOW).unwrap();
        let other = door.open().unwrap();
        assert!(other.marks().get(ArticleId(1)).unwrap().starred && is_whole(&other));
    }
}

/// The library read as one that may not be written.
fn to_read(path: &Path) -> Library {
    let held = std::sync::Arc::new(LibraryFile::hold(path).unwrap());
    let (conn, reading) = read_only::open(&held, Refusal::ReadOnly(path.to_owned())).unwrap();
    Library::new(Database::to_read(conn, held, reading).unwrap(), LOCAL_READER).unwrap()
}

fn snapshot(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn what_may_not_be_written_is_read_and_nothing_is_made_beside_it() {
    type Leave = fn(Library);
    let ways: [(Leave, usize); 3] = [
        (|library| library.close().unwrap(), 1),
        // With the index of its log, and without.
        (|library| library.database.lose().unwrap(), 3),
        (|library| library.database.lose().unwrap(), 2),
    ];
    for (leave, files) in ways {
        let folder = tempfile::tempdir().unwrap();
        let (path, _, library) = two(folder.path());
        library.marks().set_starred(ArticleId(2), true, NOW).unwrap();
        leave(library);
        if files == 2 {
            fs::remove_file(path.with_file_name("library.db-shm")).unwrap();
        }
        let before = snapshot(path.parent().unwrap());
        assert_eq!(before.len(), files);
        let library = to_read(&path);
        assert!(library.read_only().is_some());
        assert!(count(&library) == 20 && is_whole(&library) && library.marks().get(ArticleId(2)).unwrap().starred);
        library.backup(&folder.path().join("elsewhere.db")).unwrap();
        let error = library.marks().set_read(ArticleId(1), true, NOW).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
        assert!(library.index().build(|_| std::ops::ControlFlow::Continue(())).is_err());
        assert!(!library.is_outdated());
        library.close().unwrap();
        let main = |files: &[(PathBuf, Vec<u8>)]| files[0].clone();
        let after = snapshot(path.parent().unwrap());
        assert_eq!((after.len(), main(&after)), (before.len(), main(&before)));
        assert_eq!(count(&open(&folder.path().join("elsewhere.db"))), 20);
        let later = open(&path);
        later.marks().set_read(ArticleId(1), true, NOW).unwrap();
        assert_eq!(count(&later), 20);
    }
}

#[test]
fn what_its_owner_changes_meanwhile_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _, library) = two(folder.path());
    library.close().unwrap();
    let reading = to_read(&path);
    let mut owner = open(&path);
    add(&mut owner, 5);
    assert!(reading.is_outdated());
    assert_eq!(count(&to_read(&path)), 25);
    owner.close().unwrap();
    assert!(reading.is_outdated());
}

#[test]
fn an_older_library_that_may_not_be_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    for version in 1..crate::store::database::KNOWN {
        let _ = fs::remove_file(&path);
        let conn = rusqlite::Connection::open(&path).unwrap();
        for step in &crate::store::database::MIGRATIONS[..version] {
            step(&conn).unwrap();
        }
        conn.execute_batch(&format!("PRAGMA application_id = 1262633295; PRAGMA user_version = {version}")).unwrap();
        conn.close().unwrap();
        let before = snapshot(folder.path());
        let library = to_read(&path);
        assert_eq!(count(&library), 0);
        drop(library);
        assert_eq!(snapshot(folder.path()), before);
    }
}
