//! Hosts without an answer, and incomplete feeds: the reports on them, and the reading of the others.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use super::{count, library, now, policy, rss};
use crate::article::{LeftOut, LeftOutKind};
use crate::net::{Client, Policy};
use crate::net::{Server, ServerReply};
use crate::store::{Library, sources::NewFeedSource};
use crate::sync::{SyncProgress, SyncReport, SyncStatus, add_feed, sync, workers::WORKERS};

fn item(number: usize) -> String {
    format!(
        "<item><guid>{number}</guid><title>第{number}篇</title><description>第{number}篇的正文。</description></item>"
    )
}

/// The reports of a reading, to its end or until `enough` of them are there.
fn reports(library: &mut Library, policy: &Policy, enough: usize) -> Vec<SyncReport> {
    let mut reports = Vec::new();
    sync(library, None, policy, now(), &mut |progress| {
        if let SyncProgress::Source { report, .. } = progress {
            reports.push(report.clone());
        }
        if reports.len() < enough { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .unwrap();
    reports
}

#[test]
fn a_silent_host_costs_one_deadline_and_its_other_feeds_fail_at_once() {
    let silent = Server::start(|_, _| ServerReply::Silence);
    let drips =
        Server::start(|_, _| ServerReply::Drip(b"HTTP/1.1 200 OK\r\n\r\n<rss>".repeat(9), Duration::from_millis(50)));
    let healthy = Server::start(|request, _| {
        let number = request.target.trim_start_matches('/').parse().unwrap();
        ServerReply::ok("", rss(&item(number)))
    });
    let mut library = library();
    for number in 1..=5 {
        for server in [&silent, &drips, &healthy] {
            let address = server.url(&format!("/{number}"));
            let feed = NewFeedSource { title: address.clone(), address, ..NewFeedSource::default() };
            library.feeds().add(&feed, now()).unwrap();
        }
    }
    let policy = Policy { deadline: Duration::from_millis(200), ..policy() };
    let reports = reports(&mut library, &policy, usize::MAX);
    assert_eq!(count(&library), 5);
    for server in [&silent, &drips] {
        let failed: Vec<&str> = reports
            .iter()
            .filter(|report| report.location.starts_with(&server.url("")))
            .map(|report| report.error.as_deref().unwrap())
            .collect();
        let not_asked = failed.iter().filter(|error| error.contains("not asked again in this run")).count();
        assert_eq!((failed.len(), not_asked, server.requests().len()), (5, 4, 1), "{failed:?}");
    }
}

#[test]
fn silent_hosts_never_delay_the_feeds_of_others() {
    // More of them than workers, and the test does not wait for their deadline.
    let silent: Vec<Server> = (0..WORKERS + 4).map(|_| Server::start(|_, _| ServerReply::Silence)).collect();
    let healthy = Server::start(|_, _| ServerReply::ok("", rss(&item(1))));
    let mut library = library();
    for (place, server) in silent.iter().chain([&healthy]).enumerate() {
        let title = format!("{place:02}");
        library
            .feeds()
            .add(&NewFeedSource { address: server.url("/"), title, ..NewFeedSource::default() }, now())
            .unwrap();
    }
    let policy = Policy { deadline: Duration::from_secs(20), patience: Duration::from_millis(1), ..policy() };
    let reports = reports(&mut library, &policy, 1);
    assert_eq!((reports[0].added, &reports[0].error), (1, &None));
}

#[test]
fn the_missing_parts_of_a_feed_are_reported_at_every_reading() {
    let server = Server::start(|_, _| {
        let whole = rss(&(item(1) + "<item/>"));
        ServerReply::ok("ETag: \"1\"", &whole[..whole.len() - 16])
    });
    let mut library = library();
    let client = Arc::new(Client::new(policy()));
    let added = add_feed(&mut library, &client, &server.url("/feed"), false, now(), &|| false).unwrap();
    assert_eq!((added.report.added, added.report.left_out.len()), (1, 2));
    for _ in 0..2 {
        let report = &reports(&mut library, &policy(), usize::MAX)[0];
        assert_eq!((report.status, report.unchanged, report.left_out.len()), (SyncStatus::Read, 1, 2));
        assert!(
            report.problem().is_some_and(|problem| problem.contains("ends in the middle")),
            "{:?}",
            report.warnings
        );
        // It stands in the list of sources until all of it is there.
        let reading = library.readings().of_source(report.source).unwrap();
        assert!(reading.error.is_none() && reading.left_out.is_some_and(|it| it.contains("ends in the middle")));
    }
}

#[test]
fn the_missing_part_of_a_cut_feed_is_reported_in_bytes() {
    let head = "HTTP/1.1 200 OK\r\nETag: \"1\"\r\n";
    let body = rss(&item(1));
    let known = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len() + 700);
    let chunk = format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n", body.len());
    for (bytes, missing, amount) in [
        (known, Some(700), format!("{} of {} bytes came", body.len(), body.len() + 700)),
        (chunk, None, format!("{} bytes came", body.len())),
    ] {
        let server = Server::start(move |_, _| ServerReply::Bytes(bytes.clone().into_bytes()));
        let client = Arc::new(Client::new(policy()));
        let report = add_feed(&mut library(), &client, &server.url("/feed"), false, now(), &|| false).unwrap().report;
        assert_eq!((report.added, report.left_out.len(), report.left_out[0].bytes), (1, 1, missing));
        assert!(report.warnings[0].contains(&amount), "{:?}", report.warnings);
        let place = report.left_out[0].place.as_ref().unwrap();
        assert!(place.contains(&format!("after {} bytes", body.len())), "{place}");
    }
}

#[test]
fn feeds_of_a_page_beyond_those_that_are_listed_are_counted() {
    let server = Server::start(|request, _| {
        let links = (0..57).map(|number| format!("<a href='/{number}.rss'>{number}</a>")).collect::<Vec<_>>().concat();
        match request.target.as_str() {
            "/" => ServerReply::ok("Content-Type: text/html", format!("<html><body>{links}")),
            "/0.rss" => ServerReply::ok("", rss(&item(1))),
            _ => ServerReply::status("404 Not Found", "", ""),
        }
    });
    let client = Arc::new(Client::new(policy()));
    let added = add_feed(&mut library(), &client, &server.url("/"), false, now(), &|| false).unwrap();
    assert_eq!((added.report.added, added.others.len()), (1, 49));
    assert_eq!(added.report.left_out, [LeftOut::count(LeftOutKind::Feed, 7)]);
    assert!(added.report.warnings[0].contains("7 more feeds"), "{:?}", added.report.warnings);
}

#[test]
fn feeds_of_a_page_that_were_not_tried_are_counted() {
    let server = Server::start(|request, _| {
        let links = (0..57).map(|number| format!("<a href='/{number}.rss'>{number}</a>")).collect::<Vec<_>>().concat();
        match request.target.as_str() {
            "/" => ServerReply::ok("Content-Type: text/html", format!("<html><body>{links}")),
            _ => ServerReply::status("404 Not Found", "", ""),
        }
    });
    let client = Arc::new(Client::new(policy()));
    let error = add_feed(&mut library(), &client, &server.url("/"), false, now(), &|| false).unwrap_err();
    assert!(error.to_string().contains("6 of the 57 feeds"), "{error}");
}
