//! From what a person does to actions: keys through the keymap, a line that is being typed, the mouse.

use super::{keymap::Meaning, prompt::MAX_BYTES};
use crate::app::{App, Effect, Message, Screen, Want, commands::Action, search::Progress};
use crate::input::{Input, Key, Press, narrow};

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

    /// What a key right behind an ESC is here: the chord with Alt if that is on a command, or begins or goes on with the
    /// keys of one; else Escape and then the key, which is meant for the screen that Escape leads to.
    #[must_use]
    pub fn meant_behind_escape(&self, press: Press) -> Vec<Press> {
        let awaits_command = self.prompt.is_none() && self.hints.is_none() && self.panel.is_none();
        let chord = Press { alt: true, ..press };
        if awaits_command && !press.alt && self.meaning_with(chord) != Meaning::None {
            vec![chord]
        } else {
            vec![Press::plain(Key::Esc), press]
        }
    }

    pub(in crate::app) fn input(&mut self, input: Input) {
        match input {
            Input::Escaped(press) => {
                for press in self.meant_behind_escape(press) {
                    self.input(Input::Press(press));
                }
            }
            Input::Press(_) if self.panel.take().is_some() => {}
            Input::Press(press) if self.hints.is_some() => {
                if let Some(hints) = self.hints.take() {
                    self.choose_hint(&hints, narrowed(press).first().copied().unwrap_or(press));
                }
            }
            Input::Press(press) if self.prompt.is_some() => self.type_press(press),
            Input::Paste(text) => {
                self.messages.acknowledge_alert();
                if let Some(prompt) = &mut self.prompt {
                    let whole = prompt.insert(&text);
                    self.forget_turn();
                    self.typed();
                    if !whole {
                        self.say_full();
                    }
                }
            }
            Input::PasteCut if self.prompt.is_some() => self.say_full(),
            Input::Press(press) => self.press(press),
            Input::Wheel(notches) => self.act(Action::Lines(notches * 3)),
            Input::Click { column, row } => self.click(column, row),
            // One comes back, perhaps from another program on the same library.
            Input::Focus(true) => self.effects.push(Effect::Look),
            Input::PasteCut | Input::Focus(false) => {}
        }
    }

    /// Says that a line takes no more.
    pub(in crate::app) fn say_full(&mut self) {
        let most = MAX_BYTES / 1024;
        self.notify(Message::warning(format!(
            "the line holds {most} KiB and no more; what came after that was left out"
        )));
    }

    /// Says that so many of the keys typed ahead were dropped.
    pub(in crate::app) fn say_dropped(&mut self, keys: usize) {
        let keys = if keys == 1 { "1 key".to_owned() } else { format!("{keys} keys") };
        let text = format!("{keys} typed ahead did nothing: more came at once than is kept; type them again");
        self.notify(Message::warning(text));
    }

    /// What the presses so far would mean with this one behind them.
    fn meaning_with(&self, press: Press) -> Meaning {
        let presses: Vec<Press> = self.pending.iter().copied().chain([press]).collect();
        self.keymap.meaning(self.screen(), &presses)
    }

    /// The press that was meant where a command is awaited: what is on no command as it came may be a key that an input
    /// method made full-width, or one that most terminals cannot tell from another.
    fn meant(&self, press: Press) -> Press {
        let means = |press: &Press| self.meaning_with(*press) != Meaning::None;
        [press].into_iter().chain(narrowed(press)).chain([press.coarse()]).find(means).unwrap_or(press)
    }

    fn press(&mut self, press: Press) {
        self.messages.acknowledge();
        if self.behind() == Screen::Shelf {
            self.effects.push(Effect::Look);
        }
        let press = self.meant(press);
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

/// The keys of ASCII that a press stands for if an input method was left on.
fn narrowed(press: Press) -> Vec<Press> {
    match press.text() {
        Some(c) => narrow(c).into_iter().map(Press::char).collect(),
        None => Vec::new(),
    }
}
