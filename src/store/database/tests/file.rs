//! The library's file: made with the right permissions, refused untouched when it is not ours, shared by several.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;

use crate::article::{Article, Block};
use crate::store::database::{APPLICATION_ID, KNOWN};
use crate::store::{
    LOCAL_READER, Library, StoreError, articles::Arrival, database::file, lists::Filter, sources::SourceKind,
};

fn open(path: &Path) -> Result<Library, StoreError> {
    Library::open(path, LOCAL_READER)
}

fn add(library: &mut Library, title: &str) {
    let source = library.sources().find_or_add(SourceKind::Import, "here", "here", Timestamp::UNIX_EPOCH).unwrap();
    let article =
        Article { title: title.into(), blocks: vec![Block::paragraph(title.repeat(100))], ..Article::default() };
    library.articles().insert(source, &[Arrival::from(&article)], Timestamp::UNIX_EPOCH).unwrap();
}

/// Every file of a folder with its content and the time it was last changed.
fn snapshot(folder: &Path) -> Vec<(PathBuf, Vec<u8>, i64)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.clone(), fs::read(&path).unwrap_or_default(), fs::symlink_metadata(&path).unwrap().mtime_nsec())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_new_library_is_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/報 é%20?/library.db");
    let mut library = open(&path).unwrap();
    add(&mut library, "題");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.path().join("data")), 0o700);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for file in fs::read_dir(path.parent().unwrap()).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
    library.close().unwrap();
    // Closed by the last, it is a single file.
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    assert_eq!(open(&path).unwrap().lists().count(&Filter::default()).unwrap(), 1);
}

#[test]
fn an_empty_file_becomes_a_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    fs::write(&path, "").unwrap();
    assert!(open(&path).unwrap().articles().is_empty().unwrap());
}

#[test]
fn the_settings_hold() {
    let folder = tempfile::tempdir().unwrap();
    let library = open(&folder.path().join("library.db")).unwrap();
    let text = |name| library.database.pragma_query_value(None, name, |row| row.get::<_, String>(0)).unwrap();
    let number = |name| library.database.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(text("journal_mode"), "wal");
    assert_eq!(number("synchronous"), 2);
    assert_eq!(number("foreign_keys"), 1);
    assert_eq!(number("trusted_schema"), 0);
    assert_eq!(number("application_id"), APPLICATION_ID);
    assert_eq!(number("user_version"), KNOWN as i64);
}

#[test]
fn on_a_network_there_is_no_log_and_several_may_still_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = open(&path).unwrap();
    add(&mut library, "一");
    // As a killed program leaves it: the log beside the file.
    library.database.lose().unwrap();
    drop(library);
    assert!(folder.path().join("library.db-wal").exists());
    let on_network = || {
        Library::new(
            file::open_held(std::sync::Arc::new(file::LibraryFile::hold(&path).unwrap()), false).unwrap().database,
            LOCAL_READER,
        )
        .unwrap()
    };
    let (mut one, mut two) = (on_network(), on_network());
    add(&mut one, "二");
    add(&mut two, "三");
    assert!(one.changed().unwrap());
    assert_eq!(one.database.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0)).unwrap(), "delete");
    assert_eq!(one.lists().count(&Filter::default()).unwrap(), 3);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    drop((one, two));
    assert_eq!(open(&path).unwrap().lists().count(&Filter::default()).unwrap(), 3);
}

#[test]
fn what_is_not_a_library_is_refused_untouched() {
    type Make = fn(&Path);
    fn foreign(path: &Path, sql: &str) {
        Connection::open(path).unwrap().execute_batch(sql).unwrap();
    }
    type Expect = fn(&StoreError) -> bool;
    let cases: [(&str, Make, Expect); 11] = [
        ("text", |path| fs::write(path, "不是數據庫\n").unwrap(), |e| matches!(e, StoreError::NotALibrary { .. })),
        ("one byte", |path| fs::write(path, "x").unwrap(), |e| matches!(e, StoreError::NotALibrary { .. })),
        ("zeros", |path| fs::write(path, [0; 8192]).unwrap(), |e| matches!(e, StoreError::NotALibrary { .. })),
        ("noise", |path| fs::write(path, [0xa7; 8192]).unwrap(), |e| matches!(e, StoreError::NotALibrary { .. })),
        (
            "another program's",
            |path| foreign(path, "CREATE TABLE t (x); INSERT INTO t VALUES (1);"),
            |e| matches!(e, StoreError::Foreign { .. }),
        ),
        (
            "another program's, with a log",
            |path| foreign(path, "PRAGMA journal_mode = WAL; PRAGMA application_id = 7; CREATE TABLE t (x);"),
            |e| matches!(e, StoreError::Foreign { .. }),
        ),
        (
            "ours by name, with another program's tables",
            |path| foreign(path, &format!("PRAGMA application_id = {APPLICATION_ID}; CREATE TABLE t (x);")),
            |e| matches!(e, StoreError::Foreign { .. }),
        ),
        (
            "newer",
            |path| {
                let library = open(path).unwrap();
                library.database.pragma_update(None, "user_version", 99).unwrap();
            },
            |e| matches!(e, StoreError::Newer { found: 99, known: KNOWN, .. }),
        ),
        (
            "newer, in the log only",
            |path| {
                let library = open(path).unwrap();
                library.database.lose().unwrap();
                library.database.pragma_update(None, "user_version", 99).unwrap();
            },
            |e| matches!(e, StoreError::Newer { found: 99, known: KNOWN, .. }),
        ),
        (
            "cut short",
            |path| {
                let mut library = open(path).unwrap();
                (0..50).for_each(|n| add(&mut library, &format!("題{n}")));
                library.close().unwrap();
                let bytes = fs::read(path).unwrap();
                fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
            },
            |e| matches!(e, StoreError::Damaged { .. }),
        ),
        (
            "overwritten",
            |path| {
                open(path).unwrap().close().unwrap();
                let mut bytes = fs::read(path).unwrap();
                bytes[100..4096].fill(0xff);
                fs::write(path, &bytes).unwrap();
            },
            |e| matches!(e, StoreError::Damaged { .. }),
        ),
    ];
    for (name, make, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        make(&path);
        let before = fs::read(&path).unwrap();
        let changed = fs::metadata(&path).unwrap().mtime_nsec();
        let error = open(&path).expect_err(name);
        assert!(expected(&error), "{name}: {error:?}");
        assert!(error.to_string().contains("library.db"), "{name}: {error}");
        assert_eq!(fs::read(&path).unwrap(), before, "{name}");
        assert_eq!(fs::metadata(&path).unwrap().mtime_nsec(), changed, "{name}");
    }
}

#[test]
fn a_path_that_is_no_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::Folder { .. })));
    assert!(matches!(open(Path::new("/dev/null")), Err(StoreError::NotAFile { .. })));
    assert!(matches!(open(Path::new("")), Err(StoreError::Path { .. })));
    fs::write(folder.path().join("file"), "").unwrap();
    let below = folder.path().join("file/library.db");
    assert!(matches!(open(&below), Err(StoreError::Path { .. })), "{:?}", open(&below));
    let dangling = folder.path().join("link");
    symlink(folder.path().join("nowhere/library.db"), &dangling).unwrap();
    assert!(matches!(open(&dangling), Err(StoreError::Path { .. })), "{:?}", open(&dangling));
    let long = folder.path().join("x".repeat(300));
    assert!(matches!(open(&long), Err(StoreError::Path { .. })), "{:?}", open(&long));
    assert_eq!(snapshot(folder.path()).len(), 2);
}

#[test]
fn what_may_not_be_read_is_refused_and_what_may_not_be_written_only_read() {
    if rustix::process::geteuid().is_root() {
        // Permissions do not bind the superuser.
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    open(&path).unwrap().close().unwrap();
    let before = snapshot(folder.path());
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    set(&path, 0o400);
    assert!(open(&path).unwrap().read_only().is_some());
    set(&path, 0o000);
    assert!(matches!(open(&path), Err(StoreError::Unreadable { .. })), "{:?}", open(&path));
    set(&path, 0o600);
    set(folder.path(), 0o500);
    assert!(open(&path).unwrap().read_only().is_some());
    let new = folder.path().join("new.db");
    assert!(matches!(open(&new), Err(StoreError::ReadOnly { .. })), "{:?}", open(&new));
    let new = folder.path().join("new/library.db");
    assert!(matches!(open(&new), Err(StoreError::ReadOnly { .. })), "{:?}", open(&new));
    set(folder.path(), 0o000);
    assert!(matches!(open(&path), Err(StoreError::Unreadable { .. })), "{:?}", open(&path));
    set(folder.path(), 0o700);
    assert_eq!(snapshot(folder.path()), before);
}

#[test]
fn a_full_disk_keeps_nothing_of_a_batch_and_all_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = open(&path).unwrap();
    add(&mut library, "前");
    let pages: i64 = library.database.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    library.database.pragma_update_and_check(None, "max_page_count", pages + 4, |_| Ok(())).unwrap();
    let source = library.sources().find_or_add(SourceKind::Import, "here", "here", Timestamp::UNIX_EPOCH).unwrap();
    let articles: Vec<Article> =
        (0..100).map(|n| Article { title: format!("{n}{}", "長".repeat(500)), ..Article::default() }).collect();
    let arrivals: Vec<Arrival<'_>> = articles.iter().map(Arrival::from).collect();
    let error = library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap_err();
    assert!(matches!(error, StoreError::Full), "{error:?}");
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 1);
    drop(library);
    let library = open(&path).unwrap();
    assert_eq!(library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap().added, 100);
}

#[test]
fn two_connections_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let (mut one, mut two) = (open(&path).unwrap(), open(&path).unwrap());
    assert!(!one.changed().unwrap());
    add(&mut one, "題");
    assert!(!one.changed().unwrap(), "one's own change is no news");
    assert!(two.changed().unwrap());
    assert!(!two.changed().unwrap());
    let id = two.articles().latest().unwrap().unwrap();
    two.marks().set_read(id, true, Timestamp::UNIX_EPOCH).unwrap();
    assert!(one.changed().unwrap());
    assert!(one.marks().get(id).unwrap().read);
    // A reader in the middle of a scan keeps what it saw, and nobody waits for it.
    one.lists()
        .scan(&Filter::default(), |_, _| {
            add(&mut two, "二");
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(one.lists().count(&Filter::default()).unwrap(), 2);
    one.close().unwrap();
    add(&mut two, "三");
    assert_eq!(two.lists().count(&Filter::default()).unwrap(), 3);
}

#[test]
fn many_may_have_a_library_open_and_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/library.db");
    // One program opens it once more by its door; several programs are tried in tests/trouble.rs.
    let door = open(&path).unwrap().door().unwrap();
    let threads: Vec<_> = (0..6)
        .map(|n| {
            let door = door.clone();
            std::thread::spawn(move || {
                let mut library = door.open().unwrap();
                (0..5).for_each(|m| add(&mut library, &format!("{n}-{m}")));
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let library = open(&path).unwrap();
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 30);
    assert_eq!(library.sources().all().unwrap().len(), 1);
}

#[test]
fn a_library_may_go_to_another_thread() {
    fn sent<T: Send>() {}
    sent::<Library>();
    sent::<StoreError>();
}
