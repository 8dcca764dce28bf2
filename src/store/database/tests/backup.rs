//! Copies: whole, private, in place of nothing but copies, and never of a damaged library.

use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::article::Article;
use crate::store::database::{STALE_PART_AGE, file::PAGE_BYTES};
use crate::store::{Library, StoreError, articles::Arrival, lists::Filter, sources::SourceKind};

fn backup(library: &Library, target: &Path) -> Result<(), StoreError> {
    library.backup(target).map(|_| ())
}

fn library(path: &Path, count: usize) -> Library {
    let library = Library::open(path, "local").unwrap();
    let source = library.sources().find_or_add(SourceKind::Import, "x", "x", Timestamp::UNIX_EPOCH).unwrap();
    let articles: Vec<_> = (0..count).map(|n| Article { title: format!("題{n}"), ..Article::default() }).collect();
    let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
    library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
    library
}

fn count(path: &Path) -> usize {
    Library::open(path, "local").unwrap().lists().count(&Filter::default()).unwrap()
}

#[test]
fn a_copy_is_whole_private_and_replaces_an_earlier_one() {
    let folder = tempfile::tempdir().unwrap();
    let (path, target) = (folder.path().join("library.db"), folder.path().join("copies 報'.db"));
    backup(&library(&path, 2), &target).unwrap();
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(count(&target), 2);
    backup(&library(&path, 5), &target).unwrap();
    assert_eq!(count(&target), 5);
    assert_eq!(count(&path), 5);
    let parts = fs::read_dir(folder.path()).unwrap().filter(|it| is_hidden(it.as_ref().unwrap())).count();
    assert_eq!(parts, 0);
}

fn is_hidden(entry: &fs::DirEntry) -> bool {
    entry.file_name().as_bytes().starts_with(b".")
}

#[test]
fn nothing_but_a_copy_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let own = library(&path, 1);
    let at = |name: &str| folder.path().join(name);
    fs::write(at("notes.txt"), "我的筆記\n".repeat(100)).unwrap();
    fs::write(at("empty"), "").unwrap();
    fs::create_dir(at("folder")).unwrap();
    symlink(at("notes.txt"), at("link")).unwrap();
    symlink(at("nowhere"), at("dangling")).unwrap();
    fs::hard_link(&path, at("itself")).unwrap();
    Connection::open(at("foreign.db")).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let in_use = library(&at("open.db"), 1);
    for name in ["notes.txt", "empty", "folder", "link", "dangling", "itself", "foreign.db", "library.db", "open.db"] {
        let before = fs::read(at(name)).ok();
        let error = backup(&own, &at(name)).expect_err(name);
        assert!(matches!(error, StoreError::InTheWay { .. }), "{name}: {error}");
        assert_eq!(fs::read(at(name)).ok(), before, "{name}");
    }
    drop(in_use);
    backup(&own, &at("open.db")).unwrap();
    let error = backup(&own, &at("no/such/folder/copy.db")).unwrap_err();
    assert!(matches!(error, StoreError::Backup { .. }), "{error}");
}

#[test]
fn what_killed_programs_left_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in [".kanbao-old.part", ".kanbao-new.part", ".other.part", ".kanbao-x"] {
        let file = File::create(at(name)).unwrap();
        if name != ".kanbao-new.part" {
            file.set_modified(std::time::SystemTime::now() - STALE_PART_AGE - STALE_PART_AGE).unwrap();
        }
    }
    backup(&library(&at("library.db"), 1), &at("copy.db")).unwrap();
    let there = [".kanbao-old.part", ".kanbao-new.part", ".other.part", ".kanbao-x"].map(|name| at(name).exists());
    assert_eq!(there, [false, true, true, true]);
}

#[test]
fn a_damaged_library_does_not_replace_its_copy() {
    let folder = tempfile::tempdir().unwrap();
    let (path, target) = (folder.path().join("library.db"), folder.path().join("copy.db"));
    backup(&library(&path, 9), &target).unwrap();
    let before = fs::read(&target).unwrap();
    let spoils = [
        "UPDATE articles SET title = '他' WHERE id = 3",
        "UPDATE articles SET author = '他' WHERE id = 3",
        "UPDATE articles SET title = CAST(x'ff' AS TEXT) WHERE id = 3",
        "PRAGMA foreign_keys = OFF; DELETE FROM bodies WHERE article_id = 3",
        "PRAGMA foreign_keys = OFF; INSERT INTO reader_state (article_id, reader) VALUES (99, 'local')",
        "CREATE TRIGGER mine AFTER INSERT ON articles BEGIN DELETE FROM bodies; END",
        "CREATE TABLE mine (x TEXT)",
    ];
    for spoil in spoils {
        let own = folder.path().join("spoilt.db");
        fs::copy(&target, &own).unwrap();
        let own = Library::open(&own, "local").unwrap();
        own.database.execute_batch(spoil).unwrap();
        let error = backup(&own, &target).expect_err(spoil);
        assert!(
            matches!(error, StoreError::Unsound { .. }) && error.to_string().contains("salvage"),
            "{spoil}: {error}"
        );
        own.close().unwrap();
        assert_eq!(fs::read(&target).unwrap(), before, "{spoil}");
    }
    // A page whose loss nothing else tells of.
    library(&path, 400).close().unwrap();
    let whole = fs::read(&path).unwrap();
    for page in 1..whole.len() / PAGE_BYTES {
        let mut bytes = whole.clone();
        bytes[page * PAGE_BYTES..(page + 1) * PAGE_BYTES].fill(0x5a);
        let own = folder.path().join("page.db");
        fs::write(&own, &bytes).unwrap();
        let Ok(own) = Library::open(&own, "local") else { continue };
        let result = backup(&own, &target);
        own.close().unwrap();
        assert!(result.is_err(), "page {page} was not missed");
        assert_eq!(fs::read(&target).unwrap(), before, "page {page}");
    }
    let parts = fs::read_dir(folder.path()).unwrap().filter(|it| is_hidden(it.as_ref().unwrap())).count();
    assert_eq!(parts, 0);
}
