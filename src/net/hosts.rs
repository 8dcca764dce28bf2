//! Politeness: a host is asked one thing at a time, and after each is left alone for a moment.

use std::{
    collections::HashMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Time between two looks at whether waiting still makes sense.
const GLANCE: Duration = Duration::from_millis(50);

/// The hosts that were asked, and since when they may be asked again.
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

/// The right to ask a host something; it ends when this is dropped.
pub(crate) struct Turn<'a> {
    hosts: &'a Hosts,
    host: String,
    pause: Duration,
}

impl Hosts {
    /// Waits for the right to ask a host, which is left alone for `pause` afterwards; `None` if `stopped` says so
    /// first.
    pub(crate) fn turn(&self, host: &str, pause: Duration, stopped: &dyn Fn() -> bool) -> Option<Turn<'_>> {
        let mut slots = self.lock();
        loop {
            if stopped() {
                return None;
            }
            let now = Instant::now();
            let wait = match slots.get(host) {
                Some(Slot::Busy) => GLANCE,
                Some(Slot::FreeFrom(from)) if *from > now => (*from - now).min(GLANCE),
                _ => break,
            };
            slots = self.freed.wait_timeout(slots, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
        slots.insert(host.to_owned(), Slot::Busy);
        Some(Turn { hosts: self, host: host.to_owned(), pause })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
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
    fn a_host_is_asked_one_thing_at_a_time_and_others_meanwhile() {
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
    fn who_waits_can_be_stopped() {
        let (hosts, pause) = (Hosts::default(), Duration::from_hours(1));
        drop(hosts.turn("a", pause, &|| false));
        let glances = AtomicUsize::new(0);
        assert!(hosts.turn("a", pause, &|| glances.fetch_add(1, Ordering::SeqCst) > 1).is_none());
    }
}
