//! What keeps: all marked read and that undone, tags, and articles and library written to files.

use std::path::PathBuf;

use crate::{
    export::ExportFormat,
    search::query::Terms,
    store::{ArticleId, state::TagEdit},
};

use crate::app::{App, Effect, Want};

/// Something that is kept, or written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Mark the articles read that meet these terms: what the list shows.
    MarkAllRead(Terms),
    /// Take the last such marking back.
    UndoMarkAll,
    /// Name the tags of an article.
    Tags(ArticleId),
    /// Give an article tags, and take tags away.
    EditTags(ArticleId, TagEdit),
    /// Write an article to a new file in a folder.
    Export(ArticleId, ExportFormat, PathBuf),
    /// Copy the library to a file.
    Backup(PathBuf),
}

impl App {
    /// Marks all that the list shows read, as it is narrowed.
    pub(in crate::app) fn mark_all_read(&mut self) {
        self.keep(Keeping::MarkAllRead(self.terms()));
    }

    /// Takes the last marking of all back.
    pub(in crate::app) fn undo_mark_all(&mut self) {
        self.keep(Keeping::UndoMarkAll);
    }

    /// Takes the tags that were typed; without any, those there are are named.
    pub(in crate::app) fn tag(&mut self, words: &str) -> Result<(), String> {
        let Some(id) = self.subject() else { return Err("there is no article to tag".to_owned()) };
        let edit = TagEdit::parse(words).map_err(|error| error.to_string())?;
        self.keep(if edit == TagEdit::default() { Keeping::Tags(id) } else { Keeping::EditTags(id, edit) });
        Ok(())
    }

    /// Writes the article to a folder: `FOLDER [page|markdown|json]`.
    pub(in crate::app) fn export(&mut self, words: &str) -> Result<(), String> {
        let Some(id) = self.subject() else { return Err("there is no article to export".to_owned()) };
        let (folder, format) = match words.rsplit_once(char::is_whitespace) {
            Some((folder, name)) if ExportFormat::of_name(name).is_some() => {
                (folder.trim(), ExportFormat::of_name(name))
            }
            _ => (words, None),
        };
        if folder.is_empty() {
            return Err("name a folder: export FOLDER [page|markdown|json]".to_owned());
        }
        self.keep(Keeping::Export(id, format.unwrap_or_default(), PathBuf::from(folder)));
        Ok(())
    }

    /// Copies the library to a file.
    pub(in crate::app) fn backup(&mut self, words: &str) -> Result<(), String> {
        if words.is_empty() {
            return Err("name a file for the copy: backup FILE".to_owned());
        }
        self.keep(Keeping::Backup(PathBuf::from(words)));
        self.messages.report(Want::Keeping, "copying the library".to_owned());
        Ok(())
    }

    fn keep(&mut self, keeping: Keeping) {
        if !matches!(keeping, Keeping::Tags(_) | Keeping::Export(..) | Keeping::Backup(_)) && self.refuses() {
            return;
        }
        let (ticket, _) = self.requests.ask(Want::Keeping);
        self.effects.push(Effect::Keep { ticket, keeping });
    }

    /// It is done; what the list shows may have changed.
    pub(in crate::app) fn kept(&mut self, sentence: String) {
        self.say(sentence);
        self.read_rows(true);
    }
}
