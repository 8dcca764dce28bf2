//! The library's file before and while it is opened: it is made, looked at, and refused with a plain sentence if it
//! is not ours. Nothing in here knows a table.
//!
//! What goes past the engine goes through one descriptor, which lives as long as every connection (`held.rs`). Only a
//! file that did not exist is made by us.

mod foreign;
#[cfg(test)]
mod foreign_tests;
mod held;
mod log;
mod main_file;
mod rollback;
mod sight;
pub(super) mod stamp;

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Access, AtFlags, CWD, accessat};

use super::database::Database;
use super::migrate::{APPLICATION_ID, KNOWN, STEPS, migrate};
use super::{StoreError, journal};

pub(super) use held::LibraryFile;
use main_file::Head;
pub(super) use sight::Sight;

/// How long a change waits for another program's change to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// A library that has been opened.
pub(super) struct Opened {
    /// The connection to it.
    pub(super) database: Database,
    /// The new name of a journal that was not its own.
    pub(super) set_aside: Option<PathBuf>,
}

/// Opens the library at `path`, making it and its folder if there is none, and brings its schema up to date.
pub(super) fn open(path: &Path) -> Result<Opened, StoreError> {
    let path = &std::path::absolute(path).map_err(|source| StoreError::Path { path: path.to_owned(), source })?;
    ensure_file(path)?;
    open_at(path, !journal::on_network(path))
}

/// Opens the file at an absolute path; `local`: on a disk of this machine.
pub(super) fn open_at(path: &Path, local: bool) -> Result<Opened, StoreError> {
    ensure_allowed(path)?;
    let held = Arc::new(LibraryFile::hold(path)?);
    ensure_ours(&held)?;
    let set_aside = foreign::set_aside(&held)?;
    let database = Database::new(open_ours(path, local)?, Some(held))?;
    Ok(Opened { database, set_aside })
}

/// Opens what has passed as ours; `local`: on a disk of this machine.
fn open_ours(path: &Path, local: bool) -> Result<Connection, StoreError> {
    let mut conn = connect(path).map_err(|error| StoreError::opening(path, error))?;
    if !local {
        // Before the first read: a WAL file on a network is then read without memory shared between hosts.
        exclusive(&conn, true).map_err(|error| StoreError::opening(path, error))?;
    }
    migrate(&mut conn, STEPS, Some(path)).map_err(|error| named(path, error))?;
    journal::choose(&conn, local, 50)
        .and_then(|()| exclusive(&conn, false))
        .and_then(|()| settle(&conn))
        .map_err(|error| StoreError::opening(path, error))?;
    Ok(conn)
}

/// A connection without a file.
pub(super) fn open_in_memory() -> Result<Database, StoreError> {
    let mut conn = Connection::open_in_memory()?;
    harden(&conn)?;
    migrate(&mut conn, STEPS, None)?;
    settle(&conn)?;
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
fn ensure_ours(held: &LibraryFile) -> Result<(), StoreError> {
    let path = || held.path().to_owned();
    let failed = |source: io::Error| StoreError::Path { path: path(), source };
    if held.file().metadata().map_err(failed)?.len() == 0 {
        return Ok(());
    }
    match Head::of(held.file()).map_err(failed)? {
        None => Err(StoreError::NotALibrary { path: path() }),
        Some(head) if head.application != APPLICATION_ID => Err(StoreError::Foreign { path: path() }),
        Some(head) if usize::try_from(head.version).is_ok_and(|found| found > KNOWN) => {
            Err(StoreError::Newer { path: path(), found: head.version, known: KNOWN })
        }
        Some(_) => Ok(()),
    }
}

/// Whether the file, which nobody in this program has open, is a library of any version.
pub(super) fn is_a_library(path: &Path) -> Result<bool, StoreError> {
    let failed = |source| StoreError::Path { path: path.to_owned(), source };
    let head = Head::of(&File::open(path).map_err(failed)?).map_err(failed)?;
    Ok(head.is_some_and(|head| head.application == APPLICATION_ID && head.version > 0))
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = Connection::open_with_flags(path, flags)?;
    harden(&conn)?;
    Ok(conn)
}

/// What holds from the first statement on: a library that turns out not to be ours is left byte for byte (as it closes,
/// [`Database`] allows the log to be folded in), and a schema that somebody has tampered with can do nothing.
fn harden(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(PATIENCE)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // A plan is made once and not again for each value that is bound; nothing in here is planned by values.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Off while a migration may rebuild tables; `migrate` checks the keys itself.
    conn.pragma_update(None, "foreign_keys", false)?;
    conn.pragma_update(None, "synchronous", "FULL")
}

/// What holds once the library is known to be ours and up to date.
fn settle(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_prepared_statement_cache_capacity(64);
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "cache_size", -4096)
}

fn exclusive(conn: &Connection, on: bool) -> rusqlite::Result<()> {
    let mode = if on { "EXCLUSIVE" } else { "NORMAL" };
    conn.pragma_update_and_check(None, "locking_mode", mode, |_| Ok(()))
}
