//! Threads that make runs of batches, while the one that gives them out reads and writes the library.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};
use std::thread::{self, Scope};

use super::batch::{IndexBatch, Run, RunBuilder};
use crate::store::database::Stop;
use crate::text::StopCheck;

/// Threads at the most.
const MAX_THREADS: usize = 4;
/// Batches that may lie ready, so that no thread waits while a segment is written.
const MAX_READY_BATCHES: usize = 3;
/// Grams that all threads together hold at once, of 8 bytes each, about.
const MAX_HELD_GRAMS: usize = 6 << 20;

/// The batches that lie ready. Whoever is free takes the next.
#[derive(Default)]
pub(super) struct BatchQueue {
    ready: Mutex<Option<Receiver<IndexBatch>>>,
    /// Nobody waits for the runs any more.
    stopped: AtomicBool,
    /// The library's stop flag: workers ask it, since the thread that waits for them does not.
    stop: Stop,
}

impl BatchQueue {
    /// A queue that is stopped when `stop` says so, too.
    pub(super) fn new(stop: Stop) -> BatchQueue {
        BatchQueue { stop, ..BatchQueue::default() }
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed) || self.stop.is_raised()
    }

    /// Leaves what lies ready as it is, and what has been begun.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Receiver<IndexBatch>>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The workers.
pub(super) struct IndexWorkers<'q> {
    queue: &'q BatchQueue,
    /// Channel of batches, if there are threads.
    batches: Option<SyncSender<IndexBatch>>,
    runs: Receiver<Run>,
    /// Makes them where there is no thread.
    own: RunBuilder,
    made: Vec<Run>,
    threads: usize,
}

impl<'q> IndexWorkers<'q> {
    /// Starts as many threads as there are processors, or none for `few` articles. They end when this is dropped and
    /// the queue is empty.
    pub(super) fn start<'scope>(scope: &'scope Scope<'scope, '_>, queue: &'q BatchQueue, few: bool) -> IndexWorkers<'q>
    where
        'q: 'scope,
    {
        let (batches, ready) = sync_channel(MAX_READY_BATCHES);
        let (made, runs) = channel();
        // A channel with one receiver behind a lock: the standard library has none with several receivers.
        *queue.lock() = Some(ready);
        let limit = if few { 0 } else { thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS) };
        let start = |made: Sender<Run>| {
            thread::Builder::new().name("indexing".to_owned()).spawn_scoped(scope, move || work(queue, &made)).ok()
        };
        // Where the system gives none, the runs are made here.
        let threads = (0..limit).map_while(|_| start(made.clone())).count();
        IndexWorkers {
            queue,
            batches: (threads > 0).then_some(batches),
            runs,
            own: RunBuilder::default(),
            made: Vec::new(),
            threads,
        }
    }

    /// About how many grams the articles of one batch should have.
    pub(super) fn grams(&self) -> usize {
        MAX_HELD_GRAMS / self.threads.max(2)
    }

    /// Gives a batch out. Waits while too many lie ready.
    pub(super) fn give(&mut self, mut batch: IndexBatch) {
        while let Some(batches) = &self.batches {
            batch = match batches.try_send(batch) {
                Ok(()) => return,
                Err(TrySendError::Full(batch) | TrySendError::Disconnected(batch)) => batch,
            };
            match self.runs.recv() {
                Ok(run) => self.made.push(run),
                // Threads end early only when they are stopped or panic.
                Err(_) => self.batches = None,
            }
        }
        let is_stopped = || self.queue.is_stopped();
        self.made.extend(self.own.make(batch, &StopCheck::new(&is_stopped)));
    }

    /// The runs that have been made since this was last asked.
    pub(super) fn made(&mut self) -> Vec<Run> {
        self.made.extend(self.runs.try_iter());
        std::mem::take(&mut self.made)
    }

    /// Waits for the runs of all batches that were given out, or of those that were done before it was
    /// [stopped](BatchQueue::stop), and gives back those not yet asked for.
    pub(super) fn finish(mut self) -> Vec<Run> {
        self.batches = None;
        self.made.extend(self.runs.iter());
        self.made
    }
}

fn work(queue: &BatchQueue, made: &Sender<Run>) {
    let mut builder = RunBuilder::default();
    let is_stopped = || queue.is_stopped();
    loop {
        let next = queue.lock().as_ref().and_then(|ready| ready.recv().ok());
        let Some(run) = next.and_then(|batch| builder.make(batch, &StopCheck::new(&is_stopped))) else { return };
        if made.send(run).is_err() {
            return;
        }
    }
}
