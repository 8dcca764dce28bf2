//! A copy of the whole library in one file, complete and looked through, or not there at all.

use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rusqlite::Connection;

use super::copy::{BESIDE, vacuum, with_ending};
use super::{check, check::Health};
use super::{file, stop::Stop};
use crate::store::{StoreError, database::Database};

/// Writes a compact copy of the library to a file, as [`Library::backup_with_progress`](crate::store::Library) says.
pub(in crate::store) fn backup(
    database: &Database,
    target: &Path,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Health, StoreError> {
    ensure_replaceable(database, target)?;
    let unsound = |cause: String| StoreError::Unsound { path: target.to_owned(), cause };
    let damaged = |error: StoreError| match error {
        StoreError::Harmed(cause) => unsound(cause),
        error => error,
    };
    // Rows that a damaged page hides are missing in the copy without a trace: the library itself has to be sound.
    let before = database.snapshot().and_then(|_snapshot| check::structure(database)).map_err(damaged)?;
    if let Some(fault) = before.faults.first() {
        return Err(unsound(fault.brief()));
    }
    let changes = data_version(database)?;
    let part = vacuum(database, target)?;
    let mut copy = file::open_unshared(part.path()).map_err(StoreError::from)?;
    Stop::install(database.stop(), &mut copy)?;
    let health = check::check(&copy, database.stop(), progress).map_err(damaged)?;
    drop(copy);
    if let Some(fault) = health.faults.first() {
        return Err(unsound(fault.brief()));
    }
    // What another program has written meanwhile may be in the copy or not.
    if health.rows != before.rows && data_version(database)? == changes {
        return Err(unsound("the copy does not have as many rows".to_owned()));
    }
    database.look()?;
    part.keep()?;
    Ok(health)
}

fn data_version(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("PRAGMA data_version", [], |row| row.get(0))?)
}

/// Makes sure that a copy at `target` would replace nothing but an earlier copy.
fn ensure_replaceable(conn: &Connection, target: &Path) -> Result<(), StoreError> {
    let in_the_way = |what: &'static str| StoreError::InTheWay { path: target.to_owned(), what };
    let failed = |error: std::io::Error| StoreError::Backup { path: target.to_owned(), cause: error.to_string() };
    match fs::symlink_metadata(target) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
        Ok(found) if found.is_dir() => return Err(in_the_way("a folder")),
        Ok(found) if found.is_symlink() => return Err(in_the_way("a symbolic link")),
        Ok(found) if !found.is_file() => return Err(in_the_way("no regular file")),
        Ok(found) => {
            let own = conn.path().and_then(|path| fs::metadata(path).ok());
            if own.is_some_and(|own| (own.dev(), own.ino()) == (found.dev(), found.ino())) {
                return Err(in_the_way("the library itself"));
            }
            if !file::is_a_library(target)? {
                return Err(in_the_way("not a copy of a kanbao library"));
            }
        }
    }
    // A log belongs to the file of its name, whichever that is: a copy beside a foreign one would be ruined.
    for ending in BESIDE {
        if fs::symlink_metadata(with_ending(target, ending)).is_ok() {
            return Err(in_the_way("a library that is open or was not closed"));
        }
    }
    Ok(())
}
