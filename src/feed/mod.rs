//! Feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, as they really are. What is ill-formed is read as far as it
//! goes; a text without entries says why.
//!
//! Nothing here touches the network or follows what a feed refers to.

mod draft;
mod element;
mod entry;
mod error;
mod field;
mod json;
mod xml;

#[cfg(test)]
mod tests;

pub use entry::{Enclosure, Entry};
pub use error::{FeedError, FeedRemark};

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::{
    encoding::{Label, decode},
    text::StopCheck,
};

/// Entries of one feed that are read; the rest are counted.
pub const MOST_ENTRIES: usize = 20_000;

/// A feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// What it calls itself.
    pub title: String,
    /// The page it belongs to.
    pub link: Option<String>,
    /// Its language as a BCP 47 tag.
    pub language: Option<String>,
    /// What it says it is about.
    pub description: Option<String>,
    /// Its entries, in its own order.
    pub entries: Vec<Entry>,
    /// What was not as it should be; a feed without entries always has one.
    pub remarks: Vec<FeedRemark>,
}

/// Reads a feed as it came: `label` is the encoding that HTTP names, `base` where it came from.
///
/// # Errors
/// When the bytes are no feed, with what they are instead.
pub fn parse(bytes: Vec<u8>, label: Option<Label>, base: Option<&Url>) -> Result<Feed, FeedError> {
    if let Some(what) = crate::encoding::magic(&bytes) {
        return Err(FeedError::NotText(what));
    }
    let decoded = decode::decode_markup(bytes, label, None);
    let mut feed = parse_text(&decoded.text, base)?;
    if let Some(lost) = decoded.lost {
        feed.remarks.insert(0, FeedRemark::Lost { encoding: decoded.encoding, lost });
    }
    Ok(feed)
}

/// Reads a feed that is decoded.
///
/// # Errors
/// As [`parse`].
pub fn parse_text(text: &str, base: Option<&Url>) -> Result<Feed, FeedError> {
    parse_text_until(text, base, &StopCheck::never())
}

/// The same; of no use once `stop` says so.
pub(crate) fn parse_text_until(text: &str, base: Option<&Url>, stop: &StopCheck<'_>) -> Result<Feed, FeedError> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    if text.is_empty() {
        return Err(FeedError::Empty);
    }
    let is_json = text.starts_with(['{', '[']);
    let mut feed = if is_json { json::parse(text, base, stop)? } else { xml::parse(text, base, stop)? };
    finish(&mut feed);
    Ok(feed)
}

/// What concerns all entries together.
fn finish(feed: &mut Feed) {
    // A program that gives different articles one identifier would have all but one of them lost.
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
