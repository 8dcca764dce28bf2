//! From what the terminal sent to what the app is given: typed ahead within bounds, in the order in which it was typed,
//! with Ctrl-C before all else.

use std::time::Duration;

use super::{Next, Session, ahead};
use crate::{
    app::Event,
    input::{Input, Press},
    term::decoder::Decoded,
};

impl Session {
    pub(super) fn apply(&mut self, decoded: Vec<Decoded>, now: Duration) {
        for item in decoded {
            match item {
                Decoded::Input(input) => {
                    self.flow.pressed(now);
                    if is_interrupt(&input) {
                        self.interrupt(&input, now);
                    } else {
                        self.ahead.push(input);
                    }
                }
                Decoded::Reply(reply) => self.hear(&reply, now),
            }
        }
    }

    /// Ctrl-C acts at once: of what was typed before it and waits, no more is taken than a person may have meant.
    fn interrupt(&mut self, input: &Input, now: Duration) {
        for _ in 0..ahead::MEANT {
            if !self.take_input(now) {
                break;
            }
        }
        let dropped = self.ahead.clear();
        self.update(Event::Input(input.clone()));
        if dropped > 0 {
            self.update(Event::Dropped(dropped));
        }
    }

    /// Gives the app the next of what was typed, as far as the screen it is meant for is there, and says whether there is
    /// more to take now. What is typed into a line is given as one text: a search is made for all of it and not for each
    /// character. Look for more bytes from time to time between two calls, since Ctrl-C may be among them.
    pub fn take_input(&mut self, now: Duration) -> bool {
        if self.next() != Next::Go || self.jobs.is_behind() {
            return false;
        }
        let Some(input) = self.ahead.next(self.app.awaits(), now) else { return false };
        let input = match input {
            Input::Escaped(press) => {
                // One by one: the first may lead to another screen, which the second is meant for.
                let mut presses = self.app.meant_behind_escape(press).into_iter();
                let first = presses.next().unwrap_or(press);
                presses.rev().for_each(|press| self.ahead.put_back(Input::Press(press)));
                Input::Press(first)
            }
            input => input,
        };
        if let Some(first) = text_of(&input).filter(|_| self.app.is_typing()) {
            let mut typed = String::from(first);
            while let Some(next) = self.ahead.next_if(|input| text_of(input).is_some()) {
                typed.extend(text_of(&next));
            }
            self.update(Event::Input(Input::Paste(typed)));
        } else {
            self.update(Event::Input(input));
        }
        if let Some(keys) = self.ahead.dropped() {
            self.update(Event::Dropped(keys));
        }
        self.ahead.patience(now).is_some_and(|wait| wait.is_zero())
    }
}

/// Whether an input is Ctrl-C, which breaks off.
fn is_interrupt(input: &Input) -> bool {
    matches!(input, Input::Press(press) | Input::Escaped(press) if *press == Press::ctrl('c'))
}

/// The character that an input types.
fn text_of(input: &Input) -> Option<char> {
    match input {
        Input::Press(press) => press.text(),
        _ => None,
    }
}
