//! Checks for a stop request after a fixed amount of work. Work is counted, in bytes, and not timed: so it
//! is the same on every machine, and a test can count the checks.

use std::cell::Cell;

/// Work between two checks, in bytes of text: a few milliseconds at the speed of the slowest search or parser.
pub const CHECK_INTERVAL_BYTES: usize = 256 << 10;

/// Asks whether to stop once in every [`CHECK_INTERVAL_BYTES`] of work. A stop is final.
///
/// Work that was stopped returns what it has; the caller asks [`StopCheck::is_stopped`] and discards it.
pub struct StopCheck<'s> {
    stop: Option<&'s dyn Fn() -> bool>,
    left: Cell<usize>,
    stopped: Cell<bool>,
}

impl<'s> StopCheck<'s> {
    /// Asks `stop`, for the first time before anything is done.
    #[must_use]
    pub fn new(stop: &'s dyn Fn() -> bool) -> StopCheck<'s> {
        StopCheck { stop: Some(stop), left: Cell::new(0), stopped: Cell::new(false) }
    }

    /// The check of work that nothing stops.
    #[must_use]
    pub fn never() -> StopCheck<'static> {
        StopCheck { stop: None, left: Cell::new(0), stopped: Cell::new(false) }
    }

    /// True once the work has been stopped. Reads the last answer only.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Counts work that has been done elsewhere; true if the rest is to be done.
    pub fn go_on_after(&self, work: usize) -> bool {
        self.left.set(self.left.get().saturating_sub(work));
        self.allowance().is_some()
    }

    /// The work that may be done before the next check, at least one byte; nothing if the work has been stopped.
    pub(crate) fn allowance(&self) -> Option<usize> {
        if self.stopped.get() {
            return None;
        }
        if self.left.get() == 0 {
            if self.stop.is_some_and(|stop| stop()) {
                self.stopped.set(true);
                return None;
            }
            self.left.set(CHECK_INTERVAL_BYTES);
        }
        Some(self.left.get())
    }

    /// Sets what is left of an allowance.
    pub(crate) fn leave(&self, left: usize) {
        self.left.set(left);
    }
}

impl std::fmt::Debug for StopCheck<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StopCheck").field("left", &self.left).field("stopped", &self.stopped).finish_non_exhaustive()
    }
}
