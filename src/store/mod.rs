//! The library: every article that came in and what each reader has done with it, in one SQLite file.
//!
//! What is stored is the text as it came; nothing in here converts, folds or sanitises, knows a screen or reads the
//! clock (the time is passed in). It is the only room that knows SQLite. Each function is one transaction: what it
//! has returned from survives the end of the process at any moment.

pub mod articles;
mod bit_set;
pub mod database;
mod error;
pub mod index;
mod library;
pub mod lists;
pub mod sources;
pub mod state;
mod values;
mod varint;

pub use error::StoreError;
pub(crate) use error::is_full;
pub use library::{Door, LOCAL_READER, Library};

pub use crate::store::articles::identity::{Hashes, hashes};

pub use crate::store::database::salvage::{Loss, SalvageProgress, Salvaged, salvage};

/// The number of an article in its library. It never changes and is never given to another article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub i64);

/// The number of a source in its library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct SourceId(pub i64);

impl std::fmt::Display for ArticleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Display for SourceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
