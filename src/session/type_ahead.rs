//! Type-ahead: input that has been decoded and not been applied, within bounds. Keys typed right behind one that leads
//! to another screen are meant for that screen, also while the job that brings it has not answered yet.

use std::{collections::VecDeque, time::Duration};

use crate::input::Input;

/// Longest wait of a key for the screen it is meant for.
const SCREEN_TIMEOUT: Duration = Duration::from_millis(500);

/// Inputs that are kept: about what a terminal's own buffer holds.
const MAX_INPUTS: usize = 4096;
/// Bytes of pasted text that are kept.
const MAX_PASTED_BYTES: usize = 4 * 64 * 1024;
/// Inputs before Ctrl-C that are still applied: as many as a person may have typed on purpose.
pub(super) const MAX_INPUTS_BEFORE_INTERRUPT: usize = 8;

/// Inputs that have not been applied yet, oldest first.
#[derive(Debug, Default)]
pub(super) struct TypeAhead {
    inputs: VecDeque<Input>,
    /// Bytes of pasted text among them.
    pasted: usize,
    /// Inputs that there was no room for.
    dropped: usize,
    /// Since when the first of them waits.
    since: Option<Duration>,
}

impl TypeAhead {
    /// Adds an input, if there is room for it.
    pub(super) fn push(&mut self, input: Input) {
        let pasted = self.pasted + pasted(&input);
        if self.inputs.len() >= MAX_INPUTS || pasted > MAX_PASTED_BYTES {
            self.dropped += 1;
            return;
        }
        self.pasted = pasted;
        self.inputs.push_back(input);
    }

    /// Adds an input before all others.
    pub(super) fn push_front(&mut self, input: Input) {
        self.pasted += pasted(&input);
        self.inputs.push_front(input);
    }

    /// The next input, unless it waits for a screen and has not waited too long.
    pub(super) fn next(&mut self, waits: bool, now: Duration) -> Option<Input> {
        if !waits || self.inputs.is_empty() {
            self.since = None;
        } else if now < *self.since.get_or_insert(now) + SCREEN_TIMEOUT {
            return None;
        }
        self.pop()
    }

    /// The next input if it is of a kind.
    pub(super) fn next_if(&mut self, accepts: impl Fn(&Input) -> bool) -> Option<Input> {
        if self.inputs.front().is_some_and(accepts) { self.pop() } else { None }
    }

    fn pop(&mut self) -> Option<Input> {
        let input = self.inputs.pop_front()?;
        self.pasted -= pasted(&input);
        Some(input)
    }

    /// Drops everything. Returns the number of inputs dropped, now and before.
    pub(super) fn clear(&mut self) -> usize {
        let dropped = std::mem::take(&mut self.dropped) + self.inputs.len();
        (self.inputs, self.pasted, self.since) = (VecDeque::new(), 0, None);
        dropped
    }

    /// The number of dropped inputs, once all others have been taken; then it counts anew.
    pub(super) fn take_dropped(&mut self) -> Option<usize> {
        (self.dropped > 0 && self.inputs.is_empty()).then(|| std::mem::take(&mut self.dropped))
    }

    /// Time that the next input may still wait, zero if it need not; `None` without one.
    pub(super) fn wait(&self, now: Duration) -> Option<Duration> {
        let wait = self.since.map_or(Duration::ZERO, |since| (since + SCREEN_TIMEOUT).saturating_sub(now));
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
    fn keys_wait_for_their_screen_but_not_for_ever() {
        let at = Duration::from_millis;
        let mut queue = TypeAhead::default();
        assert_eq!((queue.next(true, at(0)), queue.wait(at(0))), (None, None));
        for notches in 0..3 {
            queue.push(Input::Wheel(notches));
        }
        assert_eq!(queue.next(false, at(1)), Some(Input::Wheel(0)));
        assert_eq!((queue.next(true, at(10)), queue.wait(at(110))), (None, Some(at(400))));
        assert_eq!(queue.next(true, at(509)), None);
        assert_eq!(queue.next(true, at(510)), Some(Input::Wheel(1)));
        assert_eq!((queue.next(false, at(511)), queue.wait(at(511))), (Some(Input::Wheel(2)), None));
    }

    #[test]
    fn it_is_bounded_and_dropped_keys_are_counted() {
        let now = Duration::ZERO;
        let mut queue = TypeAhead::default();
        for _ in 0..MAX_INPUTS + 3 {
            queue.push(Input::Wheel(1));
        }
        assert_eq!((queue.inputs.len(), queue.take_dropped()), (MAX_INPUTS, None));
        while queue.next(false, now).is_some() {}
        assert_eq!((queue.take_dropped(), queue.take_dropped()), (Some(3), None));

        let paste = || Input::Paste("x".repeat(64 * 1024));
        (0..9).for_each(|_| queue.push(paste()));
        assert_eq!((queue.inputs.len(), queue.dropped), (4, 5));
        queue.next(false, now);
        queue.push(paste());
        assert_eq!((queue.inputs.len(), queue.dropped), (4, 5));
        assert_eq!(queue.clear(), 9);
        assert_eq!((queue.wait(now), queue.pasted, queue.take_dropped()), (None, 0, None));
    }
}
