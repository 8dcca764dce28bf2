//! The threads that fetch: each takes all feeds of one host, one after another. A thread whose host keeps it waiting is
//! not counted, and another takes its place, so that hosts that are silent never delay the feeds of others.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError, mpsc::SyncSender},
    thread::{self, Scope},
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::fetch::{Failure, Fetched, Wanted, fetch};
use crate::net::Client;

/// Hosts that are asked at once, beside those that keep their thread waiting.
pub(crate) const WORKERS: usize = 8;

/// Threads at the most.
const MOST_WORKERS: usize = 64;

/// A feed by its place among those that are to be fetched, and what came of it.
pub(crate) type Done = (usize, Result<Fetched, Failure>);

/// What the threads share.
pub(crate) struct Crew<'a> {
    feeds: &'a [Wanted],
    client: &'a Client,
    now: Timestamp,
    /// How long a host may keep a thread before another takes its place.
    patience: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The feeds of each host that nobody has taken up.
    queues: VecDeque<Vec<usize>>,
    /// For each thread that is at work, since when it is at its feed.
    busy: HashMap<usize, Instant>,
    started: usize,
}

impl<'a> Crew<'a> {
    pub(crate) fn new(feeds: &'a [Wanted], client: &'a Client, patience: Duration, now: Timestamp) -> Crew<'a> {
        let state = State { queues: by_host(feeds), ..State::default() };
        Crew { feeds, client, now, patience, state: Mutex::new(state) }
    }

    /// Starts as many threads as are missing. `false` if nobody is at work though there is work.
    pub(crate) fn muster<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>, sender: &SyncSender<Done>) -> bool {
        loop {
            let number = {
                let mut state = self.lock();
                let waiting = state.busy.values().filter(|since| since.elapsed() >= self.patience).count();
                let enough = state.busy.len() - waiting >= WORKERS || state.busy.len() >= MOST_WORKERS;
                if state.queues.is_empty() || enough || self.client.is_stopped() {
                    return true;
                }
                state.started += 1;
                let number = state.started;
                state.busy.insert(number, Instant::now());
                number
            };
            let sender = sender.clone();
            let worker = thread::Builder::new().name("fetch".to_owned());
            if worker.spawn_scoped(scope, move || self.work(number, &sender)).is_err() {
                // The others do the work.
                let mut state = self.lock();
                state.busy.remove(&number);
                return !state.busy.is_empty();
            }
        }
    }

    fn work(&self, number: usize, sender: &SyncSender<Done>) {
        while let Some(queue) = self.next(number) {
            for index in queue {
                self.lock().busy.insert(number, Instant::now());
                let sent = !self.client.is_stopped()
                    && sender.send((index, fetch(self.client, &self.feeds[index], self.now))).is_ok();
                if !sent {
                    self.lock().busy.remove(&number);
                    return;
                }
            }
        }
    }

    /// The feeds of the next host; when there is none the thread is done.
    fn next(&self, number: usize) -> Option<Vec<usize>> {
        let mut state = self.lock();
        let next = state.queues.pop_front();
        if next.is_none() {
            state.busy.remove(&number);
        }
        next
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The feeds of each host and port, since they come one after another anyway: those with most feeds first, and last
/// those of hosts that did not answer the last time.
fn by_host(feeds: &[Wanted]) -> VecDeque<Vec<usize>> {
    let mut hosts: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, wanted) in feeds.iter().enumerate() {
        hosts.entry(wanted.address.site()).or_default().push(index);
    }
    let mut queues: Vec<Vec<usize>> = hosts.into_values().collect();
    let failing = |queue: &[usize]| queue.iter().all(|index| feeds[*index].failures > 0);
    queues.sort_by_key(|queue| (failing(queue), std::cmp::Reverse(queue.len()), queue[0]));
    queues.into()
}
