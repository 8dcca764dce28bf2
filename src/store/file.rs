//! The library's file before and while it is opened: it is made, looked at, and refused with a plain sentence if it
//! is not ours. Nothing in here knows a table.
//!
//! A library is never opened other than by SQLite: closing a second descriptor of a file would drop the locks that
//! another connection of this process holds on it (POSIX advisory locks belong to the process). Only a file that did
//! not exist is made by us.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rustix::fs::{Access, AtFlags, CWD, accessat};

use super::migrate::{APPLICATION_ID, KNOWN, STEPS, migrate};
use super::{StoreError, journal};

/// How long a change waits for another program's change to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of the head of an SQLite file (sqlite.org/fileformat.html, 1.3).
const HEAD: u64 = 100;

/// Opens the library at `path`, making it and its folder if there is none, and brings its schema up to date.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    let path = &std::path::absolute(path).map_err(|source| StoreError::Path { path: path.to_owned(), source })?;
    ensure_file(path)?;
    ensure_allowed(path)?;
    ensure_ours(path)?;
    open_ours(path, !journal::on_network(path))
}

/// Opens what has passed as ours; `local`: on a disk of this machine.
pub(super) fn open_ours(path: &Path, local: bool) -> Result<Connection, StoreError> {
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
pub(super) fn open_in_memory() -> Result<Connection, StoreError> {
    let mut conn = Connection::open_in_memory()?;
    harden(&conn)?;
    migrate(&mut conn, STEPS, None)?;
    settle(&conn)?;
    Ok(conn)
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
fn ensure_ours(path: &Path) -> Result<(), StoreError> {
    let path_buf = || path.to_owned();
    let size = std::fs::metadata(path).map_err(|source| StoreError::Path { path: path_buf(), source })?.len();
    if size == 0 {
        return Ok(());
    }
    if size < HEAD {
        return Err(StoreError::NotALibrary { path: path_buf() });
    }
    match head(path) {
        Ok((application, _)) if application != APPLICATION_ID => Err(StoreError::Foreign { path: path_buf() }),
        Ok((_, found)) if usize::try_from(found).is_ok_and(|found| found > KNOWN) => {
            Err(StoreError::Newer { path: path_buf(), found, known: KNOWN })
        }
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Err(StoreError::NotALibrary { path: path_buf() })
        }
        // Anything else is for the real connection to judge: a file can look short while a log beside it, which
        // this look leaves out, holds the rest.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whether the file, which nobody has open, is a library of any version.
pub(super) fn is_a_library(path: &Path) -> Result<bool, StoreError> {
    let path = &std::path::absolute(path).map_err(|source| StoreError::Path { path: path.to_owned(), source })?;
    Ok(head(path).is_ok_and(|(application, version)| application == APPLICATION_ID && version > 0))
}

/// The application id and the schema version in the main file, read as if nobody could change it.
fn head(path: &Path) -> rusqlite::Result<(i64, i64)> {
    let mut uri = PathBuf::from("file:").into_os_string();
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                uri.push(std::ffi::OsStr::from_bytes(&[*byte]));
            }
            byte => uri.push(format!("%{byte:02X}")),
        }
    }
    uri.push("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(PathBuf::from(uri), flags)?;
    let number = |name| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    Ok((number("application_id")?, number("user_version")?))
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = Connection::open_with_flags(path, flags)?;
    harden(&conn)?;
    Ok(conn)
}

/// What holds from the first statement on: a library that turns out not to be ours is left byte for byte, and a
/// schema that somebody has tampered with can do nothing.
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
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    conn.set_prepared_statement_cache_capacity(64);
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "cache_size", -4096)
}

fn exclusive(conn: &Connection, on: bool) -> rusqlite::Result<()> {
    let mode = if on { "EXCLUSIVE" } else { "NORMAL" };
    conn.pragma_update_and_check(None, "locking_mode", mode, |_| Ok(()))
}
