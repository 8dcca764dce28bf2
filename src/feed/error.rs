//! Faults of feeds, in sentences that say what to do. They quote the feed: sanitise them before they are shown.

use crate::encoding::DecodingLoss;
use crate::{
    article::{LeftOut, LeftOutKind},
    format::{Remark, html::NamedFeeds},
    system::counted,
};

/// The reason why some bytes are no feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FeedError {
    #[error("it is empty; ask again later or check the address")]
    Empty,
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// A well-known kind of file that is no text.
    #[error("it is {0}, not a feed; check the address")]
    NotText(&'static str),
    #[error("it is a web page, not a feed; {}", advice(.0))]
    Page(NamedFeeds),
    /// A list of feeds.
    #[error("it is a list of feeds (OPML), not a feed; import it with “kanbao opml import”")]
    Opml,
    /// XML of another kind.
    #[error("it is an XML document of another kind (its first element is <{0}>), not a feed; check the address")]
    OtherXml(String),
    /// JSON of another kind.
    #[error("it is JSON, but no JSON Feed ({0}); check the address")]
    OtherJson(String),
    /// Text that is neither XML nor JSON.
    #[error("it is plain text (“{0}”), not a feed; check the address")]
    PlainText(String),
}

fn advice(feeds: &NamedFeeds) -> String {
    match feeds.links.first() {
        Some(feed) => format!("it names this one: {}", feed.url),
        None => "it names none; look for an address with “rss” or “feed” on the site".to_owned(),
    }
}

/// A fault of a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FeedRemark {
    /// A feed without entries.
    #[error("the feed is well but has no entries now; nothing is to be done")]
    NoEntries,
    /// An end in the middle of an element.
    #[error("the feed ends in the middle of <{element}>; what came before was read ({})", entries_text(*.entries))]
    CutOff { element: String, entries: usize },
    /// Entries without a title.
    #[error("{0} entries have no title; they are listed by their first words")]
    NoTitles(usize),
    /// A date that cannot be read.
    #[error("“{0}” is not a date this program can read; the entry has none")]
    Date(String),
    /// Dates beyond those that are named.
    #[error("{0} more dates cannot be read; the entries have none")]
    MoreDates(usize),
    /// More entries than are read.
    #[error("{0} more entries were left out; a feed this long is read from its beginning only")]
    LeftOut(usize),
    /// Entries without any content.
    #[error("{} left out", empty(*.0))]
    Empty(usize),
    /// Authors and enclosures beyond the limit of an entry.
    #[error("{0} more files and names of authors were left out; of one entry fifty of each are kept")]
    More(usize),
    /// Texts of entries that are none.
    #[error("{} inside of the feed left out; only text can be read from there", counted(*.0, "file"))]
    Binary(usize),
    /// Ill-formed JSON.
    #[error("line {line}: {reason}; {} before it were read, {rest} bytes were not", entries_text(*.entries))]
    Json {
        /// The line, from 1.
        line: usize,
        /// The message of the parser.
        reason: String,
        entries: usize,
        /// Bytes behind the last entry that was read.
        rest: usize,
    },
    /// A remark on the texts of entries.
    #[error(transparent)]
    Text(Remark),
    /// An end because the rest cannot be read.
    #[error("the rest of it could not be read: {0}")]
    Unreadable(String),
    /// Bytes that cannot be decoded.
    #[error(
        "{} could not be decoded as {encoding} (the first in line {}, at byte {}) and became “\u{fffd}”",
        counted(.lost.places, "place"), .lost.line, .lost.offset
    )]
    Lost { encoding: &'static str, lost: DecodingLoss },
}

fn entries_text(entries: usize) -> String {
    if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") }
}

fn empty(count: usize) -> String {
    match count {
        1 => "1 entry has neither title nor text nor link and was".to_owned(),
        count => format!("{count} entries have neither title nor text nor link and were"),
    }
}

impl FeedRemark {
    /// The amount that was left out, if there is any.
    #[must_use]
    pub(crate) fn left_out(&self) -> Option<LeftOut> {
        match self {
            FeedRemark::CutOff { element, .. } => {
                Some(LeftOut::some(LeftOutKind::Rest).at(&format_args!("<{element}>")))
            }
            FeedRemark::LeftOut(count) | FeedRemark::Empty(count) => Some(LeftOut::count(LeftOutKind::Entry, *count)),
            FeedRemark::More(count) | FeedRemark::Binary(count) => Some(LeftOut::count(LeftOutKind::Enclosure, *count)),
            FeedRemark::Text(remark) => remark.left_out(),
            FeedRemark::Unreadable(_) => Some(LeftOut::some(LeftOutKind::Rest)),
            FeedRemark::Json { line, rest, .. } => {
                Some(LeftOut::bytes(LeftOutKind::Rest, *rest as u64).at(&format_args!("line {line}")))
            }
            FeedRemark::Lost { lost, .. } => {
                Some(LeftOut::count(LeftOutKind::Characters, lost.places).at(&format_args!("line {}", lost.line)))
            }
            FeedRemark::NoEntries | FeedRemark::NoTitles(_) | FeedRemark::Date(_) | FeedRemark::MoreDates(_) => None,
        }
    }
}
