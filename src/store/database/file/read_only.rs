//! Opening a library that may not be written, or whose disk is full. No file is made beside it, and nothing in it is
//! changed: what a log holds that the file has not yet is read with the log's own index where there is one, else out of
//! a private copy.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use super::library_file::LibraryFile;
use super::main_file::FileHeader;
use super::{configure, connect, foreign, harden, log, open_unshared, rollback};
use crate::store::StoreError;
use crate::store::database::{KNOWN, MIGRATIONS, Stop, migrate::migrate};

/// Copies of a library that another program is changing, before that is given up.
const MAX_COPIES: usize = 5;

/// Reason why nothing can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The file or folder may not be written.
    ReadOnly(PathBuf),
    /// The disk of the file is full.
    NoRoom(PathBuf),
    /// The disk fails; the message of the engine.
    Disk(String),
}

impl Refusal {
    /// The reason in an error of opening, if the library can be read all the same.
    pub(crate) fn of(error: &StoreError, path: &Path) -> Option<Refusal> {
        match error {
            StoreError::ReadOnly { path } => Some(Refusal::ReadOnly(path.clone())),
            StoreError::NoRoom { .. } | StoreError::Full => Some(Refusal::NoRoom(path.to_owned())),
            StoreError::Disk(cause) => Some(Refusal::Disk(cause.clone())),
            StoreError::Backup { .. } if crate::store::is_full(path) => Some(Refusal::NoRoom(path.to_owned())),
            _ => None,
        }
    }

    /// The error for a change.
    pub(in crate::store) fn error(&self) -> StoreError {
        match self.clone() {
            Refusal::ReadOnly(path) => StoreError::ReadOnly { path },
            Refusal::NoRoom(path) => StoreError::NoRoom { path },
            Refusal::Disk(cause) => StoreError::Disk(cause),
        }
    }
}

/// A library that can only be read.
#[derive(Debug)]
pub(crate) struct ReadOnlyState {
    pub(in crate::store) refusal: Refusal,
    /// Versions of the files when they were read; nothing where the engine itself notices changes.
    seen: Option<Vec<FileVersion>>,
    /// The folder of a private copy; removed after the connection is closed.
    _copy: Option<TempDir>,
}

impl ReadOnlyState {
    /// True if the library has been changed by somebody who may, so that it has to be opened anew.
    pub(in crate::store) fn is_outdated(&self, library: &LibraryFile) -> bool {
        self.seen.as_ref().is_some_and(|seen| *seen != about(library))
    }
}

/// Version of a file: its inode, size and times.
type FileVersion = Option<(u64, u64, u64, (i64, i64), (i64, i64))>;

fn about(library: &LibraryFile) -> Vec<FileVersion> {
    [library.path().to_owned(), library.beside("-wal"), library.beside("-journal")]
        .iter()
        .map(|path| {
            let file = fs::metadata(path).ok()?;
            let (modified, changed) = ((file.mtime(), file.mtime_nsec()), (file.ctime(), file.ctime_nsec()));
            Some((file.dev(), file.ino(), file.len(), modified, changed))
        })
        .collect()
}

/// Opens the library to read it only; `refusal` says why.
pub(crate) fn open(library: &LibraryFile, refusal: Refusal) -> Result<(Connection, ReadOnlyState), StoreError> {
    let failed = |source: io::Error| StoreError::Path { path: library.path().to_owned(), source };
    let engine = |error| StoreError::opening(library.path(), error);
    let seen = about(library);
    let head = FileHeader::of(library.file()).map_err(failed)?.ok_or_else(|| refusal.error())?;
    // What is another library's is left out of account.
    let own = !foreign::is_foreign(library, &Stop::default()).map_err(failed)?;
    let log = library.beside("-wal");
    let is_logged = own && !log::is_empty(&log).map_err(failed)?;
    let is_hot = own && rollback::is_hot(&library.beside("-journal")).map_err(failed)?;
    let is_old = usize::try_from(head.version).is_ok_and(|version| version < KNOWN);
    let shared = |conn| (conn, ReadOnlyState { refusal: refusal.clone(), seen: None, _copy: None });
    if is_hot {
        return copied(library, refusal);
    }
    if is_logged {
        // With its index beside it the log can be shared with those who write.
        if library.beside("-shm").exists()
            && let Some(conn) = plain(library.path()).ok().filter(is_current)
        {
            return Ok(shared(conn));
        }
        return copied(library, refusal);
    }
    if is_old {
        return copied(library, refusal);
    }
    if !head.log
        && !log.exists()
        && let Some(conn) = plain(library.path()).ok().filter(is_current)
    {
        return Ok(shared(conn));
    }
    let conn = open_unshared(library.path()).map_err(engine)?;
    configure(&conn).map_err(engine)?;
    if !is_current(&conn) {
        // The engine says why.
        crate::store::database::version(&conn).map_err(engine)?;
        return Err(refusal.error());
    }
    Ok((conn, ReadOnlyState { refusal, seen: Some(seen), _copy: None }))
}

/// True if the library can be read and is of the version that this program knows.
fn is_current(conn: &Connection) -> bool {
    crate::store::database::version(conn).is_ok_and(|version| usize::try_from(version) == Ok(KNOWN))
}

/// A connection that takes the locks of those who read.
fn plain(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = Connection::open_with_flags(path, flags)?;
    harden(&conn)?;
    configure(&conn)?;
    Ok(conn)
}

/// A connection to a private copy of the library and its journals, brought up to date.
fn copied(library: &LibraryFile, refusal: Refusal) -> Result<(Connection, ReadOnlyState), StoreError> {
    let failed = |source: io::Error| StoreError::Path { path: library.path().to_owned(), source };
    let folder = tempfile::Builder::new().prefix("kanbao-").tempdir().map_err(failed)?;
    let copy = folder.path().join("library.db");
    let mut seen = about(library);
    for attempt in 0.. {
        if attempt == MAX_COPIES {
            // A copy of pages from before and after a change makes no sense.
            return Err(StoreError::Busy);
        }
        for ending in ["", "-wal", "-journal"] {
            let mut target = copy.clone().into_os_string();
            target.push(ending);
            let copied =
                if ending.is_empty() { copy_held(library, &copy) } else { copy_beside(library, ending, &target) };
            copied.map_err(failed)?;
        }
        let now = about(library);
        if std::mem::replace(&mut seen, now) == seen {
            break;
        }
    }
    let engine = |error| StoreError::opening(library.path(), error);
    let mut conn = connect(&copy).map_err(engine)?;
    migrate(&mut conn, MIGRATIONS, None).map_err(|error| super::named(library.path(), error))?;
    configure(&conn).map_err(engine)?;
    Ok((conn, ReadOnlyState { refusal, seen: Some(seen), _copy: Some(folder) }))
}

/// Copies the main file through the descriptor that is held: another one must not be closed.
fn copy_held(library: &LibraryFile, target: &Path) -> io::Result<()> {
    use std::os::unix::fs::FileExt;
    let mut chunk = vec![0; 1 << 20];
    let mut copy = fs::File::create(target)?;
    let mut at = 0;
    loop {
        match library.file().read_at(&mut chunk, at)? {
            0 => return Ok(()),
            count => io::Write::write_all(&mut copy, &chunk[..count])?,
        }
        at = copy.metadata()?.len();
    }
}

fn copy_beside(library: &LibraryFile, ending: &str, target: &std::ffi::OsStr) -> io::Result<()> {
    match fs::File::open(library.beside(ending)) {
        Ok(mut file) => io::copy(&mut file, &mut fs::File::create(target)?).map(drop),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
