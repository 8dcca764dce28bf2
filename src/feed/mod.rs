//! Feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, as they really are. An ill-formed feed is read as far as
//! possible; a feed without entries has a remark.
//!
//! Nothing here touches the network or follows references.

mod base64;
mod construct;
mod draft;
mod element;
mod enclosure;
mod entities;
mod entry;
mod error;
mod excerpt;
mod field;
mod json;
mod namespace;
mod recovery;
mod source;
mod state;
mod tag;
mod window;
mod words;
mod xhtml;
mod xml;

#[cfg(test)]
mod tests;

pub(crate) use enclosure::Enclosure;
pub(crate) use entry::FeedEntry;
pub(crate) use error::{FeedError, FeedRemark};
pub(crate) use source::{DecodedSource, TextSource};

use std::ops::ControlFlow;

use url::Url;

use crate::{format::Remark, text::StopCheck};
use draft::LostSpans;
use window::{WINDOW_BYTES, fill};

/// Limit of the entries of one feed that are read; the rest are counted. Lower in tests, which have to reach it.
pub(crate) const MAX_ENTRIES: usize = if cfg!(test) { 20_000 } else { 200_000 };

/// A feed without its entries, which are handed on as they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParsedFeed {
    pub(crate) title: String,
    /// The page of the feed.
    pub(crate) link: Option<String>,
    /// A BCP 47 tag.
    pub(crate) language: Option<String>,
    /// Things that are not as they should be; a feed without entries always has one.
    pub(crate) remarks: Vec<FeedRemark>,
}

impl ParsedFeed {
    fn add_lost(&mut self, lost: LostSpans) {
        if lost.0 > 0 {
            self.remarks.push(FeedRemark::Text(Remark::MoreSpans(lost.0)));
        }
    }
}

/// Receives the entries of a feed, some at a time and in its order, with what is known of the feed so far; decides if the
/// reading goes on.
pub(crate) type OnEntries<'a> = dyn FnMut(&ParsedFeed, Vec<FeedEntry>) -> ControlFlow<()> + 'a;

/// Reads a feed; `base` is its address. If `stop` or `on_entries` stops the reading, only a part has been handed on.
///
/// # Errors
/// When the text is no feed, with its kind. Then no entry has been handed on.
pub(crate) fn read(
    source: &mut dyn TextSource,
    base: Option<&Url>,
    stop: &StopCheck<'_>,
    on_entries: &mut OnEntries<'_>,
) -> Result<ParsedFeed, FeedError> {
    let mut text = String::new();
    let failed = loop {
        let filled = fill(source, text.len() + WINDOW_BYTES, &mut text);
        let begins = text.len() - text.trim_start_matches(is_blank).len();
        text.drain(..begins);
        match filled {
            Ok(true) if text.is_empty() => {}
            filled => break filled.err(),
        }
    };
    if text.is_empty() {
        return Err(failed.map_or(FeedError::Empty, |error| FeedError::Unreadable(error.to_string())));
    }
    if text.starts_with(['{', '[']) {
        json::read(text, source, base, stop, on_entries)
    } else {
        window::read(text, source, base, stop, on_entries)
    }
}

/// A feed with its entries, for short texts.
#[derive(Debug)]
pub(crate) struct WholeFeed {
    pub(crate) head: ParsedFeed,
    /// The entries in the order of the feed.
    pub(crate) entries: Vec<FeedEntry>,
}

impl std::ops::Deref for WholeFeed {
    type Target = ParsedFeed;

    fn deref(&self) -> &ParsedFeed {
        &self.head
    }
}

/// Reads a feed as a whole; the result is incomplete if `stop` stopped it.
///
/// # Errors
/// As [`read`].
pub(crate) fn parse_text_until(text: &str, base: Option<&Url>, stop: &StopCheck<'_>) -> Result<WholeFeed, FeedError> {
    let mut entries = Vec::new();
    let mut text = text;
    let head = read(&mut text, base, stop, &mut |_, some| {
        entries.extend(some);
        ControlFlow::Continue(())
    })?;
    Ok(WholeFeed { head, entries })
}

/// True for what may stand before a feed.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\0')
}
