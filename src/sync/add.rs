//! Adding a feed: an address, perhaps that of a page, becomes a source, and the articles of the feed come in.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    STOP_CHECK_INTERVAL,
    fetched::{FetchFailure, FetchRequest, Fetched, FetchedEntry, FetchedFeed},
    report::{SyncReport, SyncStatus},
    save::FeedSaver,
    workers::FetchWorkers,
};
use crate::article::{LeftOut, LeftOutKind};
use crate::format::html::FeedLink;
use crate::net::{Address, AddressError, Client};
use crate::store::{Library, StoreError, sources::NewFeedSource};

/// Usual paths of feeds, tried on a site whose page names none.
const USUAL_PATHS: [&str; 6] = ["/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/rss"];

/// Limit of feeds that are tried of those that a page names.
const MAX_TRIED: usize = 6;

/// A feed that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AddedFeed {
    pub(crate) report: SyncReport,
    /// False if it was on the list before.
    pub(crate) new: bool,
    /// Other feeds that the page names: their addresses and titles.
    pub(crate) others: Vec<(String, String)>,
}

/// The reason why no feed was added.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AddError {
    #[error(transparent)]
    Address(#[from] AddressError),
    /// No feed at the address: a sentence without its full stop.
    #[error("{0}")]
    NoFeed(String),
    /// Stopped before anything was changed.
    #[error("adding the feed was stopped; nothing of it was kept")]
    Stopped,
    /// Stopped while the articles of a feed that is on the list came in.
    #[error("“{title}” is on the list, but reading it was stopped; “kanbao sync” reads the rest")]
    StoppedReading { title: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds the feed at an address, or the first that works of those that the page there names, and its articles. Stopping
/// waits for no server.
///
/// # Errors
/// [`AddError`] if there is no feed, or none that can be read now, or the addition was stopped.
pub(crate) fn add_feed(
    library: &mut Library,
    client: &Arc<Client>,
    text: &str,
    fulltext: bool,
    now: Timestamp,
    is_stopped: &dyn Fn() -> bool,
) -> Result<AddedFeed, AddError> {
    let address = Address::parse(text)?;
    let finder = Finder { client, fulltext, now, is_stopped };
    let found = finder
        .find(address)
        .map_err(|failure| if failure.stopped { AddError::Stopped } else { AddError::NoFeed(failure.error) })?;
    let Found { address, feed, others, unlisted } = found;
    let to = feed.moved.clone().unwrap_or(address);
    let title = if feed.title.trim().is_empty() { to.site_title() } else { feed.title.clone() };
    let addition = NewFeedSource {
        address: to.to_string(),
        login: to.login().map(str::to_owned),
        title: title.clone(),
        site: feed.site.clone(),
        fulltext,
    };
    let (source, new) = library.feeds().add(&addition, now).map_err(|error| match error {
        StoreError::Stopped => AddError::Stopped,
        error => error.into(),
    })?;
    let report = SyncReport::new(source, &title, to.as_str(), SyncStatus::Read);
    let saved = FeedSaver { library, now }.save(report, FetchedFeed { moved: None, ..feed });
    let mut report = saved.map_err(|error| match error {
        StoreError::Stopped => AddError::StoppedReading { title },
        error => error.into(),
    })?;
    if unlisted > 0 {
        report.left_out.push(LeftOut::count(LeftOutKind::Feed, unlisted));
        report.warnings.push(format!("the page names {unlisted} more feeds than are listed here; look for them there"));
    }
    Ok(AddedFeed { report, new, others })
}

/// A feed, and the others that the page which led to it names.
struct Found {
    address: Address,
    feed: FetchedFeed,
    others: Vec<(String, String)>,
    /// Further feeds of the page.
    unlisted: usize,
}

/// Entries of a feed that is too long to be held. Nothing can be stored before the feed is known to be one, so those
/// beyond a limit are left to the next reading.
#[derive(Default)]
struct Parts {
    entries: Vec<FetchedEntry>,
    bytes: usize,
    beyond: usize,
}

impl Parts {
    fn add(&mut self, entries: Vec<FetchedEntry>) {
        /// Limit of the texts that are held.
        const MAX_HELD_BYTES: usize = 64 << 20;
        for entry in entries {
            if self.bytes > MAX_HELD_BYTES {
                self.beyond += 1;
                continue;
            }
            self.bytes += entry.source.as_ref().map_or(0, |source| source.text.len());
            self.bytes += entry.article.blocks.iter().map(|block| block.text.len()).sum::<usize>();
            self.entries.push(entry);
        }
    }

    fn into_feed(mut self, mut feed: FetchedFeed) -> FetchedFeed {
        self.entries.append(&mut feed.entries);
        if self.beyond > 0 {
            feed.left_out.push(LeftOut::count(LeftOutKind::Entry, self.beyond));
            feed.warnings.insert(0, format!("{} more entries come with the next sync", self.beyond));
            feed.given = None;
        }
        FetchedFeed { entries: self.entries, ..feed }
    }
}

/// The search for the feed of an address.
struct Finder<'a> {
    client: &'a Arc<Client>,
    fulltext: bool,
    now: Timestamp,
    is_stopped: &'a dyn Fn() -> bool,
}

impl Finder<'_> {
    fn find(&self, address: Address) -> Result<Found, FetchFailure> {
        let mut failure = match self.fetch(address) {
            Ok((address, feed)) => return Ok(Found { address, feed, others: Vec::new(), unlisted: 0 }),
            Err(failure) => failure,
        };
        let Some((page, named)) = failure.page.take().map(|page| *page) else { return Err(failure) };
        for (index, link) in named.links.iter().enumerate().take(MAX_TRIED) {
            let Ok(address) = page.join(&link.url) else { continue };
            match self.fetch(address) {
                Ok((address, feed)) => {
                    let others = named.links.iter().enumerate().filter(|(other, _)| *other != index);
                    let others = others.map(|(_, FeedLink { url, title, .. })| (url.clone(), title.clone())).collect();
                    return Ok(Found { address, feed, others, unlisted: named.more });
                }
                Err(failure) if failure.stopped => return Err(failure),
                Err(_) => {}
            }
        }
        for path in USUAL_PATHS.iter().filter(|_| named.links.is_empty()) {
            let Ok(address) = page.join(path) else { continue };
            match self.fetch(address) {
                Ok((address, feed)) => return Ok(Found { address, feed, others: Vec::new(), unlisted: 0 }),
                Err(failure) if failure.stopped => return Err(failure),
                Err(_) => {}
            }
        }
        let tried = match named.links.len() + named.more {
            0 => String::new(),
            all if all > MAX_TRIED => {
                format!(" ({MAX_TRIED} of the {all} feeds that it names were tried, none works now)")
            }
            _ => " (none that it names works now)".to_owned(),
        };
        failure.error.push_str(&tried);
        Err(failure)
    }

    /// Fetches on a thread of its own, which is left behind at a stop.
    fn fetch(&self, address: Address) -> Result<(Address, FetchedFeed), FetchFailure> {
        let pages = self.fulltext.then(Default::default);
        let request = FetchRequest { address: address.clone(), given: None, failures: 0, pages };
        let workers = FetchWorkers::new([request].into(), Arc::clone(self.client), self.now);
        let mut parts = Parts::default();
        loop {
            if (self.is_stopped)() || self.client.is_stopped() {
                self.client.stop();
                return Err(FetchFailure::stopped());
            }
            let has_worker = workers.start_missing();
            match workers.next_result(STOP_CHECK_INTERVAL) {
                Some((_, Ok(Fetched::Part(entries)))) => parts.add(entries),
                Some((_, Ok(Fetched::Feed(feed)))) => return Ok((address, parts.into_feed(*feed))),
                // The request had no validators.
                Some((_, Ok(Fetched::NotModified { .. }))) => {
                    return Err(FetchFailure::new("the server sent nothing; try again later"));
                }
                Some((_, Err(failure))) => return Err(failure),
                None if has_worker => {}
                None => return Err(FetchFailure::without_thread()),
            }
        }
    }
}
