//! Adding a feed: the address a person has, which may be a page's, becomes a source, and what it brings comes in.

use jiff::Timestamp;

use super::{
    fetch::{Failure, Fetched, FetchedFeed, Wanted, fetch},
    keep::Keeper,
    report::{SyncReport, SyncStatus},
};
use crate::net::{Address, AddressError, Client};
use crate::store::{Library, StoreError, sources::FeedAddition};

/// Where feeds often are on a site that does not say.
const USUAL: [&str; 6] = ["/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/rss"];

/// A feed that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedFeed {
    /// What it brought.
    pub report: SyncReport,
    /// Whether it was not on the list before.
    pub new: bool,
    /// Other feeds that the page names: their addresses and what it calls them.
    pub others: Vec<(String, String)>,
}

/// Why no feed was added. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// What was given is no address.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// There is no feed there: a sentence without its full stop.
    #[error("{0}")]
    NoFeed(String),
    /// The library.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds the feed at an address, or the first that the page there names. What it brings comes in at once.
///
/// # Errors
/// [`AddError`] if there is none, or none that can be read now.
pub fn add_feed(
    library: &mut Library,
    client: &Client,
    text: &str,
    fulltext: bool,
    now: Timestamp,
) -> Result<AddedFeed, AddError> {
    let address = Address::parse(text)?;
    let (address, feed, others) = find(client, address, fulltext, now).map_err(|f| AddError::NoFeed(f.error))?;
    let to = feed.moved.clone().unwrap_or(address);
    let title = if feed.title.trim().is_empty() { to.site_title() } else { feed.title.clone() };
    let addition = FeedAddition {
        address: to.to_string(),
        login: to.login().map(str::to_owned),
        title: title.clone(),
        site: feed.site.clone(),
        fulltext,
    };
    let (source, new) = library.add_feed(&addition, now)?;
    let report = SyncReport::new(source, &title, to.as_str(), SyncStatus::Read);
    let report = Keeper { library, now }.feed(report, FetchedFeed { moved: None, ..feed })?;
    Ok(AddedFeed { report, new, others })
}

type Found = (Address, FetchedFeed, Vec<(String, String)>);

/// The feed at an address, or one that the page there leads to.
fn find(client: &Client, address: Address, fulltext: bool, now: Timestamp) -> Result<Found, Failure> {
    let failure = match at(client, address, fulltext, now) {
        Ok((address, feed)) => return Ok((address, feed, Vec::new())),
        Err(failure) => failure,
    };
    let Some((page, links)) = failure.page.as_deref() else { return Err(failure) };
    for (index, link) in links.iter().enumerate().take(USUAL.len()) {
        let Ok(named) = page.join(&link.url) else { continue };
        if let Ok((address, feed)) = at(client, named, fulltext, now) {
            let others = links.iter().enumerate().filter(|(other, _)| *other != index);
            return Ok((address, feed, others.map(|(_, link)| (link.url.clone(), link.title.clone())).collect()));
        }
    }
    for usual in USUAL.iter().filter(|_| links.is_empty()) {
        let Ok(guessed) = page.join(usual) else { continue };
        if let Ok((address, feed)) = at(client, guessed, fulltext, now) {
            return Ok((address, feed, Vec::new()));
        }
    }
    Err(failure)
}

fn at(client: &Client, address: Address, fulltext: bool, now: Timestamp) -> Result<(Address, FetchedFeed), Failure> {
    let pages = fulltext.then(Default::default);
    let wanted = Wanted { address, given: None, failures: 0, pages };
    match fetch(client, &wanted, now)? {
        Fetched::Feed(feed) => Ok((wanted.address, *feed)),
        // Nothing was asked that could be answered so.
        Fetched::NotModified { .. } => Err(Failure::new("the server gave nothing; try again later")),
    }
}
