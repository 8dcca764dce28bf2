//! The library: every article that came in and what each reader has done with it, in one SQLite file.
//!
//! What is stored is the text as it came; nothing in here converts, folds or sanitises, knows a screen or reads the
//! clock (the time is passed in). It is the only room that knows SQLite. Each function is one transaction: what it
//! has returned from survives the end of the process at any moment.

mod alone;
mod backup;
mod batch;
mod body;
mod check;
mod database;
mod door;
mod dropped;
mod edits;
mod entry;
mod error;
mod feed;
mod feed_page;
mod feed_reading;
mod file;
mod files;
mod identity;
mod index;
mod journal;
mod library;
mod load;
mod marking;
mod membership;
mod migrate;
mod newsboat;
mod place;
mod published;
mod put;
mod resemblance;
mod restore;
mod retention;
mod salvage;
mod schema;
mod scripts;
mod shelf;
mod source;
mod state;
mod stop;
mod tag;
mod tags;
mod titles;
mod titles_load;
mod titles_scan;
mod watch;
mod write;

#[cfg(test)]
mod backup_tests;
#[cfg(test)]
mod entry_tests;
#[cfg(test)]
mod feed_tests;
#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod identity_tests;
#[cfg(test)]
mod membership_tests;
#[cfg(test)]
mod put_tests;
#[cfg(test)]
mod restore_tests;
#[cfg(test)]
mod retention_tests;
#[cfg(test)]
mod shelf_tests;
#[cfg(test)]
mod stop_tests;

pub use check::{Fault, Health};
pub use door::Door;
pub use edits::Edit;
pub use error::StoreError;
pub use feed::{Feed, FeedAddition, Given};
pub use feed_page::{Entry, PageState};
pub use feed_reading::{Due, Reading, SourceState};
pub use files::{FileStamp, KnownFile, ReadFile};
pub use identity::{Hashes, hashes};
pub use index::{Built, Candidate, Checked, Hit, Need, Related, WAITING_IS_FINE};
pub use library::{LOCAL_READER, Library};
#[cfg(test)]
pub(crate) use newsboat::write_cache;
pub use newsboat::{NewsboatCache, NewsboatError, NewsboatFeed, NewsboatItem};
pub use put::{Arrival, Change, Outcome};
pub use restore::{Restored, restore};
pub use retention::Retention;
pub use salvage::{Loss, Salvaged, Step, salvage};
pub use scripts::ScriptOf;
pub use shelf::{Filter, Neighbours, Row};
pub use source::{Source, SourceKind};
pub use state::State;
pub use stop::Stop;
pub use tag::{NotATag, Tag, TagEdit};
pub use tags::Tags;
pub use titles::{Stopped, Titles};
pub use watch::Watch;

/// The number of an article in its library. It never changes and is never given to another article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub i64);

/// The number of a source in its library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
