//! Exclusive access to a library for what may only be done while nobody else has it open. Programs that use a library
//! hold a lock on a part of its file as long as they have it open (sqlite.org/wal.html); a lock on all of it is had by
//! nobody beside them.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::process::{Flock, FlockOffsetType, FlockType, fcntl_getlk};

use super::copy::with_ending;
use super::{file, stop::Stop};
use crate::store::StoreError;

/// Wait for a program that is just ending.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);

/// The only one that has a library open, as long as this is held. No other descriptor of the file may be closed in this
/// process meanwhile: that would end the lock.
pub(in crate::store) enum ExclusiveAccess {
    /// The engine has it.
    Engine {
        /// The connection, in a transaction that changes nothing.
        _conn: Connection,
        /// True if the file holds all there is, the log of a killed program folded in.
        folded: bool,
    },
    /// The engine cannot read it.
    File { _file: File },
}

impl ExclusiveAccess {
    /// Endings of the files beside the library that hold something of it.
    pub(in crate::store) fn beside(&self) -> &'static [&'static str] {
        match self {
            ExclusiveAccess::Engine { folded: true, .. } => &[],
            ExclusiveAccess::Engine { folded: false, .. } => &["-wal"],
            ExclusiveAccess::File { .. } => &["-wal", "-journal"],
        }
    }
}

/// Sees that nobody else has the file open, without the engine and without changing anything. Where it may not be
/// written, others can still open it meanwhile.
pub(crate) fn while_closed(path: &Path) -> Result<File, StoreError> {
    let in_use = || StoreError::InUse { path: path.to_owned() };
    if has_shared_memory(path) {
        return Err(in_use());
    }
    let failed = |source: io::Error| StoreError::Path { path: path.to_owned(), source };
    if let Ok(file) = OpenOptions::new().read(true).write(true).open(path) {
        return match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(rustix::io::Errno::AGAIN | rustix::io::Errno::ACCESS) => Err(in_use()),
            // Some file systems have no locks.
            Ok(()) | Err(_) => Ok(file),
        };
    }
    let file = File::open(path).map_err(failed)?;
    if is_locked(&file) { Err(in_use()) } else { Ok(file) }
}

/// True if a program uses the memory by which programs share a library with a log.
fn has_shared_memory(path: &Path) -> bool {
    File::open(with_ending(path, "-shm")).is_ok_and(|file| is_locked(&file))
}

/// True if another process holds a lock on any part of a file, as far as the system says.
fn is_locked(file: &File) -> bool {
    let all = Flock { start: 0, length: 0, pid: None, typ: FlockType::WriteLock, offset_type: FlockOffsetType::Set };
    fcntl_getlk(file, &all).is_ok_and(|held| held.is_some())
}

/// Takes a library for oneself, and folds the log of a killed program into it if both fit together.
pub(in crate::store) fn take(path: &Path, stop: &Stop) -> Result<ExclusiveAccess, StoreError> {
    let taken = with_engine(path, stop);
    // A log that was not looked through is not told from one that makes nonsense.
    stop.look()?;
    match taken {
        Ok((conn, folded)) => Ok(ExclusiveAccess::Engine { _conn: conn, folded }),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
            Err(StoreError::InUse { path: path.to_owned() })
        }
        Err(_) => while_closed(path).map(|file| ExclusiveAccess::File { _file: file }),
    }
}

fn with_engine(path: &Path, stop: &Stop) -> rusqlite::Result<(Connection, bool)> {
    let mut conn = file::connect(path)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    // With this a transaction excludes those who only look on, too.
    conn.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
    conn.execute_batch("BEGIN EXCLUSIVE; COMMIT")?;
    let log = fs::metadata(with_ending(path, "-wal")).is_ok_and(|log| log.len() > 0);
    Stop::install(Some(stop), &mut conn)?;
    let folded = !log || is_sound(&conn);
    Stop::install(None, &mut conn)?;
    if folded {
        // The log is gone after this; the lock stays.
        conn.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    }
    conn.execute_batch("BEGIN EXCLUSIVE")?;
    Ok((conn, folded))
}

/// True if the file as its log makes it is in order; a log that belongs to another file makes nonsense of it.
fn is_sound(conn: &Connection) -> bool {
    conn.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)).is_ok_and(|message| message == "ok")
}
