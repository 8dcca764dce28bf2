//! Lists of feeds written as OPML 2.0, for other readers and for this one: a folder for each tag, with its feeds. Names and
//! passwords are left out.

// Writing to a string does not fail.
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use jiff::{Timestamp, fmt::rfc2822};

use super::Subscription;
use crate::text::{hides, is_control};

/// Writes a list. The folders come first, by name.
#[must_use]
pub(crate) fn write(feeds: &[Subscription], now: Timestamp) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <opml version=\"2.0\" xmlns:kanbao=\"urn:kanbao\">\n  <head>\n    <title>kanbao</title>\n",
    );
    if let Ok(date) = rfc2822::to_string(&now.to_zoned_datetime(jiff::tz::TimeZone::UTC)) {
        let _ = writeln!(text, "    <dateCreated>{date}</dateCreated>");
    }
    text.push_str("  </head>\n  <body>\n");
    let mut folders: BTreeMap<&str, Vec<&Subscription>> = BTreeMap::new();
    for feed in feeds {
        for tag in feed.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()).collect::<BTreeSet<_>>() {
            folders.entry(tag).or_default().push(feed);
        }
    }
    for (tag, feeds) in &folders {
        let tag = escaped(tag);
        let _ = writeln!(text, "    <outline text=\"{tag}\" title=\"{tag}\">");
        for feed in feeds {
            outline(feed, "      ", &mut text);
        }
        text.push_str("    </outline>\n");
    }
    for feed in feeds.iter().filter(|feed| feed.tags.iter().all(|tag| tag.trim().is_empty())) {
        outline(feed, "    ", &mut text);
    }
    text.push_str("  </body>\n</opml>\n");
    text
}

fn outline(feed: &Subscription, indent: &str, text: &mut String) {
    let title = if feed.title.trim().is_empty() { feed.address.host() } else { &feed.title };
    let title = escaped(title);
    let _ = write!(text, "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"");
    text.push_str(&escaped(feed.address.as_str()));
    text.push('"');
    if let Some(site) = &feed.site {
        let _ = write!(text, " htmlUrl=\"{}\"", escaped(site));
    }
    if feed.fulltext {
        text.push_str(" kanbao:fulltext=\"true\"");
    }
    text.push_str("/>\n");
}

/// True for a character that XML cannot hold in any form. The writer drops it, and the caller reports it.
pub(crate) fn is_unwritable(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A text as the value of an attribute. Characters that a terminal acts on are written by their numbers.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if is_unwritable(c) => {}
            c if matches!(c, '\t' | '\n') || is_control(c) || hides(c) => {
                let _ = write!(escaped, "&#{};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}
