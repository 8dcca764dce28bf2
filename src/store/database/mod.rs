//! A connection to the library, and the one way to write by it. Nothing in here knows a table but that of the stamps.
//!
//! Every change is a transaction begun by `Database::begin`: it holds the library's write lock, has made sure that the
//! file and its log are still what was opened, and has drawn a new stamp. A build for tests refuses every other write.

pub(in crate::store) mod backup;
pub(in crate::store) mod check;
mod copy;
mod exclusive;
mod fault;
pub(crate) mod file;
pub(in crate::store) mod journal;
mod migrate;
mod migrations;
pub(crate) mod restore;
pub(crate) mod salvage;
mod schema;
mod stop;
mod tests;
mod watch;

pub use check::Health;
#[cfg(test)]
pub(crate) use copy::STALE_PART_AGE;
pub(crate) use copy::{PartialFile, with_ending};
pub(crate) use exclusive::while_closed;
pub use fault::Fault;
pub(crate) use migrations::{APPLICATION_ID, KNOWN, MIGRATIONS, version};
pub use restore::Restored;
pub use stop::Stop;
pub use watch::LibraryWatch;

use std::cell::RefCell;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, DropBehavior, ErrorCode, Transaction, TransactionBehavior};

use crate::store::StoreError;
use crate::store::database::file::{LastSeen, LibraryFile, ReadOnlyState, Refusal, stamp};

/// Wait for the write lock between two checks of the stop flag.
const LOCK_CHECK_INTERVAL: Duration = Duration::from_millis(50);

/// A connection to the library.
#[derive(Debug)]
pub(crate) struct Database {
    conn: Connection,
    // Dropped after the connection, see `file/library_file.rs`.
    held: Option<HeldFile>,
    reading: Option<ReadOnlyState>,
    stop: Option<Stop>,
    /// True while nothing is stopped.
    stop_suspended: Arc<AtomicBool>,
}

/// The file that a connection is to.
#[derive(Debug)]
struct HeldFile {
    file: Arc<LibraryFile>,
    sight: RefCell<LastSeen>,
}

impl Database {
    /// A connection to a file, or to memory.
    pub(super) fn new(conn: Connection, file: Option<Arc<LibraryFile>>) -> Result<Database, StoreError> {
        guard(&conn, true)?;
        let held = file.map(|file| HeldFile { file, sight: RefCell::default() });
        let database = Database { conn, held, reading: None, stop: None, stop_suspended: Arc::default() };
        if let Some(held) = &database.held {
            held.sight.borrow_mut().begin(&held.file, &database.conn)?;
        }
        Ok(database)
    }

    /// A connection to a file that can only be read.
    pub(super) fn to_read(
        conn: Connection,
        file: Arc<LibraryFile>,
        reading: ReadOnlyState,
    ) -> Result<Database, StoreError> {
        guard(&conn, true)?;
        let held = Some(HeldFile { file, sight: RefCell::default() });
        Ok(Database { conn, held, reading: Some(reading), stop: None, stop_suspended: Arc::default() })
    }

    /// Installs a stop flag, which the engine asks from then on; `None` removes it.
    pub(super) fn stop_by(&mut self, stop: Option<Stop>) -> Result<(), StoreError> {
        let stop = stop.map(|stop| {
            let suspended = Arc::clone(&self.stop_suspended);
            Stop::new(move || !suspended.load(Ordering::Relaxed) && stop.is_raised())
        });
        Stop::install(stop.as_ref(), &mut self.conn)?;
        self.stop = stop;
        Ok(())
    }

    /// Runs a short piece of work that no stop flag interrupts.
    pub(super) fn without_stop<T>(&self, work: impl FnOnce() -> T) -> T {
        self.stop_suspended.store(true, Ordering::Relaxed);
        let done = work();
        self.stop_suspended.store(false, Ordering::Relaxed);
        done
    }

    /// A stretch of reading in which nothing changes, until it is dropped; nothing if there is one already.
    pub(super) fn snapshot(&self) -> Result<Option<Transaction<'_>>, StoreError> {
        if !self.conn.is_autocommit() {
            return Ok(None);
        }
        let mut snapshot = self.conn.unchecked_transaction()?;
        snapshot.set_drop_behavior(DropBehavior::Commit);
        Ok(Some(snapshot))
    }

    /// The installed stop flag.
    pub(super) fn stop(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// Asks whether to stop, for what the engine does not see.
    pub(super) fn look(&self) -> Result<(), StoreError> {
        self.stop.as_ref().map_or(Ok(()), Stop::look)
    }

    /// The reason why the library can only be read, if it is so.
    pub(super) fn refusal(&self) -> Option<&Refusal> {
        self.reading.as_ref().map(|reading| &reading.refusal)
    }

    /// True if somebody else has changed a library that can only be read, in a way that this connection cannot follow.
    pub(super) fn is_outdated(&self) -> bool {
        self.reading.as_ref().zip(self.file()).is_some_and(|(reading, file)| reading.is_outdated(file))
    }

    /// The file, if it is to one.
    pub(super) fn file(&self) -> Option<&Arc<LibraryFile>> {
        self.held.as_ref().map(|held| &held.file)
    }

    /// Begins a change; it is undone unless it is committed.
    ///
    /// # Errors
    /// If another program holds the library for too long, the disk is full, or the library is no longer what was
    /// opened. In the last case this connection never writes again, not even by folding the log into the file that now
    /// stands there.
    pub(super) fn begin(&self) -> Result<WriteTransaction<'_>, StoreError> {
        self.begin_within(file::BUSY_TIMEOUT)
    }

    /// Begins a change, waiting only so long for another program's to end.
    fn begin_within(&self, patience: Duration) -> Result<WriteTransaction<'_>, StoreError> {
        match self.try_begin(patience) {
            Err(error @ (StoreError::Replaced { .. } | StoreError::Gone { .. })) => {
                self.lose()?;
                Err(error)
            }
            begun => begun,
        }
    }

    fn try_begin(&self, patience: Duration) -> Result<WriteTransaction<'_>, StoreError> {
        let held = self.held.as_ref();
        if let Some(held) = held {
            held.file.still_there()?;
        }
        if let Some(refusal) = self.refusal() {
            return Err(refusal.error());
        }
        let conn = Unguarded::of(&self.conn)?;
        let tx = self.lock(patience)?;
        let drawn = tx.and_then(|tx| Ok((stamp::advance(&tx)?, tx)));
        let (drawn, tx) = match (drawn, held) {
            (Ok(drawn), _) => drawn,
            // Pages of two files that are mixed make no sense to the engine.
            (Err(error), Some(held)) => {
                held.sight.borrow().is_of(&held.file)?;
                return Err(error.into());
            }
            (Err(error), None) => return Err(error.into()),
        };
        if let Some(held) = held {
            held.sight.borrow_mut().verify(&held.file, &tx, drawn.previous)?;
        }
        Ok(WriteTransaction { tx, drawn: drawn.current, held, _writable: conn })
    }

    /// Takes the write lock. The engine's own wait for it asks nobody whether to stop, so it is cut into short ones.
    fn lock(&self, patience: Duration) -> Result<rusqlite::Result<Transaction<'_>>, StoreError> {
        self.conn.busy_timeout(patience.min(LOCK_CHECK_INTERVAL))?;
        let mut waited = Duration::ZERO;
        let begun = loop {
            match Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate) {
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && waited < patience => {
                    waited += LOCK_CHECK_INTERVAL;
                }
                begun => break Ok(begun),
            }
            if let Err(stopped) = self.look() {
                break Err(stopped);
            }
        };
        self.conn.busy_timeout(file::BUSY_TIMEOUT)?;
        begun
    }

    /// Makes sure that the file is still what was opened, without changing anything.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] or [`StoreError::Gone`]; this connection never writes again then.
    pub(super) fn verify(&self) -> Result<(), StoreError> {
        self.is_verified().map(drop)
    }

    /// Like [`Database::verify`]; false if another program holds the library, so that it is not known.
    fn is_verified(&self) -> Result<bool, StoreError> {
        let Some(held) = &self.held else { return Ok(true) };
        let there = held.file.still_there().is_ok();
        if there && (self.reading.is_some() || held.sight.borrow().is_unchanged(&held.file)) {
            return Ok(true);
        }
        // Nobody waits for this.
        match self.begin_within(Duration::ZERO).map(drop) {
            Ok(()) => Ok(true),
            Err(error @ (StoreError::Replaced { .. } | StoreError::Gone { .. })) => Err(error),
            // It is looked at again.
            Err(_) => Ok(false),
        }
    }

    /// Leaves alone from now on what stands at the path, as a program does that is killed.
    pub(super) fn lose(&self) -> Result<(), StoreError> {
        if let Some(held) = &self.held {
            held.file.lose();
        }
        self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        self.conn.pragma_update_and_check(None, "wal_autocheckpoint", 0, |_| Ok(()))?;
        Ok(())
    }

    /// Runs statements that a test spoils a library with.
    #[cfg(test)]
    pub(super) fn execute_batch(&self, sql: &str) -> rusqlite::Result<()> {
        let _writable = Unguarded::of(&self.conn)?;
        self.conn.execute_batch(sql)
    }

    /// Sets what a test wants otherwise.
    #[cfg(test)]
    pub(super) fn pragma_update(&self, _: Option<&str>, name: &str, to: impl rusqlite::ToSql) -> rusqlite::Result<()> {
        let _writable = Unguarded::of(&self.conn)?;
        self.conn.pragma_update(None, name, to)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What has to be done at the end is done whatever was stopped.
        let _ = self.stop_by(None);
        // The last connection folds the log into the file when it is closed: only into the one that the log is of.
        if self.reading.is_none() && self.is_verified().unwrap_or(false) {
            let _ = self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
        }
    }
}

impl Deref for Database {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.conn
    }
}

/// A change that has been begun.
pub(super) struct WriteTransaction<'a> {
    tx: Transaction<'a>,
    drawn: stamp::StampValue,
    held: Option<&'a HeldFile>,
    _writable: Unguarded<'a>,
}

impl WriteTransaction<'_> {
    /// Makes the change durable.
    ///
    /// # Errors
    /// If it cannot be written, or the library is no longer what was opened; nothing of it is kept then.
    pub(super) fn commit(self) -> Result<(), StoreError> {
        if let Some(held) = self.held {
            // Since it was begun much may have happened.
            held.file.still_there()?;
            held.sight.borrow().is_of(&held.file)?;
        }
        self.tx.commit()?;
        if let Some(held) = self.held {
            held.sight.borrow_mut().drew(self.drawn);
        }
        Ok(())
    }
}

impl<'a> Deref for WriteTransaction<'a> {
    type Target = Transaction<'a>;

    fn deref(&self) -> &Transaction<'a> {
        &self.tx
    }
}

/// True if every write but those of a [`WriteTransaction`] is refused. In a build for use that costs what it is not
/// worth.
fn guard(conn: &Connection, on: bool) -> rusqlite::Result<()> {
    if cfg!(debug_assertions) { conn.pragma_update(None, "query_only", on) } else { Ok(()) }
}

/// Permission to write for as long as it lives.
struct Unguarded<'a>(&'a Connection, bool);

impl<'a> Unguarded<'a> {
    fn of(conn: &'a Connection) -> rusqlite::Result<Unguarded<'a>> {
        let guarded = cfg!(debug_assertions) && conn.pragma_query_value(None, "query_only", |row| row.get(0))?;
        if guarded {
            guard(conn, false)?;
        }
        Ok(Unguarded(conn, guarded))
    }
}

impl Drop for Unguarded<'_> {
    fn drop(&mut self) {
        if self.1 {
            let _ = guard(self.0, true);
        }
    }
}

/// Writes a compact copy of the library to a file that is empty or not there, and gives it a stamp of its own.
pub(super) fn write_copy(conn: &Connection, target: &Path) -> rusqlite::Result<()> {
    use std::os::unix::ffi::OsStrExt;
    let _writable = Unguarded::of(conn)?;
    let name = ToSqlOutput::Borrowed(ValueRef::Text(target.as_os_str().as_bytes()));
    conn.execute("VACUUM INTO ?1", [name])?;
    stamp::renew(target)
}
