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

pub use feed::{FeedSource, NewFeedSource};
pub use files::{FileStamp, ReadFile};
#[cfg(test)]
pub(crate) use newsboat::write_cache;
pub use newsboat::{NewsboatCache, NewsboatError, NewsboatFeed, NewsboatItem};
pub use page::{EntryKey, PageState};
pub use retention::Retention;
pub use source::{Source, SourceKind};
pub use status::{DueSource, ReadingStatus, SourceState};

use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;

use crate::net::Validators;
use crate::store::database::Database;
use crate::store::{ArticleId, SourceId, StoreError};
use files::KnownFile;

/// The sources of a library: how reading them goes and how much they keep.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl<'a> Sources<'a> {
    pub(in crate::store) fn new(database: &'a Database, reader: &'a str) -> Sources<'a> {
        Sources { database, reader }
    }

    /// Adds a feed. One with that address, or one that was added with it and has moved since, is the same: it gets
    /// the new login and wish for full text, is no longer gone, and `false` is returned with it. A feed that was
    /// taken off the list is put on it again, with its articles.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn add_feed(&self, feed: &NewFeedSource, now: Timestamp) -> Result<(SourceId, bool), StoreError> {
        feed::add_feed(self.database, feed, now)
    }

    /// All feeds, by title.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn feeds(&self) -> Result<Vec<FeedSource>, StoreError> {
        feed::feeds(self.database)
    }

    /// Stops reading a feed, or looking through a folder. Its articles stay; a source that has none goes.
    ///
    /// # Errors
    /// If there is no such feed or folder, or the library cannot be written.
    pub fn end(&self, id: SourceId) -> Result<(), StoreError> {
        feed::end(self.database, id)
    }

    /// Sets if the text of a feed's articles is taken from their pages.
    ///
    /// # Errors
    /// If there is no such feed, or the library cannot be written.
    pub fn set_fulltext(&self, id: SourceId, fulltext: bool) -> Result<(), StoreError> {
        feed::set_fulltext(self.database, id, fulltext)
    }

    /// Gives a source another title.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn set_title(&self, id: SourceId, title: &str) -> Result<(), StoreError> {
        feed::set_title(self.database, id, title)
    }

    /// Changes the address from which a feed is fetched. `false`, and nothing is changed, if another feed has it.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn move_feed(&self, id: SourceId, address: &str) -> Result<bool, StoreError> {
        feed::move_feed(self.database, id, address)
    }

    /// Content of a file of a source, if it is as it was when it was last read, and was read in the same way.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn known_file(
        &self,
        source: SourceId,
        path: &Path,
        stamp: &FileStamp,
        read_as: &str,
    ) -> Result<Option<KnownFile>, StoreError> {
        files::known_file(self.database, source, path, stamp, read_as)
    }

    /// Number of remembered files of a source.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn count_known_files(&self, source: SourceId) -> Result<usize, StoreError> {
        files::count_known_files(self.database, source)
    }

    /// The sources that carry an article besides its own: their numbers and titles.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn further_of(&self, id: ArticleId) -> Result<Vec<(SourceId, String)>, StoreError> {
        membership::further_of(self.database, id)
    }

    /// The entries of a feed whose pages have been asked.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn page_states(&self, source: SourceId) -> Result<HashMap<EntryKey, PageState>, StoreError> {
        page::page_states(self.database, source)
    }

    /// Remembers that an entry's page was asked. To be called when its article is in the library.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn record_page(&self, source: SourceId, entry: EntryKey, worked: bool) -> Result<(), StoreError> {
        page::record_page(self.database, source, entry, worked)
    }

    /// All feeds and folders that are read again, feeds first, by title.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn due(&self) -> Result<Vec<DueSource>, StoreError> {
        status::due(self.database)
    }

    /// The sources that are read or have articles, by title, and how reading them goes.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn states(&self) -> Result<Vec<SourceState>, StoreError> {
        status::states(self.database, self.reader)
    }

    /// Result of the last readings of a source.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn reading(&self, id: SourceId) -> Result<ReadingStatus, StoreError> {
        status::reading(self.database, id)
    }

    /// Remembers that reading a source worked, what of it was left out (a sentence), and what a feed's server gave to
    /// ask with next time; `None` asks for everything again. To be called when all that was read is in the library.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn record_success(
        &self,
        id: SourceId,
        given: Option<&Validators>,
        left_out: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        status::record_success(self.database, id, given, left_out, now)
    }

    /// Remembers why reading a source failed, until when it is to be left alone, and whether it is gone for good.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn record_failure(
        &self,
        id: SourceId,
        error: &str,
        not_before: Option<Timestamp>,
        gone: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        status::record_failure(self.database, id, error, not_before, gone, now)
    }

    /// Resumes reading a folder, if that was ended.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn resume(&self, id: SourceId) -> Result<(), StoreError> {
        status::resume(self.database, id)
    }

    /// Retention of a source.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn retention(&self, source: SourceId) -> Result<Retention, StoreError> {
        retention::retention(self.database, source)
    }

    /// Says what a source keeps from now on. Nothing is dropped before [`Sources::apply_retention`].
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written.
    pub fn set_retention(&self, source: SourceId, retention: Retention) -> Result<(), StoreError> {
        retention::set_retention(self.database, source, retention)
    }

    /// Drops what no source is to keep any more, and says how many articles that were. To be called when a sync or an
    /// import has ended; it costs nothing where every source keeps everything.
    ///
    /// # Errors
    /// If the library cannot be written. What was dropped before stays dropped; the rest waits for the next time.
    pub fn apply_retention(&self, now: Timestamp) -> Result<usize, StoreError> {
        retention::apply_retention(self.database, now)
    }

    /// The source at a location. If there is none yet it is added, with this kind and title.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn find_or_add(
        &self,
        kind: SourceKind,
        location: &str,
        title: &str,
        now: Timestamp,
    ) -> Result<SourceId, StoreError> {
        source::find_or_add(self.database, kind, location, title, now)
    }

    /// All sources, by title.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn all(&self) -> Result<Vec<Source>, StoreError> {
        source::all(self.database, self.reader)
    }
}
