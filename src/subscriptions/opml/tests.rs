//! Lists of feeds: as they are found, as attacks, and there and back.

use jiff::Timestamp;
use proptest::prelude::*;

use super::OpmlError;
use super::{Subscription, Subscriptions, write::write};
use crate::net::Address;
use crate::store::Library;
use crate::subscriptions::{subscribe, subscriptions};
use crate::text::StopCheck;

fn parse(bytes: Vec<u8>) -> Result<Subscriptions, OpmlError> {
    super::parse(bytes, &StopCheck::never())
}

fn read(text: &str) -> Subscriptions {
    parse(text.as_bytes().to_vec()).unwrap()
}

fn shown(list: &Subscriptions) -> Vec<String> {
    list.feeds.iter().map(|feed| format!("{} {} {}", feed.address, feed.title, feed.tags.join("|"))).collect()
}

#[test]
fn both_versions_folders_and_titles_either_way() {
    let list = read(
        "<?xml version='1.0'?><!-- x --><opml version='1.0'><head><title>報</title></head><body>
         <outline text='新聞'><outline title='國際'>
           <outline type='rss' text='甲報' title='A' xmlUrl='https://a.example/feed?x=1&amp;y=2' htmlUrl='https://a.example/'/>
           <outline title='乙報' xmlurl='http://b.example/rss'></outline></outline>
           <outline type='atom' text='' title='丙' xmlURL='c.example/atom' category='/科技/手機,體育'/>
         </outline>
         <outline text='丁' type='rss' xmlUrl='https://d.example/'><outline text='x' xmlUrl='https://e.example/'/></outline>
         <outline text='又甲'><outline xmlUrl='https://a.example/feed?x=1&#38;y=2'/></outline>
         <outline text='空夾'/></body></opml>",
    );
    assert_eq!(
        shown(&list),
        [
            "https://a.example/feed?x=1&y=2 甲報 新聞|國際|又甲",
            "http://b.example/rss 乙報 新聞|國際",
            "https://c.example/atom 丙 新聞|科技|手機|體育",
            "https://d.example/ 丁 ",
            "https://e.example/ x ",
        ]
    );
    assert_eq!(list.feeds[0].site.as_deref(), Some("https://a.example/"));
    assert_eq!(list.refused, [] as [String; 0]);
}

#[test]
fn encodings_and_ill_formed_lists() {
    let gbk = encoding_rs::GBK.encode(
        "<?xml version='1.0' encoding='GB2312'?><opml><body><outline text='新闻' xmlUrl='https://a.example/'/></body></opml>",
    );
    assert_eq!(parse(gbk.0.into_owned()).unwrap().feeds[0].title, "新闻");
    let list = read("<opml><body><outline text='a & b' xmlUrl='https://a.example/?p=1&q=2'><outline text=\"未完");
    assert_eq!(shown(&list)[0], "https://a.example/?p=1&q=2 a & b ");
    assert_eq!(parse(b"<opml></opml>".to_vec()), Err(OpmlError::Empty));
    for text in ["", "news", "<html><body>no</body></html>", "{}"] {
        assert_eq!(parse(text.as_bytes().to_vec()), Err(OpmlError::NotOpml), "{text}");
    }
}

#[test]
fn commands_and_strange_schemes_are_refused_by_name() {
    let list = read(
        "<opml><body><outline text='壞' xmlUrl='exec:rm -rf ~'/><outline text='濾' xmlUrl='filter:/bin/sh:https://a.example/'/>
         <outline text='腳本' xmlUrl='javascript:alert(1)'/><outline xmlUrl='file:///etc/passwd'/>
         <outline text='另' type='include' url='http://b.example/other.opml'/><outline text='好' xmlUrl='https://ok.example/'/>
         <outline text='密' xmlUrl='ftp://me:secret@a.example/'/></body></opml>",
    );
    assert_eq!(shown(&list), ["https://ok.example/ 好 "]);
    assert_eq!(list.refused.len(), 6);
    for (refused, name) in list.refused.iter().zip(["exec:rm", "filter:", "javascript:", "file:", "other.opml", "ftp:"])
    {
        assert!(refused.contains(name) && !refused.contains("secret"), "{refused}");
    }
}

#[test]
fn attacks_end_and_expand_nothing() {
    let entities =
        "<!DOCTYPE opml [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>
        <opml><body><outline text='&b;&x;' xmlUrl='https://a.example/'/></body></opml>";
    assert_eq!(read(entities).feeds[0].title, "&b;&x;");
    let deep = format!(
        "<opml>{}{}",
        "<outline text='x'>".repeat(100_000),
        "<outline xmlUrl='https://a.example/'/>".repeat(10)
    );
    let list = read(&deep);
    assert_eq!((list.feeds.len(), list.feeds[0].tags.len()), (1, 1));
    let bad = format!("<opml>{}", "<outline text='x' xmlUrl='exec:x'/>".repeat(5000));
    assert!(read(&bad).refused.len() < 300);
}

fn any_feed() -> impl Strategy<Value = Subscription> {
    let tag = "[^\\p{C}\\s]{1,8}";
    let words = "\\PC{0,20}";
    (0..60u32, words, proptest::option::of(words), proptest::collection::vec(tag, 0..4), any::<bool>()).prop_map(
        |(number, title, site, mut tags, fulltext)| {
            tags.sort();
            tags.dedup();
            let title = if title.trim().is_empty() { "題".to_owned() } else { title.trim().to_owned() };
            let site = site.map(|site| site.trim().to_owned()).filter(|site| !site.is_empty());
            let address = Address::parse(&format!("https://a.example/{number}?a=1&b='<\"")).unwrap();
            Subscription { address, title, site, tags, fulltext }
        },
    )
}

proptest! {
    #[test]
    fn every_list_comes_back_as_it_was_written(feeds in proptest::collection::vec(any_feed(), 1..12)) {
        let mut feeds = feeds;
        feeds.sort_by_key(|feed| feed.address.to_string());
        feeds.dedup_by_key(|feed| feed.address.to_string());
        let mut back = read(&write(&feeds, Timestamp::UNIX_EPOCH));
        back.feeds.sort_by_key(|feed| feed.address.to_string());
        for feed in &mut back.feeds {
            feed.tags.sort();
        }
        prop_assert_eq!(back.refused, Vec::<String>::new());
        prop_assert_eq!(back.feeds, feeds);
    }

    #[test]
    fn any_text_ends(text in "(<outline|</outline>|<opml>|xmlUrl=|text=|'|\"|>|/>|<!\\[CDATA\\[|&|;|https://a.b|exec:|\\PC){0,60}") {
        let _ = parse(text.into_bytes());
    }
}

#[test]
fn a_list_goes_into_the_library_and_out_of_it() {
    let mut library = Library::open_in_memory("local").unwrap();
    let text =
        "<opml><body><outline text='要聞'><outline text='甲' xmlUrl='https://me:pw@a.example/' kanbao:fulltext='true'/>
        </outline><outline xmlUrl='https://www.b.example/'/></body></opml>";
    let list = read(text);
    let subscribed = subscribe(&mut library, &list, Timestamp::UNIX_EPOCH, &|| false).unwrap();
    assert!(subscribed.iter().all(|feed| feed.new));
    let again = subscribe(&mut library, &list, Timestamp::UNIX_EPOCH, &|| false).unwrap();
    assert!(again.iter().all(|feed| !feed.new));
    assert_eq!(
        library.feeds().all().unwrap().iter().filter_map(|feed| feed.login.as_deref()).collect::<Vec<_>>(),
        ["me:pw"]
    );
    let out = write(&subscriptions(&library).unwrap().feeds, Timestamp::UNIX_EPOCH);
    assert!(!out.contains("pw"));
    let back = read(&out);
    assert_eq!(shown(&back), ["https://a.example/ 甲 要聞", "https://www.b.example/ b.example "]);
    assert!(back.feeds[0].fulltext);
}

#[test]
fn a_stopped_import_leaves_no_feed_without_its_tags() {
    let list = read(
        "<opml><body><outline text='要聞'><outline text='甲' xmlUrl='https://a.example/'/><outline text='乙' xmlUrl='https://b.example/'/>
         <outline text='丙' xmlUrl='https://c.example/'/></outline></body></opml>",
    );
    for stop_after in 0..4 {
        let mut library = Library::open_in_memory("local").unwrap();
        let looks = std::cell::Cell::new(0);
        let is_stopped = || looks.replace(looks.get() + 1) >= stop_after;
        let subscribed = subscribe(&mut library, &list, Timestamp::UNIX_EPOCH, &is_stopped).unwrap();
        assert_eq!((subscribed.len(), library.feeds().all().unwrap().len()), (stop_after.min(3), stop_after.min(3)));
        for feed in subscribed {
            assert_eq!(library.tags().of_source(feed.source).unwrap().len(), 1);
        }
    }
}

#[test]
fn the_parsing_of_a_long_list_is_stopped_by_its_bytes() {
    let outline = "<outline text='x' xmlUrl='https://a.example/'/>";
    let list = format!("<opml><body>{}", outline.repeat(40_000)).into_bytes();
    let checks = std::cell::Cell::new(0);
    let is_stopped = || checks.replace(checks.get() + 1) == 2;
    let stop = StopCheck::new(&is_stopped);
    drop(super::parse(list, &stop));
    assert_eq!((stop.is_stopped(), checks.get()), (true, 3));
}
