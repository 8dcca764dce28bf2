//! The sources of articles: folders, feeds, one-off imports, how reading them goes and how much they keep.

mod feed;
pub(crate) mod files;
pub(crate) mod membership;
mod newsboat;
mod page;
mod retention;
mod source;
mod status;
mod tests;

pub use feed::{FeedSource, Feeds, NewFeedSource};
pub use files::{FileStamp, KnownFiles, ReadFile};
#[cfg(test)]
pub(crate) use newsboat::write_cache;
pub use newsboat::{NewsboatCache, NewsboatError, NewsboatFeed, NewsboatItem};
pub use page::{EntryKey, EntryPages, PageState};
pub use retention::{Retention, Retentions};
pub use source::{Source, SourceKind, Sources};
pub use status::{DueSource, ReadingStatus, Readings, SourceState};
