//! Errors of files that were not imported: one sentence each, with the file and the remedy.
//!
//! The sentences quote paths as they are: sanitise them before they are shown.

use std::{io, path::PathBuf};

use crate::system::plain::plain;

const MIB: u64 = 1024 * 1024;

/// The reason why a file, or the rest of it, could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// No file has that name.
    #[error("{} does not exist; check the name", .0.display())]
    NotFound(PathBuf),
    /// A folder in the place of a file.
    #[error("{} is a folder; give the files in it, or import the folder as a whole", .0.display())]
    Directory(PathBuf),
    /// A pipe, socket or device. It is not opened.
    #[error("{} is {what}, not a file; pipe its text into “kanbao import -” instead", path.display())]
    NotAFile {
        /// Its path.
        path: PathBuf,
        /// A pipe, a socket or a device, with its article.
        what: &'static str,
    },
    /// The person may not read it.
    #[error("{} may not be read by you; change its permissions with chmod u+r", .0.display())]
    Permission(PathBuf),
    /// A file of white space.
    #[error("{} is empty; there is no article in it", .0.display())]
    Empty(PathBuf),
    /// Longer than the limit of its format.
    #[error("{} is larger than {} MiB; split it, or import it as JSON Lines, which may be of any length", path.display(), most / MIB)]
    TooLarge {
        /// Its path.
        path: PathBuf,
        /// The bound, in bytes.
        most: u64,
    },
    /// Holds an article beyond the limit.
    #[error("{} holds an article of more than {} MiB; take it out of the file, or split it", path.display(), most / MIB)]
    LongArticle {
        /// Its path.
        path: PathBuf,
        /// The bound, in bytes.
        most: u64,
    },
    /// No text.
    #[error("{} is {what}, not text; export it as plain text, Markdown or JSON first", path.display())]
    Binary {
        /// Its path.
        path: PathBuf,
        /// The kind of file by its first bytes.
        what: &'static str,
    },
    /// Text of a kind that has no reader.
    #[error("{} is {what}, which is no article; split it, or use --format page if it is plain text", path.display())]
    Unsupported {
        /// Its path.
        path: PathBuf,
        /// The kind of document.
        what: &'static str,
    },
    /// JSON without a single article.
    #[error("{} has no article in it: {reason}", path.display())]
    NoArticle {
        /// Its path.
        path: PathBuf,
        /// The first remark on it.
        reason: String,
    },
    /// The system could not read it.
    #[error("{} could not be read: {}; try again or copy it elsewhere", path.display(), plain(source))]
    Io {
        /// Its path.
        path: PathBuf,
        source: io::Error,
    },
    /// A parser failed in a way that it should not.
    #[error("{} could not be read because of a fault in kanbao; please report it with the file", .0.display())]
    Fault(PathBuf),
}

impl ImportError {
    /// The error for a path that the system could not read.
    pub(crate) fn from_io(path: &std::path::Path, source: io::Error) -> ImportError {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => ImportError::NotFound(path),
            io::ErrorKind::PermissionDenied => ImportError::Permission(path),
            io::ErrorKind::IsADirectory => ImportError::Directory(path),
            _ => ImportError::Io { path, source },
        }
    }
}
