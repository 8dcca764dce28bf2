//! Errors of conversions, each a sentence for a reader.

use std::path::PathBuf;

use super::conversion::{Config, ExceptionsError};
use crate::system::plain::plain;

/// The failure of a conversion.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// No folder takes the dictionaries.
    #[error(
        "the conversion dictionaries can be kept neither in {} nor in {} ({reason}); make room or make one of them writable",
        cache.as_ref().map_or_else(|| "a cache folder".to_owned(), |path| path.display().to_string()),
        temporary.display()
    )]
    Dictionaries {
        /// The folder that should last, if there is one.
        cache: Option<PathBuf>,
        /// The folder that was tried instead.
        temporary: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// OpenCC refuses the dictionaries although they are whole.
    #[error("OpenCC could not load its configuration {config} ({reason}); report this as a bug")]
    Load {
        /// The configuration.
        config: Config,
        /// OpenCC's reason.
        reason: String,
    },
    /// OpenCC refuses a text.
    #[error("OpenCC could not convert a text by its configuration {config} ({reason}); show the original instead")]
    Convert {
        /// The configuration.
        config: Config,
        /// OpenCC's reason.
        reason: String,
    },
    /// The file of the person's own conversions cannot be read.
    #[error("{} {reason}; put it right or remove it", path.display())]
    ExceptionsFile {
        /// The file.
        path: PathBuf,
        /// The reason, worded to follow the name of the file.
        reason: String,
    },
    /// The file of the person's own conversions holds a mistake.
    #[error("{}: {error}", path.display())]
    Exceptions {
        /// The file.
        path: PathBuf,
        /// The mistake.
        error: ExceptionsError,
    },
    /// The text cannot be read.
    #[error("the text could not be read: {}", plain(.0))]
    Read(#[source] std::io::Error),
    /// The converted text cannot be written.
    #[error("the converted text could not be written: {}", plain(.0))]
    Write(#[source] std::io::Error),
}
