//! Files that are written beside their place and put there when they are complete: copies of a library.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use tempfile::NamedTempFile;

use crate::store::{StoreError, database};

/// Prefix and suffix of the name of a copy that is not complete.
const PART: (&str, &str) = (".kanbao-", ".part");

/// An incomplete copy that has not been written to for so long was left by a program that was killed.
pub(crate) const STALE_PART_AGE: Duration = Duration::from_hours(24);

/// Endings of the files that belong to the library of their name.
pub(in crate::store) const BESIDE: [&str; 3] = ["-wal", "-journal", "-shm"];

/// Writes a compact copy of the library to `target`, in place of a file that is there, without looking through it: for
/// the step of a migration, which a single damaged article should not stop.
///
/// # Errors
/// [`StoreError::Backup`]; nothing is left behind.
pub(in crate::store) fn copy(conn: &Connection, target: &Path) -> Result<(), StoreError> {
    vacuum(conn, target)?.keep()
}

/// A compact copy beside `target`.
pub(super) fn vacuum(conn: &Connection, target: &Path) -> Result<PartialFile, StoreError> {
    let part = PartialFile::beside(target)?;
    database::write_copy(conn, part.path()).map_err(|error| match StoreError::from(error) {
        StoreError::Harmed(cause) => StoreError::Unsound { path: target.to_owned(), cause },
        StoreError::Full => part.failed("there is no space left"),
        StoreError::Stopped => StoreError::Stopped,
        error => part.failed(error),
    })?;
    Ok(part)
}

/// A file that is being written beside its place. It is readable by its owner only, and gone if it is not kept.
pub(crate) struct PartialFile {
    file: NamedTempFile,
    folder: PathBuf,
    target: PathBuf,
}

impl PartialFile {
    /// An empty file for `target`.
    pub(in crate::store) fn beside(target: &Path) -> Result<PartialFile, StoreError> {
        let failed = |error: std::io::Error| StoreError::Backup { path: target.to_owned(), cause: error.to_string() };
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // An absolute path, so that SQLite takes it for nothing else.
        let folder = folder.canonicalize().map_err(failed)?;
        remove_left(&folder);
        let file = tempfile::Builder::new().prefix(PART.0).suffix(PART.1).tempfile_in(&folder).map_err(failed)?;
        Ok(PartialFile { file, folder, target: target.to_owned() })
    }

    pub(in crate::store) fn path(&self) -> &Path {
        self.file.path()
    }

    pub(in crate::store) fn as_file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Makes it durable and puts it in its place, in place of what is there.
    pub(in crate::store) fn keep(self) -> Result<(), StoreError> {
        self.persist_by(|file, target| file.persist(target))
    }

    /// The same, if nothing is there.
    pub(in crate::store) fn keep_new(self) -> Result<(), StoreError> {
        self.persist_by(|file, target| file.persist_noclobber(target))
    }

    fn persist_by(
        self,
        persist: impl FnOnce(NamedTempFile, &Path) -> Result<File, tempfile::PersistError>,
    ) -> Result<(), StoreError> {
        let PartialFile { file, folder, target } = self;
        let failed = |error: std::io::Error| StoreError::Backup { path: target.clone(), cause: error.to_string() };
        file.as_file().sync_all().map_err(failed)?;
        persist(file, &target).map_err(|error| failed(error.error))?;
        sync_folder(&folder).map_err(failed)
    }

    /// An error about this file.
    pub(in crate::store) fn failed(&self, cause: impl std::fmt::Display) -> StoreError {
        StoreError::Backup { path: self.target.clone(), cause: cause.to_string() }
    }
}

/// Makes durable what was renamed in a folder.
pub(in crate::store) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Removes the incomplete copies that killed programs have left in a folder, as far as that can be done.
fn remove_left(folder: &Path) {
    let is_part = |name: &OsStr| {
        let name = name.as_bytes();
        name.starts_with(PART.0.as_bytes()) && name.ends_with(PART.1.as_bytes())
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let written = || entry.metadata().ok().filter(fs::Metadata::is_file)?.modified().ok();
        if is_part(&entry.file_name())
            && written().and_then(|time| time.elapsed().ok()).is_some_and(|age| age > STALE_PART_AGE)
        {
            // What cannot be removed is only in the way of nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A path with more at its end.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from([path.as_os_str(), OsStr::new(ending)].into_iter().collect::<OsString>())
}
