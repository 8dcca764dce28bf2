//! The open library of one reader: opening, noticing what other programs have changed, closing.

use std::path::{Path, PathBuf};

use super::error::StoreError;
use crate::store::database::Database;
use crate::store::database::{Door, file};

/// The reader at this terminal, as long as nobody else has a name.
pub const LOCAL_READER: &str = "local";

/// A library, opened for one reader. It can be sent to a job's thread. Several programs may have one file open at once;
/// within a program every connection after the first comes from its [`Door`], because the locks on a file are the
/// process's and are lost when any of its descriptors of that file is closed (POSIX advisory locks).
#[derive(Debug)]
pub struct Library {
    pub(super) conn: Database,
    pub(super) reader: String,
    seen: i64,
    /// Where a journal went that was not its own.
    set_aside: Option<PathBuf>,
    door: Option<Door>,
}

impl Library {
    /// Opens the library at `path` for a reader, making the file (mode 0600) and its folder (0700) if there is none
    /// and bringing an older library up to date.
    ///
    /// # Errors
    /// A [`StoreError`] that says what the file is if it is not a library this program can use; it is then left byte
    /// for byte as it was.
    pub fn open(path: &Path, reader: &str) -> Result<Library, StoreError> {
        Library::opened(file::open(path)?, reader)
    }

    /// A library that is gone when it is dropped.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn open_in_memory(reader: &str) -> Result<Library, StoreError> {
        Library::new(file::open_in_memory()?, reader)
    }

    pub(super) fn new(conn: Database, reader: &str) -> Result<Library, StoreError> {
        let door = conn.file().map(|file| Door::new(file, reader));
        let mut library = Library { conn, reader: reader.to_owned(), seen: 0, set_aside: None, door };
        library.changed()?;
        Ok(library)
    }

    pub(super) fn opened(opened: file::Opened, reader: &str) -> Result<Library, StoreError> {
        Ok(Library { set_aside: opened.set_aside, ..Library::new(opened.database, reader)? })
    }

    pub(super) fn with_door(self, door: Door) -> Library {
        Library { door: Some(door), ..self }
    }

    /// The way to further connections to the same library; a library in memory has none.
    #[must_use]
    pub fn door(&self) -> Option<Door> {
        self.door.clone()
    }

    /// What there is to be said about the way it was opened, in a sentence.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        self.set_aside.as_ref().map(|aside| {
            format!(
                "another library stood at {} before, and what a killed program had not yet written into that one was set \
                 aside as {}; remove it if you do not miss anything",
                self.door.as_ref().map(Door::path).unwrap_or_default().display(),
                aside.display()
            )
        })
    }

    /// Why the library can only be read, in a sentence, if that is so.
    #[must_use]
    pub fn read_only(&self) -> Option<String> {
        self.conn.refusal().map(|refusal| refusal.error().to_string())
    }

    /// Makes sure that the library still is what was opened. Cheap enough to be asked before everything that is read.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] or [`StoreError::Gone`]; this library writes nothing any more then.
    pub fn verify(&mut self) -> Result<(), StoreError> {
        self.conn.verify()
    }

    /// Whether a library that can only be read has been changed by somebody who may, so that it has to be opened anew.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.conn.is_outdated()
    }

    /// Whether another connection, of this program or of another, has changed the library since this was last asked.
    /// Cheap enough to ask every second. What this library itself changes does not count.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn changed(&mut self) -> Result<bool, StoreError> {
        let now = self.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        Ok(std::mem::replace(&mut self.seen, now) != now)
    }

    /// Makes ready for much that comes in: more of the file is held in memory (up to 48 MB), and the log is folded
    /// into it less often. It holds as long as this library is open.
    ///
    /// # Errors
    /// If the engine refuses.
    pub fn expect_much(&self) -> Result<(), StoreError> {
        self.conn.pragma_update(None, "cache_size", -48 * 1024)?;
        // Pages of 4 KiB: 64 MB.
        self.conn.pragma_update_and_check(None, "wal_autocheckpoint", 16384, |_| Ok(()))?;
        Ok(())
    }

    /// Whether there is not a single article.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(!self.conn.prepare_cached("SELECT 1 FROM articles LIMIT 1")?.exists([])?)
    }

    /// Closes the library, folding the write-ahead log into the file if nobody else has it open. Everything is
    /// durable before this already; dropping a library loses nothing.
    ///
    /// # Errors
    /// If the file is no longer what was opened; it is left as it is then.
    pub fn close(self) -> Result<(), StoreError> {
        self.conn.verify()
    }
}

/// A moment as the library keeps it: milliseconds of Unix time.
pub(crate) fn moment(millis: Option<i64>) -> Option<jiff::Timestamp> {
    millis.and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok())
}

/// A count that a query gives.
pub(crate) fn counted(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<usize> {
    let count: i64 = row.get(index)?;
    usize::try_from(count).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(index, count))
}
