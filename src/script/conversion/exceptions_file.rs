//! The file of the person's own conversions, read again once it was saved.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use super::exceptions::Exceptions;
use crate::script::ScriptError;
use crate::system::{ReadError, read_bounded};

/// The most bytes of the file.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// The file and its content when it was last read.
#[derive(Debug, Default)]
pub(super) struct ExceptionsFile {
    path: Option<PathBuf>,
    content: Mutex<Content>,
}

#[derive(Debug, Default)]
struct Content {
    stamp: Option<FileStamp>,
    exceptions: Arc<Exceptions>,
}

/// The state of a file, to see whether it was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileStamp {
    modified: Option<SystemTime>,
    length: u64,
    is_file: bool,
}

impl ExceptionsFile {
    pub(super) fn at(path: PathBuf) -> ExceptionsFile {
        ExceptionsFile { path: Some(path), content: Mutex::default() }
    }

    pub(super) fn exceptions(&self) -> Arc<Exceptions> {
        Arc::clone(&self.content.lock().unwrap_or_else(PoisonError::into_inner).exceptions)
    }

    /// Reads the file if it was saved since the last call; true if it was.
    pub(super) fn refresh(&self) -> Result<bool, ScriptError> {
        let Some(path) = &self.path else { return Ok(false) };
        let stamp = fs::metadata(path).ok().map(|found| FileStamp {
            modified: found.modified().ok(),
            length: found.len(),
            is_file: found.is_file(),
        });
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        if content.stamp == stamp {
            return Ok(false);
        }
        content.stamp = stamp;
        let unusable = |reason: String| ScriptError::ExceptionsFile { path: path.clone(), reason };
        let bytes = match read_bounded(path, MAX_FILE_BYTES) {
            Err(ReadError::Missing) => Vec::new(),
            found => found.map_err(|error| unusable(error.to_string()))?,
        };
        let text = String::from_utf8(bytes).map_err(|_| unusable("is not UTF-8".to_owned()))?;
        let parsed = Exceptions::parse(&text);
        content.exceptions = Arc::new(parsed.map_err(|error| ScriptError::Exceptions { path: path.clone(), error })?);
        Ok(true)
    }
}
