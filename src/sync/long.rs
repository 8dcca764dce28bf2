//! A feed off the network that is too long to be held: its entries are handed on while it comes.

use std::{
    io::{Cursor, Read},
    ops::ControlFlow,
};

use super::fetched::{FetchedEntry, OnPart};
use crate::{
    encoding::Label,
    feed::{self, DecodedSource, FeedRemark, ParsedFeed},
    net::{Client, LongBody},
    text::StopCheck,
};

/// Reads a long feed; none if it is no feed, or not one entry of it is whole.
pub(crate) fn read(client: &Client, body: LongBody<'_>, on_part: &mut OnPart<'_>) -> Option<ParsedFeed> {
    let find = |mark: &str| memchr::memmem::find(&body.head, mark.as_bytes()).is_some();
    // Not one entry in what could be held: it is no feed, or made to keep a reader busy.
    if !find("item>") && !find("entry>") && !find("\"items\"") {
        return None;
    }
    let label = body.content_type.and_then(Label::from_content_type);
    let mut source = DecodedSource::open(Cursor::new(body.head).chain(body.rest), label).ok()?;
    let is_stopped = || client.is_stopped();
    let stop = StopCheck::new(&is_stopped);
    let mut entries = 0;
    let read = feed::read(&mut source, Some(body.address.base()), &stop, &mut |feed, some| {
        entries += some.len();
        let some = some.into_iter().map(|entry| FetchedEntry::from(entry.into_incoming(feed))).collect();
        if on_part(some) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let mut feed = read.ok().filter(|_| entries > 0)?;
    if let Some(lost) = source.lost() {
        feed.remarks.insert(0, FeedRemark::Lost { encoding: source.encoding(), lost });
    }
    Some(feed)
}

#[cfg(test)]
mod tests {
    use crate::net::{Address, Client, LongBody, Policy};

    #[test]
    fn entries_are_handed_on_while_the_feed_comes() {
        let address = Address::parse("https://a.example/feed").unwrap();
        let client = Client::new(Policy::default());
        let read = |text: &str, parts: &mut Vec<usize>| {
            let (head, mut rest) = text.as_bytes().split_at(text.len() / 2);
            let body = LongBody { address: &address, content_type: None, head: head.to_vec(), rest: &mut rest };
            super::read(&client, body, &mut |entries| {
                parts.push(entries.len());
                true
            })
        };
        let item = "<item><title>潮</title><link>/1</link></item>";
        let mut parts = Vec::new();
        let feed = read(&format!("<rss><channel><title>長</title>{}</channel></rss>", item.repeat(2000)), &mut parts);
        assert_eq!((feed.unwrap().title.as_str(), parts.iter().sum::<usize>(), parts.len() > 1), ("長", 2000, true));
        for none in ["<".repeat(90_000), " ".repeat(90_000), format!("<html>{}", "<p>item></p>".repeat(9000))] {
            assert!(read(&none, &mut Vec::new()).is_none());
        }
    }
}
