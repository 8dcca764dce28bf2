//! The elements of all kinds of feeds by their meaning: by namespace and name, in every dialect.

use super::namespace::Namespace;

/// The meaning of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    /// `item`, `entry`.
    Entry,
    /// `channel`, `feed`.
    Channel,
    Title,
    /// A title that only counts where there is no other.
    SpareTitle,
    Link,
    /// The address behind one that counts clicks.
    OriginalLink,
    Guid,
    /// An identifier that only counts where there is no other.
    SpareGuid,
    /// The whole text.
    Content,
    Summary,
    /// A summary that only counts where there is no other.
    SpareSummary,
    Author,
    /// An author who only counts where there is no other.
    SpareAuthor,
    Published,
    Updated,
    Tag,
    Enclosure,
    /// A file of Media RSS, which may hold its title and description.
    Media,
    /// Files that are forms of one.
    MediaGroup,
    MediaTitle,
    MediaDescription,
    Thumbnail,
    Source,
    Language,
    /// An element with a title and a link of its own, not the feed's.
    Aside,
    /// An element of an unknown vocabulary, with all that is in it.
    Foreign,
    /// An element without use for a reader, or a box around others.
    Other,
}

/// Bytes of the longest name that is known.
const MAX_NAME_BYTES: usize = 24;

impl Element {
    /// Looks up an element.
    pub(crate) fn from_name(namespace: Namespace, name: &str) -> Element {
        let mut lower = [0; MAX_NAME_BYTES];
        let Some(lower) = lower.get_mut(..name.len()) else {
            return if namespace == Namespace::Foreign { Element::Foreign } else { Element::Other };
        };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        let name: &[u8] = lower;
        match namespace {
            Namespace::Rss | Namespace::Atom => Element::of_feed(name),
            Namespace::Media => match name {
                b"content" => Element::Media,
                b"group" => Element::MediaGroup,
                b"title" => Element::MediaTitle,
                b"description" | b"text" => Element::MediaDescription,
                b"thumbnail" => Element::Thumbnail,
                b"player" => Element::Enclosure,
                b"keywords" | b"category" => Element::Tag,
                _ => Element::Other,
            },
            Namespace::Podcast => match name {
                b"title" => Element::SpareTitle,
                b"description" | b"summary" | b"subtitle" => Element::SpareSummary,
                b"author" => Element::SpareAuthor,
                b"keywords" | b"category" => Element::Tag,
                _ => Element::Other,
            },
            Namespace::DublinCore => match name {
                b"title" => Element::SpareTitle,
                b"creator" => Element::Author,
                b"date" | b"created" | b"issued" => Element::Published,
                b"modified" => Element::Updated,
                b"description" | b"abstract" => Element::SpareSummary,
                b"identifier" => Element::SpareGuid,
                b"language" => Element::Language,
                b"source" => Element::Source,
                b"subject" => Element::Tag,
                _ => Element::Other,
            },
            Namespace::Content if name == b"encoded" => Element::Content,
            Namespace::Excerpt if name == b"encoded" => Element::Summary,
            Namespace::FeedBurner if name == b"origlink" => Element::OriginalLink,
            Namespace::FeedBurner | Namespace::Rdf => Element::Other,
            Namespace::Xhtml if matches!(name, b"body" | b"div") => Element::Content,
            _ => Element::Foreign,
        }
    }

    /// An element of RSS or Atom, or of what programs write in their place.
    fn of_feed(name: &[u8]) -> Element {
        match name {
            b"item" | b"entry" => Element::Entry,
            b"channel" | b"feed" => Element::Channel,
            b"title" => Element::Title,
            b"link" | b"url" => Element::Link,
            b"origlink" => Element::OriginalLink,
            b"guid" | b"id" | b"identifier" => Element::Guid,
            b"encoded" | b"content" | b"body" | b"fulltext" | b"full-text" | b"full_text" => Element::Content,
            b"excerpt" | b"abstract" | b"description" | b"summary" | b"subtitle" | b"tagline" => Element::Summary,
            b"author" | b"creator" | b"byline" => Element::Author,
            b"pubdate" | b"published" | b"issued" | b"date" | b"created" | b"publishdate" | b"pub_date"
            | b"publish_date" | b"pubtime" | b"publishtime" | b"publicationdate" | b"time" => Element::Published,
            b"updated" | b"modified" | b"lastupdated" | b"lastmodified" | b"update" => Element::Updated,
            b"category" | b"subject" | b"keywords" | b"tag" => Element::Tag,
            b"enclosure" => Element::Enclosure,
            b"source" => Element::Source,
            b"language" | b"lang" => Element::Language,
            b"image" | b"textinput" | b"items" | b"contributor" | b"cloud" => Element::Aside,
            _ => Element::Other,
        }
    }

    /// True for an element that cannot stand inside of a text, so that it ends one whose end tag is missing.
    pub(crate) fn ends_text(self, name: &str) -> bool {
        match self {
            Element::Entry
            | Element::Channel
            | Element::Guid
            | Element::Published
            | Element::Updated
            | Element::Enclosure
            | Element::Media
            | Element::MediaGroup
            | Element::Thumbnail
            | Element::Author
            | Element::Tag => true,
            // These are elements of HTML, too, where they have no prefix.
            Element::Title | Element::Link | Element::Summary | Element::Content => {
                name.contains(':') || matches!(name, "description" | "link")
            }
            _ => false,
        }
    }
}
