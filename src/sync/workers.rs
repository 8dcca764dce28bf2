//! The threads that fetch: each takes all feeds of one host, one after another. A worker whose host keeps it waiting is
//! not counted, and another takes its place, so that silent hosts never delay the feeds of others.
//!
//! The threads are detached. A stopped reading leaves them behind, because a name look-up, an attempt to connect and
//! the parsing of a long feed cannot be interrupted; what they still answer is dropped with the channel.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::{
    fetch::fetch,
    fetched::{FetchFailure, FetchRequest, Fetched},
};
use crate::net::Client;

/// Hosts that are asked at once, beside those that keep their worker waiting.
pub(crate) const WORKERS: usize = 8;

/// Limit of threads, those that are kept waiting included.
const MAX_WORKERS: usize = 64;

/// The index of a request, and its result.
pub(crate) type FetchResult = (usize, Result<Fetched, FetchFailure>);

/// The workers of one reading.
pub(crate) struct FetchWorkers {
    shared: Arc<Shared>,
    sender: SyncSender<FetchResult>,
    receiver: Receiver<FetchResult>,
}

struct Shared {
    requests: Arc<[FetchRequest]>,
    client: Arc<Client>,
    now: Timestamp,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The requests of each host that no worker has taken.
    queues: VecDeque<Vec<usize>>,
    /// The start of the current request of each worker.
    busy: HashMap<usize, Instant>,
    started: usize,
}

impl FetchWorkers {
    pub(crate) fn new(requests: Arc<[FetchRequest]>, client: Arc<Client>, now: Timestamp) -> FetchWorkers {
        let state = Mutex::new(State { queues: by_host(&requests), ..State::default() });
        let (sender, receiver) = sync_channel(WORKERS);
        FetchWorkers { shared: Arc::new(Shared { requests, client, now, state }), sender, receiver }
    }

    /// Starts as many workers as are missing. False if there is work but not one worker, because the system gives no
    /// thread.
    pub(crate) fn start_missing(&self) -> bool {
        loop {
            let number = {
                let mut state = self.shared.lock();
                let patience = self.shared.client.policy().patience;
                let waiting = state.busy.values().filter(|since| since.elapsed() >= patience).count();
                let enough = state.busy.len() - waiting >= WORKERS || state.busy.len() >= MAX_WORKERS;
                if state.queues.is_empty() || enough || self.shared.client.is_stopped() {
                    return true;
                }
                state.started += 1;
                let number = state.started;
                state.busy.insert(number, Instant::now());
                number
            };
            let (shared, sender) = (Arc::clone(&self.shared), self.sender.clone());
            let worker = thread::Builder::new().name("fetch".to_owned());
            if worker.spawn(move || shared.work(number, &sender)).is_err() {
                // The other workers take its requests.
                let mut state = self.shared.lock();
                state.busy.remove(&number);
                return !state.busy.is_empty();
            }
        }
    }

    /// The next result, if one comes within `timeout`.
    pub(crate) fn next_result(&self, timeout: Duration) -> Option<FetchResult> {
        self.receiver.recv_timeout(timeout).ok()
    }

    /// Takes away all requests that no worker has taken.
    pub(crate) fn take_unclaimed(&self) -> Vec<usize> {
        self.shared.lock().queues.drain(..).flatten().collect()
    }
}

impl Shared {
    fn work(&self, number: usize, sender: &SyncSender<FetchResult>) {
        while let Some(queue) = self.next_queue(number) {
            for index in queue {
                self.lock().busy.insert(number, Instant::now());
                let mut on_part = |entries| sender.send((index, Ok(Fetched::Part(entries)))).is_ok();
                let sent = !self.client.is_stopped()
                    && sender.send((index, fetch(&self.client, &self.requests[index], self.now, &mut on_part))).is_ok();
                if !sent {
                    self.lock().busy.remove(&number);
                    return;
                }
            }
        }
    }

    /// The requests of the next host; without any the worker is done.
    fn next_queue(&self, number: usize) -> Option<Vec<usize>> {
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

/// The requests of each host and port, which come one after another anyway: hosts with most feeds first, and last those
/// that failed the last time.
fn by_host(requests: &[FetchRequest]) -> VecDeque<Vec<usize>> {
    let mut hosts: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, request) in requests.iter().enumerate() {
        hosts.entry(request.address.site()).or_default().push(index);
    }
    let mut queues: Vec<Vec<usize>> = hosts.into_values().collect();
    let failing = |queue: &[usize]| queue.iter().all(|index| requests[*index].failures > 0);
    queues.sort_by_key(|queue| (failing(queue), std::cmp::Reverse(queue.len()), queue[0]));
    queues.into()
}
