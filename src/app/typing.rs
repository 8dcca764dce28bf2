//! From what a person does to actions: keys through the keymap, a line that is being typed, the mouse.

use super::{Action, App, Effect, Meaning, Progress, Screen, requests::Want};
use crate::input::{Input, Key, Press};

impl App {
    /// Whether a character that is typed goes into a line. Many at once may then come as one text, which is looked at
    /// once and not after each of them.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.prompt.is_some() && self.panel.is_none() && self.hints.is_none()
    }

    /// Whether what was typed last leads to another screen, or to another list on this one, that is not there yet: what is
    /// typed behind it is meant for that.
    #[must_use]
    pub fn awaits(&self) -> bool {
        let is_listless = match self.behind() {
            Screen::Shelf => self.shelf.is_to_come() && self.requests.waits(Want::Rows),
            Screen::Results => self
                .results
                .as_ref()
                .is_some_and(|results| results.hits().is_empty() && results.progress() == Progress::Searching),
            _ => false,
        };
        let opens = self.requests.waits(Want::Open) || self.requests.waits(Want::Sources);
        self.prompt.is_none() && (opens || is_listless)
    }

    pub(super) fn input(&mut self, input: Input) {
        match input {
            Input::Press(_) if self.panel.take().is_some() => {}
            Input::Press(press) if self.hints.is_some() => {
                if let Some(hints) = self.hints.take() {
                    self.choose_hint(&hints, press);
                }
            }
            Input::Press(press) if self.prompt.is_some() => self.type_press(press),
            Input::Paste(text) => {
                self.messages.acknowledge_alert();
                if let Some(prompt) = &mut self.prompt {
                    prompt.insert(&text);
                    self.forget_turn();
                    self.typed();
                }
            }
            Input::Press(press) => self.press(press),
            Input::Wheel(notches) => self.act(Action::Lines(notches * 3)),
            Input::Click { column, row } => self.click(column, row),
            // One comes back, perhaps from another program on the same library.
            Input::Focus(true) => self.effects.push(Effect::Look),
            Input::Focus(false) => {}
        }
    }

    fn press(&mut self, press: Press) {
        self.messages.acknowledge();
        if self.behind() == Screen::Shelf {
            self.effects.push(Effect::Look);
        }
        self.pending.push(press);
        match self.keymap.meaning(self.screen(), &self.pending) {
            Meaning::Prefix(_) => {}
            Meaning::Action(action) => {
                self.pending.clear();
                self.act(action);
            }
            Meaning::None => {
                // A sequence that leads nowhere is dropped with its last key, which was not meant by itself: what is `gq`
                // in an article must not leave the list. A chord is never meant as a part of one.
                let dropped = std::mem::take(&mut self.pending);
                if dropped.len() > 1 && press.ctrl {
                    self.press(press);
                } else if dropped.len() > 1 && press != Press::plain(Key::Esc) {
                    let keys: String = dropped.iter().map(Press::to_string).collect();
                    self.fail(format!("{keys} is no key here"));
                }
            }
        }
    }
}
