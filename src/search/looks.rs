//! Looks at whether a search is still wanted, after every so much work. Work is counted, in bytes, and not timed: so it
//! is the same on every machine, and a test can count it too.

use std::cell::Cell;

/// Work between two looks, in bytes of text searched: a few milliseconds at the speed of the slowest way to search.
pub const STRETCH: usize = 256 << 10;

/// Whether a search has been stopped, asked once in every [`STRETCH`] of work. Once it has been, it stays so.
pub struct Looks<'s> {
    stop: Option<&'s dyn Fn() -> bool>,
    left: Cell<usize>,
    stopped: Cell<bool>,
}

impl<'s> Looks<'s> {
    /// Looks that ask `stop`, for the first time before anything is done.
    #[must_use]
    pub fn new(stop: &'s dyn Fn() -> bool) -> Looks<'s> {
        Looks { stop: Some(stop), left: Cell::new(0), stopped: Cell::new(false) }
    }

    /// The looks of a search that nothing stops.
    #[must_use]
    pub fn never() -> Looks<'static> {
        Looks { stop: None, left: Cell::new(0), stopped: Cell::new(false) }
    }

    /// Whether the search has been stopped. Does not ask.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Counts work that has been done elsewhere, and says whether the search is to go on.
    pub fn go_on_after(&self, work: usize) -> bool {
        self.left.set(self.left.get().saturating_sub(work));
        self.allowance().is_some()
    }

    /// The work that may be done before the next look, at least one byte; nothing if the search has been stopped.
    pub(super) fn allowance(&self) -> Option<usize> {
        if self.stopped.get() {
            return None;
        }
        if self.left.get() == 0 {
            if self.stop.is_some_and(|stop| stop()) {
                self.stopped.set(true);
                return None;
            }
            self.left.set(STRETCH);
        }
        Some(self.left.get())
    }

    /// What is left of an allowance.
    pub(super) fn leave(&self, left: usize) {
        self.left.set(left);
    }
}

impl std::fmt::Debug for Looks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Looks").field("left", &self.left).field("stopped", &self.stopped).finish_non_exhaustive()
    }
}
