//! What may be done with the library that is open: whether it can be written, and what becomes of it where something else
//! has taken its place.

use super::{App, effect::Effect, message::Message, requests::Want};
use crate::store::ArticleId;

/// What may be done with the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    #[default]
    Whole,
    /// It can be read; a sentence says why nothing is kept.
    ReadOnly(String),
    /// It is no longer what was opened; a sentence says what has happened.
    Lost(String),
}

/// A mark that was shown before it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Read or unread.
    Read(bool),
    /// With a star or without.
    Starred(bool),
}

/// What is to be done about a library that is lost.
const WAYS_ON: &str = "Ctrl-R opens what is there now, Q leaves";

impl App {
    /// The app on a library that can only be read, if there is a reason.
    #[must_use]
    pub fn with_access(mut self, read_only: Option<String>) -> App {
        self.access = read_only.map_or(Access::Whole, Access::ReadOnly);
        self
    }

    /// What may be done with the library.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Whether what is done can be kept.
    pub(super) fn keeps(&self) -> bool {
        self.access == Access::Whole
    }

    /// Says why something cannot be kept, where that is so.
    pub(super) fn refuses(&mut self) -> bool {
        match self.access.clone() {
            Access::Whole => false,
            Access::ReadOnly(sentence) => {
                self.fail(sentence);
                true
            }
            Access::Lost(sentence) => {
                self.fail(format!("{sentence}: {WAYS_ON}"));
                true
            }
        }
    }

    /// Takes back a mark that could not be kept.
    pub(super) fn take_back(&mut self, id: ArticleId, mark: Mark, sentence: String) {
        match mark {
            Mark::Read(read) => {
                self.shelf.set_read(id, !read);
                self.results.iter_mut().for_each(|results| results.set_read(id, !read));
            }
            Mark::Starred(starred) => {
                self.shelf.set_starred(id, !starred);
                self.results.iter_mut().for_each(|results| results.set_starred(id, !starred));
            }
        }
        self.messages.clear();
        if !self.refuses() {
            self.fail(sentence);
        }
    }

    /// The library is no longer what was opened.
    pub(super) fn lost(&mut self, sentence: String) {
        let access = Access::Lost(sentence);
        if self.access != access {
            self.access = access;
            self.messages.clear();
            let _ = self.refuses();
        }
    }

    /// Opens what stands at the library's path now.
    pub(super) fn open_anew(&mut self) {
        let (ticket, _) = self.requests.ask(Want::Library);
        self.say("opening the library");
        self.effects.push(Effect::OpenAnew { ticket });
    }

    /// The library has been opened anew: what was shown of the old one goes, and the list stays where it was.
    pub(super) fn opened_anew(&mut self, read_only: Option<String>, notice: Option<String>) {
        let before = std::mem::take(&mut self.access);
        self.access = read_only.map_or(Access::Whole, Access::ReadOnly);
        if matches!(before, Access::Lost(_)) {
            // A place of the old library is not one of the new.
            self.reader = None;
            self.results = None;
            self.menu = None;
            self.prompt = None;
        }
        self.indexed = false;
        self.messages.clear();
        match notice {
            Some(notice) => self.messages.say(Message::warning(notice)),
            None => self.say(if self.keeps() { "the library is open" } else { "the library is open to be read" }),
        }
        self.read_rows(true);
    }
}

#[cfg(test)]
mod tests {
    use crate::app::{
        Access, Event, Mark,
        desk::{Desk, article},
        effect::{Effect, Report, Ticket},
        settings::Settings,
    };

    fn three() -> Desk {
        let articles = [1, 2, 3].map(|number| article(number, &["正文。"]));
        Desk::new(&articles, Settings::default(), 80, 24)
    }

    fn starred(desk: &Desk) -> bool {
        desk.app.shelf().current().unwrap().row.starred
    }

    #[test]
    fn a_library_that_can_only_be_read_takes_no_mark_and_says_why() {
        let mut desk = three();
        desk.app.access = Access::ReadOnly("it may not be written, so nothing is kept".to_owned());
        for keys in ["s", "m", "A", "u", "S", "R"] {
            desk.keys(keys);
            assert_eq!(desk.app.message(), Some("it may not be written, so nothing is kept"), "{keys}");
            assert!(!starred(&desk) && !desk.app.shelf().current().unwrap().row.read);
        }
        // It is read all the same, and nothing is said of what is only remembered.
        desk.keys("<Enter>");
        assert!(desk.app.reader().is_some());
        assert_eq!(desk.app.message(), None);
        desk.keys("zq");
        assert!(!desk.app.shelf().current().unwrap().row.read);
        assert!(desk.library.reader_state().get(desk.current()).unwrap().place.is_none());
    }

    #[test]
    fn a_mark_that_could_not_be_kept_is_taken_back() {
        let mut desk = three();
        let id = desk.current();
        desk.keys("s");
        assert!(starred(&desk));
        let report = Report::NotMarked { id, mark: Mark::Starred(true), sentence: "the disk is full".to_owned() };
        desk.app.update(Event::Report(Ticket::NONE, report));
        assert!(!starred(&desk));
        assert_eq!(desk.app.message(), Some("the disk is full"));
    }

    #[test]
    fn a_lost_library_is_told_of_once_and_another_can_be_opened() {
        let mut desk = three();
        desk.app.update(Event::Report(Ticket::NONE, Report::Lost("library.db is another file".to_owned())));
        assert!(desk.app.message().is_some_and(|said| said.contains("another file") && said.contains("Ctrl-R")));
        desk.keys("j");
        desk.app.update(Event::Report(Ticket::NONE, Report::Lost("library.db is another file".to_owned())));
        assert_eq!(desk.app.message(), None);
        desk.keys("s");
        assert!(!starred(&desk) && desk.app.message().is_some());
        desk.keys("<C-r>");
        let Some(Effect::OpenAnew { ticket }) = desk.others.last() else { panic!("{:?}", desk.others) };
        let opened = Report::OpenedAnew { read_only: None, notice: Some("set aside".to_owned()) };
        let ticket = *ticket;
        desk.app.update(Event::Report(ticket, opened));
        assert_eq!((desk.app.access(), desk.app.message()), (&Access::Whole, Some("set aside")));
    }
}
