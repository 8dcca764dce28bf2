//! A feed in XML in windows, each of which ends behind an entry: a feed of any length in the memory of its longest entry.

use url::Url;

use super::{
    OnEntries, ParsedFeed,
    error::{FeedError, FeedRemark},
    source::TextSource,
    state::FeedState,
    xml::XmlReader,
};
use crate::{
    format::{
        html::find_feeds,
        lines::offset_of,
        markup::{Dialect, Token, Tokens, local_name},
    },
    text::StopCheck,
};

/// Bytes of a window, but for a longer entry. Smaller in tests, so that their feeds have several.
pub(crate) const WINDOW_BYTES: usize = if cfg!(test) { 16 * 1024 } else { 1024 * 1024 };

/// Limit of one entry.
const MAX_ENTRY_BYTES: usize = 32 * 1024 * 1024;

/// Reads a feed in XML, of which `text` holds the first window.
pub(crate) fn read(
    mut text: String,
    source: &mut dyn TextSource,
    base: Option<&Url>,
    stop: &StopCheck<'_>,
    on_entries: &mut OnEntries<'_>,
) -> Result<ParsedFeed, FeedError> {
    let start = start(&text, base, stop)?;
    let mut state = FeedState::new(base, &text[..start]);
    text.drain(..start);
    loop {
        let mut target = WINDOW_BYTES;
        let (end, is_last) = loop {
            match fill(source, target, &mut text) {
                Ok(true) => {}
                Ok(false) => break (text.len(), true),
                Err(error) => {
                    state.feed.remarks.push(FeedRemark::Unreadable(error.to_string()));
                    break (text.len(), true);
                }
            }
            if let Some(end) = last_entry_end(&text) {
                break (end, false);
            }
            if text.len() > MAX_ENTRY_BYTES {
                break (text.len(), true);
            }
            target = text.len() * 2;
        };
        XmlReader::new(&text[..end], &mut state, stop).read(is_last);
        let goes_on = state.finish_drafts(stop, on_entries);
        if is_last || !goes_on || stop.is_stopped() {
            return Ok(state.finish());
        }
        text.drain(..end);
    }
}

/// Reads until there are so many bytes of text; false at its end.
pub(crate) fn fill(source: &mut dyn TextSource, bytes: usize, text: &mut String) -> std::io::Result<bool> {
    while text.len() < bytes {
        if !source.read(bytes - text.len(), text)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The byte behind the last entry that is whole.
fn last_entry_end(text: &str) -> Option<usize> {
    let mut tokens = Tokens::new(text, Dialect::Xml);
    let mut end = None;
    while let Some(token) = tokens.next() {
        if let Token::Close(name) = token {
            let local = local_name(name);
            let is_entry = local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry");
            // A tag at the very end may go on.
            if is_entry && text.as_bytes()[..tokens.position()].ends_with(b">") {
                end = Some(tokens.position());
            }
        }
    }
    end
}

/// The byte at which the feed begins in a text; everything before it is junk.
fn start(text: &str, base: Option<&Url>, stop: &StopCheck<'_>) -> Result<usize, FeedError> {
    let mut root = None;
    for token in Tokens::new(text, Dialect::Xml).until(stop) {
        if let Token::Open { name, .. } = token {
            let local = local_name(name).to_ascii_lowercase();
            match local.as_str() {
                "rss" | "feed" | "rdf" | "channel" | "item" | "entry" => return Ok(offset_of(text, name) - 1),
                "html" | "head" | "body" if root.is_none() => return Err(FeedError::Page(find_feeds(text, base))),
                "opml" => return Err(FeedError::Opml),
                _ => root = root.or(Some(name)),
            }
        }
    }
    let begins = text.get(..15).unwrap_or(text).to_ascii_lowercase();
    if begins.starts_with("<!doctype html") {
        return Err(FeedError::Page(find_feeds(text, base)));
    }
    Err(match root {
        Some(name) if text.starts_with('<') => FeedError::OtherXml(name.chars().take(40).collect()),
        _ => FeedError::PlainText(text.chars().take(40).collect::<String>().replace(['\n', '\r'], " ")),
    })
}
