//! Errors of the library. Each message is one sentence that says what happened and what to do; the
//! engine's own words come last, in brackets, where they help. No other room sees an SQLite error.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::{ArticleId, SourceId};
use crate::system::plain::plain;

/// An error of the library.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The path names a folder.
    #[error("{} is a folder, not a library file; name a file with --library", path.display())]
    Folder {
        /// The path.
        path: PathBuf,
    },
    /// The path names a device, a pipe or a socket.
    #[error("{} is not a regular file; name another file with --library", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The file is no SQLite file.
    #[error("{} is not a kanbao library and was left as it is; name another file with --library", path.display())]
    NotALibrary {
        /// The path.
        path: PathBuf,
    },
    /// The file is an SQLite file of another program.
    #[error("{} belongs to another program and was left as it is; name another file with --library", path.display())]
    Foreign {
        /// The path.
        path: PathBuf,
    },
    /// A newer kanbao has written the library.
    #[error(
        "{} was written by a newer kanbao (library version {found}, this one knows {known}) and was left as it is; \
         use the newer kanbao, or name another file with --library",
        path.display()
    )]
    Newer {
        /// The path.
        path: PathBuf,
        /// The library's schema version.
        found: i64,
        /// The newest schema version this program knows.
        known: usize,
    },
    /// The file is damaged.
    #[error(
        "{} is damaged ({cause}); `kanbao restore FILE` puts a backup in its place, `kanbao salvage NEW` writes what can \
         still be read to a new library",
        path.display()
    )]
    Damaged {
        /// The path.
        path: PathBuf,
        /// The engine's message.
        cause: String,
    },
    /// The file may not be read.
    #[error("{} may not be read; change its permissions, or name another file with --library", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
    },
    /// The file, or the folder it lies in, may not be written.
    #[error(
        "{} may not be written, and kanbao keeps what you read there; change its permissions, or name another file \
         with --library",
        path.display()
    )]
    ReadOnly {
        /// The file or folder that may not be written.
        path: PathBuf,
    },
    /// Another file has taken the library's place while it was open.
    #[error(
        "the library at {} was replaced while it was open, so nothing more is saved; open it again",
        path.display()
    )]
    Replaced {
        /// The path.
        path: PathBuf,
    },
    /// The library was moved or removed while it was open.
    #[error(
        "{} was moved or removed while it was open, so nothing more is saved; put it back, or name another file with \
         --library",
        path.display()
    )]
    Gone {
        /// The path.
        path: PathBuf,
    },
    /// Jobs of this program still use what was open before.
    #[error("a job of this program still uses the library as it was before; wait for it to end and try again")]
    StillOpen,
    /// The disk, the quota or the file-size limit is used up.
    #[error("there is no space left for the library, and the last change was not saved; free some space and try again")]
    Full,
    /// The disk is so full that the library can only be read.
    #[error(
        "there is no space left on the disk of {}, so the library can be read but nothing is saved; free some space and \
         open it again",
        path.display()
    )]
    NoRoom {
        /// The path.
        path: PathBuf,
    },
    /// A part of the file is damaged, and it is needed.
    #[error(
        "a damaged part of the library is needed for this ({0}); `kanbao restore FILE` puts a backup in its \
         place, `kanbao salvage NEW` writes what can still be read to a new library"
    )]
    Harmed(String),
    /// The work was stopped by the person or the program.
    #[error("the work was stopped before it was done")]
    Stopped,
    /// Another program has held the library for too long.
    #[error("another program is writing to the library; wait for it to finish and try again")]
    Busy,
    /// No article has this number.
    #[error("there is no article {0} in the library; `kanbao list` shows those there are")]
    NoSuchArticle(ArticleId),
    /// No source has this number.
    #[error("there is no source {0} in the library; `kanbao feed list` shows those there are")]
    NoSuchSource(SourceId),
    /// The source is not one that is read again and again.
    #[error("{0} is no feed or folder that is read; `kanbao feed list` shows those that are")]
    NoSuchFeed(SourceId),
    /// A stored article is damaged.
    #[error("article {article} in the library is damaged (its {column}); `kanbao check` says what to do")]
    DamagedArticle {
        /// The article.
        article: ArticleId,
        /// The damaged column.
        column: String,
    },
    /// An article is larger than the library can hold (about 1 GB of text).
    #[error("the article is too large for the library; split it into smaller ones")]
    TooLarge,
    /// The file system does not do what was asked.
    #[error(
        "{} cannot be used ({}); check the path, or name another file with --library",
        path.display(),
        plain(source)
    )]
    Path {
        /// The path.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A copy of the library could not be written.
    #[error("a copy of the library could not be written to {} ({cause}); check that folder and its free space", path.display())]
    Backup {
        /// Path of the copy.
        path: PathBuf,
        /// The cause.
        cause: String,
    },
    /// A copy of the library would be damaged, because the library is.
    #[error(
        "the library is damaged ({cause}), so that no copy was made and {} is as it was; `kanbao salvage NEW` writes what \
         can still be read to a new library",
        path.display()
    )]
    Unsound {
        /// Path of the copy.
        path: PathBuf,
        /// The fault.
        cause: String,
    },
    /// A file is no copy that can be put in the library's place.
    #[error(
        "{} {what}; the library was left as it was, and can be restored from a file that `kanbao backup` has written",
        path.display()
    )]
    NotACopy {
        /// The file.
        path: PathBuf,
        /// A phrase for what the file is.
        what: String,
    },
    /// Another program has the library open.
    #[error("another program has {} open, so that nothing was changed; end it and try again", path.display())]
    InUse {
        /// The library.
        path: PathBuf,
    },
    /// The path of a copy is taken.
    #[error("{} is {what} and was left as it is; name another file for the copy", path.display())]
    InTheWay {
        /// Path of the copy.
        path: PathBuf,
        /// A phrase for what stands there.
        what: &'static str,
    },
    /// The disk fails, or a quota or a limit on the size of files is reached.
    #[error("the disk that holds the library failed; check its space, your quota and its health ({0})")]
    Disk(String),
    /// The engine failed in another way.
    #[error("the library could not be used; try again, and if it stays so restore a backup ({0})")]
    Engine(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => StoreError::Stopped,
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::SystemIoFailure) => StoreError::Disk(error.to_string()),
            Some(ErrorCode::TooBig) => StoreError::TooLarge,
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Harmed(error.to_string()),
            // A value is of another kind than the schema lets in, or text that is no UTF-8.
            _ if matches!(
                error,
                rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::InvalidColumnType(..)
                    | rusqlite::Error::Utf8Error(..)
            ) =>
            {
                StoreError::Harmed(error.to_string())
            }
            _ => StoreError::Engine(error),
        }
    }
}

impl StoreError {
    /// An engine's error while the library at `path` is opened.
    pub(super) fn opening(path: &Path, error: rusqlite::Error) -> StoreError {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::DiskFull) if is_full(&path) => {
                StoreError::NoRoom { path }
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Damaged { path, cause: error.to_string() }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                StoreError::ReadOnly { path }
            }
            _ => StoreError::from(error),
        }
    }
}

/// True if the disk of a file has no room, as far as the system says. A library that is opened takes some pages beside
/// it, for the memory that programs share.
pub(crate) fn is_full(path: &Path) -> bool {
    const MIN_FREE_BYTES: u64 = 64 * 1024;
    rustix::fs::statvfs(path).is_ok_and(|disk| {
        disk.f_bavail.saturating_mul(disk.f_frsize) < MIN_FREE_BYTES || disk.f_files > 0 && disk.f_favail == 0
    })
}
