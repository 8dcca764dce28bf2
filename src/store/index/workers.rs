//! Threads that make runs of lots, while the one that gives them out reads and writes the library.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};
use std::thread::{self, Scope};

use super::batch::{Lot, Maker, Run};
use crate::search::Looks;
use crate::store::database::Stop;

/// Threads at the most.
const THREADS: usize = 4;
/// Lots that may lie ready, so that no thread waits while a segment is written.
const READY: usize = 3;
/// Grams that all threads together hold at once, of 8 bytes each, about.
const HELD: usize = 6 << 20;

/// The lots that lie ready. Whoever is free takes the next.
#[derive(Default)]
pub(super) struct Queue {
    ready: Mutex<Option<Receiver<Lot>>>,
    /// Nobody waits for the runs any more.
    stopped: AtomicBool,
    /// What is asked besides: a lot takes its time, and whoever waits for it does not look meanwhile.
    stop: Stop,
}

impl Queue {
    /// A queue that is stopped when `stop` says so, too.
    pub(super) fn new(stop: Stop) -> Queue {
        Queue { stop, ..Queue::default() }
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed) || self.stop.is_raised()
    }

    /// Leaves what lies ready as it is, and what has been begun.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Receiver<Lot>>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Those who make runs.
pub(super) struct Makers<'q> {
    queue: &'q Queue,
    /// Where lots are given out, if there are threads.
    lots: Option<SyncSender<Lot>>,
    runs: Receiver<Run>,
    /// Makes them where there is no thread.
    own: Maker,
    made: Vec<Run>,
    threads: usize,
}

impl<'q> Makers<'q> {
    /// Starts as many threads as there are processors, or none for `few` articles. They end when this is dropped and
    /// the queue is empty.
    pub(super) fn start<'scope>(scope: &'scope Scope<'scope, '_>, queue: &'q Queue, few: bool) -> Makers<'q>
    where
        'q: 'scope,
    {
        let (lots, ready) = sync_channel(READY);
        let (made, runs) = channel();
        *queue.lock() = Some(ready);
        let wanted = if few { 0 } else { thread::available_parallelism().map_or(1, NonZero::get).min(THREADS) };
        let start = |made: Sender<Run>| {
            thread::Builder::new().name("indexing".to_owned()).spawn_scoped(scope, move || work(queue, &made)).ok()
        };
        // Where the system gives none, the runs are made here.
        let threads = (0..wanted).map_while(|_| start(made.clone())).count();
        Makers { queue, lots: (threads > 0).then_some(lots), runs, own: Maker::default(), made: Vec::new(), threads }
    }

    /// About how many grams the articles of one lot should have.
    pub(super) fn grams(&self) -> usize {
        HELD / self.threads.max(2)
    }

    /// Gives a lot out. Waits while too many lie ready.
    pub(super) fn give(&mut self, mut lot: Lot) {
        while let Some(lots) = &self.lots {
            lot = match lots.try_send(lot) {
                Ok(()) => return,
                Err(TrySendError::Full(lot) | TrySendError::Disconnected(lot)) => lot,
            };
            match self.runs.recv() {
                Ok(run) => self.made.push(run),
                // The threads are gone.
                Err(_) => self.lots = None,
            }
        }
        let is_stopped = || self.queue.is_stopped();
        self.made.extend(self.own.make(lot, &Looks::new(&is_stopped)));
    }

    /// The runs that have been made since this was last asked.
    pub(super) fn made(&mut self) -> Vec<Run> {
        self.made.extend(self.runs.try_iter());
        std::mem::take(&mut self.made)
    }

    /// Waits for the runs of all lots that were given out, or of those that were done before it was
    /// [stopped](Queue::stop), and gives back those not yet asked for.
    pub(super) fn finish(mut self) -> Vec<Run> {
        self.lots = None;
        self.made.extend(self.runs.iter());
        self.made
    }
}

fn work(queue: &Queue, made: &Sender<Run>) {
    let mut maker = Maker::default();
    let is_stopped = || queue.is_stopped();
    loop {
        let next = queue.lock().as_ref().and_then(|ready| ready.recv().ok());
        let Some(run) = next.and_then(|lot| maker.make(lot, &Looks::new(&is_stopped))) else { return };
        if made.send(run).is_err() {
            return;
        }
    }
}
