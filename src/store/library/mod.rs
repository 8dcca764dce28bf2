//! The open library of one reader: opening, noticing what other programs have changed, copying, closing. What is in it
//! is reached through types of its own, a subject each, which share the one connection.

mod door;

pub use door::Door;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::store::StoreError;
use crate::store::articles::Articles;
use crate::store::database::{Database, Health, Stop, backup, check, file};
use crate::store::index::Index;
use crate::store::lists::Lists;
use crate::store::sources::{EntryPages, Feeds, KnownFiles, Readings, Retentions, Sources};
use crate::store::state::{Markings, Marks, ReaderTags, ScriptChoices};

/// The reader at this terminal, as long as nobody else has a name.
pub const LOCAL_READER: &str = "local";

/// A library, opened for one reader. It can be sent to a job's thread. Several programs may have one file open at once;
/// within a program every connection after the first comes from its [`Door`], because the locks on a file are the
/// process's and are lost when any of its descriptors of that file is closed (POSIX advisory locks).
#[derive(Debug)]
pub struct Library {
    pub(super) database: Database,
    pub(super) reader: String,
    /// The number of changes by other connections when [`Library::changed`] was last asked.
    seen: i64,
    /// The new name of a journal that was not its own.
    set_aside: Option<PathBuf>,
    door: Option<Door>,
    /// True if articles keep the texts that they were made from.
    keeps_sources: bool,
}

impl Library {
    /// Opens the library at `path` for a reader, making the file (mode 0600) and its folder (0700) if there is none
    /// and bringing an older library up to date.
    ///
    /// # Errors
    /// A [`StoreError`] that says what the file is if it is not a library this program can use; it is then left byte
    /// for byte as it was.
    pub fn open(path: &Path, reader: &str) -> Result<Library, StoreError> {
        Library::from_opened(file::open(path)?, reader)
    }

    /// A library that is gone when it is dropped.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn open_in_memory(reader: &str) -> Result<Library, StoreError> {
        Library::new(file::open_in_memory()?, reader)
    }

    pub(super) fn new(database: Database, reader: &str) -> Result<Library, StoreError> {
        let door = database.file().map(|file| Door::new(file, reader));
        let mut library =
            Library { database, reader: reader.to_owned(), seen: 0, set_aside: None, door, keeps_sources: true };
        library.changed()?;
        Ok(library)
    }

    fn from_opened(opened: file::Opened, reader: &str) -> Result<Library, StoreError> {
        Ok(Library { set_aside: opened.set_aside, ..Library::new(opened.database, reader)? })
    }

    fn with_door(self, door: Door) -> Library {
        Library { keeps_sources: door.keeps_sources, door: Some(door), ..self }
    }

    /// The same library, in which articles that come in keep the texts that they were made from, or do not; by this
    /// connection and those of its door. They do if nothing is said.
    #[must_use]
    pub fn with_sources_kept(self, keeps_sources: bool) -> Library {
        let door = self.door.map(|door| door.with_sources_kept(keeps_sources));
        Library { door, keeps_sources, ..self }
    }

    /// The articles, one by one.
    #[must_use]
    pub fn articles(&self) -> Articles<'_> {
        Articles { database: &self.database, reader: &self.reader, keeps_sources: self.keeps_sources }
    }

    /// The lists of articles.
    #[must_use]
    pub fn lists(&self) -> Lists<'_> {
        Lists { database: &self.database, reader: &self.reader }
    }

    /// The feeds, folders and imports that articles come from.
    #[must_use]
    pub fn sources(&self) -> Sources<'_> {
        Sources { database: &self.database, reader: &self.reader }
    }

    /// The feeds among them.
    #[must_use]
    pub fn feeds(&self) -> Feeds<'_> {
        Feeds { database: &self.database }
    }

    /// The results of reading the sources.
    #[must_use]
    pub fn readings(&self) -> Readings<'_> {
        Readings { database: &self.database, reader: &self.reader }
    }

    /// The retention of the sources.
    #[must_use]
    pub fn retentions(&self) -> Retentions<'_> {
        Retentions { database: &self.database }
    }

    /// The files that need not be read again.
    #[must_use]
    pub fn known_files(&self) -> KnownFiles<'_> {
        KnownFiles { database: &self.database }
    }

    /// The pages that were asked for the text of entries.
    #[must_use]
    pub fn entry_pages(&self) -> EntryPages<'_> {
        EntryPages { database: &self.database }
    }

    /// The marks of the reader on articles.
    #[must_use]
    pub fn marks(&self) -> Marks<'_> {
        Marks { database: &self.database, reader: &self.reader }
    }

    /// The markings of many articles at once.
    #[must_use]
    pub fn markings(&self) -> Markings<'_> {
        Markings { database: &self.database, reader: &self.reader }
    }

    /// The scripts that the reader has chosen.
    #[must_use]
    pub fn scripts(&self) -> ScriptChoices<'_> {
        ScriptChoices { database: &self.database, reader: &self.reader }
    }

    /// The tags of the reader.
    #[must_use]
    pub fn tags(&self) -> ReaderTags<'_> {
        ReaderTags { database: &self.database, reader: &self.reader }
    }

    /// The index that a search reads.
    #[must_use]
    pub fn index(&self) -> Index<'_> {
        Index { database: &self.database }
    }

    /// The way to further connections to the same library; a library in memory has none.
    #[must_use]
    pub fn door(&self) -> Option<Door> {
        self.door.clone()
    }

    /// A sentence about the way it was opened, if there is something to say.
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

    /// A sentence about why the library can only be read, if that is so.
    #[must_use]
    pub fn read_only(&self) -> Option<String> {
        self.database.refusal().map(|refusal| refusal.error().to_string())
    }

    /// Makes sure that the library still is what was opened. Cheap enough to be asked before everything that is read.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] or [`StoreError::Gone`]; this library writes nothing any more then.
    pub fn verify(&self) -> Result<(), StoreError> {
        self.database.verify()
    }

    /// True if a library that can only be read has been changed by somebody who may, so that it has to be opened anew.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.database.is_outdated()
    }

    /// True if another connection, of this program or of another, has changed the library since this was last asked.
    /// Cheap enough to ask every second. Changes by this connection do not count.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn changed(&mut self) -> Result<bool, StoreError> {
        let now = self.database.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        Ok(std::mem::replace(&mut self.seen, now) != now)
    }

    /// Makes ready for much that comes in: more of the file is held in memory (up to 48 MB), and the log is folded
    /// into it less often. It holds as long as this library is open.
    ///
    /// # Errors
    /// If the engine refuses.
    pub fn prepare_for_bulk(&self) -> Result<(), StoreError> {
        self.database.pragma_update(None, "cache_size", -48 * 1024)?;
        file::limit_log(&self.database, 64 << 20)?;
        Ok(())
    }

    /// Makes everything that this connection does end with [`StoreError::Stopped`] soon after `stop` says so; a
    /// change that is not yet committed is undone. With `None` nothing is stopped any more.
    ///
    /// # Errors
    /// If the engine refuses.
    pub fn stop_by(&mut self, stop: Option<Stop>) -> Result<(), StoreError> {
        self.database.stop_by(stop)
    }

    /// Checks that the library is whole. `progress` receives the number of articles checked, and can break off.
    ///
    /// # Errors
    /// If the library cannot be read at all; [`StoreError::Stopped`] if it was broken off.
    pub fn check(&self, progress: &mut dyn FnMut(usize) -> ControlFlow<()>) -> Result<Health, StoreError> {
        // Of one snapshot, whatever other programs write meanwhile.
        let _snapshot = self.database.snapshot()?;
        check::check(&self.database, self.database.stop(), progress)
    }

    /// Writes a compact copy of the library to a file, as [`Library::backup_with_progress`] does.
    ///
    /// # Errors
    /// The same.
    pub fn backup(&self, target: &Path) -> Result<Health, StoreError> {
        self.backup_with_progress(target, &mut |_| ControlFlow::Continue(()))
    }

    /// Writes a compact copy of the library to a file; other programs may go on using the library meanwhile. The copy
    /// is checked before it takes the place of an earlier one; nothing else is replaced, and no library that is in use.
    /// `progress` receives the number of articles checked, and can break off.
    ///
    /// # Errors
    /// If the library or the copy is damaged, if there is something else at `target`, or the copy cannot be written;
    /// [`StoreError::Stopped`] if it was broken off. `target` is then as it was.
    pub fn backup_with_progress(
        &self,
        target: &Path,
        progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Health, StoreError> {
        backup::backup(&self.database, target, progress)
    }

    /// Closes the library, folding the write-ahead log into the file if nobody else has it open. Everything is
    /// durable before this already; dropping a library loses nothing.
    ///
    /// # Errors
    /// If the file is no longer what was opened; it is left as it is then.
    pub fn close(self) -> Result<(), StoreError> {
        self.database.verify()
    }
}
