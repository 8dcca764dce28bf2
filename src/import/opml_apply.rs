//! A list of feeds into the library, and the library's feeds as a list. Nothing is fetched here; the next sync does.

use jiff::Timestamp;

use super::{Subscription, Subscriptions, net::Address, sync::host_title};
use crate::store::{FeedAddition, Library, SourceId, StoreError, Tag, TagEdit};

/// What became of a feed of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscribed {
    /// The source it is now.
    pub source: SourceId,
    /// What it is called.
    pub title: String,
    /// Its address.
    pub address: String,
    /// Whether it was not on the list before.
    pub new: bool,
}

/// Adds the feeds of a list and gives them its tags. Feeds that are there already keep their titles.
///
/// # Errors
/// When the library cannot be written; the feeds before are kept.
pub fn subscribe(library: &mut Library, list: &Subscriptions, now: Timestamp) -> Result<Vec<Subscribed>, StoreError> {
    let mut subscribed = Vec::with_capacity(list.feeds.len());
    for feed in &list.feeds {
        let address = &feed.address;
        let title = if feed.title.is_empty() { host_title(address) } else { feed.title.clone() };
        let addition = FeedAddition {
            address: address.to_string(),
            login: address.login().map(str::to_owned),
            title: title.clone(),
            site: feed.site.clone(),
            fulltext: feed.fulltext,
        };
        let (source, new) = library.add_feed(&addition, now)?;
        let add: Vec<Tag> = feed.tags.iter().filter_map(|tag| Tag::new(tag).ok()).collect();
        if !add.is_empty() {
            library.edit_tags_of_source(source, &TagEdit { add, remove: Vec::new() })?;
        }
        subscribed.push(Subscribed { source, title, address: address.to_string(), new });
    }
    Ok(subscribed)
}

/// The library's feeds as a list, with the reader's tags.
///
/// # Errors
/// When the library cannot be read.
pub fn subscriptions(library: &Library) -> Result<Vec<Subscription>, StoreError> {
    let mut list = Vec::new();
    for feed in library.feeds()? {
        // An address that is none any more could not be fetched either.
        let Ok(address) = Address::parse(&feed.address) else { continue };
        let tags = library.tags_of_source(feed.source)?.iter().map(ToString::to_string).collect();
        list.push(Subscription { address, title: feed.title, site: feed.site, tags, fulltext: feed.fulltext });
    }
    Ok(list)
}
