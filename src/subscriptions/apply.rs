//! Lists of feeds into the library, and the library's feeds as a list. Nothing is fetched here; the next sync does that.

use jiff::Timestamp;

use crate::store::{
    Library, SourceId, StoreError,
    sources::NewFeedSource,
    state::{Tag, TagEdit},
};
use crate::system::counted;
use crate::{
    net::Address,
    subscriptions::opml::{Subscription, Subscriptions, is_unwritable},
};

/// A feed of a list that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subscribed {
    pub(crate) source: SourceId,
    pub(crate) title: String,
    pub(crate) address: String,
    /// False if it was on the list before.
    pub(crate) new: bool,
    /// Sentences without full stops about tags that were left out.
    pub(crate) refused: Vec<String>,
}

/// Adds the feeds of a list with their tags. Feeds that are there already keep their titles. The stop flag is looked at
/// between two feeds, so that none is added without its tags; those that were added by then are returned.
///
/// # Errors
/// When the library cannot be written; the feeds before are kept.
pub(crate) fn subscribe(
    library: &mut Library,
    list: &Subscriptions,
    now: Timestamp,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Vec<Subscribed>, StoreError> {
    let mut subscribed = Vec::with_capacity(list.feeds.len());
    for feed in &list.feeds {
        if is_stopped() {
            break;
        }
        let address = &feed.address;
        let title = if feed.title.is_empty() { address.site_title() } else { feed.title.clone() };
        let addition = NewFeedSource {
            address: address.to_string(),
            login: address.login().map(str::to_owned),
            title: title.clone(),
            site: feed.site.clone(),
            fulltext: feed.fulltext,
        };
        let (source, new) = library.feeds().add(&addition, now)?;
        let (mut add, mut refused) = (Vec::new(), Vec::new());
        for text in &feed.tags {
            match Tag::new(text) {
                Ok(tag) => add.push(tag),
                Err(error) => {
                    let text: String = text.chars().take(40).collect();
                    refused.push(format!("“{title}” did not get the tag “{text}”: {error}"));
                }
            }
        }
        if !add.is_empty() {
            library.tags().edit_of_source(source, &TagEdit { add, remove: Vec::new() })?;
        }
        subscribed.push(Subscribed { source, title, address: address.to_string(), new, refused });
    }
    Ok(subscribed)
}

/// The library's feeds as a list, with the reader's tags. Parts that cannot be in it are named as refused.
///
/// # Errors
/// When the library cannot be read.
pub(crate) fn subscriptions(library: &Library) -> Result<Subscriptions, StoreError> {
    let mut list = Subscriptions::default();
    for feed in library.feeds().all()? {
        let address = match Address::parse(&feed.address) {
            Ok(address) => address,
            Err(error) => {
                list.refused.push(format!("“{}” was left out: {error}", feed.title));
                continue;
            }
        };
        let tags: Vec<String> = library.tags().of_source(feed.source)?.iter().map(ToString::to_string).collect();
        let texts = tags.iter().chain([&feed.title]).chain(&feed.site);
        let unwritable = texts.flat_map(|text| text.chars()).filter(|c| is_unwritable(*c)).count();
        if unwritable > 0 {
            let what = counted(unwritable, "control character");
            list.refused.push(format!("{what} of “{}” cannot stand in XML; left out, the rest is there", feed.title));
        }
        list.feeds.push(Subscription { address, title: feed.title, site: feed.site, tags, fulltext: feed.fulltext });
    }
    Ok(list)
}
