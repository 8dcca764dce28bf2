//! End of jobs when the session ends.

use super::{END_TIMEOUT, JobKind, Jobs, Paths, saving};
use crate::store::LOCAL_READER;
use crate::{
    app::{Effect, Report, Ticket},
    net::Proxies,
    script::conversion::Converters,
    store::Library,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
    mpsc,
};

fn jobs() -> (tempfile::TempDir, Jobs) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let library = Library::open(&path, LOCAL_READER).unwrap();
    let paths = Paths {
        library: path,
        proxies: Proxies::default(),
        state: folder.path().join("state"),
        cache: folder.path().join("cache"),
    };
    let converters = Arc::new(Converters::new(None, folder.path().to_owned()));
    let jobs = Jobs::start(paths, library, converters).unwrap();
    (folder, jobs)
}

#[test]
fn the_end_waits_for_no_job_that_does_not_stop() {
    let (_folder, mut jobs) = jobs();
    let (_held, never) = mpsc::channel::<()>();
    jobs.spawn(Ticket::NONE, JobKind::KEYWORDS, move |_, _| {
        let _ = never.recv();
    });
    let (_held, never) = mpsc::channel::<()>();
    jobs.spawn(Ticket::NONE, JobKind::COPY, move |_, _| {
        let _ = never.recv();
    });
    jobs.finish(true);
}

#[test]
fn a_copy_is_waited_for() {
    let (_folder, mut jobs) = jobs();
    let done = Arc::new(AtomicBool::new(false));
    let whole = Arc::clone(&done);
    jobs.spawn(Ticket::NONE, JobKind::COPY, move |_, _| {
        std::thread::sleep(2 * END_TIMEOUT);
        whole.store(true, Ordering::Relaxed);
    });
    jobs.finish(false);
    assert!(done.load(Ordering::Relaxed));
}

/// A library with some articles, and the jobs of a session with it.
fn jobs_with_articles() -> (tempfile::TempDir, Jobs) {
    let (folder, jobs) = jobs();
    let mut library = jobs.door.as_ref().unwrap().open().unwrap();
    crate::import::import_sample(&mut library, jiff::Timestamp::UNIX_EPOCH).unwrap();
    (folder, jobs)
}

#[test]
fn the_library_of_a_job_asks_the_flag_of_the_job() {
    let (_folder, mut jobs) = jobs_with_articles();
    let (sender, receiver) = mpsc::channel();
    let ticket = Ticket::NONE;
    jobs.read(ticket, JobKind::COPY, move |library, _, stop| {
        sender.send(library.check(&mut |_| std::ops::ControlFlow::Continue(())).is_ok()).unwrap();
        stop.store(true, Ordering::Relaxed);
        sender.send(library.check(&mut |_| std::ops::ControlFlow::Continue(())).is_ok()).unwrap();
        Ok(Report::Done)
    });
    assert_eq!((receiver.recv().unwrap(), receiver.recv().unwrap()), (true, false));
    jobs.finish(false);
}

#[test]
fn a_copy_is_stopped_by_its_ticket_and_by_a_hurried_end_only() {
    for (by_ticket, hurried, stopped) in [(true, false, true), (false, true, true), (false, false, false)] {
        let (folder, mut jobs) = jobs_with_articles();
        let target = folder.path().join("copy.db");
        let (begin, go) = mpsc::channel::<()>();
        let (sender, receiver) = mpsc::channel();
        let (ticket, to) = (Ticket::NONE, target.clone());
        jobs.read(ticket, JobKind::COPY, move |library, _, _| {
            go.recv().unwrap();
            sender.send(saving::back_up(library, &to)).unwrap();
            Ok(Report::Done)
        });
        if by_ticket {
            jobs.run(Effect::Stop(ticket));
        }
        // The end raises what it raises before the copy goes on.
        let flags: Vec<_> = jobs.stops.values().map(|(_, flag)| Arc::clone(flag)).collect();
        let go_on = std::thread::spawn(move || {
            while hurried && !flags.iter().all(|flag| flag.load(Ordering::Relaxed)) {
                std::thread::yield_now();
            }
            begin.send(()).unwrap();
        });
        jobs.finish(hurried);
        go_on.join().unwrap();
        let report = receiver.recv().unwrap();
        assert_eq!(matches!(report, Ok(Report::Failed(_))), stopped, "{report:?}");
        assert_eq!(target.exists(), !stopped);
    }
}
