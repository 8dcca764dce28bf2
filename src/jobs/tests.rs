//! How jobs end when the session does.

use super::*;
use crate::store::LOCAL_READER;

fn jobs() -> (tempfile::TempDir, Jobs) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let library = Library::open(&path, LOCAL_READER).unwrap();
    let places = Places { library: path, proxies: Proxies::default(), state: folder.path().join("state") };
    let converters = Arc::new(Converters::new(None, folder.path().to_owned()));
    let jobs = Jobs::start(places, library, converters).unwrap();
    (folder, jobs)
}

#[test]
fn the_end_waits_for_no_job_that_does_not_stop() {
    let (_folder, mut jobs) = jobs();
    let (_held, never) = mpsc::channel::<()>();
    jobs.spawn(Ticket::NONE, "words", move |_, _| {
        let _ = never.recv();
    });
    let (_held, never) = mpsc::channel::<()>();
    jobs.spawn(Ticket::NONE, "keeping", move |_, _| {
        let _ = never.recv();
    });
    jobs.finish(true);
}

#[test]
fn a_copy_is_waited_for() {
    let (_folder, mut jobs) = jobs();
    let done = Arc::new(AtomicBool::new(false));
    let whole = Arc::clone(&done);
    jobs.spawn(Ticket::NONE, "keeping", move |_, _| {
        std::thread::sleep(2 * LAST);
        whole.store(true, Ordering::Relaxed);
    });
    jobs.finish(false);
    assert!(done.load(Ordering::Relaxed));
}
