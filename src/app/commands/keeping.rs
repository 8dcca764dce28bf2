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
            Some((folder, name)) if ExportFormat::from_name(name).is_some() => {
                (folder.trim(), ExportFormat::from_name(name))
            }
            _ => (words, None),
        };
        if folder.is_empty() {
            return Err("name a folder: export FOLDER [page|markdown|json]".to_owned());
        }
        let keeping = Keeping::Export(id, format.unwrap_or_default(), PathBuf::from(folder));
        self.write(Want::Export, keeping, "Writing the article");
        Ok(())
    }

    /// Copies the library to a file.
    pub(in crate::app) fn backup(&mut self, words: &str) -> Result<(), String> {
        if words.is_empty() {
            return Err("name a file for the copy: backup FILE".to_owned());
        }
        self.write(Want::Backup, Keeping::Backup(PathBuf::from(words)), "Copying the library");
        Ok(())
    }

    fn keep(&mut self, keeping: Keeping) {
        if !matches!(keeping, Keeping::Tags(_)) && self.refuses() {
            return;
        }
        let (ticket, _) = self.requests.ask(Want::Keeping);
        self.effects.push(Effect::Keep { ticket, keeping });
    }

    /// Begins to write a file in place of the one of its kind that is still being written.
    fn write(&mut self, want: Want, keeping: Keeping, sentence: &str) {
        let (ticket, earlier) = self.requests.ask(want);
        self.effects.extend(earlier.map(Effect::Stop));
        self.effects.push(Effect::Keep { ticket, keeping });
        self.messages.report(want, format!("{sentence}; gR stops it."));
    }

    /// Stops the work that was begun last, of that which goes on beside reading. What it did until then stays.
    pub(in crate::app) fn stop_work(&mut self) {
        match self.requests.last_of(&[Want::Sync, Want::AddFeed, Want::Import, Want::Backup, Want::Export]) {
            Some((want, ticket)) => {
                // The job answers when it has ended, with what it did until then.
                self.effects.push(Effect::Stop(ticket));
                self.say(match want {
                    Want::Import => "Stopping the import.",
                    Want::Backup => "Stopping the copy.",
                    Want::Export => "Stopping the export.",
                    _ => "Stopping the sync.",
                });
            }
            None => self.say("Nothing is running. R reads the sources."),
        }
    }

    /// It is done; what the list shows may have changed.
    pub(in crate::app) fn kept(&mut self, sentence: String) {
        self.say(sentence);
        self.read_rows(true);
    }
}
