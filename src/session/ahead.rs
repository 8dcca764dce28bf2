//! What was typed ahead. After a key that leads to another screen, what follows in the same breath is meant for that
//! screen, also while the job that brings it has not answered yet.

use std::{collections::VecDeque, time::Duration};

use crate::input::Input;

/// How long what was typed waits for the screen it is meant for.
const LONGEST: Duration = Duration::from_millis(500);

/// Inputs that are kept at most: about what a terminal's own buffer holds.
pub(super) const MOST: usize = 4096;
/// Bytes of pasted text that are kept at most.
const MOST_PASTED: usize = 4 * 64 * 1024;
/// Inputs that Ctrl-C lets through which were typed before it: those that a person may have meant.
pub(super) const MEANT: usize = 8;

/// Input that has not been taken yet.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    inputs: VecDeque<Input>,
    /// Bytes of pasted text among it.
    pasted: usize,
    /// Inputs that there was no room for.
    dropped: usize,
    /// Since when the first of it waits.
    since: Option<Duration>,
}

impl Ahead {
    /// Takes what was typed, if there is room for it.
    pub(super) fn push(&mut self, input: Input) {
        let pasted = self.pasted + pasted(&input);
        if self.inputs.len() >= MOST || pasted > MOST_PASTED {
            self.dropped += 1;
            return;
        }
        self.pasted = pasted;
        self.inputs.push_back(input);
    }

    /// Puts back the second half of what was taken.
    pub(super) fn put_back(&mut self, input: Input) {
        self.pasted += pasted(&input);
        self.inputs.push_front(input);
    }

    /// What comes next, unless it has to wait for a screen and has not waited too long.
    pub(super) fn next(&mut self, waits: bool, now: Duration) -> Option<Input> {
        if !waits || self.inputs.is_empty() {
            self.since = None;
        } else if now < *self.since.get_or_insert(now) + LONGEST {
            return None;
        }
        self.pop()
    }

    /// The next if it is this kind of input.
    pub(super) fn next_if(&mut self, is_meant: impl Fn(&Input) -> bool) -> Option<Input> {
        if self.inputs.front().is_some_and(is_meant) { self.pop() } else { None }
    }

    fn pop(&mut self) -> Option<Input> {
        let input = self.inputs.pop_front()?;
        self.pasted -= pasted(&input);
        Some(input)
    }

    /// Forgets everything. Returns how many inputs were dropped, now and before.
    pub(super) fn clear(&mut self) -> usize {
        let dropped = std::mem::take(&mut self.dropped) + self.inputs.len();
        (self.inputs, self.pasted, self.since) = (VecDeque::new(), 0, None);
        dropped
    }

    /// How many inputs were dropped, once all others have been taken; then it counts anew.
    pub(super) fn dropped(&mut self) -> Option<usize> {
        (self.dropped > 0 && self.inputs.is_empty()).then(|| std::mem::take(&mut self.dropped))
    }

    /// How long what comes next may wait still; nothing where it need not wait.
    pub(super) fn patience(&self, now: Duration) -> Option<Duration> {
        let wait = self.since.map_or(Duration::ZERO, |since| (since + LONGEST).saturating_sub(now));
        (!self.inputs.is_empty()).then_some(wait)
    }
}

fn pasted(input: &Input) -> usize {
    if let Input::Paste(text) = input { text.len() } else { 0 }
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

    #[test]
    fn what_is_typed_ahead_is_bounded_and_what_was_dropped_is_counted() {
        let now = Duration::ZERO;
        let mut ahead = Ahead::default();
        for _ in 0..MOST + 3 {
            ahead.push(Input::Wheel(1));
        }
        assert_eq!((ahead.inputs.len(), ahead.dropped()), (MOST, None));
        while ahead.next(false, now).is_some() {}
        assert_eq!((ahead.dropped(), ahead.dropped()), (Some(3), None));

        let paste = || Input::Paste("x".repeat(64 * 1024));
        (0..9).for_each(|_| ahead.push(paste()));
        assert_eq!((ahead.inputs.len(), ahead.dropped), (4, 5));
        ahead.next(false, now);
        ahead.push(paste());
        assert_eq!((ahead.inputs.len(), ahead.dropped), (4, 5));
        assert_eq!(ahead.clear(), 9);
        assert_eq!((ahead.patience(now), ahead.pasted, ahead.dropped()), (None, 0, None));
    }
}
