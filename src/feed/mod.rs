//! Feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, as they really are. An ill-formed feed is read as far as
//! possible; a feed without entries has a remark.
//!
//! Nothing here touches the network or follows references.

mod draft;
mod element;
mod entry;
mod error;
mod field;
mod json;
mod xml;

#[cfg(test)]
mod tests;

pub(crate) use entry::{Enclosure, FeedEntry};
pub(crate) use error::{FeedError, FeedRemark};

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::{
    encoding::{self, Label},
    text::StopCheck,
};

/// Limit of the entries of one feed that are read; the rest are counted.
pub(crate) const MAX_ENTRIES: usize = 20_000;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParsedFeed {
    pub(crate) title: String,
    /// The page of the feed.
    pub(crate) link: Option<String>,
    /// A BCP 47 tag.
    pub(crate) language: Option<String>,
    /// The entries in the order of the feed.
    pub(crate) entries: Vec<FeedEntry>,
    /// Things that are not as they should be; a feed without entries always has one.
    pub(crate) remarks: Vec<FeedRemark>,
}

/// Reads the bytes of a feed: `label` is the encoding of HTTP, `base` the address of the feed.
///
/// # Errors
/// When the bytes are no feed, with their kind.
pub(crate) fn parse(bytes: Vec<u8>, label: Option<Label>, base: Option<&Url>) -> Result<ParsedFeed, FeedError> {
    if let Some(what) = encoding::magic(&bytes) {
        return Err(FeedError::NotText(what));
    }
    let decoded = encoding::decode_markup(bytes, label, None);
    let mut feed = parse_text(&decoded.text, base)?;
    if let Some(lost) = decoded.lost {
        feed.remarks.insert(0, FeedRemark::Lost { encoding: decoded.encoding, lost });
    }
    Ok(feed)
}

/// Reads a decoded feed.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_text(text: &str, base: Option<&Url>) -> Result<ParsedFeed, FeedError> {
    parse_text_until(text, base, &StopCheck::never())
}

/// [`parse_text`] with a stop; the result is incomplete if `stop` stopped it.
pub(crate) fn parse_text_until(text: &str, base: Option<&Url>, stop: &StopCheck<'_>) -> Result<ParsedFeed, FeedError> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    if text.is_empty() {
        return Err(FeedError::Empty);
    }
    let is_json = text.starts_with(['{', '[']);
    let mut feed = if is_json { json::parse(text, base, stop)? } else { xml::parse(text, base, stop)? };
    finish(&mut feed);
    Ok(feed)
}

/// Checks all entries together: shared identifiers, and empty or nameless entries.
fn finish(feed: &mut ParsedFeed) {
    // Different articles with one identifier would be taken for one, and all but one of them lost.
    let mut seen: HashMap<&str, (&str, Option<&str>)> = HashMap::new();
    let mut shared: HashSet<String> = HashSet::new();
    for entry in &feed.entries {
        let Some(guid) = entry.guid.as_deref() else { continue };
        let this = (entry.title.as_str(), entry.link.as_deref());
        if *seen.entry(guid).or_insert(this) != this {
            shared.insert(guid.to_owned());
        }
    }
    for entry in &mut feed.entries {
        entry.guid.take_if(|guid| shared.contains(guid));
    }
    let count = feed.entries.len();
    feed.entries.retain(|entry| !entry.is_empty());
    if feed.entries.len() < count {
        feed.remarks.push(FeedRemark::Empty(count - feed.entries.len()));
    }
    if feed.entries.is_empty() {
        feed.remarks.push(FeedRemark::NoEntries);
    }
    let unnamed = feed.entries.iter().filter(|entry| entry.title.is_empty()).count();
    if unnamed > 0 {
        feed.remarks.push(FeedRemark::NoTitles(unnamed));
    }
}
