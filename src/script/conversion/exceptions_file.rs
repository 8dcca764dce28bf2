//! The file of the person's own conversions, read again when it was saved.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use super::{converters::Converters, exceptions::Exceptions};
use crate::script::ScriptError;
use crate::system::{ReadError, read_bounded};

/// The longest file that is read.
const MAX_BYTES: u64 = 1 << 20;

/// The file and what it said last.
#[derive(Debug, Default)]
pub(in crate::script) struct ExceptionsFile {
    path: Option<PathBuf>,
    read: Mutex<Read>,
}

#[derive(Debug, Default)]
struct Read {
    stamp: Option<Stamp>,
    exceptions: Arc<Exceptions>,
}

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    is_file: bool,
}

impl Converters {
    /// The same with a file of the person's own conversions. It is not read before
    /// [`Converters::refresh_exceptions`], and need not exist.
    #[must_use]
    pub fn with_exceptions(mut self, path: PathBuf) -> Converters {
        self.own = ExceptionsFile { path: Some(path), read: Mutex::default() };
        self
    }

    /// The person's own conversions, as they were last read.
    #[must_use]
    pub fn exceptions(&self) -> Arc<Exceptions> {
        Arc::clone(&self.own.read.lock().unwrap_or_else(PoisonError::into_inner).exceptions)
    }

    /// Reads the file of the person's own conversions if it was saved since. Returns whether it was. It looks at the
    /// disk, so it is for a job.
    ///
    /// # Errors
    /// When the file cannot be read, or says what cannot be meant; once for each state of it. What it said before
    /// still holds then.
    pub fn refresh_exceptions(&self) -> Result<bool, ScriptError> {
        let Some(path) = &self.own.path else { return Ok(false) };
        let stamp = fs::metadata(path).ok().map(|found| Stamp {
            modified: found.modified().ok(),
            length: found.len(),
            is_file: found.is_file(),
        });
        let mut read = self.own.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.stamp == stamp {
            return Ok(false);
        }
        read.stamp = stamp;
        let unusable = |reason: String| ScriptError::ExceptionsFile { path: path.clone(), reason };
        let bytes = match read_bounded(path, MAX_BYTES) {
            Err(ReadError::Missing) => Vec::new(),
            found => found.map_err(|error| unusable(error.to_string()))?,
        };
        let text = String::from_utf8(bytes).map_err(|_| unusable("is not UTF-8".to_owned()))?;
        let parsed = Exceptions::parse(&text);
        read.exceptions = Arc::new(parsed.map_err(|error| ScriptError::Exceptions { path: path.clone(), error })?);
        Ok(true)
    }
}
