//! The elements of all kinds of feeds by their meaning, under the names of every dialect. Prefixes have their usual
//! meaning, declared or not.

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
    /// The whole text.
    Content,
    Summary,
    /// A summary that only counts where there is no other.
    SpareSummary,
    Author,
    Published,
    Updated,
    Tag,
    Enclosure,
    Source,
    Language,
    /// An element with a title and a link of its own, not the feed's.
    Aside,
    /// An element without use for a reader, or a box around others.
    Other,
}

impl Element {
    /// Looks up an element by its name as written.
    pub(crate) fn from_name(name: &str) -> Element {
        let lower = name.to_ascii_lowercase();
        let (prefix, local) = lower.split_once(':').unwrap_or(("", &lower));
        match (prefix, local) {
            ("media", "content") => Element::Enclosure,
            ("media" | "itunes" | "googleplay" | "mrss", "title") => Element::SpareTitle,
            ("media" | "itunes" | "googleplay" | "mrss", "description" | "summary" | "subtitle" | "text") => {
                Element::SpareSummary
            }
            ("media" | "itunes" | "googleplay" | "mrss", "author") => Element::Author,
            ("media" | "itunes" | "googleplay" | "mrss", "keywords" | "category") => Element::Tag,
            ("media" | "itunes" | "googleplay" | "mrss" | "webfeeds" | "sy" | "slash" | "wfw" | "thr" | "cc", _) => {
                Element::Other
            }
            ("excerpt", "encoded")
            | (_, "excerpt" | "abstract" | "description" | "summary" | "subtitle" | "tagline") => Element::Summary,
            (_, "item" | "entry") => Element::Entry,
            (_, "channel" | "feed") => Element::Channel,
            (_, "title") => Element::Title,
            (_, "link" | "url") => Element::Link,
            (_, "origlink" | "origenclosurelink") => Element::OriginalLink,
            (_, "guid" | "id" | "identifier") => Element::Guid,
            (_, "encoded" | "content" | "body" | "fulltext" | "full-text" | "full_text") => Element::Content,
            (_, "author" | "creator" | "byline") => Element::Author,
            (
                _,
                "pubdate" | "published" | "issued" | "date" | "created" | "publishdate" | "pub_date" | "publish_date"
                | "pubtime" | "publishtime" | "publicationdate" | "time",
            ) => Element::Published,
            (_, "updated" | "modified" | "lastupdated" | "lastmodified" | "update") => Element::Updated,
            (_, "category" | "subject" | "keywords" | "tag") => Element::Tag,
            (_, "enclosure") => Element::Enclosure,
            (_, "source") => Element::Source,
            (_, "language" | "lang") => Element::Language,
            (_, "image" | "textinput" | "items" | "contributor" | "cloud") => Element::Aside,
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
