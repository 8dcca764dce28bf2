//! The library's file before and while it is opened: it is made, looked at, and refused with a plain sentence if it
//! is not ours. Nothing in here knows a table.
//!
//! What goes past the engine goes through one descriptor, which lives as long as every connection (`library_file.rs`). Only a
//! file that did not exist is made by us.

mod foreign;
mod last_seen;
mod library_file;
mod log;
mod main_file;
mod read_only;
pub(crate) mod rollback;
pub(crate) mod stamp;
pub(crate) mod unshared;

#[cfg(test)]
mod changing_tests;
#[cfg(test)]
mod foreign_tests;

pub(crate) use foreign::{is_foreign, is_surely_foreign, set_aside};
pub(crate) use last_seen::LastSeen;
pub(crate) use library_file::LibraryFile;
pub(crate) use log::checksum;
pub(crate) use read_only::{ReadOnlyState, Refusal};
pub(crate) use stamp::renew;
pub(crate) use unshared::open_unshared;

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Access, AtFlags, CWD, accessat};

use crate::store::database::{APPLICATION_ID, KNOWN, MIGRATIONS, migrate::migrate};
use crate::store::database::{Database, Stop};
use crate::store::{StoreError, database::journal};

use main_file::FileHeader;

/// Longest wait of a change for another program's.
pub(in crate::store) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes of a page of a new library. An article is a few thousand bytes: in pages of 4 KiB a sixth of the file was empty
/// behind one or two of them.
pub(in crate::store) const PAGE_BYTES: usize = 16 << 10;

/// Bytes of the log at which it is folded into the file.
const LOG_BYTES: i64 = 4 << 20;

/// A library that has been opened.
pub(crate) struct Opened {
    /// The connection to it.
    pub(in crate::store) database: Database,
    /// The new name of a journal that was not its own.
    pub(in crate::store) set_aside: Option<PathBuf>,
}

/// Opens the library at `path`, making it and its folder if there is none, and brings its schema up to date. One that
/// may not be written is opened to be read.
pub(crate) fn open(path: &Path) -> Result<Opened, StoreError> {
    let path = &std::path::absolute(path).map_err(|source| StoreError::Path { path: path.to_owned(), source })?;
    ensure_file(path)?;
    open_held(Arc::new(LibraryFile::hold(path)?), !journal::on_network(path))
}

/// Opens a file that nothing in this program has open yet; `local`: on a disk of this machine.
pub(in crate::store) fn open_held(held: Arc<LibraryFile>, local: bool) -> Result<Opened, StoreError> {
    ensure_ours(&held)?;
    let to_write = || {
        ensure_allowed(held.path())?;
        let set_aside = foreign::set_aside(&held)?;
        Ok((open_ours(held.path(), local)?, set_aside))
    };
    match to_write() {
        Ok((conn, set_aside)) => Ok(Opened { database: Database::new(conn, Some(held))?, set_aside }),
        Err(error) => Ok(Opened { database: open_to_read(held, error)?, set_aside: None }),
    }
}

/// Opens a file once more that this program has open.
///
/// # Errors
/// [`StoreError::Replaced`] or [`StoreError::Gone`] if it is no longer what was opened.
pub(in crate::store) fn open_again(held: Arc<LibraryFile>) -> Result<Database, StoreError> {
    held.still_there()?;
    if foreign::is_foreign(&held, &Stop::default()).unwrap_or(true) && ensure_allowed(held.path()).is_ok() {
        // What lies beside it may not be set aside while somebody in here uses it.
        held.lose();
        return Err(StoreError::Replaced { path: held.path().to_owned() });
    }
    let local = !journal::on_network(held.path());
    match ensure_allowed(held.path()).and_then(|()| open_ours(held.path(), local)) {
        Ok(conn) => Database::new(conn, Some(held)),
        Err(error) => open_to_read(held, error),
    }
}

/// Opens a file to read it, where `error` lets it be read at all.
fn open_to_read(held: Arc<LibraryFile>, error: StoreError) -> Result<Database, StoreError> {
    let empty = held.file().metadata().is_ok_and(|about| about.len() == 0);
    match Refusal::of(&error, held.path()).filter(|_| !empty) {
        Some(refusal) => {
            let (conn, reading) = read_only::open(&held, refusal)?;
            Database::to_read(conn, held, reading)
        }
        None => Err(error),
    }
}

/// Opens what has passed as ours; `local`: on a disk of this machine.
fn open_ours(path: &Path, local: bool) -> Result<Connection, StoreError> {
    let mut conn = connect(path).map_err(|error| StoreError::opening(path, error))?;
    if !local {
        // Before the first read: a WAL file on a network is then read without memory shared between hosts.
        exclusive(&conn, true).map_err(|error| StoreError::opening(path, error))?;
    }
    migrate(&mut conn, MIGRATIONS, Some(path)).map_err(|error| named(path, error))?;
    journal::choose(&conn, local, 50)
        .and_then(|()| exclusive(&conn, false))
        .and_then(|()| configure(&conn))
        .map_err(|error| StoreError::opening(path, error))?;
    Ok(conn)
}

/// A connection without a file.
pub(crate) fn open_in_memory() -> Result<Database, StoreError> {
    let mut conn = Connection::open_in_memory()?;
    harden(&conn)?;
    migrate(&mut conn, MIGRATIONS, None)?;
    configure(&conn)?;
    Database::new(conn, None)
}

/// An error that has no path yet gets the library's.
fn named(path: &Path, error: StoreError) -> StoreError {
    match error {
        StoreError::Engine(error) => StoreError::opening(path, error),
        error => error,
    }
}

/// Makes the file (0600) and its folder (0700) if there is nothing at `path`.
fn ensure_file(path: &Path) -> Result<(), StoreError> {
    let failed = |path: &Path, source: io::Error| match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly { path: path.to_owned() }
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::Path { path: path.to_owned(), source },
    };
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(StoreError::Folder { path: path.to_owned() }),
        Ok(found) if !found.is_file() => return Err(StoreError::NotAFile { path: path.to_owned() }),
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            return Err(StoreError::Unreadable { path: path.to_owned() });
        }
        Err(error) => return Err(failed(path, error)),
    }
    let folder = path.parent().unwrap_or(path);
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| failed(folder, error))?;
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        // Another program was faster, or a symbolic link points nowhere; the next step tells.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(failed(folder, error)),
        Err(error) => Err(failed(path, error)),
    }
}

/// Checks the permissions of the file and of its folder, where SQLite's own files appear.
fn ensure_allowed(path: &Path) -> Result<(), StoreError> {
    let may = |path: &Path, access| accessat(CWD, path, access, AtFlags::EACCESS);
    // Symbolic links are followed: SQLite puts its files beside the real one.
    let real = path.canonicalize().map_err(|source| StoreError::Path { path: path.to_owned(), source })?;
    may(&real, Access::READ_OK).map_err(|_| StoreError::Unreadable { path: path.to_owned() })?;
    may(&real, Access::WRITE_OK).map_err(|_| StoreError::ReadOnly { path: path.to_owned() })?;
    let folder = real.parent().unwrap_or(&real);
    may(folder, Access::WRITE_OK | Access::EXEC_OK).map_err(|_| StoreError::ReadOnly { path: folder.to_owned() })
}

/// Looks at the head of the file, writing and locking nothing: it must be empty, or a library we know.
fn ensure_ours(library: &LibraryFile) -> Result<(), StoreError> {
    let path = || library.path().to_owned();
    let failed = |source: io::Error| StoreError::Path { path: path(), source };
    if library.file().metadata().map_err(failed)?.len() == 0 {
        return Ok(());
    }
    match FileHeader::of(library.file()).map_err(failed)? {
        None => Err(StoreError::NotALibrary { path: path() }),
        Some(head) if head.application != APPLICATION_ID => Err(StoreError::Foreign { path: path() }),
        Some(head) if usize::try_from(head.version).is_ok_and(|found| found > KNOWN) => {
            Err(StoreError::Newer { path: path(), found: head.version, known: KNOWN })
        }
        Some(_) => Ok(()),
    }
}

/// True if the file, which nobody in this program has open, is a library of any version.
pub(in crate::store) fn is_a_library(path: &Path) -> Result<bool, StoreError> {
    let failed = |source| StoreError::Path { path: path.to_owned(), source };
    let head = FileHeader::of(&File::open(path).map_err(failed)?).map_err(failed)?;
    Ok(head.is_some_and(|head| head.application == APPLICATION_ID && head.version > 0))
}

pub(in crate::store) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = Connection::open_with_flags(path, flags)?;
    harden(&conn)?;
    Ok(conn)
}

/// Settings for every connection from the first statement on: a library that turns out not to be ours is left byte for
/// byte (as it closes, [`Database`] allows the log to be folded in), and a schema that somebody has tampered with can
/// do nothing.
fn harden(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Of a file that is being made, and of copies.
    conn.pragma_update(None, "page_size", PAGE_BYTES as i64)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // We have none.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // A plan is made once and not again for each value that is bound; nothing in here is planned by values.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Off while a migration may rebuild tables; `migrate` checks the keys itself.
    conn.pragma_update(None, "foreign_keys", false)?;
    conn.pragma_update(None, "synchronous", "FULL")
}

/// Settings for a library that is known to be ours and up to date.
fn configure(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_prepared_statement_cache_capacity(64);
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "cache_size", -4096)?;
    limit_log(conn, LOG_BYTES)
}

/// Has the log folded into the file when it has about so many bytes.
pub(in crate::store) fn limit_log(conn: &Connection, bytes: i64) -> rusqlite::Result<()> {
    let page: i64 = conn.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    conn.pragma_update_and_check(None, "wal_autocheckpoint", bytes / page.max(512), |_| Ok(()))
}

fn exclusive(conn: &Connection, on: bool) -> rusqlite::Result<()> {
    let mode = if on { "EXCLUSIVE" } else { "NORMAL" };
    conn.pragma_update_and_check(None, "locking_mode", mode, |_| Ok(()))
}
