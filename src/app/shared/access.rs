//! Access to the library that is open, and flags of articles, which can be refused.

use crate::store::lists::Row;

/// Access to the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reading and writing.
    #[default]
    Full,
    /// Reading only, with the reason.
    ReadOnly(String),
    /// None: the file is no longer the one that was opened. With what happened to it.
    Lost(String),
}

impl Access {
    /// Access to a library that can only be read if there is a reason.
    pub(in crate::app) fn read_only_if(reason: Option<String>) -> Access {
        reason.map_or(Access::Full, Access::ReadOnly)
    }

    /// True if changes can be saved.
    pub(in crate::app) fn is_full(&self) -> bool {
        *self == Access::Full
    }

    /// The message that refuses a change; `None` if changes can be saved.
    pub(in crate::app) fn refusal(&self) -> Option<String> {
        match self {
            Access::Full => None,
            Access::ReadOnly(reason) => Some(reason.clone()),
            Access::Lost(cause) => Some(format!("{cause}: Ctrl-R opens what is there now, Q leaves")),
        }
    }
}

/// A flag of an article that was shown before it was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    /// Read or unread.
    Read(bool),
    /// Starred or not.
    Starred(bool),
}

impl Flag {
    /// Sets the flag of a row.
    pub(in crate::app) fn apply(self, row: &mut Row) {
        match self {
            Flag::Read(read) => row.read = read,
            Flag::Starred(starred) => row.starred = starred,
        }
    }

    /// The flag as it was before.
    pub(in crate::app) fn inverse(self) -> Flag {
        match self {
            Flag::Read(read) => Flag::Read(!read),
            Flag::Starred(starred) => Flag::Starred(!starred),
        }
    }
}
