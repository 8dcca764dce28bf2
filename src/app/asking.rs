//! What happens while a line is being typed, when it is accepted and when it is given up, for every kind of prompt.

use super::{App, Edit, Prompt, Reader};
use crate::input::{Key, Press};

/// What a prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asking {
    /// Words to search for in the article.
    Find,
    /// A command with its arguments.
    Command,
    /// Words to search for in the whole library.
    Library,
}

impl Asking {
    /// What stands before the line that is typed.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Asking::Find => "/",
            Asking::Command => ":",
            Asking::Library => "g/",
        }
    }
}

impl App {
    /// Begins to ask.
    pub(super) fn ask(&mut self, asking: Asking) {
        self.message = None;
        match asking {
            Asking::Find => {
                let Some(reader) = &mut self.reader else { return };
                reader.begin_find();
            }
            Asking::Command => {}
            Asking::Library => self.begin_search(),
        }
        self.prompt = Some(Prompt::new(asking));
    }

    pub(super) fn type_press(&mut self, press: Press) {
        let Some(prompt) = &mut self.prompt else { return };
        if press == Press::plain(Key::Tab) && prompt.asking() == Asking::Command {
            return self.complete_command();
        }
        match prompt.press(press) {
            Edit::Changed => self.typed(),
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
    pub(super) fn typed(&mut self) {
        let Some(prompt) = &self.prompt else { return };
        match prompt.asking() {
            Asking::Find => {
                if let Some(reader) = &mut self.reader {
                    reader.find(prompt.text());
                }
            }
            Asking::Command => {}
            Asking::Library => self.search_typed(),
        }
    }

    fn accepted(&mut self, prompt: &Prompt) {
        match prompt.asking() {
            Asking::Find => self.message = self.reader.as_mut().and_then(Reader::accept_find),
            Asking::Command => self.run_command(prompt.text()),
            Asking::Library => self.accept_search(prompt.text()),
        }
    }

    fn cancelled(&mut self, prompt: &Prompt) {
        match prompt.asking() {
            Asking::Find => {
                if let Some(reader) = &mut self.reader {
                    reader.cancel_find();
                }
            }
            Asking::Command => {}
            Asking::Library => self.close_results(),
        }
    }
}
