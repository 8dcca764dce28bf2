//! Stopping: no name look-up, connection, answer or body is waited for, and nothing is half kept. The time limits here
//! are hours, so that a test that waits for one of them never ends.

use std::{
    net::TcpListener,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use super::{library, now};
use crate::net::{Client, HangingResolver, Policy, Server, ServerReply};
use crate::store::sources::{NewFeedSource, ReadingStatus};
use crate::sync::{AddError, SyncProgress, add_feed, sync_with};

fn policy() -> Policy {
    let hours = Duration::from_hours(9);
    Policy { allow_private: true, pause: Duration::ZERO, connect: hours, deadline: hours, ..Policy::default() }
}

/// Reads or adds the feed at an address until the flag is raised, and looks at what is left.
fn stop_both(client: impl Fn() -> Client, address: &str, stop: &AtomicBool) {
    let mut library = library();
    stop.store(false, Ordering::SeqCst);
    let is_stopped = || stop.load(Ordering::SeqCst);
    let error = add_feed(&mut library, &Arc::new(client()), address, true, now(), &is_stopped).unwrap_err();
    assert!(matches!(error, AddError::Stopped), "{error}");
    assert_eq!(library.sources().all().unwrap().len(), 0);

    stop.store(false, Ordering::SeqCst);
    for number in 0..3 {
        let feed =
            NewFeedSource { address: format!("{address}{number}"), title: "慢".into(), ..NewFeedSource::default() };
        library.feeds().add(&feed, now()).unwrap();
    }
    let client = Arc::new(client());
    let mut reports = 0;
    sync_with(&mut library, None, &client, now(), &mut |progress| {
        reports += usize::from(matches!(progress, SyncProgress::Source { .. }));
        if is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert!(client.is_stopped() && reports == 0);
    for feed in library.feeds().all().unwrap() {
        assert_eq!(library.readings().of_source(feed.source).unwrap(), ReadingStatus::default());
    }
}

#[test]
fn a_look_up_is_left_behind() {
    let (stop, hanging) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let client = || {
        let resolver = HangingResolver { stop: Arc::clone(&stop), hanging: Arc::clone(&hanging) };
        Client::with_resolver(policy(), resolver)
    };
    stop_both(client, "http://望潮.example/", &stop);
    // None of them has ended.
    assert_eq!(hanging.load(Ordering::SeqCst), 2);
}

/// A reply made of a head that drips.
type ReplyOf = fn(&dyn Fn(&str, &str) -> ServerReply) -> ServerReply;

#[test]
fn silent_and_dripping_servers_are_left() {
    // Valid to its last byte, so that a slow machine stops it in the middle and finds no fault in it before.
    let drip = |start: &str, more: &str| {
        ServerReply::Drip([start, &more.repeat(9999)].concat().into_bytes(), Duration::from_millis(1))
    };
    let kinds: [ReplyOf; 3] = [
        |_| ServerReply::Silence,
        |drip| drip("HTTP/1.1 200 OK\r\nA: ", "bbbbb"),
        |drip| drip("HTTP/1.1 200 OK\r\n\r\n", "<rss><channel><item>"),
    ];
    for kind in kinds {
        let stop = Arc::new(AtomicBool::new(false));
        let raised = Arc::clone(&stop);
        let server = Server::start(move |_, _| {
            raised.store(true, Ordering::SeqCst);
            kind(&drip)
        });
        stop_both(|| Client::new(policy()), &server.url("/"), &stop);
    }
}

#[test]
fn a_server_that_never_accepts_is_left() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let mut library = library();
    let looks = std::cell::Cell::new(0);
    let is_stopped = || looks.replace(looks.get() + 1) > 3;
    let added = add_feed(&mut library, &Arc::new(Client::new(policy())), &address, false, now(), &is_stopped);
    assert!(matches!(added, Err(AddError::Stopped)));
    let feed = NewFeedSource { address, title: "慢".into(), ..NewFeedSource::default() };
    library.feeds().add(&feed, now()).unwrap();
    let mut waits = 0;
    sync_with(&mut library, None, &Arc::new(Client::new(policy())), now(), &mut |progress| {
        waits += usize::from(matches!(progress, SyncProgress::Waiting));
        if waits > 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(
        library.readings().of_source(library.feeds().all().unwrap()[0].source).unwrap(),
        ReadingStatus::default()
    );
}

#[test]
fn a_client_that_was_stopped_adds_nothing() {
    let client = Arc::new(Client::new(policy()));
    client.stop();
    let added = add_feed(&mut library(), &client, "http://127.0.0.1:9/feed", false, now(), &|| false);
    assert!(matches!(added, Err(AddError::Stopped)));
}
