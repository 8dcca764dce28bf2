//! Reading sources again, against a server on the loopback interface.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use jiff::{Timestamp, ToSpan};

use super::{count, library, now, policy, rss};
use crate::net::Client;
use crate::net::{Server, ServerReply, ServerRequest};
use crate::store::{
    Library, SourceId,
    sources::{NewFeedSource, SourceKind},
};
use crate::sync::add::AddedFeed;
use crate::sync::{AddError, SyncProgress, SyncReport, SyncStatus, add_feed, sync};
use crate::text::StopCheck;

fn item(number: usize, text: &str) -> String {
    format!(
        "<item><guid>{number}</guid><title>第{number}篇</title><link>https://a.example/{number}</link>\
         <pubDate>Mon, 06 May 2024 07:0{number}:00 +0800</pubDate><description>{text}</description></item>"
    )
}

fn add(library: &mut Library, url: &str) -> Result<AddedFeed, AddError> {
    add_feed(library, &Arc::new(Client::new(policy())), url, false, now(), &|| false)
}

fn sync_at(library: &mut Library, now: Timestamp) -> Vec<SyncReport> {
    let mut reports = Vec::new();
    sync(library, None, &policy(), now, &mut |progress| {
        if let SyncProgress::Source { report, .. } = progress {
            reports.push(report.clone());
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    reports
}

#[test]
fn a_feed_is_added_read_again_and_only_what_changed_comes_in() {
    let round = Arc::new(AtomicUsize::new(0));
    let rounds = Arc::clone(&round);
    let server = Server::start(move |request, _| match rounds.load(Ordering::SeqCst) {
        0 => ServerReply::ok("ETag: \"0\"", rss(&(item(1, "一") + &item(2, "二")))),
        1 if request.header("If-None-Match") == Some("\"0\"") => ServerReply::status("304 Not Modified", "", ""),
        2 => ServerReply::ok("ETag: \"2\"", rss(&(item(2, "二，改過。") + &item(3, "三")))),
        _ => ServerReply::status("500 Broken", "", ""),
    });
    let mut library = library();
    let added = add(&mut library, &server.url("/feed")).unwrap();
    assert!(added.new);
    assert_eq!((added.report.added, added.report.title.as_str(), count(&library)), (2, "望潮社", 2));
    round.store(1, Ordering::SeqCst);
    let report = &sync_at(&mut library, now())[0];
    assert_eq!((report.status, &report.error), (SyncStatus::Unchanged, &None));
    round.store(2, Ordering::SeqCst);
    let report = &sync_at(&mut library, now())[0];
    assert_eq!((report.status, report.added, report.updated, report.unchanged), (SyncStatus::Read, 1, 1, 0));
    assert_eq!((report.articles.len(), count(&library)), (2, 3));
    round.store(3, Ordering::SeqCst);
    let report = &sync_at(&mut library, now())[0];
    assert_eq!(report.status, SyncStatus::Failed);
    let kept = library.readings().of_source(report.source).unwrap();
    assert_eq!((kept.error.as_ref(), kept.failures, kept.worked), (report.error.as_ref(), 1, Some(now())));
    assert_eq!(server.requests().last().unwrap().header("If-None-Match"), Some("\"2\""));
    // Adding it again finds it there.
    round.store(0, Ordering::SeqCst);
    assert!(!add(&mut library, &server.url("/feed")).unwrap().new);
    assert_eq!(library.readings().of_source(report.source).unwrap().error, None);
}

#[test]
fn the_feed_of_a_page_is_found() {
    let server = Server::start(|request, _| match request.target.as_str() {
        "/" => ServerReply::ok(
            "Content-Type: text/html",
            "<html><head><link rel=alternate type=application/rss+xml href=/broken><link rel=alternate \
             type=application/atom+xml title=好 href=feeds/a.xml><link rel=alternate type=application/rss+xml \
             title=評論 href=/comments></head><body>x",
        ),
        "/feeds/a.xml" | "/bare/rss.xml" | "/rss.xml" => ServerReply::ok("", rss(&item(1, "一"))),
        "/bare" => ServerReply::ok("Content-Type: text/html", "<html><body><p>沒有</p></body></html>"),
        _ => ServerReply::status("404 Not Found", "", ""),
    });
    let mut library = library();
    let added = add(&mut library, &server.url("/")).unwrap();
    assert_eq!(added.report.location, server.url("/feeds/a.xml"));
    assert!(added.others.iter().any(|(url, title)| *url == server.url("/comments") && title == "評論"));
    assert_eq!(add(&mut library, &server.url("/bare")).unwrap().report.location, server.url("/rss.xml"));
}

#[test]
fn nothing_is_added_without_a_feed_and_the_error_has_the_reason() {
    let server = Server::start(|request, _| match request.target.as_str() {
        "/empty" => ServerReply::ok("", ""),
        "/page" => ServerReply::ok("Content-Type: text/html", "<html><body>沒有</body></html>"),
        "/pdf" => ServerReply::ok("", b"%PDF-1.7 \x00\x01\x02"),
        "/gone" => ServerReply::status("410 Gone", "", ""),
        "/private" => ServerReply::status("401 Unauthorized", "", ""),
        _ => ServerReply::status("404 Not Found", "", ""),
    });
    let mut library = library();
    for (path, words) in [
        ("/empty", "empty"),
        ("/page", "web page"),
        ("/pdf", "PDF"),
        ("/gone", "gone"),
        ("/private", "password"),
        ("/none", "404"),
    ] {
        let error = add(&mut library, &server.url(path)).unwrap_err().to_string();
        assert!(error.contains(words) && !error.ends_with('.'), "{path}: {error}");
    }
    assert!(matches!(add(&mut library, "exec:ls"), Err(AddError::Address(_))));
    assert_eq!((library.feeds().all().unwrap().len(), library.sources().all().unwrap().len()), (0, 0));
}

#[test]
fn a_pause_that_a_server_asks_for_holds_across_runs() {
    let server = Server::start(|request, _| match request.header("If-None-Match") {
        None => ServerReply::ok("ETag: \"1\"", rss(&item(1, "一"))),
        _ => ServerReply::status("429 Too Many", "Retry-After: 3600", ""),
    });
    let mut library = library();
    add(&mut library, &server.url("/feed")).unwrap();
    let report = &sync_at(&mut library, now())[0];
    assert_eq!(report.status, SyncStatus::Failed);
    assert!(report.error.as_ref().unwrap().contains("2024-05-06 08:08 UTC"), "{report:?}");
    let asked = server.requests().len();
    let report = &sync_at(&mut library, now() + 59.minutes())[0];
    assert_eq!((report.status, server.requests().len()), (SyncStatus::Waiting, asked));
    assert!(report.warnings[0].contains("2024-05-06 08:08 UTC"));
    sync_at(&mut library, now() + 61.minutes());
    assert_eq!(server.requests().len(), asked + 1);
}

#[test]
fn gone_feeds_are_not_asked_again_and_moved_ones_at_their_new_address() {
    let moved = Arc::new(AtomicUsize::new(0));
    let stage = Arc::clone(&moved);
    let server = Server::start(move |request, _| match (request.target.as_str(), stage.load(Ordering::SeqCst)) {
        ("/moves", 0) | ("/new", _) => ServerReply::ok("", rss(&item(1, "一"))),
        ("/moves", _) => ServerReply::redirect("301 Moved", "/new"),
        ("/dies", 0) => ServerReply::ok("", rss(&item(2, "二"))),
        ("/dies", _) => ServerReply::status("410 Gone", "", ""),
        // A captive portal: a permanent redirect to a page.
        ("/portal", 0) => ServerReply::ok("", rss(&item(3, "三"))),
        ("/portal", _) => ServerReply::redirect("301 Moved", "/login"),
        _ => ServerReply::ok("Content-Type: text/html", "<html>log in"),
    });
    let mut library = library();
    for path in ["/moves", "/dies", "/portal"] {
        add(&mut library, &server.url(path)).unwrap();
    }
    moved.store(1, Ordering::SeqCst);
    let reports = sync_at(&mut library, now());
    let of = |path: &str| reports.iter().find(|report| report.location == server.url(path)).unwrap();
    assert_eq!(of("/moves").moved_to, Some(server.url("/new")));
    assert_eq!((of("/dies").status, of("/portal").status), (SyncStatus::Gone, SyncStatus::Failed));
    let addresses: Vec<String> = library.feeds().all().unwrap().into_iter().map(|feed| feed.address).collect();
    assert!(addresses.contains(&server.url("/new")) && addresses.contains(&server.url("/portal")));
    let before = server.requests().len();
    sync_at(&mut library, now());
    let asked: Vec<String> = server.requests()[before..].iter().map(|request| request.target.clone()).collect();
    assert!(asked.contains(&"/new".to_owned()) && !asked.contains(&"/moves".to_owned()), "{asked:?}");
    assert!(!asked.contains(&"/dies".to_owned()), "{asked:?}");
    assert_eq!(count(&library), 3);
}

#[test]
fn full_texts_are_fetched_once_and_tried_again_when_they_fail() {
    let broken = Arc::new(AtomicUsize::new(1));
    let stage = Arc::clone(&broken);
    let server = Server::start(move |request, host| {
        let link = |number: usize| item(number, "提要").replace("https://a.example", &format!("http://{host}"));
        let body = |number: usize| {
            let sentence =
                |at: usize| format!("記者在第{number}站看到第{at}艘船靠岸，船上載着{}箱書。", at * 7 + number);
            (1..12).map(sentence).collect::<String>()
        };
        match request.target.as_str() {
            "/feed" => ServerReply::ok("ETag: \"x\"", rss(&(link(1) + &link(2)))),
            "/2" if stage.load(Ordering::SeqCst) == 1 => ServerReply::status("500 Broken", "", ""),
            _ => ServerReply::ok(
                "Content-Type: text/html; charset=utf-8",
                format!(
                    "<html><body><article><h1>題</h1><p>{}</p><p>{}</p><p>{}</p></article></body></html>",
                    body(1),
                    body(2),
                    body(3)
                ),
            ),
        }
    });
    let mut library = library();
    let added =
        add_feed(&mut library, &Arc::new(Client::new(policy())), &server.url("/feed"), true, now(), &|| false).unwrap();
    assert_eq!(added.report.added, 2);
    assert!(added.report.warnings.iter().any(|warning| warning.contains("500")), "{:?}", added.report.warnings);
    let length = |library: &Library, at: usize| {
        let article = library.articles().get(added.report.articles[at]).unwrap();
        article.blocks.iter().map(|block| block.text.chars().count()).sum::<usize>()
    };
    assert!(length(&library, 0) > 500 && length(&library, 1) < 10);
    broken.store(0, Ordering::SeqCst);
    let report = &sync_at(&mut library, now())[0];
    assert_eq!((report.added, report.updated, report.unchanged), (0, 1, 1));
    assert!(length(&library, 1) > 500);
    sync_at(&mut library, now());
    let pages = |path: &str| server.requests().iter().filter(|request| request.target == path).count();
    assert_eq!((pages("/1"), pages("/2"), count(&library)), (1, 2, 2));
    // The feed was sent in full as long as a page was missing, and is asked conditionally from then on.
    let feeds: Vec<_> = server.requests().into_iter().filter(|request| request.target == "/feed").collect();
    let conditional: Vec<bool> = feeds.iter().map(|request| request.header("If-None-Match").is_some()).collect();
    assert_eq!(conditional, [false, false, true]);
}

#[test]
fn a_page_that_cannot_be_fetched_is_requested_three_times() {
    let server = Server::start(|request, host| match request.target.as_str() {
        "/feed" => ServerReply::ok("", rss(&item(1, "提要").replace("https://a.example", &format!("http://{host}")))),
        _ => ServerReply::status("404 Not Found", "", ""),
    });
    let mut library = library();
    add_feed(&mut library, &Arc::new(Client::new(policy())), &server.url("/feed"), true, now(), &|| false).unwrap();
    for _ in 0..4 {
        assert_eq!(sync_at(&mut library, now())[0].status, SyncStatus::Read);
    }
    let pages = server.requests().iter().filter(|request| request.target == "/1").count();
    assert_eq!((pages, count(&library)), (3, 1));
}

#[test]
fn folders_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let page = |name: &str| std::fs::write(folder.path().join(name), format!("{name}的題\n\n正文{name}。\n")).unwrap();
    page("a.txt");
    let mut library = library();
    let paths = [folder.path().to_owned()];
    let options = crate::import::Options::default();
    let _ =
        crate::import::import_paths(&mut library, &paths, &options, now(), &mut |_| ControlFlow::Continue(())).unwrap();
    page("b.txt");
    std::fs::write(folder.path().join("c.json"), "{\"title\": ").unwrap();
    let report = &sync_at(&mut library, now())[0];
    assert_eq!((report.status, report.added), (SyncStatus::Read, 1));
    assert!(report.error.as_ref().unwrap().contains("c.json"), "{report:?}");
    assert_eq!(library.readings().of_source(report.source).unwrap().error, report.error);
    std::fs::remove_dir_all(folder.path()).unwrap();
    let report = &sync_at(&mut library, now())[0];
    assert_eq!((report.status, count(&library)), (SyncStatus::Failed, 2));
    assert_eq!(library.sources().all().unwrap()[0].kind, SourceKind::Folder);
}

#[test]
fn stopping_ends_at_once_and_marks_no_feed_as_failed() {
    let server = Server::start(|request: &ServerRequest, _| match request.target.as_str() {
        "/fast" => ServerReply::ok("", rss(&item(1, "一"))),
        _ => ServerReply::Silence,
    });
    let mut library = library();
    for number in 0..12 {
        let text = format!("<opml><outline text='慢' xmlUrl='{}'/></opml>", server.url(&format!("/{number}")));
        let list = crate::subscriptions::opml::parse(text.into_bytes(), &StopCheck::never()).unwrap();
        crate::subscriptions::subscribe(&mut library, &list, now(), &|| false).unwrap();
    }
    let mut waits = 0;
    sync(&mut library, None, &policy(), now(), &mut |progress| {
        waits += usize::from(matches!(progress, SyncProgress::Waiting));
        if waits > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    for feed in library.feeds().all().unwrap() {
        assert_eq!(library.readings().of_source(feed.source).unwrap(), crate::store::sources::ReadingStatus::default());
    }
}

#[test]
fn a_feed_off_a_list_without_titles_gets_its_own_and_may_be_set_to_full_text() {
    let server = Server::start(|request, _| match request.header("If-None-Match") {
        Some(_) => ServerReply::status("304 Not Modified", "", ""),
        None => ServerReply::ok("ETag: \"1\"", rss(&item(1, "一"))),
    });
    let mut library = library();
    let address = server.url("/feed");
    let feed = NewFeedSource { address, title: "127.0.0.1".into(), ..NewFeedSource::default() };
    let (source, _) = library.feeds().add(&feed, now()).unwrap();
    assert_eq!(sync_at(&mut library, now())[0].title, "望潮社");
    library.sources().set_title(source, "潮").unwrap();
    assert_eq!(sync_at(&mut library, now())[0].status, SyncStatus::Unchanged);
    assert_eq!(library.feeds().all().unwrap()[0].title, "潮");
    // The validators are forgotten, so that the articles still in the feed come in full.
    library.feeds().set_fulltext(source, true).unwrap();
    let feed = &library.feeds().all().unwrap()[0];
    assert_eq!((feed.fulltext, &feed.given), (true, &None));
    assert_eq!(sync_at(&mut library, now())[0].status, SyncStatus::Read);
    assert!(library.feeds().set_fulltext(SourceId(99), true).is_err());
}
