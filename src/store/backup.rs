//! A copy of the whole library in one file, complete or not there at all.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::{Library, StoreError, database, file};

/// What the name of a copy begins and ends with as long as it is not complete.
const PART: (&str, &str) = (".kanbao-", ".part");

/// An incomplete copy that has not been written to for so long was left by a program that was killed.
const LEFT: Duration = Duration::from_hours(24);

impl Library {
    /// Writes a compact copy of the library to a file; other programs may go on using the library meanwhile. An
    /// earlier copy is replaced when the new one is complete; nothing else is, and no library that is in use.
    ///
    /// # Errors
    /// If there is something else at `target`, or the copy cannot be written; `target` is then as it was.
    pub fn backup(&self, target: &Path) -> Result<(), StoreError> {
        let in_the_way = |what: &'static str| StoreError::InTheWay { path: target.to_owned(), what };
        let failed = |error: std::io::Error| StoreError::Backup { path: target.to_owned(), cause: error.to_string() };
        match fs::symlink_metadata(target) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
            Ok(found) if found.is_dir() => return Err(in_the_way("a folder")),
            Ok(found) if found.is_symlink() => return Err(in_the_way("a symbolic link")),
            Ok(found) if !found.is_file() => return Err(in_the_way("no regular file")),
            Ok(found) => {
                if self.is_file(found.dev(), found.ino()) {
                    return Err(in_the_way("the library itself"));
                }
                if !file::is_a_library(target)? {
                    return Err(in_the_way("not a copy of a kanbao library"));
                }
            }
        }
        // A log belongs to the file of its name, whichever that is: a copy beside a foreign one would be ruined.
        for ending in ["-wal", "-journal", "-shm"] {
            if fs::symlink_metadata(with_ending(target, ending)).is_ok() {
                return Err(in_the_way("a library that is open or was not closed"));
            }
        }
        copy(&self.conn, target)
    }

    fn is_file(&self, device: u64, inode: u64) -> bool {
        let own = self.conn.path().and_then(|path| fs::metadata(path).ok());
        own.is_some_and(|own| (own.dev(), own.ino()) == (device, inode))
    }
}

/// Writes a compact copy of the library to `target`, in place of a file that is there. The copy is written beside it,
/// made durable, and renamed; other programs may go on using the library meanwhile. It is readable by its owner only.
///
/// # Errors
/// [`StoreError::Backup`]; nothing is left behind.
pub(super) fn copy(conn: &Connection, target: &Path) -> Result<(), StoreError> {
    let failed = |cause: String| StoreError::Backup { path: target.to_owned(), cause };
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // An absolute path, so that SQLite takes it for nothing else.
    let folder = folder.canonicalize().map_err(|error| failed(error.to_string()))?;
    remove_left(&folder);
    let part = tempfile::Builder::new()
        .prefix(PART.0)
        .suffix(PART.1)
        .tempfile_in(&folder)
        .map_err(|error| failed(error.to_string()))?;
    database::write_copy(conn, part.path()).map_err(|error| failed(error.to_string()))?;
    part.as_file().sync_all().map_err(|error| failed(error.to_string()))?;
    part.persist(target).map_err(|error| failed(error.error.to_string()))?;
    File::open(&folder).and_then(|folder| folder.sync_all()).map_err(|error| failed(error.to_string()))
}

/// Removes the incomplete copies that killed programs have left in a folder, as far as that can be done.
fn remove_left(folder: &Path) {
    let is_part = |name: &OsStr| {
        let name = name.as_bytes();
        name.starts_with(PART.0.as_bytes()) && name.ends_with(PART.1.as_bytes())
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let written = || entry.metadata().ok().filter(fs::Metadata::is_file)?.modified().ok();
        if is_part(&entry.file_name()) && written().and_then(|time| time.elapsed().ok()).is_some_and(|age| age > LEFT) {
            // What cannot be removed is only in the way of nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use jiff::Timestamp;

    use super::*;
    use crate::article::Article;
    use crate::store::{Arrival, Filter, SourceKind};

    fn library(path: &Path, count: usize) -> Library {
        let mut library = Library::open(path, "local").unwrap();
        let source = library.source(SourceKind::Import, "x", "x", Timestamp::UNIX_EPOCH).unwrap();
        let articles: Vec<_> = (0..count).map(|n| Article { title: format!("題{n}"), ..Article::default() }).collect();
        let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
        library.put(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
        library
    }

    fn count(path: &Path) -> usize {
        Library::open(path, "local").unwrap().count(&Filter::default()).unwrap()
    }

    #[test]
    fn a_copy_is_whole_private_and_replaces_an_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let (path, target) = (folder.path().join("library.db"), folder.path().join("copies 報'.db"));
        library(&path, 2).backup(&target).unwrap();
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(count(&target), 2);
        library(&path, 5).backup(&target).unwrap();
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
        for name in
            ["notes.txt", "empty", "folder", "link", "dangling", "itself", "foreign.db", "library.db", "open.db"]
        {
            let before = fs::read(at(name)).ok();
            let error = own.backup(&at(name)).expect_err(name);
            assert!(matches!(error, StoreError::InTheWay { .. }), "{name}: {error}");
            assert_eq!(fs::read(at(name)).ok(), before, "{name}");
        }
        drop(in_use);
        own.backup(&at("open.db")).unwrap();
        let error = own.backup(&at("no/such/folder/copy.db")).unwrap_err();
        assert!(matches!(error, StoreError::Backup { .. }), "{error}");
    }

    #[test]
    fn what_killed_programs_left_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in [".kanbao-old.part", ".kanbao-new.part", ".other.part", ".kanbao-x"] {
            let file = File::create(at(name)).unwrap();
            if name != ".kanbao-new.part" {
                file.set_modified(std::time::SystemTime::now() - LEFT - LEFT).unwrap();
            }
        }
        library(&at("library.db"), 1).backup(&at("copy.db")).unwrap();
        let there = [".kanbao-old.part", ".kanbao-new.part", ".other.part", ".kanbao-x"].map(|name| at(name).exists());
        assert_eq!(there, [false, true, true, true]);
    }
}
