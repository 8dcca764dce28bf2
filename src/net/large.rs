//! Permits for large bodies, so that eight feeds of 32 MiB at once do not take eight times the memory: a body longer than
//! [`MAX_FREE_BYTES`] waits for one of two permits and holds it until everything made of it is in the library.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Limit of a body that needs no permit.
pub(crate) const MAX_FREE_BYTES: usize = 4 << 20;

/// Limit of large bodies at once.
const MAX_LARGE: usize = 2;

/// Longest wait between two looks at the stop flag.
const STOP_CHECK_INTERVAL: Duration = Duration::from_millis(50);

/// The number of permits that are held.
#[derive(Debug, Default)]
pub(crate) struct LargeBodyPermits {
    taken: Mutex<usize>,
    freed: Condvar,
}

/// The permission to hold a large body, given back when dropped.
#[derive(Debug)]
pub(crate) struct LargeBodyPermit(Arc<LargeBodyPermits>);

impl LargeBodyPermits {
    /// Waits for a permit; none if `stopped` becomes true first.
    pub(crate) fn take(self: &Arc<LargeBodyPermits>, stopped: &dyn Fn() -> bool) -> Option<LargeBodyPermit> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken >= MAX_LARGE {
            if stopped() {
                return None;
            }
            taken = self.freed.wait_timeout(taken, STOP_CHECK_INTERVAL).unwrap_or_else(PoisonError::into_inner).0;
        }
        *taken += 1;
        Some(LargeBodyPermit(Arc::clone(self)))
    }
}

impl Drop for LargeBodyPermit {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.freed.notify_one();
    }
}

// A permit is no part of a response.
impl PartialEq for LargeBodyPermit {
    fn eq(&self, _: &LargeBodyPermit) -> bool {
        true
    }
}

impl Eq for LargeBodyPermit {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permits_are_limited_and_given_back() {
        let permits = Arc::new(LargeBodyPermits::default());
        let mut held: Vec<LargeBodyPermit> = (0..MAX_LARGE).map(|_| permits.take(&|| false).unwrap()).collect();
        assert!(permits.take(&|| true).is_none());
        held.pop();
        held.push(permits.take(&|| true).unwrap());
        assert!(permits.take(&|| true).is_none());
        // A waiting thread gets the next that is free.
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| permits.take(&|| false).is_some());
            held.pop();
            assert!(waiting.join().unwrap());
        });
    }
}
