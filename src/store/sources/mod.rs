//! Where articles come from: folders, feeds, one-off imports, how reading them goes and how much they keep.

mod feed;
pub(crate) mod files;
pub(crate) mod membership;
mod newsboat;
mod page;
mod reading;
mod retention;
mod source;
mod tests;

pub use feed::{Feed, FeedAddition, Given};
pub use files::{FileStamp, ReadFile};
#[cfg(test)]
pub(crate) use newsboat::write_cache;
pub use newsboat::{NewsboatCache, NewsboatError, NewsboatFeed, NewsboatItem};
pub use page::{Entry, PageState};
pub use reading::{Due, Reading, SourceState};
pub use retention::Retention;
pub use source::{Source, SourceKind};
