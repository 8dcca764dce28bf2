//! The library as the thread that owns it has it: open, no longer what was opened, or opened anew.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    app::{Flag, Report, Ticket},
    store::{ArticleId, Door, Library, StoreError},
    text::Place,
};

use crate::jobs::Reporter;

/// The library, and whether it still is what was opened.
pub(super) struct OpenLibrary<'r> {
    /// The connection; none if it could not be opened anew.
    library: Option<Library>,
    door: Option<Door>,
    /// Reason why nothing is read or written any more.
    lost: Option<String>,
    reporter: &'r Reporter,
}

impl<'r> OpenLibrary<'r> {
    pub(super) fn new(library: Library, reporter: &'r Reporter) -> OpenLibrary<'r> {
        OpenLibrary { door: library.door(), library: Some(library), lost: None, reporter }
    }

    /// The library, if it is what was opened; else the sentence that says what has happened. The first time that it is
    /// not, that is reported.
    pub(super) fn get(&mut self) -> Result<&mut Library, String> {
        self.check();
        match (&mut self.library, &self.lost) {
            (Some(library), None) => Ok(library),
            (_, Some(sentence)) => Err(sentence.clone()),
            // Without a library there is a sentence.
            (None, None) => Err(StoreError::StillOpen.to_string()),
        }
    }

    /// Checks that the library is what was opened. One that can only be read and was changed is opened anew.
    fn check(&mut self) {
        let Some(library) = self.library.as_mut().filter(|_| self.lost.is_none()) else { return };
        if let Err(error) = library.verify() {
            return self.lose(&error);
        }
        if library.is_outdated() {
            let before = library.read_only();
            let report = match self.open_anew() {
                Ok(Report::Reopened { read_only, .. }) if read_only == before => Report::Changed,
                Ok(report) => report,
                Err(error) => Report::Lost(error.to_string()),
            };
            self.reporter.send(Ticket::NONE, report);
        }
    }

    fn lose(&mut self, error: &StoreError) {
        let sentence = error.to_string();
        self.reporter.send(Ticket::NONE, Report::Lost(sentence.clone()));
        self.lost = Some(sentence);
    }

    /// Opens what stands at the path now.
    pub(super) fn open_anew(&mut self) -> Result<Report, StoreError> {
        let Some(door) = &self.door else { return Err(StoreError::StillOpen) };
        match door.open_anew(self.library.take()) {
            Ok(library) => {
                let report = Report::Reopened { read_only: library.read_only(), notice: library.notice() };
                (self.library, self.lost) = (Some(library), None);
                Ok(report)
            }
            Err(error) => {
                self.lost = Some(error.to_string());
                Err(error)
            }
        }
    }

    /// Reports a change of the library by another program.
    pub(super) fn report_changes(&mut self) {
        // An error is reported by the next request, which meets it too.
        if self.get().is_ok_and(|library| library.changed().unwrap_or(false)) {
            self.reporter.send(Ticket::NONE, Report::Changed);
        }
    }

    /// Answers a request out of the library.
    pub(super) fn answer(&mut self, ticket: Ticket, read: impl Fn(&mut Library) -> Result<Report, StoreError>) {
        let mut result = self.get().and_then(|library| read(library).map_err(|error| error.to_string()));
        if self.library.as_ref().is_some_and(Library::is_outdated) {
            // Its owner has changed it while it was read.
            result = self.get().and_then(|library| read(library).map_err(|error| error.to_string()));
        } else if result.is_err() {
            // What looks damaged may be two libraries in one.
            self.check();
        }
        self.reporter.send(ticket, result.unwrap_or_else(Report::Failed));
    }

    /// Carries out a change without an answer; one that cannot be kept is reported.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Library) -> Result<(), StoreError>) {
        if let Err(sentence) = self.try_change(change) {
            self.reporter.send(Ticket::NONE, Report::Failed(sentence));
        }
    }

    /// Marks an article; the app takes a mark back that could not be kept.
    pub(super) fn mark(&mut self, id: ArticleId, flag: Flag) {
        let marked = self.try_change(|library| match flag {
            Flag::Read(read) => library.marks().set_read(id, read, Timestamp::now()),
            Flag::Starred(starred) => library.marks().set_starred(id, starred, Timestamp::now()),
        });
        if let Err(sentence) = marked {
            self.reporter.send(Ticket::NONE, Report::FlagRefused { id, flag, reason: sentence });
        }
    }

    /// Remembers where an article was left. In a library that is lost nothing is; that has been reported.
    pub(super) fn remember(&mut self, id: ArticleId, place: Place) {
        if self.lost.is_none() {
            self.change(|library| library.marks().set_place(id, place, Timestamp::now()));
        }
    }

    fn try_change(&mut self, change: impl FnOnce(&mut Library) -> Result<(), StoreError>) -> Result<(), String> {
        match change(self.get()?) {
            Ok(()) => Ok(()),
            Err(error) => {
                if matches!(error, StoreError::Replaced { .. } | StoreError::Gone { .. }) {
                    self.lose(&error);
                }
                Err(error.to_string())
            }
        }
    }

    /// Carries out a change and reports the sentence about it.
    pub(super) fn save(&mut self, ticket: Ticket, change: impl FnOnce(&mut Library) -> Result<String, StoreError>) {
        let saved = self.get().and_then(|library| change(library).map_err(|error| error.to_string()));
        self.reporter.send(ticket, saved.map_or_else(Report::Failed, Report::Saved));
    }

    /// Closes the library.
    pub(super) fn close(self) {
        // A loss has been reported already.
        if let (Some(library), None) = (self.library, &self.lost)
            && let Err(error) = library.close()
        {
            self.reporter.send(Ticket::NONE, Report::Failed(error.to_string()));
        }
    }
}

/// An article and what is to be known of it.
pub(super) fn article(library: &Library, id: ArticleId) -> Result<Report, StoreError> {
    let article = Arc::new(library.articles().get(id)?);
    let edited = library.articles().edits(id)?.into_iter().next();
    Ok(Report::Article {
        id,
        article,
        state: library.marks().get(id)?,
        script: library.scripts().of_article(id)?,
        edited,
    })
}
