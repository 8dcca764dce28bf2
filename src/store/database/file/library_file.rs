//! The library's file as a program holds it: the path it was opened by, and one descriptor of it for looks that go past
//! the engine.
//!
//! The locks by which programs share a library belong to the process: whoever closes any descriptor of the file drops
//! those of every connection in the process. So this one is closed when the last connection is gone: each holds it, and
//! all that are opened in one program are opened through it.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::main_file;
use super::stamp::Stamp;
use crate::store::StoreError;
use crate::store::database::with_ending;

/// A file by which it is the same wherever it is named.
pub(crate) type FileId = (u64, u64);

/// The library's file, held as long as anything in this program has it open.
#[derive(Debug)]
pub(crate) struct LibraryFile {
    path: PathBuf,
    file: Arc<File>,
    node: FileId,
    lost: AtomicBool,
}

impl LibraryFile {
    /// Holds the regular file at a path, which is absolute.
    ///
    /// # Errors
    /// If it may not be read, or is not there.
    pub(in crate::store) fn hold(path: &Path) -> Result<LibraryFile, StoreError> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::PermissionDenied => StoreError::Unreadable { path: path.to_owned() },
            _ => StoreError::Path { path: path.to_owned(), source },
        };
        // What is put in the place of a file between two looks may be a pipe, which would be waited for.
        let flags = rustix::fs::OFlags::NONBLOCK.bits() as i32;
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(failed)?;
        let about = file.metadata().map_err(failed)?;
        if !about.is_file() {
            return Err(StoreError::NotAFile { path: path.to_owned() });
        }
        Ok(LibraryFile {
            path: path.to_owned(),
            file: Arc::new(file),
            node: (about.dev(), about.ino()),
            lost: AtomicBool::new(false),
        })
    }

    /// Holds what stands at the path now. Where that is the same file, overwritten, it is held by the same descriptor.
    ///
    /// # Errors
    /// As [`LibraryFile::hold`].
    pub(in crate::store) fn hold_anew(&self) -> Result<LibraryFile, StoreError> {
        match node(&self.path) {
            Ok(Some(found)) if found == self.node => Ok(LibraryFile {
                path: self.path.clone(),
                file: Arc::clone(&self.file),
                node: found,
                lost: AtomicBool::new(false),
            }),
            Ok(None) => Err(StoreError::Gone { path: self.path.clone() }),
            _ => LibraryFile::hold(&self.path),
        }
    }

    /// Takes note that it is no longer what was opened: no connection of this program writes to it any more.
    pub(in crate::store) fn lose(&self) {
        self.lost.store(true, Ordering::Relaxed);
    }

    /// The path by which it was opened.
    pub(in crate::store) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Path at which the engine keeps a file beside this one: where the file itself lies, if the path is a link to it.
    pub(in crate::store) fn beside(&self, ending: &str) -> PathBuf {
        let real = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        with_ending(&real, ending)
    }

    /// Checks that the file still is what stands at its path.
    ///
    /// # Errors
    /// [`StoreError::Gone`] or [`StoreError::Replaced`].
    pub(in crate::store) fn still_there(&self) -> Result<(), StoreError> {
        match node(&self.path) {
            Ok(found) if found == Some(self.node) && !self.lost.load(Ordering::Relaxed) => Ok(()),
            Ok(Some(_)) => Err(StoreError::Replaced { path: self.path.clone() }),
            Ok(None) | Err(_) => Err(StoreError::Gone { path: self.path.clone() }),
        }
    }

    /// The stamp in this file alone, whatever lies beside it, and its page; `page` is where it stood last.
    pub(crate) fn stamp(&self, page: Option<u32>) -> Option<(u32, Stamp)> {
        main_file::stamp(&self.file, page)
    }
}

/// Identity of the file at a path; nothing if there is none.
pub(crate) fn node(path: &Path) -> io::Result<Option<FileId>> {
    match std::fs::metadata(path) {
        Ok(about) => Ok(Some((about.dev(), about.ino()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
