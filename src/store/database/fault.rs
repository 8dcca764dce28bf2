//! Faults that a check of a library finds.

use std::fmt;

use crate::store::ArticleId;

/// Phrase for an object of ours that is missing.
pub(in crate::store) const MISSING: &str = "is missing";

/// A fault of the library; its text says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file itself is damaged.
    File(String),
    /// A table, an index, a trigger or a view is none of ours, is not as we made it, or is missing.
    Schema {
        /// Its kind: `table`, `index`, `trigger`, `view`.
        kind: String,
        /// Its name.
        name: String,
        /// The fault.
        what: &'static str,
    },
    /// Rows of a table refer to what is not there.
    Dangling {
        /// The table.
        table: String,
        /// Number of rows.
        rows: usize,
    },
    /// An article's text is missing or is not what came in.
    Article(ArticleId, &'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::File(what) => write!(
                f,
                "the file is damaged ({what}); `kanbao restore FILE` puts a backup in its place, `kanbao salvage NEW` \
                 writes what can still be read to a new library"
            ),
            Fault::Schema { kind, name, what } => write!(
                f,
                "the {kind} {name} {what}, so that nothing else was looked at; `kanbao restore FILE` puts a backup in \
                 the library's place, `kanbao salvage NEW` writes the articles and marks to a new library without it"
            ),
            Fault::Dangling { table, rows } => {
                write!(
                    f,
                    "{rows} rows of {table} belong to nothing in the library; `kanbao restore FILE` puts a backup in its place"
                )
            }
            Fault::Article(id, what) => {
                write!(
                    f,
                    "article {id}: {what}; `kanbao restore FILE` puts a backup in the library's place, or import it again"
                )
            }
        }
    }
}

impl Fault {
    /// True if it is a trigger that is there and is not as we make it.
    pub(in crate::store) fn is_trigger(&self) -> bool {
        matches!(self, Fault::Schema { kind, what, .. } if kind == "trigger" && *what != MISSING)
    }

    /// The fault alone, without advice.
    pub(in crate::store) fn brief(&self) -> String {
        match self {
            Fault::File(what) => what.clone(),
            Fault::Schema { kind, name, what } => format!("the {kind} {name} {what}"),
            Fault::Dangling { table, rows } => format!("{rows} rows of {table} belong to nothing"),
            Fault::Article(id, what) => format!("article {id}: {what}"),
        }
    }
}
