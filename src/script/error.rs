//! What can go wrong with scripts, as sentences for a reader.

use std::path::PathBuf;

use crate::script::conversion::Config;
use crate::{system::plain::plain, text::safe::Safe};

/// What can go wrong in a conversion.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// No folder takes the dictionaries.
    #[error(
        "the conversion dictionaries can be kept neither in {} nor in {} ({reason}); make room or make one of them writable",
        cache.as_ref().map_or_else(|| "a cache folder".to_owned(), |path| path.display().to_string()),
        temporary.display()
    )]
    Dictionaries {
        /// Where they should be kept, if anywhere.
        cache: Option<PathBuf>,
        /// Where they were tried instead.
        temporary: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// OpenCC did not take the dictionaries although they are whole.
    #[error("OpenCC could not load its configuration {config} ({reason}); report this as a bug")]
    Load {
        /// Which configuration.
        config: Config,
        /// What OpenCC said.
        reason: String,
    },
    /// OpenCC refused a text.
    #[error("OpenCC could not convert a text by its configuration {config} ({reason}); show the original instead")]
    Convert {
        /// Which configuration.
        config: Config,
        /// What OpenCC said.
        reason: String,
    },
    /// The person's own conversions could not be read.
    #[error("{} {reason}; put it right or remove it", path.display())]
    ExceptionsFile {
        /// Which file.
        path: PathBuf,
        /// Why, to stand behind its name.
        reason: String,
    },
    /// The person's own conversions say something that cannot be meant.
    #[error("{}: {error}", path.display())]
    Exceptions {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        error: crate::script::conversion::ExceptionsError,
    },
    /// The text could not be read.
    #[error("the text could not be read: {}", plain(.0))]
    Read(#[source] std::io::Error),
    /// The converted text could not be written.
    #[error("the converted text could not be written: {}", plain(.0))]
    Write(#[source] std::io::Error),
}

/// A name that stands for nothing, with the names that would.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no {kind} is called “{name}”; choose one of {names}")]
pub struct UnknownName {
    kind: &'static str,
    name: String,
    names: String,
}

impl UnknownName {
    pub(super) fn new<'a>(kind: &'static str, name: &str, names: impl Iterator<Item = &'a str>) -> UnknownName {
        let name = Safe::line(name).as_str().to_owned();
        UnknownName { kind, name, names: names.collect::<Vec<_>>().join(", ") }
    }
}
