//! Reading the sources again: feeds off the network on several threads, folders meanwhile, and everything into the
//! library on this one. A source is told of when what it brought is kept; what is told can be acted on.

mod add;
mod crew;
mod fetch;
mod folder;
mod keep;
mod page;
mod report;
mod tests;

pub use add::{AddError, AddedFeed, add_feed};
pub(crate) use crew::WORKERS;
pub use report::{SyncReport, SyncStatus};

use std::{
    ops::ControlFlow,
    path::Path,
    sync::mpsc::{RecvTimeoutError, sync_channel},
    thread,
    time::Duration,
};

use jiff::Timestamp;

use crate::net::{Client, Policy};
use crate::store::{
    Library, SourceId, StoreError,
    sources::{Due, Feed, Reading},
};
use crew::Crew;
use fetch::{Failure, Fetched, Wanted};
use keep::Keeper;

/// Time between two questions whether to stop.
const GLANCE: Duration = Duration::from_millis(20);

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
    let (sources, wanted): (Vec<&Feed>, Vec<Wanted>) = feeds.into_iter().unzip();
    let crew = Crew::new(&wanted, &client, policy.patience, now);
    let (sender, receiver) = sync_channel(WORKERS);
    thread::scope(|scope| {
        crew.muster(scope, &sender);
        let result = round.folders(&due, &mut || _ = crew.muster(scope, &sender)).and_then(|()| {
            let mut left = wanted.len();
            while left > 0 && !client.is_stopped() {
                let at_work = crew.muster(scope, &sender);
                match receiver.recv_timeout(GLANCE) {
                    Ok((index, fetched)) => {
                        left -= 1;
                        round.feed(sources[index], &wanted[index], fetched)?;
                    }
                    Err(RecvTimeoutError::Timeout) if at_work => round.glance(),
                    // The system gives no thread at all.
                    Err(_) => break,
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
                self.library.reading_worked(feed.source, wanted.given.as_ref(), None, self.now)?;
                report
            }
            Ok(Fetched::Feed(fetched)) => self.keeper().feed(report, *fetched)?,
        };
        self.told(&report);
        Ok(())
    }

    /// Reads the folders; `meanwhile` is called now and then.
    fn folders(&mut self, due: &[Due], meanwhile: &mut dyn FnMut()) -> Result<(), StoreError> {
        for due in due {
            let Due::Folder { source, title, path } = due else { continue };
            if self.client.is_stopped() {
                break;
            }
            let report = SyncReport::new(*source, title, &path.to_string_lossy(), SyncStatus::Read);
            let Self { library, tell, now, .. } = self;
            let report = folder::read(library, report, Path::new(path), *now, &mut || {
                meanwhile();
                tell(SyncTold::Waiting)
            })?;
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
