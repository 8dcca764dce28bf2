//! Politeness: one request at a time to a host, and a pause after each.

use std::{
    collections::HashMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Longest wait between two looks at the stop flag.
const STOP_CHECK_INTERVAL: Duration = Duration::from_millis(50);

/// The hosts that were asked, and the times from which they may be asked again.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    slots: Mutex<HashMap<String, Slot>>,
    freed: Condvar,
}

#[derive(Clone, Copy, Debug)]
enum Slot {
    Busy,
    FreeFrom(Instant),
}

/// The turn to ask a host, which ends when dropped.
pub(crate) struct HostTurn<'a> {
    hosts: &'a Hosts,
    host: String,
    pause: Duration,
}

impl Hosts {
    /// Waits for the turn to ask a host, after which there is a `pause`; none if `stopped` becomes true first.
    pub(crate) fn turn(&self, host: &str, pause: Duration, stopped: &dyn Fn() -> bool) -> Option<HostTurn<'_>> {
        let mut slots = self.lock();
        loop {
            if stopped() {
                return None;
            }
            let now = Instant::now();
            let wait = match slots.get(host) {
                Some(Slot::Busy) => STOP_CHECK_INTERVAL,
                Some(Slot::FreeFrom(from)) if *from > now => (*from - now).min(STOP_CHECK_INTERVAL),
                _ => break,
            };
            slots = self.freed.wait_timeout(slots, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
        slots.insert(host.to_owned(), Slot::Busy);
        Some(HostTurn { hosts: self, host: host.to_owned(), pause })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for HostTurn<'_> {
    fn drop(&mut self) {
        let free = Slot::FreeFrom(Instant::now() + self.pause);
        self.hosts.lock().insert(std::mem::take(&mut self.host), free);
        self.hosts.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_host_has_one_request_at_a_time_and_others_go_on() {
        let (hosts, pause) = (Hosts::default(), Duration::from_millis(1));
        let (inside, most, turns) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let held = hosts.turn("b", pause, &|| false).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        let turn = hosts.turn("a", pause, &|| false).unwrap();
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        turns.fetch_add(1, Ordering::SeqCst);
                        drop(turn);
                    }
                });
            }
        });
        assert_eq!((most.into_inner(), turns.into_inner()), (1, 30));
        drop(held);
    }

    #[test]
    fn waiting_can_be_stopped() {
        let (hosts, pause) = (Hosts::default(), Duration::from_hours(1));
        drop(hosts.turn("a", pause, &|| false));
        let looks = AtomicUsize::new(0);
        assert!(hosts.turn("a", pause, &|| looks.fetch_add(1, Ordering::SeqCst) > 1).is_none());
    }
}
