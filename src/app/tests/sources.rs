//! Reading sources again from the reader, and choosing one, key by key.

use jiff::Timestamp;

use crate::app::{Desk, articles, desk::article};
use crate::app::{
    Effect, Event, Report, SyncSummary, Ticket, commands::KeyContext, overlays::MenuChoice, settings::Settings,
};
use crate::store::{articles::Arrival, sources::NewFeedSource};

fn desk(count: u32) -> Desk {
    Desk::new(&articles(count), Settings::default(), 80, 24)
}

/// The ticket of the effect for a job that was asked for last.
fn last_ticket(desk: &Desk) -> Ticket {
    match desk.others.iter().rev().find(|effect| matches!(effect, Effect::Sync { .. } | Effect::AddFeed { .. })) {
        Some(Effect::Sync { ticket, .. } | Effect::AddFeed { ticket, .. }) => *ticket,
        _ => panic!("nothing was asked for"),
    }
}

/// A feed brings these articles.
fn bring(desk: &mut Desk, numbers: std::ops::Range<u32>) {
    let feed =
        NewFeedSource { address: "https://a.example/".into(), title: "甲報".into(), ..NewFeedSource::default() };
    let (source, _) = desk.library.feeds().add(&feed, Timestamp::UNIX_EPOCH).unwrap();
    let articles: Vec<_> = numbers.map(|number| article(number, &["新到。"])).collect();
    let arrivals: Vec<Arrival<'_>> = articles.iter().map(Arrival::from).collect();
    desk.library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
    desk.library.readings().record_failure(source, "a.example is busy", None, false, Timestamp::UNIX_EPOCH).unwrap();
}

#[test]
fn new_articles_appear_without_moving_the_cursor() {
    for (before, new) in [(60, 3), (60, 900), (3, 2)] {
        let mut desk = desk(before);
        desk.keys("jj");
        let (current, row) =
            (desk.current(), desk.app.list().window().cursor() - desk.app.list().window().visible().start);
        desk.keys("R");
        let ticket = last_ticket(&desk);
        bring(&mut desk, before + 1..before + 1 + new);
        desk.event(Event::Report(ticket, Report::Progress("reading the sources: 1 of 2".into())));
        assert_eq!(desk.app.message(), Some("reading the sources: 1 of 2"));
        // A key takes a message away, but not how far it is.
        desk.keys("kj");
        assert_eq!((desk.app.message(), desk.app.sync_progress()), (None, Some("reading the sources: 1 of 2")));
        desk.event(Event::Report(ticket, Report::NewArticles));
        assert_eq!(desk.app.list().window().total(), Some((before + new) as usize));
        assert_eq!(desk.current(), current, "{before} {new}");
        if before > 24 {
            assert_eq!(desk.app.list().window().cursor() - desk.app.list().window().visible().start, row);
        }
        let summary = SyncSummary { sources: 2, added: new as usize, ..SyncSummary::default() };
        desk.event(Event::Report(ticket, Report::Synced(summary)));
        assert!(desk.app.message().unwrap().contains(&format!("{new} articles added")));
        assert_eq!(desk.app.sync_progress(), None);
        assert_eq!(desk.current(), current);
        desk.keys("gg");
        assert_eq!(desk.app.list().window().cursor(), 0);
    }
}

#[test]
fn a_source_of_which_something_was_left_out_is_marked() {
    let mut desk = desk(1);
    bring(&mut desk, 2..3);
    let source = desk.library.feeds().all().unwrap()[0].source;
    let sentence = "7 more entries were left out";
    desk.library.readings().record_success(source, None, Some(sentence), Timestamp::UNIX_EPOCH).unwrap();
    desk.keys("gs");
    let menu = desk.app.overlays().menu().unwrap();
    let at = menu.items().iter().position(|item| item.label == "! 甲報").unwrap();
    assert!(menu.items()[at].detail.contains("not in full"), "{:?}", menu.items()[at]);
    desk.keys(&"j".repeat(at));
    assert_eq!(desk.app.message(), Some(sentence));
}

#[test]
fn reading_goes_on_while_sources_are_read() {
    let mut desk = desk(5);
    desk.keys("R<Enter>");
    let (ticket, place) = (last_ticket(&desk), desk.app.article().unwrap().page().place());
    bring(&mut desk, 6..9);
    desk.event(Event::Report(ticket, Report::NewArticles));
    assert_eq!((desk.app.context(), desk.app.article().unwrap().page().place()), (KeyContext::Article, place));
    // A second time it is not begun; it can be stopped, and says what it did.
    let before = desk.others.len();
    desk.keys("R");
    assert!(desk.others.len() == before && desk.app.message().unwrap().contains("already"));
    desk.keys("gR");
    assert_eq!(desk.others.last(), Some(&Effect::Stop(ticket)));
    let summary = SyncSummary {
        sources: 9,
        added: 3,
        problems: vec!["甲: x".into(), "乙: y".into()],
        stopped: true,
        ..SyncSummary::default()
    };
    desk.event(Event::Report(ticket, Report::Synced(summary)));
    let message = desk.app.message().unwrap();
    assert!(
        ["3 articles added", "stopped", "2 of 9", "甲: x"].iter().all(|words| message.contains(words)),
        "{message}"
    );
    desk.keys("R");
    assert_ne!(last_ticket(&desk), ticket);
}

#[test]
fn a_feed_is_added_by_a_command() {
    let mut desk = desk(1);
    desk.keys(":feed<Space>add<Space>--fulltext<Space>a.example/feed<Enter>");
    let expected = Effect::AddFeed {
        ticket: last_ticket(&desk),
        address: "a.example/feed".into(),
        fulltext: true,
        allow_private: false,
    };
    assert_eq!(desk.others.last(), Some(&expected));
    assert_eq!(desk.app.message(), Some("Asking a.example/feed; gR stops it."));
    desk.keys("jk");
    assert_eq!((desk.app.message(), desk.app.sync_progress()), (None, Some("Asking a.example/feed; gR stops it.")));
    desk.event(Event::Report(last_ticket(&desk), Report::FeedAdded("甲報 was added: 3 new articles".into())));
    assert!(desk.app.message().unwrap().contains("甲報") && desk.app.sync_progress().is_none());
    let added = |desk: &Desk| desk.others.iter().filter(|effect| matches!(effect, Effect::AddFeed { .. })).count();
    for wrong in [":feed<Enter>", ":feed<Space>add<Enter>", ":feed<Space>fly<Space>x<Enter>"] {
        desk.keys(wrong);
        assert!(added(&desk) == 1 && desk.app.message().unwrap().contains("feed add URL"), "{wrong}");
    }
    desk.keys(":sync<Enter>");
    assert!(matches!(desk.others.last(), Some(Effect::Sync { .. })));
}

#[test]
fn a_source_is_chosen_from_all_with_what_is_unread_and_what_fails() {
    let mut desk = desk(4);
    bring(&mut desk, 5..7);
    desk.keys("gs");
    let menu = desk.app.overlays().menu().unwrap();
    let shown: Vec<String> = menu.items().iter().map(|item| format!("{}|{}", item.label, item.detail)).collect();
    assert_eq!(shown[0], "all sources|6 of 6 unread");
    assert!(shown.contains(&"  測試|4 of 4 unread  imported".to_owned()), "{shown:?}");
    let failing = shown.iter().position(|line| line.starts_with("! 甲報|2 of 2 unread")).unwrap();
    assert!(menu.title.contains("1 with errors"));
    assert!(matches!(menu.items()[failing].choice, MenuChoice::Source(Some(_))));
    for _ in 0..failing {
        desk.keys("j");
    }
    // The whole sentence stands in the status line.
    assert_eq!(desk.app.message(), Some("a.example is busy"));
    desk.keys("<Enter>");
    assert_eq!((desk.app.list().window().total(), desk.app.list().window().cursor()), (Some(2), 0));
    assert!(desk.app.list().window().rows().iter().all(|shown| shown.row.source_title == "甲報"));
    assert!(desk.app.message().unwrap().contains("Only 甲報"));
    desk.keys("gs<Home><Enter>");
    assert_eq!(desk.app.list().window().total(), Some(6));
    desk.keys("gs<Esc>");
    assert_eq!((desk.app.context(), desk.app.list().window().total()), (KeyContext::List, Some(6)));
}

#[test]
fn sources_of_similar_titles_are_not_mixed() {
    let mut desk = desk(2);
    let mut numbers = 3..;
    for (address, title) in
        [("https://a.example/", "日報"), ("https://b.example/", "日報"), ("https://c.example/", "日報1")]
    {
        let feed = NewFeedSource { address: address.into(), title: title.into(), ..NewFeedSource::default() };
        let (source, _) = desk.library.feeds().add(&feed, Timestamp::UNIX_EPOCH).unwrap();
        let article = article(numbers.next().unwrap(), &["文。"]);
        desk.library.articles().insert(source, &[Arrival::from(&article)], Timestamp::UNIX_EPOCH).unwrap();
    }
    desk.keys("gs");
    let named: Vec<usize> = (0..desk.app.overlays().menu().unwrap().items().len())
        .filter(|&at| desk.app.overlays().menu().unwrap().items()[at].label.contains("日報"))
        .collect();
    desk.keys("<Esc>");
    assert_eq!(named.len(), 3);
    let mut seen = std::collections::HashSet::new();
    for at in named {
        desk.keys(&format!("gs<Home>{}<Enter>", "j".repeat(at)));
        assert_eq!(desk.app.list().window().total(), Some(1));
        assert!(seen.insert(desk.current()));
        assert!(desk.app.list().filter().chips().iter().all(|chip| chip.text.starts_with("source:日報")));
    }
    desk.keys("gs<Home><Enter>");
    assert_eq!(desk.app.list().window().total(), Some(5));
}
