//! Observation of a library's file by one connection, to notice that another stands there. A look costs two calls of
//! the system and the reading of one page; only where the file itself has changed is the log read.

use std::path::PathBuf;

use rusqlite::Connection;

use super::foreign;
use super::library_file::{FileId, LibraryFile, node};
use super::{
    stamp,
    stamp::{Stamp, StampValue},
};
use crate::store::StoreError;
use crate::store::database::Stop;

/// Last observation of a library's file by one connection.
#[derive(Debug, Default)]
pub(crate) struct LastSeen {
    /// The stamp in the main file, and its page.
    main: Option<(u32, Stamp)>,
    /// Path and identity of the log; nothing where there is none.
    log: Option<(PathBuf, Option<FileId>)>,
    /// The stamp that this connection saw or drew last.
    drawn: Option<StampValue>,
    /// A number that changes when another connection changes the library.
    version: i64,
}

impl LastSeen {
    /// Takes note of a library that has been opened.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(in crate::store) fn begin(&mut self, file: &LibraryFile, conn: &Connection) -> Result<(), StoreError> {
        self.main = file.stamp(None);
        // In a transaction, so that the log is there and the two are of one moment.
        let tx = conn.unchecked_transaction()?;
        self.drawn = stamp::current(&tx)?;
        self.version = version(&tx)?;
        tx.commit()?;
        let path = file.beside("-wal");
        self.log = is_logged(conn)?.then(|| {
            let found = node(&path).ok().flatten();
            (path, found)
        });
        Ok(())
    }

    /// True if nothing has happened to the file since the last look. What lies in the log is not looked at.
    pub(in crate::store) fn is_unchanged(&self, file: &LibraryFile) -> bool {
        let logs = |(path, seen): &(PathBuf, Option<FileId>)| node(path).is_ok_and(|found| found == *seen);
        file.stamp(self.main.map(|(page, _)| page)) == self.main && self.log.as_ref().is_none_or(logs)
    }

    /// Makes sure that the file is the one that was opened, as far as that is known without the write lock.
    ///
    /// # Errors
    /// [`StoreError::Replaced`].
    pub(in crate::store) fn is_of(&self, file: &LibraryFile) -> Result<(), StoreError> {
        let replaced = || StoreError::Replaced { path: file.path().to_owned() };
        if self.is_unchanged(file) {
            return Ok(());
        }
        let foreign = foreign::is_foreign(file, &Stop::default()).map_err(|_| replaced())?;
        let log_stays = self.log.as_ref().is_none_or(|(path, seen)| node(path).is_ok_and(|found| found == *seen));
        if foreign || !log_stays { Err(replaced()) } else { Ok(()) }
    }

    /// Makes sure of it while this connection holds the write lock; `seen` is the stamp that its transaction found.
    ///
    /// # Errors
    /// [`StoreError::Replaced`], or if the library cannot be read.
    pub(in crate::store) fn verify(
        &mut self,
        file: &LibraryFile,
        tx: &Connection,
        seen: StampValue,
    ) -> Result<(), StoreError> {
        let replaced = || StoreError::Replaced { path: file.path().to_owned() };
        // Where nobody else has changed the library, the engine goes on with the pages that it holds: they must be of
        // what was there before.
        let version = version(tx)?;
        if version == self.version && self.drawn.is_some_and(|drawn| drawn != seen) {
            return Err(replaced());
        }
        if !self.is_unchanged(file) {
            let main = file.stamp(self.main.map(|(page, _)| page));
            if let Some((path, known)) = &self.log {
                // The log is the same as long as anybody has the library open.
                let same = node(path).is_ok_and(|found| found == *known);
                let leads_on = foreign::leads_on(main.map(|(_, stamp)| stamp), path, Some(seen), &Stop::default());
                if !same || !leads_on.map_err(|_| replaced())? {
                    return Err(replaced());
                }
            } else if self.main.is_some() && main.map(|(_, stamp)| stamp.current) != Some(seen) {
                // The page of the stamps is still in memory, or it is another library's.
                return Err(replaced());
            }
            self.main = main;
        }
        (self.drawn, self.version) = (Some(seen), version);
        Ok(())
    }

    /// Takes note of the stamp that this connection has drawn.
    pub(in crate::store) fn drew(&mut self, drawn: StampValue) {
        self.drawn = Some(drawn);
    }
}

fn version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}

fn is_logged(conn: &Connection) -> rusqlite::Result<bool> {
    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    Ok(mode == "wal")
}
