//! What was typed ahead. After a key that leads to another screen, what follows in the same breath is meant for that
//! screen, also while the job that brings it has not answered yet.

use std::{collections::VecDeque, time::Duration};

use crate::input::Input;

/// How long what was typed waits for the screen it is meant for.
const LONGEST: Duration = Duration::from_millis(500);

/// Input that has not been taken yet.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    inputs: VecDeque<Input>,
    /// Since when the first of it waits.
    since: Option<Duration>,
}

impl Ahead {
    /// Takes what was typed.
    pub(super) fn push(&mut self, input: Input) {
        self.inputs.push_back(input);
    }

    /// What comes next, unless it has to wait for a screen and has not waited too long.
    pub(super) fn next(&mut self, waits: bool, now: Duration) -> Option<Input> {
        if !waits || self.inputs.is_empty() {
            self.since = None;
        } else if now < *self.since.get_or_insert(now) + LONGEST {
            return None;
        }
        self.inputs.pop_front()
    }

    /// The next if it is this kind of input.
    pub(super) fn next_if(&mut self, is_meant: impl Fn(&Input) -> bool) -> Option<Input> {
        if self.inputs.front().is_some_and(is_meant) { self.inputs.pop_front() } else { None }
    }

    /// How long it may wait still.
    pub(super) fn patience(&self, now: Duration) -> Option<Duration> {
        self.since.map(|since| (since + LONGEST).saturating_sub(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_ahead_waits_for_its_screen_but_not_for_ever() {
        let at = Duration::from_millis;
        let mut ahead = Ahead::default();
        assert_eq!((ahead.next(true, at(0)), ahead.patience(at(0))), (None, None));
        for notches in 0..3 {
            ahead.push(Input::Wheel(notches));
        }
        assert_eq!(ahead.next(false, at(1)), Some(Input::Wheel(0)));
        assert_eq!((ahead.next(true, at(10)), ahead.patience(at(110))), (None, Some(at(400))));
        assert_eq!(ahead.next(true, at(509)), None);
        assert_eq!(ahead.next(true, at(510)), Some(Input::Wheel(1)));
        assert_eq!((ahead.next(false, at(511)), ahead.patience(at(511))), (Some(Input::Wheel(2)), None));
    }
}
