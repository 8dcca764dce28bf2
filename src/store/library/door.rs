//! The way by which one program opens its library more than once: every connection is to the file that was opened
//! first, until it is opened anew.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Library;
use crate::store::StoreError;
use crate::store::database::file::LibraryFile;
use crate::store::database::{file, journal};

/// Longest wait for the other connections of this program to close before a library is opened anew.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(3);
/// Time between two looks whether they have.
const CLOSE_CHECK_INTERVAL: Duration = Duration::from_millis(5);

/// The way to the library that a program has open.
#[derive(Clone, Debug)]
pub struct Door {
    file: Arc<Mutex<Arc<LibraryFile>>>,
    reader: String,
    pub(super) keeps_sources: bool,
}

impl Door {
    pub(super) fn new(file: &Arc<LibraryFile>, reader: &str) -> Door {
        Door { file: Arc::new(Mutex::new(Arc::clone(file))), reader: reader.to_owned(), keeps_sources: true }
    }

    pub(super) fn with_sources_kept(self, keeps_sources: bool) -> Door {
        Door { keeps_sources, ..self }
    }

    /// Another connection to the library.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] or [`StoreError::Gone`] if it is no longer what was opened; else as [`Library::open`].
    pub fn open(&self) -> Result<Library, StoreError> {
        let database = file::open_again(self.held())?;
        Library::new(database, &self.reader).map(|library| library.with_door(self.clone()))
    }

    /// Opens what stands at the library's path now. Every connection to what stood there before has to be closed: the
    /// one of the caller is, by `library`, and the others are waited for.
    ///
    /// # Errors
    /// As [`Library::open`]; [`StoreError::StillOpen`] if a connection is not closed.
    pub fn open_anew(&self, library: Option<Library>) -> Result<Library, StoreError> {
        let shares_memory = library.as_ref().is_none_or(|library| library.read_only().is_none());
        drop(library);
        let before = self.held();
        let until = Instant::now() + CLOSE_TIMEOUT;
        // This one and that of the door. Those who use a log share the memory of its index by the file's node.
        while shares_memory && Arc::strong_count(&before) > 2 {
            if Instant::now() > until {
                return Err(StoreError::StillOpen);
            }
            std::thread::sleep(CLOSE_CHECK_INTERVAL);
        }
        let now = Arc::new(before.hold_anew()?);
        drop(before);
        let local = !journal::on_network(now.path());
        let opened = file::open_held(Arc::clone(&now), local)?;
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = now;
        Library::from_opened(opened, &self.reader).map(|library| library.with_door(self.clone()))
    }

    /// The path of the library.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.held().path().to_owned()
    }

    fn held(&self) -> Arc<LibraryFile> {
        Arc::clone(&self.file.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
