//! Lists of feeds in OPML 1 and 2, the format of other readers. Folders are tags.
//!
//! A list is untrusted: none of its own entities are resolved, nothing that it names is opened, fetched or run, and
//! anything but a web address is refused by name.

pub(crate) mod write;

#[cfg(test)]
mod tests;

pub(crate) use write::is_unwritable;

use std::collections::{HashMap, HashSet};

use crate::format::markup::{Dialect, Token, Tokens, attribute};
use crate::system::counted;
use crate::{encoding, net::Address, text::StopCheck};

/// Limit of the feeds of one list.
const MAX_FEEDS: usize = 20_000;

/// Limit of refused things that are named; the rest are counted.
const MAX_REFUSED: usize = 200;

/// Limit of the folders, from the feed outwards, that become its tags.
const MAX_FOLDERS: usize = 16;

/// A feed of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subscription {
    pub(crate) address: Address,
    /// Empty if the list has none.
    pub(crate) title: String,
    /// The page of the feed.
    pub(crate) site: Option<String>,
    /// Folders and categories, each once.
    pub(crate) tags: Vec<String>,
    /// True if the text of the articles is taken from their pages.
    pub(crate) fulltext: bool,
}

/// A list of feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subscriptions {
    /// Each address once.
    pub(crate) feeds: Vec<Subscription>,
    /// Sentences without full stops about everything that was refused.
    pub(crate) refused: Vec<String>,
}

/// The reason why there is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OpmlError {
    #[error("it is no list of feeds: there is no <opml> in it")]
    NotOpml,
    #[error("the list is well but names no feed")]
    Empty,
}

/// Reads the bytes of a list. The result is incomplete if `stop` stopped it.
///
/// # Errors
/// When it is none, or has nothing in it at all.
pub(crate) fn parse(bytes: Vec<u8>, stop: &StopCheck<'_>) -> Result<Subscriptions, OpmlError> {
    let decoded = encoding::decode_markup(bytes, None, None);
    let mut list = OutlineReader::default();
    if let Some(lost) = decoded.lost {
        list.refuse(format!(
            "{} could not be decoded as {} (the first in line {}) and became “\u{fffd}”",
            counted(lost.places, "place"),
            decoded.encoding,
            lost.line
        ));
    }
    // The open outlines: the name of a folder, or nothing for a feed with outlines inside.
    let mut open: Vec<Option<String>> = Vec::new();
    let (mut is_opml, mut ended) = (false, false);
    for token in Tokens::new(&decoded.text, Dialect::Xml).until(stop) {
        match token {
            Token::Open { name, closed, .. } if name.eq_ignore_ascii_case("opml") => {
                is_opml = true;
                ended |= closed;
            }
            Token::Close(name) if name.eq_ignore_ascii_case("opml") || name.eq_ignore_ascii_case("body") => {
                ended = true;
            }
            Token::Open { name, attributes, closed } if name.eq_ignore_ascii_case("outline") => {
                let folder = list.outline(attributes, &open, closed);
                if !closed {
                    open.push(folder);
                }
            }
            Token::Close(name) if name.eq_ignore_ascii_case("outline") => drop(open.pop()),
            _ => {}
        }
    }
    if is_opml && !ended {
        list.refuse("the list ends in the middle; what came before was read".to_owned());
    }
    match list.finish() {
        list if !list.feeds.is_empty() || !list.refused.is_empty() => Ok(list),
        _ if is_opml => Err(OpmlError::Empty),
        _ => Err(OpmlError::NotOpml),
    }
}

/// The reader of the outlines of a list.
#[derive(Debug, Default)]
pub(crate) struct OutlineReader {
    found: Subscriptions,
    places: HashMap<String, usize>,
    more_refused: usize,
    more_feeds: usize,
}

impl OutlineReader {
    /// Reads an outline. Returns its name, if it is a folder.
    fn outline(&mut self, attributes: &str, open: &[Option<String>], closed: bool) -> Option<String> {
        let value = |name| attribute(attributes, name).map(|value| value.trim().to_owned()).filter(|v| !v.is_empty());
        let title = value("text").or_else(|| value("title")).unwrap_or_default();
        let kind = value("type").unwrap_or_default().to_ascii_lowercase();
        let Some(url) = value("xmlurl").or_else(|| value("url").filter(|_| closed && kind != "link")) else {
            return Some(title);
        };
        if ["include", "link"].contains(&kind.as_str()) {
            self.refuse(format!("“{title}” is a reference to another document ({url}), which is not followed"));
            return None;
        }
        let folders = open.iter().rev().take(MAX_FOLDERS).rev().flatten().filter(|name| !name.is_empty()).cloned();
        let filed = value("category").unwrap_or_default();
        let all = || filed.split([',', '/']).map(str::trim).filter(|tag| !tag.is_empty());
        let over = open.len().saturating_sub(MAX_FOLDERS) + all().count().saturating_sub(MAX_FOLDERS);
        if over > 0 {
            self.refuse(format!("{over} more folders of “{title}” were left out; a feed has {MAX_FOLDERS} at most"));
        }
        let tags = folders.chain(all().take(MAX_FOLDERS).map(str::to_owned)).collect();
        let fulltext = value("kanbao:fulltext").is_some_and(|value| value == "true");
        self.add_feed(&url, title, value("htmlurl"), tags, fulltext);
        None
    }

    /// Adds a feed, or refuses its address.
    pub(crate) fn add_feed(
        &mut self,
        url: &str,
        title: String,
        site: Option<String>,
        tags: Vec<String>,
        fulltext: bool,
    ) {
        let address = match Address::parse(url) {
            Ok(address) => address,
            Err(error) if title.is_empty() => return self.refuse(error.to_string()),
            Err(error) => return self.refuse(format!("“{title}”: {error}")),
        };
        let place = *self.places.entry(address.to_string()).or_insert(self.found.feeds.len());
        if place >= MAX_FEEDS {
            self.more_feeds += 1;
            return;
        }
        if place == self.found.feeds.len() {
            let feed = Subscription { address, title: String::new(), site: None, tags: Vec::new(), fulltext: false };
            self.found.feeds.push(feed);
        }
        let feed = &mut self.found.feeds[place];
        if feed.title.is_empty() {
            feed.title = title;
        }
        feed.site = feed.site.take().or(site);
        feed.fulltext |= fulltext;
        let mut known: HashSet<String> = feed.tags.iter().cloned().collect();
        feed.tags.extend(tags.into_iter().filter(|tag| known.insert(tag.clone())));
    }

    pub(crate) fn refuse(&mut self, sentence: String) {
        if self.found.refused.len() < MAX_REFUSED {
            self.found.refused.push(sentence);
        } else {
            self.more_refused += 1;
        }
    }

    pub(crate) fn finish(mut self) -> Subscriptions {
        if self.more_refused > 0 {
            self.found.refused.push(format!("{} more things were refused", self.more_refused));
        }
        if self.more_feeds > 0 {
            self.found.refused.push(format!("{} more feeds were left out; split the list", self.more_feeds));
        }
        self.found
    }
}
