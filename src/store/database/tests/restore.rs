//! A copy in the library's place: only a whole one, only while nobody reads, and never at the cost of what was there.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;

use crate::article::{Article, Block};
use crate::store::database::{MIGRATIONS, file::PAGE_BYTES, migrate::migrate};
use crate::store::{
    Library, StoreError,
    articles::Arrival,
    database::{Restored, Stop, restore::restore},
    lists::Filter,
    sources::SourceKind,
};

fn library(path: &Path, count: usize) -> Library {
    let library = Library::open(path, "local").unwrap();
    let source = library.sources().find_or_add(SourceKind::Import, "x", "x", Timestamp::UNIX_EPOCH).unwrap();
    let body = |n| vec![Block::paragraph(format!("第{n}段。").repeat(50))];
    let articles: Vec<_> =
        (0..count).map(|n| Article { title: format!("題{n}"), blocks: body(n), ..Article::default() }).collect();
    let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
    library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
    library
}

/// Leaves a library as a killed program does: with its log beside it.
fn kill(library: Library) {
    library.database.lose().unwrap();
    drop(library);
}

fn count(path: &Path) -> usize {
    let library = Library::open(path, "local").unwrap();
    assert_eq!(library.check(&mut |_| ControlFlow::Continue(())).unwrap().faults, []);
    library.lists().count(&Filter::default()).unwrap()
}

fn put_back(library: &Path, copy: &Path) -> Result<Restored, StoreError> {
    restore(library, copy, &Stop::default(), &mut |_| ControlFlow::Continue(()))
}

/// The files of a folder and what is in them.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// A folder with `copy.db`, a copy of three articles.
    fn new() -> Home {
        let home = Home { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(home.at("data")).unwrap();
        let three = library(&home.at("three.db"), 3);
        three.backup(&home.at("copy.db")).unwrap();
        three.close().unwrap();
        home
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

#[test]
fn a_copy_takes_the_place_of_a_killed_library_which_is_kept_with_its_log() {
    let home = Home::new();
    let (path, copy) = (home.at("data/library.db"), home.at("copy.db"));
    let before = fs::read(&copy).unwrap();
    for number in 1..=3 {
        kill(library(&path, 10 + number));
        assert!(home.at("data/library.db-wal").exists());
        let restored = put_back(&path, &copy).unwrap();
        let name = if number == 1 { String::new() } else { format!("-{number}") };
        let kept = home.at(&format!("data/library.db.before-restore{name}"));
        assert_eq!(restored.kept.as_ref().map(|kept| kept.file_name()), Some(kept.file_name()));
        assert_eq!((restored.health.articles, restored.health.sources), (3, 1));
        // The old library in one file, and the new one in one.
        assert_eq!(files(&home.at("data")).len(), 1 + number);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(count(&path), 3);
        assert_eq!(count(&kept), 10 + number);
        assert_eq!(fs::read(&copy).unwrap(), before);
    }
    // And back again.
    put_back(&path, &home.at("data/library.db.before-restore")).unwrap();
    assert_eq!(count(&path), 11);
}

#[test]
fn nothing_is_restored_under_an_open_reader() {
    let home = Home::new();
    let path = home.at("data/library.db");
    let reader = library(&path, 9);
    // It only looks on, between two transactions.
    assert_eq!(reader.lists().count(&Filter::default()).unwrap(), 9);
    let error = put_back(&path, &home.at("copy.db")).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    assert!(!home.at("data/library.db.before-restore").exists());
    assert_eq!(reader.lists().count(&Filter::default()).unwrap(), 9);
    reader.close().unwrap();
    put_back(&path, &home.at("copy.db")).unwrap();
    assert_eq!(count(&path), 3);
}

#[test]
fn a_damaged_library_is_replaced_and_kept_as_it_was() {
    type Damage = fn(&mut Vec<u8>);
    let home = Home::new();
    let path = home.at("data/library.db");
    let damages: [(&str, Damage); 5] = [
        ("noise", |bytes| bytes.fill(0xa7)),
        ("no head", |bytes| bytes[..100].fill(0)),
        ("a page of noise", |bytes| bytes[2 * PAGE_BYTES..3 * PAGE_BYTES].fill(0x5a)),
        ("cut", |bytes| bytes.truncate(bytes.len() / 2)),
        ("empty", Vec::clear),
    ];
    for (what, damage) in damages {
        kill(library(&path, 40));
        let mut bytes = fs::read(&path).unwrap();
        damage(&mut bytes);
        fs::write(&path, &bytes).unwrap();
        let log = fs::read(home.at("data/library.db-wal")).unwrap();
        let kept = put_back(&path, &home.at("copy.db")).unwrap_or_else(|error| panic!("{what}: {error}")).kept.unwrap();
        let folded = fs::read(&kept).unwrap() != bytes;
        let beside = fs::read(kept.with_file_name(format!("{}-wal", kept.file_name().unwrap().to_str().unwrap())));
        assert!(folded || beside.unwrap() == log, "{what}: its log is lost");
        assert!(!home.at("data/library.db-wal").exists(), "{what}");
        assert_eq!(count(&path), 3, "{what}");
    }
}

#[test]
fn a_library_that_is_not_there_is_made() {
    let home = Home::new();
    let path = home.at("data/new/library.db");
    let restored = put_back(&path, &home.at("copy.db")).unwrap();
    assert_eq!(restored.kept, None);
    assert_eq!(count(&path), 3);
    // A log without its library is not taken for the new one's.
    fs::remove_file(&path).unwrap();
    fs::write(home.at("data/new/library.db-wal"), "left").unwrap();
    put_back(&path, &home.at("copy.db")).unwrap();
    assert_eq!(count(&path), 3);
    assert_eq!(fs::read(home.at("data/new/library.db.before-restore-wal")).unwrap(), b"left");
}

#[test]
fn a_link_to_the_library_stays_one() {
    let home = Home::new();
    fs::create_dir(home.at("disk")).unwrap();
    library(&home.at("disk/real.db"), 8).close().unwrap();
    symlink(home.at("disk/real.db"), home.at("data/library.db")).unwrap();
    let kept = put_back(&home.at("data/library.db"), &home.at("copy.db")).unwrap().kept.unwrap();
    assert!(fs::symlink_metadata(home.at("data/library.db")).unwrap().is_symlink());
    assert_eq!(count(&home.at("disk/real.db")), 3);
    assert_eq!(kept.parent().unwrap(), home.at("disk").canonicalize().unwrap());
    symlink(home.at("nowhere.db"), home.at("data/dangling.db")).unwrap();
    assert!(matches!(put_back(&home.at("data/dangling.db"), &home.at("copy.db")), Err(StoreError::Path { .. })));
}

#[test]
fn an_older_copy_is_brought_up_to_date_when_it_is_opened() {
    let home = Home::new();
    let mut old = Connection::open(home.at("old.db")).unwrap();
    migrate(&mut old, &MIGRATIONS[..2], None).unwrap();
    drop(old);
    put_back(&home.at("data/library.db"), &home.at("old.db")).unwrap();
    assert_eq!(count(&home.at("data/library.db")), 0);
}

#[test]
fn what_is_not_a_whole_copy_is_refused_and_everything_stays() {
    let home = Home::new();
    let path = home.at("data/library.db");
    library(&path, 5).close().unwrap();
    fs::create_dir(home.at("folder")).unwrap();
    fs::write(home.at("empty"), "").unwrap();
    fs::write(home.at("notes.txt"), "我的筆記\n".repeat(1000)).unwrap();
    symlink(home.at("copy.db"), home.at("link")).unwrap();
    fs::hard_link(&path, home.at("itself")).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, home.at("pipe"), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    Connection::open(home.at("foreign.db")).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let altered = |name: &str, sql: &str| {
        fs::copy(home.at("copy.db"), home.at(name)).unwrap();
        Connection::open(home.at(name)).unwrap().execute_batch(sql).unwrap();
    };
    altered("newer.db", "PRAGMA user_version = 99");
    altered("tampered.db", "CREATE TRIGGER t AFTER UPDATE ON reader_state BEGIN DELETE FROM articles; END");
    altered("text.db", "UPDATE bodies SET packed = CAST(x'a000' || substr(packed, 3) AS BLOB) WHERE article_id = 2");
    altered("author.db", "UPDATE articles SET author = 'x' WHERE id = 2");
    altered("dangling.db", "PRAGMA foreign_keys = OFF; DELETE FROM articles WHERE id = 2");
    let mut bytes = fs::read(home.at("copy.db")).unwrap();
    bytes[2 * PAGE_BYTES..3 * PAGE_BYTES].fill(0x5a);
    fs::write(home.at("damaged.db"), bytes).unwrap();
    kill(library(&home.at("open.db"), 1));
    let before = (files(home.folder.path()), files(&home.at("data")));
    for (name, word) in [
        ("folder", "folder"),
        ("empty", "empty"),
        ("notes.txt", "not a kanbao library"),
        ("link", "symbolic link"),
        ("itself", "itself"),
        ("pipe", "regular file"),
        ("foreign.db", "another program"),
        ("newer.db", "newer"),
        ("tampered.db", "trigger t"),
        ("text.db", "article 2"),
        ("author.db", "article 2"),
        ("dangling.db", "damaged"),
        ("damaged.db", "damaged"),
        ("open.db", "not closed"),
        ("nowhere.db", "not there"),
    ] {
        let error = put_back(&path, &home.at(name)).expect_err(name).to_string();
        assert!(error.contains(word) && error.contains(name), "{name}: {error}");
        assert_eq!((files(home.folder.path()), files(&home.at("data"))), before, "{name}");
    }
    assert!(matches!(put_back(&home.at("foreign.db"), &home.at("copy.db")), Err(StoreError::Foreign { .. })));
    assert!(matches!(put_back(&home.at("folder"), &home.at("copy.db")), Err(StoreError::Folder { .. })));
    assert!(matches!(put_back(&home.at("pipe"), &home.at("copy.db")), Err(StoreError::NotAFile { .. })));
    assert_eq!(files(home.folder.path()), before.0);
}
