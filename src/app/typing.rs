//! From what a person does to actions: keys through the keymap, a line that is being typed, the mouse.

use super::{Action, App, Meaning};
use crate::input::{Input, Press};

impl App {
    pub(super) fn input(&mut self, input: Input) {
        match input {
            Input::Press(press) if self.prompt.is_some() => self.type_press(press),
            Input::Paste(text) => {
                if let Some(prompt) = &mut self.prompt {
                    prompt.insert(&text);
                    self.typed();
                }
            }
            Input::Press(press) => self.press(press),
            Input::Wheel(notches) => self.act(Action::Lines(notches * 3)),
            Input::Click { .. } | Input::Focus(_) => {}
        }
    }

    fn press(&mut self, press: Press) {
        self.message = None;
        self.pending.push(press);
        match self.keymap.meaning(self.screen(), &self.pending) {
            Meaning::Prefix(_) => {}
            Meaning::Action(action) => {
                self.pending.clear();
                self.act(action);
            }
            Meaning::None => {
                // A sequence that leads nowhere is dropped; its last key may begin something of its own.
                let again = self.pending.len() > 1;
                self.pending.clear();
                if again {
                    self.press(press);
                }
            }
        }
    }
}
