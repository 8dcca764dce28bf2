//! Reading the sources again: feeds off the network on several threads, folders meanwhile, and everything into the
//! library on the caller's thread. A source is reported when its articles are in the library.

mod add;
mod fetch;
mod fetched;
mod folder;
mod long;
mod page;
mod paged;
mod refusal;
mod report;
mod save;
#[cfg(test)]
mod tests;
mod workers;

pub(crate) use add::{AddError, add_feed};
pub(crate) use report::{SyncReport, SyncStatus};

use std::{collections::HashMap, ops::ControlFlow, path::Path, sync::Arc, time::Duration};

use jiff::Timestamp;

use crate::net::{Client, Policy};
use crate::store::{
    Library, SourceId, StoreError,
    sources::{DueSource, FeedSource, ReadingStatus},
};
use fetched::{FetchFailure, FetchRequest, Fetched};
use save::FeedSaver;
use workers::FetchWorkers;

/// Longest wait for an answer between two looks at the stop flag.
const STOP_CHECK_INTERVAL: Duration = Duration::from_millis(20);

/// A step of reading the sources.
#[derive(Debug)]
pub(crate) enum SyncProgress<'a> {
    /// The sources are known.
    Began { sources: usize },
    /// A chance to stop, without news.
    Waiting,
    /// A source is done.
    Source {
        report: &'a SyncReport,
        /// Sources that are done, with this one.
        done: usize,
        of: usize,
    },
}

/// Receives the progress, and decides if the reading goes on.
pub(crate) type SyncProgressFn<'a> = dyn FnMut(SyncProgress<'_>) -> ControlFlow<()> + 'a;

/// Reads the sources again, all or those in `only`. Stopping keeps the sources that were reported, leaves the others as
/// they were, and waits for no server: threads that hang in the network are left behind.
///
/// # Errors
/// When the library cannot be read or written; the sources that were reported are kept.
pub(crate) fn sync(
    library: &mut Library,
    only: Option<&[SourceId]>,
    policy: &Policy,
    now: Timestamp,
    progress: &mut SyncProgressFn<'_>,
) -> Result<(), StoreError> {
    sync_with(library, only, &Arc::new(Client::new(policy.clone())), now, progress)
}

/// [`sync`] with a given client.
fn sync_with(
    library: &mut Library,
    only: Option<&[SourceId]>,
    client: &Arc<Client>,
    now: Timestamp,
    progress: &mut SyncProgressFn<'_>,
) -> Result<(), StoreError> {
    let mut due = library.readings().due()?;
    if let Some(only) = only {
        due.retain(|due| only.contains(&due.source()));
    }
    if progress(SyncProgress::Began { sources: due.len() }).is_break() {
        return Ok(());
    }
    let mut run = SyncRun { library, client, now, progress, done: 0, of: due.len() };
    let read = run.read(&due);
    // Workers that still wait for a server, or to hand on an answer, end now.
    client.stop();
    read?;
    library.retentions().apply(now)?;
    Ok(())
}

fn new_report(feed: &FeedSource) -> SyncReport {
    SyncReport::new(feed.source, &feed.title, &feed.address, SyncStatus::Read)
}

/// One reading of all sources.
struct SyncRun<'a, 'b> {
    library: &'a mut Library,
    client: &'a Arc<Client>,
    now: Timestamp,
    progress: &'a mut SyncProgressFn<'b>,
    done: usize,
    of: usize,
}

impl SyncRun<'_, '_> {
    fn read(&mut self, due: &[DueSource]) -> Result<(), StoreError> {
        let mut feeds = Vec::new();
        for due in due {
            let DueSource::Feed(feed, reading) = due else { continue };
            if let Some(request) = self.request(feed, reading)? {
                feeds.push((feed, request));
            } else if self.client.is_stopped() {
                return Ok(());
            }
        }
        let (sources, requests): (Vec<&FeedSource>, Vec<FetchRequest>) = feeds.into_iter().unzip();
        let requests: Arc<[FetchRequest]> = requests.into();
        let workers = FetchWorkers::new(Arc::clone(&requests), Arc::clone(self.client), self.now);
        workers.start_missing();
        self.folders(due, &mut || _ = workers.start_missing())?;
        let mut left = requests.len();
        // Reports on feeds of which only a part has come.
        let mut begun: HashMap<usize, SyncReport> = HashMap::new();
        while left > 0 && !self.client.is_stopped() {
            let has_workers = workers.start_missing();
            match workers.next_result(STOP_CHECK_INTERVAL) {
                Some((index, fetched)) => {
                    let report = begun.remove(&index).unwrap_or_else(|| new_report(sources[index]));
                    if let Ok(Fetched::Part(entries)) = fetched {
                        begun.insert(index, self.saver().save_entries(report, &entries)?);
                        self.wait();
                    } else {
                        left -= 1;
                        self.feed(sources[index], &requests[index], report, fetched)?;
                    }
                }
                None if has_workers => self.wait(),
                None => {
                    for index in workers.take_unclaimed() {
                        let failure = Err(FetchFailure::without_thread());
                        self.feed(sources[index], &requests[index], new_report(sources[index]), failure)?;
                    }
                    break;
                }
            }
        }
        Ok(())
    }

    /// The request for a feed. A feed that is not to be asked has none and is reported at once.
    fn request(&mut self, feed: &FeedSource, reading: &ReadingStatus) -> Result<Option<FetchRequest>, StoreError> {
        let mut report = SyncReport::new(feed.source, &feed.title, &feed.address, SyncStatus::Gone);
        if feed.gone {
            report.warnings.push(format!(
                "its server has said that it is gone for good; take it off the list with “kanbao feed remove {}”",
                feed.source
            ));
        } else if let Some(until) = reading.not_before.filter(|until| *until > self.now) {
            report.status = SyncStatus::Waiting;
            let until = until.strftime("%Y-%m-%d %H:%M UTC");
            report.warnings.push(format!("its server asked to be left alone until {until}; nothing was requested"));
        } else {
            let pages = if feed.fulltext { Some(self.library.entry_pages().of_source(feed.source)?) } else { None };
            match FetchRequest::from_feed(feed, reading.failures, pages) {
                Ok(request) => return Ok(Some(request)),
                Err(failure) => report = self.saver().save_failure(report, &failure)?,
            }
        }
        self.report(&report);
        Ok(None)
    }

    fn feed(
        &mut self,
        feed: &FeedSource,
        request: &FetchRequest,
        report: SyncReport,
        fetched: Result<Fetched, FetchFailure>,
    ) -> Result<(), StoreError> {
        let report = match fetched {
            Ok(Fetched::Part(entries)) => self.saver().save_entries(report, &entries)?,
            Err(failure) if failure.stopped => return Ok(()),
            Err(failure) => self.saver().save_failure(report, &failure)?,
            Ok(Fetched::NotModified { moved }) => {
                let mut report = SyncReport { status: SyncStatus::Unchanged, ..report };
                self.saver().save_move(&mut report, moved.as_ref())?;
                self.library.readings().record_success(feed.source, request.given.as_ref(), None, self.now)?;
                report
            }
            Ok(Fetched::Feed(fetched)) => self.saver().save(report, *fetched)?,
        };
        self.report(&report);
        Ok(())
    }

    /// Reads the folders; `meanwhile` is called now and then.
    fn folders(&mut self, due: &[DueSource], meanwhile: &mut dyn FnMut()) -> Result<(), StoreError> {
        for due in due {
            let DueSource::Folder { source, title, path } = due else { continue };
            if self.client.is_stopped() {
                break;
            }
            let report = SyncReport::new(*source, title, &path.to_string_lossy(), SyncStatus::Read);
            let Self { library, progress, now, .. } = self;
            let report = folder::read(library, report, Path::new(path), *now, &mut || {
                meanwhile();
                progress(SyncProgress::Waiting)
            })?;
            match report {
                Some(report) => self.report(&report),
                None => self.client.stop(),
            }
        }
        Ok(())
    }

    fn saver(&mut self) -> FeedSaver<'_> {
        FeedSaver { library: self.library, now: self.now }
    }

    fn report(&mut self, report: &SyncReport) {
        self.done += 1;
        if (self.progress)(SyncProgress::Source { report, done: self.done, of: self.of }).is_break() {
            self.client.stop();
        }
    }

    fn wait(&mut self) {
        if (self.progress)(SyncProgress::Waiting).is_break() {
            self.client.stop();
        }
    }
}
