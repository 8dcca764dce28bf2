//! The state of readers: articles read, starred, tagged, left at a place, shown in a script.

mod marking;
mod marks;
pub(crate) mod place;
mod scripts;
mod tag;
mod tags;

pub use marks::ArticleState;
pub(crate) use scripts::SCRIPT_OF_ARTICLE;
pub use scripts::ScriptTarget;
pub use tag::{Tag, TagEdit};
pub use tags::Tags;

use jiff::Timestamp;

use crate::script::Script;
use crate::store::database::Database;
use crate::store::lists::Filter;
use crate::store::{ArticleId, SourceId, StoreError};
use crate::text::Place;

/// The marks, places, scripts and tags of one reader.
#[derive(Clone, Copy, Debug)]
pub struct ReaderState<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) reader: &'a str,
}

impl<'a> ReaderState<'a> {
    pub(in crate::store) fn new(database: &'a Database, reader: &'a str) -> ReaderState<'a> {
        ReaderState { database, reader }
    }

    /// Marks all articles that pass a filter read, and says how many were not read before. Only this can then be
    /// undone; if there were none, nothing changes, not even what can be undone.
    ///
    /// # Errors
    /// If the library cannot be written; nothing is marked then.
    pub fn mark_all_read(&self, filter: &Filter, now: Timestamp) -> Result<usize, StoreError> {
        marking::mark_all_read(self.database, self.reader, filter, now)
    }

    /// Marks these articles read; numbers that lead nowhere are passed over.
    ///
    /// # Errors
    /// As [`ReaderState::mark_all_read`].
    pub fn mark_each_read(&self, ids: &[ArticleId], now: Timestamp) -> Result<usize, StoreError> {
        marking::mark_each_read(self.database, self.reader, ids, now)
    }

    /// Takes the last [`ReaderState::mark_all_read`] back: what it marked and nobody has marked since is unread again.
    /// Says how many that were; nothing, if there is nothing to take back.
    ///
    /// # Errors
    /// If the library cannot be written; nothing is taken back then.
    pub fn undo_mark_all(&self) -> Result<Option<usize>, StoreError> {
        marking::undo_mark_all(self.database, self.reader)
    }

    /// Marks of the reader on an article; none, if there is no such article.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn get(&self, id: ArticleId) -> Result<ArticleState, StoreError> {
        marks::get(self.database, self.reader, id)
    }

    /// Marks an article read or unread.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written.
    pub fn set_read(&self, id: ArticleId, read: bool, now: Timestamp) -> Result<(), StoreError> {
        marks::set_read(self.database, self.reader, id, read, now)
    }

    /// Gives an article a star, or takes it away.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written.
    pub fn set_starred(&self, id: ArticleId, starred: bool, now: Timestamp) -> Result<(), StoreError> {
        marks::set_starred(self.database, self.reader, id, starred, now)
    }

    /// Remembers where the reader has left an article.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written.
    pub fn set_place(&self, id: ArticleId, place: Place, now: Timestamp) -> Result<(), StoreError> {
        marks::set_place(self.database, self.reader, id, place, now)
    }

    /// The article that the reader has left last, to go on with it.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn last_left(&self) -> Result<Option<ArticleId>, StoreError> {
        marks::last_left(self.database, self.reader)
    }

    /// The script chosen for an article, or else for its source.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn script_of(&self, id: ArticleId) -> Result<Option<Script>, StoreError> {
        scripts::script_of(self.database, self.reader, id)
    }

    /// Remembers a script, or forgets the one that was chosen. One for a source counts for all its articles from now
    /// on: what was chosen for single ones is forgotten.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written.
    pub fn set_script(&self, of: ScriptTarget, script: Option<Script>) -> Result<(), StoreError> {
        scripts::set_script(self.database, self.reader, of, script)
    }

    /// The script the reader last chose for everything, if that was while `configured` was the one to begin with: a
    /// configuration that was changed since counts more.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn default_script(&self, configured: Script) -> Result<Option<Script>, StoreError> {
        scripts::default_script(self.database, self.reader, configured)
    }

    /// Remembers a script for everything, chosen while `configured` was the one to begin with.
    ///
    /// # Errors
    /// If the library cannot be written.
    pub fn set_default_script(&self, script: Script, configured: Script) -> Result<(), StoreError> {
        scripts::set_default_script(self.database, self.reader, script, configured)
    }

    /// The tags of an article; none, if there is no such article.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn tags(&self, id: ArticleId) -> Result<Tags, StoreError> {
        tags::tags(self.database, self.reader, id)
    }

    /// The tags of a source, sorted.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn tags_of_source(&self, id: SourceId) -> Result<Vec<Tag>, StoreError> {
        tags::tags_of_source(self.database, self.reader, id)
    }

    /// Every tag in use, sorted, with the number of articles that have it.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn all_tags(&self) -> Result<Vec<(Tag, usize)>, StoreError> {
        tags::all_tags(self.database, self.reader)
    }

    /// Gives an article tags and takes tags away. A tag it has is given in vain, one it does not have itself is taken
    /// away in vain.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written; nothing is changed then.
    pub fn edit_tags(&self, id: ArticleId, edit: &TagEdit) -> Result<(), StoreError> {
        tags::edit_tags(self.database, self.reader, id, edit)
    }

    /// Gives a source tags and takes tags away.
    ///
    /// # Errors
    /// If there is no such source, or the library cannot be written; nothing is changed then.
    pub fn edit_tags_of_source(&self, id: SourceId, edit: &TagEdit) -> Result<(), StoreError> {
        tags::edit_tags_of_source(self.database, self.reader, id, edit)
    }

    /// Takes over what was done with articles elsewhere: whether each was read and has a star. What this reader has
    /// done with one counts more.
    ///
    /// # Errors
    /// If there is no such article, or the library cannot be written; nothing is changed then.
    pub fn adopt_marks(&self, marks: &[(ArticleId, bool, bool)], now: Timestamp) -> Result<(), StoreError> {
        marks::adopt_marks(self.database, self.reader, marks, now)
    }
}
