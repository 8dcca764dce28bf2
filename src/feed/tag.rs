//! The attributes of a tag in a feed: addresses, links and files.

use url::Url;

use super::{
    draft::absolute,
    element::Element,
    enclosure::Enclosure,
    entities::Entities,
    words::{one_line, words},
};
use crate::format::markup::attribute;

/// A tag whose attributes may hold references to entities of the feed.
pub(crate) struct FeedTag<'a> {
    pub(crate) attributes: &'a str,
    pub(crate) entities: &'a mut Entities,
}

/// A link with its attributes (RFC 4287, 4.2.7).
pub(crate) struct LinkTag {
    pub(crate) href: String,
    /// The relation in lower case; empty if there is none.
    pub(crate) rel: String,
    pub(crate) kind: Option<String>,
    title: String,
    length: Option<u64>,
}

impl FeedTag<'_> {
    /// The value of an attribute; none if it is empty.
    pub(crate) fn value(&mut self, name: &str) -> Option<String> {
        let value = attribute(self.attributes, name)?;
        let value = value.trim();
        if value.contains('&') && !self.entities.is_empty() {
            let mut whole = String::new();
            self.entities.split(value, &mut |piece, _| whole.push_str(piece));
            return Some(whole).filter(|value| !value.is_empty());
        }
        Some(value.to_owned()).filter(|value| !value.is_empty())
    }

    /// The base that the tag declares.
    pub(crate) fn base(&mut self, outer: Option<&Url>) -> Option<Url> {
        self.value("xml:base").and_then(|base| join(outer, &base))
    }

    /// The number of an attribute; zero is none.
    fn number(&mut self, name: &str) -> Option<u64> {
        self.value(name)?.parse().ok().filter(|number| *number > 0)
    }

    pub(crate) fn link(&mut self) -> Option<LinkTag> {
        let href = words(&self.value("href")?).replace(' ', "%20");
        let rel = self.value("rel").unwrap_or_default().to_ascii_lowercase();
        // Relations of the registry may be written as addresses (RFC 4287, 4.2.7.2).
        let rel = rel.rsplit('/').next().unwrap_or_default().to_owned();
        let title = self.value("title").map(|title| one_line(&title)).unwrap_or_default();
        Some(LinkTag { href, rel, kind: self.value("type"), title, length: self.number("length") })
    }

    /// The file of an `enclosure`, or of an element of Media RSS.
    pub(crate) fn file(&mut self, element: Element, is_media: bool, base: Option<&Url>) -> Option<Enclosure> {
        let url = self.value("url").or_else(|| self.value("href"))?;
        let word = if element == Element::Thumbnail { "image" } else { "player" };
        let is_known = is_media && element != Element::Media;
        let kind = self.value("type").or_else(|| self.value("medium"));
        let is_default = self.value("isDefault").is_some_and(|is| is.eq_ignore_ascii_case("true"));
        let size = self.number("width").or_else(|| self.number("bitrate")).unwrap_or(0);
        Some(Enclosure {
            kind: kind.or_else(|| is_known.then(|| word.to_owned())),
            length: self.number("length").or_else(|| self.number("fileSize")),
            rank: if is_default { u64::MAX } else { size },
            is_thumbnail: element == Element::Thumbnail,
            ..Enclosure::new(absolute(&url, base).unwrap_or(url), None)
        })
    }
}

impl LinkTag {
    /// The file that it encloses.
    pub(crate) fn into_file(self, base: Option<&Url>) -> Enclosure {
        let url = absolute(&self.href, base).unwrap_or(self.href);
        Enclosure { length: self.length, title: self.title, ..Enclosure::new(url, self.kind) }
    }
}

/// An address made absolute by a base, if there is one.
pub(crate) fn join(base: Option<&Url>, address: &str) -> Option<Url> {
    match base {
        Some(base) => base.join(address).ok(),
        None => Url::parse(address).ok(),
    }
}
