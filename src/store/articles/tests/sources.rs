//! Texts that articles were made from: kept with them, gone with them, read anew.

use std::ops::ControlFlow;

use super::*;
use crate::article::{PARSER_VERSION, SourceFormat, SourceText};
use crate::store::{articles::ParsedAgain, database::Fault, sources::Retention};
use crate::text::{Part, Place};

fn source_text(text: &str) -> SourceText {
    SourceText { head: Some("<feed><title>報</title>".into()), ..SourceText::new(SourceFormat::Feed, text) }
}

fn insert(library: &Library, feed: SourceId, article: &Article, text: &SourceText) -> (ArticleId, ArrivalOutcome) {
    let arrival = Arrival { source: Some(text), ..Arrival::from(article) };
    library.articles().insert(feed, &[arrival], Timestamp::UNIX_EPOCH).unwrap().changes[0]
}

fn rows(library: &Library, table: &str) -> i64 {
    library.database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

fn faults(library: &Library) -> Vec<Fault> {
    library.check(&mut |_| ControlFlow::Continue(())).unwrap().faults
}

#[test]
fn a_source_is_kept_once_and_goes_with_its_last_article() {
    let FeedLibrary { library, feed } = feed_library();
    let long = source_text(&"<entry>夜市</entry>".repeat(2000));
    let articles = ["一", "二", "三"].map(|title| article(title, &format!("urn:s:{title}"), "", 6, MARKET));
    for article in &articles {
        let (id, _) = insert(&library, feed, article, &long);
        assert_eq!(library.articles().source_text(id).unwrap().as_ref(), Some(&long));
    }
    assert_eq!((rows(&library, "article_sources"), rows(&library, "source_texts")), (3, 2));
    assert_eq!(faults(&library), []);
    for (most, left) in [(1, (1, 2)), (0, (0, 0))] {
        let retention = Retention { most: Some(most), days: None, drop_unread: true };
        library.retentions().set(feed, retention).unwrap();
        library.retentions().apply(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((rows(&library, "article_sources"), rows(&library, "source_texts")), left);
    }
}

#[test]
fn a_source_is_that_of_the_text() {
    let FeedLibrary { library, feed } = feed_library();
    let plain = article("夜市重開", "urn:s:1", "", 6, MARKET);
    let (first, second) = (source_text(&format!("<p>{MARKET}</p>")), source_text(&format!("<p>{FIRE}</p>")));
    let (id, _) = insert(&library, feed, &plain, &first);
    // As it was, from elsewhere, edited.
    insert(&library, feed, &plain, &source_text("<p>another</p>"));
    assert_eq!(library.articles().source_text(id).unwrap(), Some(first));
    let edited = Article { blocks: vec![Block::paragraph(FIRE)], ..plain.clone() };
    assert_eq!(insert(&library, feed, &edited, &second), (id, ArrivalOutcome::Updated));
    assert_eq!(library.articles().source_text(id).unwrap(), Some(second));
    // A text that comes without a source has none.
    let again = Article { blocks: vec![Block::paragraph(FIRE), Block::paragraph(SHORT)], ..plain };
    library.articles().insert(feed, &[Arrival::from(&again)], Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(library.articles().source_text(id).unwrap(), None);
    assert_eq!((rows(&library, "article_sources"), rows(&library, "source_texts")), (0, 0));
}

#[test]
fn no_source_is_kept_where_none_is_wished() {
    let library = Library::open_in_memory("local").unwrap().with_sources_kept(false);
    let feed = library.sources().find_or_add(SourceKind::Feed, "x", "x", Timestamp::UNIX_EPOCH).unwrap();
    let (id, _) = insert(&library, feed, &article("題", "urn:s:1", "", 6, MARKET), &source_text("<p>"));
    assert_eq!(library.articles().source_text(id).unwrap(), None);
}

#[test]
fn a_damaged_source_is_named_and_hides_nothing() {
    let FeedLibrary { library, feed } = feed_library();
    let whole = article("夜市重開", "urn:s:1", "", 6, MARKET);
    let (id, _) = insert(&library, feed, &whole, &source_text(&format!("<p>{MARKET}</p>")));
    for spoiled in ["UPDATE article_sources SET packed = zeroblob(99)", "UPDATE source_texts SET packed = x'01'"] {
        library.database.execute_batch(spoiled).unwrap();
        assert_eq!(library.articles().get(id).unwrap(), whole);
        assert!(library.articles().source_text(id).is_err());
        assert!(matches!(faults(&library)[..], [Fault::Article(found, _)] if found == id), "{spoiled}");
    }
}

#[test]
fn an_article_read_anew_keeps_what_the_reader_did() {
    let FeedLibrary { library, feed } = feed_library();
    let old = Article {
        blocks: vec![Block::paragraph(MARKET), Block::paragraph(FIRE)],
        ..article("夜市重開", "urn:s:1", "https://a.example/1", 6, "")
    };
    let source = source_text("<p>");
    let (id, _) = insert(&library, feed, &old, &source);
    library.marks().set_starred(id, true, Timestamp::UNIX_EPOCH).unwrap();
    library.marks().set_place(id, Place { part: Part::Body(1), offset: 6 }, Timestamp::UNIX_EPOCH).unwrap();
    let new = Article {
        title: "碼頭夜市重開".into(),
        blocks: vec![Block::paragraph("插圖說明。"), Block::paragraph(MARKET), Block::paragraph(FIRE)],
        guid: None,
        ..old.clone()
    };
    let parsed = ParsedAgain { id, old: old.clone(), new: new.clone(), source: source.clone() };
    assert_eq!(library.articles().replace_parsed(std::slice::from_ref(&parsed)).unwrap(), [true]);
    let stored = library.articles().get(id).unwrap();
    assert_eq!(stored, Article { guid: old.guid.clone(), ..new });
    let state = library.marks().get(id).unwrap();
    assert_eq!((state.starred, state.place), (true, Some(Place { part: Part::Body(2), offset: 6 })));
    assert_eq!(library.articles().edits(id).unwrap(), []);
    assert_eq!(library.articles().source_text(id).unwrap(), Some(source));
    assert_eq!(faults(&library), []);
    // It is known when it comes as today's parsers read it; and what has changed meanwhile stays.
    assert_eq!(insert_one(&mut { library }, feed, &stored), (id, ArrivalOutcome::Unchanged));
}

#[test]
fn what_was_edited_meanwhile_is_not_overwritten() {
    let FeedLibrary { mut library, feed } = feed_library();
    let old = article("夜市重開", "urn:s:1", "", 6, MARKET);
    let (id, _) = insert(&library, feed, &old, &source_text("<p>"));
    let edited = Article { blocks: vec![Block::paragraph(FIRE)], ..old.clone() };
    insert_one(&mut library, feed, &edited);
    let parsed =
        ParsedAgain { id, new: Article { title: "他".into(), ..old.clone() }, old, source: source_text("<p>") };
    assert_eq!(library.articles().replace_parsed(&[parsed]).unwrap(), [false]);
    assert_eq!(library.articles().get(id).unwrap(), edited);
}

#[test]
fn reading_anew_is_offered_once() {
    let FeedLibrary { library, feed } = feed_library();
    let offers = || library.articles().take_reparse_offer().unwrap();
    insert(&library, feed, &article("題", "urn:s:1", "", 6, MARKET), &source_text("<p>"));
    assert_eq!(library.articles().reparse_offer().unwrap(), None);
    let older = format!("UPDATE article_sources SET parser = {}", PARSER_VERSION - 1);
    library.database.execute_batch(&older).unwrap();
    assert!(library.articles().reparse_offer().unwrap().is_some_and(|offer| offer.contains("1 article anew")));
    assert!(offers().is_some());
    assert_eq!((offers(), library.articles().reparse_offer().unwrap()), (None, None));
}
