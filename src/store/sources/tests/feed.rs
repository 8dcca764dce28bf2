//! Feeds and folders that are read again, in the library.

use jiff::{Timestamp, ToSpan};

use crate::article::{Article, Block};
use crate::net::Validators;
use crate::store::{
    Library, SourceId, StoreError,
    articles::Arrival,
    lists::Filter,
    sources::{DueSource, EntryKey, NewFeedSource, PageState, ReadingStatus, SourceKind},
};

fn now() -> Timestamp {
    "2024-05-06T07:08:09.123Z".parse().unwrap()
}

fn library() -> Library {
    Library::open_in_memory("local").unwrap()
}

fn addition(address: &str) -> NewFeedSource {
    NewFeedSource { address: address.into(), title: format!("報 {address}"), ..NewFeedSource::default() }
}

#[test]
fn a_feed_is_added_once_and_again_with_what_is_new() {
    let library = library();
    let (id, new) = library.feeds().add(&addition("https://a.example/feed"), now()).unwrap();
    assert!(new);
    let again = NewFeedSource { login: Some("me:pw".into()), fulltext: true, ..addition("https://a.example/feed") };
    library.readings().record_failure(id, "gone", Some(now()), true, now()).unwrap();
    assert!(library.feeds().all().unwrap()[0].gone);
    assert_eq!(library.feeds().add(&again, now()).unwrap(), (id, false));
    let feed = &library.feeds().all().unwrap()[0];
    assert_eq!((feed.login.as_deref(), feed.fulltext, feed.gone), (Some("me:pw"), true, false));
    assert_eq!(feed.title, "報 https://a.example/feed");
    assert_eq!(library.readings().of_source(id).unwrap().not_before, None);
    // Neither is taken away by adding it plainly.
    library.feeds().add(&addition("https://a.example/feed"), now()).unwrap();
    let feed = &library.feeds().all().unwrap()[0];
    assert_eq!((feed.login.as_deref(), feed.fulltext), (Some("me:pw"), true));
    let source = &library.sources().all().unwrap()[0];
    assert_eq!((source.kind, source.location.as_str()), (SourceKind::Feed, "https://a.example/feed"));
}

#[test]
fn a_feed_that_moves_stays_the_same() {
    let library = library();
    let (one, _) = library.feeds().add(&addition("http://a.example/1"), now()).unwrap();
    let (two, _) = library.feeds().add(&addition("http://a.example/2"), now()).unwrap();
    assert!(!library.feeds().move_to(one, "http://a.example/2").unwrap());
    assert!(library.feeds().move_to(one, "https://a.example/1").unwrap());
    for address in ["http://a.example/1", "https://a.example/1"] {
        assert_eq!(library.feeds().add(&addition(address), now()).unwrap(), (one, false), "{address}");
    }
    assert_eq!(library.feeds().all().unwrap().iter().map(|feed| feed.source).collect::<Vec<_>>(), [one, two]);
    assert_eq!(library.feeds().all().unwrap()[0].address, "https://a.example/1");
    library.sources().set_title(one, "新題").unwrap();
    assert!(library.feeds().all().unwrap().iter().any(|feed| feed.title == "新題"));
    assert!(matches!(library.sources().set_title(SourceId(99), "x"), Err(StoreError::NoSuchSource(_))));
}

#[test]
fn what_a_reading_gave_is_kept_until_it_fails_and_after() {
    let library = library();
    let (id, _) = library.feeds().add(&addition("https://a.example/feed"), now()).unwrap();
    assert_eq!(library.readings().of_source(id).unwrap(), ReadingStatus::default());
    let given = Validators { address: "https://a.example/feed".into(), etag: Some("\"1\"".into()), modified: None };
    library.readings().record_success(id, Some(&given), None, now()).unwrap();
    assert_eq!(library.feeds().all().unwrap()[0].given, Some(given.clone()));
    let later = now() + 1.hour();
    for _ in 0..2 {
        library.readings().record_failure(id, "busy", Some(later), false, later).unwrap();
    }
    let [DueSource::Feed(feed, reading)] = &library.readings().due().unwrap()[..] else { panic!() };
    assert_eq!(feed.given, Some(given));
    let expected = ReadingStatus {
        tried: Some(later),
        worked: Some(now()),
        not_before: Some(later),
        failures: 2,
        error: Some("busy".into()),
        left_out: None,
    };
    assert_eq!(*reading, expected);
    library.readings().record_success(id, None, Some("2 entries were left out"), later).unwrap();
    let reading = library.readings().of_source(id).unwrap();
    assert_eq!((reading.error, reading.left_out.as_deref()), (None, Some("2 entries were left out")));
    library.readings().record_success(id, None, None, later).unwrap();
    assert_eq!(library.readings().of_source(id).unwrap().left_out, None);
    let reading = library.readings().of_source(id).unwrap();
    assert_eq!((reading.failures, reading.error, reading.not_before), (0, None, None));
    assert_eq!(library.feeds().all().unwrap()[0].given, None);
    assert!(library.readings().record_success(SourceId(99), None, None, now()).is_err());
    assert!(library.readings().record_failure(SourceId(99), "x", None, false, now()).is_err());
}

#[test]
fn ending_a_source_keeps_its_articles() {
    let library = library();
    let (full, _) = library.feeds().add(&addition("https://a.example/full"), now()).unwrap();
    let (empty, _) = library.feeds().add(&addition("https://a.example/empty"), now()).unwrap();
    let folder = library.sources().find_or_add(SourceKind::Folder, "/news", "news", now()).unwrap();
    let import = library.sources().find_or_add(SourceKind::Import, "files in /x", "x", now()).unwrap();
    let article = Article { title: "題".into(), blocks: vec![Block::paragraph("文")], ..Article::default() };
    for source in [full, folder] {
        let article = Article { guid: Some(format!("urn:{source}")), ..article.clone() };
        library.articles().insert(source, &[Arrival::from(&article)], now()).unwrap();
    }
    assert_eq!(library.readings().due().unwrap().len(), 3);
    for source in [full, empty, folder] {
        library.readings().end(source).unwrap();
        assert!(matches!(library.readings().end(source), Err(StoreError::NoSuchFeed(_))));
    }
    assert!(matches!(library.readings().end(import), Err(StoreError::NoSuchFeed(_))));
    assert_eq!((library.readings().due().unwrap().len(), library.feeds().all().unwrap().len()), (0, 0));
    let left: Vec<SourceId> = library.sources().all().unwrap().iter().map(|source| source.id).collect();
    assert!(left.contains(&full) && left.contains(&folder) && !left.contains(&empty));
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 2);
    // It comes back with its articles.
    assert_eq!(library.feeds().add(&addition("https://a.example/full"), now()).unwrap(), (full, true));
    library.readings().resume(folder).unwrap();
    assert_eq!(library.readings().due().unwrap().len(), 2);
}

#[test]
fn pages_of_entries_are_remembered() {
    let library = library();
    let (id, _) = library.feeds().add(&addition("https://a.example/feed"), now()).unwrap();
    let article = Article { title: "題".into(), ..Article::default() };
    let entry = EntryKey::of(&article);
    assert_ne!(entry, EntryKey::of(&Article { link: Some("x".into()), ..article }));
    assert_eq!(library.entry_pages().of_source(id).unwrap().get(&entry), None);
    for failures in 1..3 {
        library.entry_pages().record(id, entry, false).unwrap();
        assert_eq!(library.entry_pages().of_source(id).unwrap()[&entry], PageState { done: false, failures });
    }
    library.entry_pages().record(id, entry, true).unwrap();
    assert!(library.entry_pages().of_source(id).unwrap()[&entry].done);
}
