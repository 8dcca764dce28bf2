//! The request for a feed and its result, as they go to a worker and back.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::{
    article::{Article, Incoming, LeftOut, SourceText},
    format::html::NamedFeeds,
    net::{Address, LargeBodyPermit, NetError, Validators},
    store::sources::{EntryKey, FeedSource, PageState},
};

#[derive(Clone, Debug)]
pub(crate) struct FetchRequest {
    pub(crate) address: Address,
    pub(crate) given: Option<Validators>,
    /// Failures since the feed last worked.
    pub(crate) failures: u32,
    /// The entries whose pages have been requested, for a feed that is read in full text.
    pub(crate) pages: Option<HashMap<EntryKey, PageState>>,
}

#[derive(Debug)]
pub(crate) enum Fetched {
    NotModified {
        moved: Option<Address>,
    },
    /// Entries of a feed that is too long to be held; more follow, and at last the feed.
    Part(Vec<FetchedEntry>),
    Feed(Box<FetchedFeed>),
}

#[derive(Debug, Default)]
pub(crate) struct FetchedFeed {
    pub(crate) title: String,
    pub(crate) site: Option<String>,
    pub(crate) entries: Vec<FetchedEntry>,
    /// Entries that were read in full before and are the same.
    pub(crate) known: usize,
    pub(crate) moved: Option<Address>,
    /// Validators for the next request; none if everything has to be read again.
    pub(crate) given: Option<Validators>,
    pub(crate) warnings: Vec<String>,
    pub(crate) left_out: Vec<LeftOut>,
    /// Held until everything made of a large body is in the library.
    pub(crate) large: Option<LargeBodyPermit>,
}

#[derive(Debug)]
pub(crate) struct FetchedEntry {
    pub(crate) article: Article,
    /// The text that it was made from.
    pub(crate) source: Option<SourceText>,
    /// The entry whose page was requested, and true if that worked.
    pub(crate) page: Option<(EntryKey, bool)>,
}

/// Receives the entries of a feed that is too long to be held; false if it takes no more.
pub(crate) type OnPart<'a> = dyn FnMut(Vec<FetchedEntry>) -> bool + 'a;

impl From<Incoming> for FetchedEntry {
    fn from(Incoming { article, source, .. }: Incoming) -> FetchedEntry {
        FetchedEntry { article, source, page: None }
    }
}

/// The reason why there is no feed.
#[derive(Debug)]
pub(crate) struct FetchFailure {
    /// A sentence without its full stop.
    pub(crate) error: String,
    /// End of the pause that the server asks for.
    pub(crate) not_before: Option<Timestamp>,
    /// True if the feed is gone for good.
    pub(crate) gone: bool,
    /// A page in place of a feed: its address and the feeds that it names.
    pub(crate) page: Option<Box<(Address, NamedFeeds)>>,
    /// True if the request was stopped; the feed itself did not fail.
    pub(crate) stopped: bool,
}

impl FetchFailure {
    pub(crate) fn new(error: impl Into<String>) -> FetchFailure {
        FetchFailure { error: error.into(), not_before: None, gone: false, page: None, stopped: false }
    }

    pub(crate) fn stopped() -> FetchFailure {
        FetchFailure::from(NetError::Stopped)
    }

    pub(crate) fn without_thread() -> FetchFailure {
        FetchFailure::new("it was not asked, because the system has no thread left for it; try again later")
    }
}

impl From<NetError> for FetchFailure {
    fn from(error: NetError) -> FetchFailure {
        FetchFailure { stopped: matches!(error, NetError::Stopped), ..FetchFailure::new(error.to_string()) }
    }
}

impl FetchRequest {
    /// The request for a feed of the library.
    pub(crate) fn from_feed(
        feed: &FeedSource,
        failures: u32,
        pages: Option<HashMap<EntryKey, PageState>>,
    ) -> Result<FetchRequest, FetchFailure> {
        let address = Address::parse(&feed.address)
            .map_err(|error| FetchFailure::new(error.to_string()))?
            .with_login(feed.login.clone());
        Ok(FetchRequest { address, given: feed.given.clone(), failures, pages })
    }
}
