//! What happens while a line is being typed, when it is accepted and when it is given up, for every kind of prompt.

use super::{
    history::Kept,
    prompt::{Edit, Prompt},
};
use crate::app::{App, article::reader::Reader};
use crate::input::{Key, Press};

/// What a prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asking {
    /// Words to search for in the article.
    Find,
    /// Words to search for in the article, backward.
    FindBackward,
    /// What the list is to be narrowed to.
    Filter,
    /// A command with its arguments.
    Command,
    /// Tags to give, and with - before them to take away.
    Tags,
    /// Words to search for in the whole library.
    Library,
}

impl Asking {
    /// What stands before the line that is typed.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Asking::Find => "/",
            Asking::FindBackward => "?",
            Asking::Filter => "&",
            Asking::Command => ":",
            Asking::Tags => "tags, -tags to take away: ",
            Asking::Library => "g/",
        }
    }

    /// Whether words are searched for in an article, in one mode or another.
    #[must_use]
    pub fn finds(self) -> bool {
        matches!(self, Asking::Find | Asking::FindBackward)
    }

    /// Where its lines are remembered.
    pub(in crate::app) fn kept(self) -> Option<Kept> {
        match self {
            Asking::Find | Asking::FindBackward | Asking::Library => Some(Kept::Searches),
            Asking::Filter => Some(Kept::Filters),
            Asking::Command | Asking::Tags => None,
        }
    }
}

impl App {
    /// Begins to ask.
    pub(in crate::app) fn ask(&mut self, asking: Asking) {
        self.messages.clear();
        match asking {
            Asking::Find | Asking::FindBackward => {
                let Some(reader) = &mut self.reader else { return };
                reader.begin_find(asking == Asking::FindBackward);
            }
            Asking::Filter | Asking::Command | Asking::Tags => {}
            Asking::Library => self.begin_search(),
        }
        if let Some(kept) = asking.kept() {
            self.load_history(kept);
        }
        self.prompt = Some(Prompt::new(asking));
    }

    pub(in crate::app) fn type_press(&mut self, press: Press) {
        self.messages.acknowledge_alert();
        let press = press.coarse();
        let Some(prompt) = &mut self.prompt else { return };
        if press == Press::plain(Key::Tab) && prompt.asking() == Asking::Command {
            return self.complete_command();
        }
        let finds = prompt.asking().finds();
        match (press.key, press.ctrl) {
            (Key::Char('t'), true) | (Key::Tab, _) if finds => return self.next_find_mode(),
            (Key::Up, _) | (Key::Char('p'), true) if self.turn_history(true) => return,
            (Key::Down, _) | (Key::Char('n'), true) if self.turn_history(false) => return,
            _ => {}
        }
        let Some(prompt) = &mut self.prompt else { return };
        match prompt.press(press) {
            Edit::Full => self.say_full(),
            Edit::Changed => {
                self.forget_turn();
                self.typed();
            }
            Edit::Moved => {}
            Edit::Accepted => {
                let Some(prompt) = self.prompt.take() else { return };
                self.accepted(&prompt);
            }
            Edit::Cancelled => {
                let Some(prompt) = self.prompt.take() else { return };
                self.cancelled(&prompt);
            }
        }
    }

    /// The line has changed.
    pub(in crate::app) fn typed(&mut self) {
        let Some(prompt) = &self.prompt else { return };
        match prompt.asking() {
            Asking::Find | Asking::FindBackward => {
                let text = prompt.text().to_owned();
                self.find_typed(&text);
            }
            Asking::Filter => {
                let text = prompt.text().to_owned();
                self.filter_typed(&text);
            }
            Asking::Command | Asking::Tags => {}
            Asking::Library => self.search_typed(),
        }
    }

    fn accepted(&mut self, prompt: &Prompt) {
        match prompt.asking() {
            Asking::Find | Asking::FindBackward => {
                self.remember(Kept::Searches, prompt.text());
                let told = self.reader.as_mut().and_then(Reader::accept_find);
                self.answer(told);
            }
            Asking::Filter => self.accept_filter(prompt.text()),
            Asking::Command => self.run_command(prompt.text()),
            Asking::Tags => {
                if let Err(sentence) = self.tag(prompt.text()) {
                    self.fail(sentence);
                }
            }
            Asking::Library => {
                self.remember(Kept::Searches, prompt.text());
                self.accept_search(prompt.text());
            }
        }
    }

    fn cancelled(&mut self, prompt: &Prompt) {
        match prompt.asking() {
            Asking::Find | Asking::FindBackward => {
                self.messages.clear();
                if let Some(reader) = &mut self.reader {
                    reader.cancel_find();
                }
            }
            Asking::Filter => self.cancel_filter(),
            Asking::Command | Asking::Tags => {}
            Asking::Library => self.give_search_up(),
        }
    }
}
