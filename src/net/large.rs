//! Turns of large bodies, so that eight feeds of 32 MiB at once do not take eight times the memory: a body longer than
//! [`FREE`] waits for one of two turns and keeps it until what became of it is in the library.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Bytes of a body that needs no turn.
pub(crate) const FREE: usize = 4 << 20;

/// Large bodies at once.
const AT_ONCE: usize = 2;

/// Time between two looks at whether waiting still makes sense.
const GLANCE: Duration = Duration::from_millis(50);

/// Who has a turn.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    taken: Mutex<usize>,
    freed: Condvar,
}

/// The right to hold a large body; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct LargeTurn(Arc<Turns>);

impl Turns {
    /// Waits for a turn; `None` if `stopped` says so first.
    pub(crate) fn take(self: &Arc<Turns>, stopped: &dyn Fn() -> bool) -> Option<LargeTurn> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken >= AT_ONCE {
            if stopped() {
                return None;
            }
            taken = self.freed.wait_timeout(taken, GLANCE).unwrap_or_else(PoisonError::into_inner).0;
        }
        *taken += 1;
        Some(LargeTurn(Arc::clone(self)))
    }
}

impl Drop for LargeTurn {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.freed.notify_one();
    }
}

// A turn says nothing about an answer.
impl PartialEq for LargeTurn {
    fn eq(&self, _: &LargeTurn) -> bool {
        true
    }
}

impl Eq for LargeTurn {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_so_many_turns_and_each_comes_back() {
        let turns = Arc::new(Turns::default());
        let mut held: Vec<LargeTurn> = (0..AT_ONCE).map(|_| turns.take(&|| false).unwrap()).collect();
        assert!(turns.take(&|| true).is_none());
        held.pop();
        held.push(turns.take(&|| true).unwrap());
        assert!(turns.take(&|| true).is_none());
        // Whoever waits gets the next that is free.
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| turns.take(&|| false).is_some());
            held.pop();
            assert!(waiting.join().unwrap());
        });
    }
}
