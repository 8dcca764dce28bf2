//! Reading the sources again: feeds off the network on several threads, folders meanwhile, and everything into the
//! library on this one. A source is told of when what it brought is kept; what is told can be acted on.

use std::{
    collections::{HashMap, VecDeque},
    ops::ControlFlow,
    path::Path,
    sync::{
        Mutex, PoisonError,
        mpsc::{RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use jiff::Timestamp;

use super::{
    net::{Address, Client, Policy},
    sync_fetch::{Failure, Fetched, Wanted, fetch},
    sync_folder,
    sync_keep::Keeper,
    sync_report::{SyncReport, SyncStatus},
};
use crate::store::{Due, Feed, Library, Reading, SourceId, StoreError};

/// Feeds that are fetched at once.
const WORKERS: usize = 8;

/// Time between two questions whether to stop.
const GLANCE: Duration = Duration::from_millis(100);

/// What is told while sources are read.
#[derive(Debug)]
pub enum SyncTold<'a> {
    /// So many sources are to be read.
    Began {
        /// How many.
        sources: usize,
    },
    /// Nothing new; a chance to stop.
    Waiting,
    /// A source is done.
    Source {
        /// What became of it.
        report: &'a SyncReport,
        /// How many are done, with this one.
        done: usize,
        /// How many there are.
        of: usize,
    },
}

/// Takes what is told, and says whether to go on.
pub type SyncTeller<'a> = dyn FnMut(SyncTold<'_>) -> ControlFlow<()> + 'a;

/// Reads the sources again, all or those named. Breaking off keeps what has been told of, and says nothing bad about
/// the sources that were not reached.
///
/// # Errors
/// When the library cannot be read or written; the sources told of are kept.
pub fn sync(
    library: &mut Library,
    only: Option<&[SourceId]>,
    policy: &Policy,
    now: Timestamp,
    tell: &mut SyncTeller<'_>,
) -> Result<(), StoreError> {
    let mut due = library.due()?;
    if let Some(only) = only {
        due.retain(|due| only.contains(&due.source()));
    }
    if tell(SyncTold::Began { sources: due.len() }).is_break() {
        return Ok(());
    }
    let client = Client::new(policy.clone());
    let mut round = Round { library, client: &client, now, tell, done: 0, of: due.len() };
    let mut feeds = Vec::new();
    for source in
        due.iter().filter_map(|due| if let Due::Feed(feed, reading) = due { Some((feed, reading)) } else { None })
    {
        if let Some(wanted) = round.wanted(source.0, source.1)? {
            feeds.push((source.0, wanted));
        } else if client.is_stopped() {
            return Ok(());
        }
    }
    let queues = Mutex::new(by_host(&feeds));
    let (sender, receiver) = sync_channel(WORKERS);
    thread::scope(|scope| {
        for _ in 0..WORKERS.min(feeds.len()) {
            let (sender, feeds, queues, client) = (sender.clone(), &feeds, &queues, &client);
            let worker = thread::Builder::new().name("fetch".to_owned());
            // With no thread left the others do the work; with none at all the channel closes and says so below.
            let _ = worker.spawn_scoped(scope, move || work(feeds, queues, client, now, &sender));
        }
        drop(sender);
        let result = round.folders(&due).and_then(|()| {
            let mut left = feeds.len();
            while left > 0 && !client.is_stopped() {
                match receiver.recv_timeout(GLANCE) {
                    Ok((index, fetched)) => {
                        left -= 1;
                        round.feed(feeds[index].0, &feeds[index].1, fetched)?;
                    }
                    Err(RecvTimeoutError::Timeout) => round.glance(),
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            Ok(())
        });
        // Whoever still waits for a server, or to hand on what it got, ends now.
        client.stop();
        drop(receiver);
        result
    })?;
    library.apply_retention(now)?;
    Ok(())
}

/// The feeds of each host; a worker takes all of one host, since they come one after another anyway.
fn by_host(feeds: &[(&Feed, Wanted)]) -> VecDeque<Vec<usize>> {
    let mut hosts: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, (_, wanted)) in feeds.iter().enumerate() {
        hosts.entry(wanted.address.host()).or_default().push(index);
    }
    let mut queues: Vec<Vec<usize>> = hosts.into_values().collect();
    queues.sort_by_key(|queue| (std::cmp::Reverse(queue.len()), queue[0]));
    queues.into()
}

type Done = (usize, Result<Fetched, Failure>);

fn work(
    feeds: &[(&Feed, Wanted)],
    queues: &Mutex<VecDeque<Vec<usize>>>,
    client: &Client,
    now: Timestamp,
    sender: &SyncSender<Done>,
) {
    loop {
        let Some(queue) = queues.lock().unwrap_or_else(PoisonError::into_inner).pop_front() else { return };
        for index in queue {
            if client.is_stopped() || sender.send((index, fetch(client, &feeds[index].1, now))).is_err() {
                return;
            }
        }
    }
}

/// One reading of all sources.
struct Round<'a, 'b> {
    library: &'a mut Library,
    client: &'a Client,
    now: Timestamp,
    tell: &'a mut SyncTeller<'b>,
    done: usize,
    of: usize,
}

impl Round<'_, '_> {
    /// What to ask for a feed; `None` if it is not to be asked, which is then told.
    fn wanted(&mut self, feed: &Feed, reading: &Reading) -> Result<Option<Wanted>, StoreError> {
        let mut report = SyncReport::new(feed.source, &feed.title, &feed.address, SyncStatus::Gone);
        if feed.gone {
            report.warnings.push(format!(
                "its server has said that it is gone for good; take it off the list with “kanbao feed remove {}”",
                feed.source
            ));
        } else if let Some(until) = reading.not_before.filter(|until| *until > self.now) {
            report.status = SyncStatus::Waiting;
            let until = until.strftime("%Y-%m-%d %H:%M UTC");
            report.warnings.push(format!("its server wants to be left alone until {until}; it was not asked"));
        } else {
            let pages = if feed.fulltext { Some(self.library.page_states(feed.source)?) } else { None };
            match Wanted::of(feed, reading.failures, pages) {
                Ok(wanted) => return Ok(Some(wanted)),
                Err(failure) => report = self.keeper().failed(report, &failure)?,
            }
        }
        self.told(&report);
        Ok(None)
    }

    fn feed(&mut self, feed: &Feed, wanted: &Wanted, fetched: Result<Fetched, Failure>) -> Result<(), StoreError> {
        let report = SyncReport::new(feed.source, &feed.title, &feed.address, SyncStatus::Read);
        let report = match fetched {
            Err(failure) if failure.stopped => return Ok(()),
            Err(failure) => self.keeper().failed(report, &failure)?,
            Ok(Fetched::NotModified { moved }) => {
                let mut report = SyncReport { status: SyncStatus::Unchanged, ..report };
                self.keeper().moved(&mut report, moved.as_ref())?;
                self.library.reading_worked(feed.source, wanted.given.as_ref(), self.now)?;
                report
            }
            Ok(Fetched::Feed(fetched)) => self.keeper().feed(report, *fetched)?,
        };
        self.told(&report);
        Ok(())
    }

    fn folders(&mut self, due: &[Due]) -> Result<(), StoreError> {
        for due in due {
            let Due::Folder { source, title, path } = due else { continue };
            if self.client.is_stopped() {
                break;
            }
            let report = SyncReport::new(*source, title, &path.to_string_lossy(), SyncStatus::Read);
            let Self { library, tell, now, .. } = self;
            let report = sync_folder::read(library, report, Path::new(path), *now, &mut || tell(SyncTold::Waiting))?;
            match report {
                Some(report) => self.told(&report),
                None => self.client.stop(),
            }
        }
        Ok(())
    }

    fn keeper(&mut self) -> Keeper<'_> {
        Keeper { library: self.library, now: self.now }
    }

    fn told(&mut self, report: &SyncReport) {
        self.done += 1;
        if (self.tell)(SyncTold::Source { report, done: self.done, of: self.of }).is_break() {
            self.client.stop();
        }
    }

    fn glance(&mut self) {
        if (self.tell)(SyncTold::Waiting).is_break() {
            self.client.stop();
        }
    }
}

/// The host of an address, for a title where a feed has none.
pub(super) fn host_title(address: &Address) -> String {
    address.host().trim_start_matches("www.").to_owned()
}
