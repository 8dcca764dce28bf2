//! Fetches a picture, from the cache, else through the door of the network, and decodes it; draws one for a terminal. A
//! transfer can be stopped at any moment.

mod cache;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use crate::{
    app::{Effect, Report, Ticket},
    net::{Accept, Address, Client, NetError, Policy, Response},
    picture::{decode, draw},
};

use super::{JobKind, Jobs, Reporter};
use cache::PictureCache;

/// Time between two looks at the stop flag.
const CHECK_INTERVAL: Duration = Duration::from_millis(30);
/// Time between two reports of progress.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(200);

/// Begins to fetch or to draw a picture.
pub(super) fn run(effect: Effect, jobs: &mut Jobs) {
    match effect {
        Effect::FetchPicture { ticket, address, allow_private } => {
            let (policy, cache) = (jobs.policy(allow_private), jobs.paths.cache.join("pictures"));
            jobs.spawn(ticket, JobKind::PICTURE, move |reporter, stop| {
                let report = fetch(&address, policy, cache, ticket, reporter, stop);
                reporter.send(ticket, report);
            });
        }
        Effect::DrawPicture { ticket, picture, surface } => {
            jobs.spawn(ticket, JobKind::PICTURE, move |reporter, _| {
                reporter.send(ticket, Report::PictureDrawn(Arc::new(draw(&picture, surface))));
            });
        }
        _ => {}
    }
}

/// Fetches the picture at an address.
fn fetch(
    address: &str,
    policy: Policy,
    cache: PathBuf,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Report {
    let cache = PictureCache::new(cache);
    if let Some(bytes) = cache.get(address)
        && let Ok(picture) = decode(&bytes)
    {
        return Report::Picture(Arc::new(picture), bytes.len());
    }
    let response = match transfer(address, policy, ticket, reporter, stop) {
        None => return Report::Done,
        Some(Err(error)) => return Report::Failed(format!("The picture was not fetched: {error}.")),
        Some(Ok(response)) => response,
    };
    if !(200..300).contains(&response.status) {
        let host = response.address.host();
        return Report::Failed(format!("The picture was not fetched: {host} answers with {}.", response.status));
    }
    match decode(&response.body) {
        Ok(mut picture) => {
            picture.is_cut |= response.cut.is_some();
            if !picture.is_cut {
                cache.insert(address, &response.body);
            }
            Report::Picture(Arc::new(picture), response.body.len())
        }
        Err(error) => Report::Failed(error.to_string()),
    }
}

/// The response of an address; none if it was stopped.
fn transfer(
    address: &str,
    policy: Policy,
    ticket: Ticket,
    reporter: &Reporter,
    stop: &AtomicBool,
) -> Option<Result<Response, NetError>> {
    let address = match Address::parse(address) {
        Ok(address) => address,
        Err(error) => return Some(Err(error.into())),
    };
    let client = Arc::new(Client::new(policy));
    let (sender, responses) = mpsc::channel();
    let worker = Arc::clone(&client);
    // Name look-ups cannot be interrupted: the thread is left behind when it is not waited for any more.
    let thread = std::thread::Builder::new().name("fetch".to_owned()).spawn(move || {
        let _ = sender.send(worker.get(&address, Accept::Picture, None));
    });
    if thread.is_err() {
        return Some(Err(NetError::Stopped));
    }
    let mut reported_at = Instant::now();
    loop {
        match responses.recv_timeout(CHECK_INTERVAL) {
            Ok(response) => return Some(response),
            Err(RecvTimeoutError::Disconnected) => return Some(Err(NetError::Stopped)),
            Err(RecvTimeoutError::Timeout) if stop.load(Ordering::Relaxed) => {
                client.stop();
                return None;
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if reported_at.elapsed() >= PROGRESS_INTERVAL {
            reported_at = Instant::now();
            reporter.send(ticket, Report::Progress(progress(client.transferred())));
        }
    }
}

/// A sentence about a transfer.
fn progress((received, expected): (u64, Option<u64>)) -> String {
    match expected {
        Some(expected) => format!("Fetching the picture: {} of {} kB", received / 1000, expected.div_ceil(1000)),
        None if received == 0 => "Fetching the picture".to_owned(),
        None => format!("Fetching the picture: {} kB", received / 1000),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixStream;

    use super::*;
    use crate::{
        net::{Server, ServerReply},
        picture::samples,
    };

    /// Fetches, with what was reported on the way.
    fn fetched(url: &str, cache: &tempfile::TempDir, stop: &AtomicBool) -> (Report, Vec<Report>) {
        let (sender, reports) = mpsc::channel();
        let (_held, wake) = UnixStream::pair().unwrap();
        let reporter = Reporter { reports: sender, wake };
        let policy = Policy { allow_private: true, ..Policy::default() };
        let report = fetch(url, policy, cache.path().join("pictures"), Ticket::NONE, &reporter, stop);
        drop(reporter);
        (report, reports.into_iter().map(|(_, report)| report).collect())
    }

    #[test]
    fn a_picture_is_fetched_once_whatever_kind_the_server_declares() {
        let jpeg = samples::jpeg(64, 48);
        let length = jpeg.len();
        let server = Server::start(move |_, _| ServerReply::ok("Content-Type: text/html", &jpeg));
        let cache = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let (report, _) = fetched(&server.url("/port.jpg"), &cache, &AtomicBool::new(false));
            let Report::Picture(picture, bytes) = report else { panic!("{report:?}") };
            assert_eq!((picture.size, picture.is_cut, bytes), ((64, 48), false, length));
        }
        assert_eq!(server.requests().len(), 1);
        assert!(server.requests()[0].header("accept").unwrap().starts_with("image/jpeg"));
    }

    #[test]
    fn what_cannot_be_shown_is_a_sentence_and_is_not_kept() {
        let half = samples::jpeg(64, 48);
        let server = Server::start(move |request, _| match request.target.as_str() {
            "/page" => ServerReply::ok("Content-Type: image/jpeg", "<!doctype html><p>gone"),
            "/none" => ServerReply::status("404 Not Found", "", ""),
            "/large" => ServerReply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n".to_vec()),
            "/endless" => ServerReply::Endless(b"HTTP/1.1 200 OK\r\n\r\n\xFF\xD8\xFF".to_vec(), vec![7; 65536]),
            "/half" => ServerReply::Bytes(
                [b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", &half[..half.len() / 2]].concat(),
            ),
            target => ServerReply::redirect("302 Found", &format!("{target}/")),
        });
        let cache = tempfile::tempdir().unwrap();
        for (path, sentence) in [
            ("/page", "leads to a page"),
            ("/none", "answers with 404."),
            ("/large", "larger than 20 MiB"),
            ("/endless", "larger than 20 MiB"),
            ("/elsewhere", "redirects from address to address"),
        ] {
            let (report, _) = fetched(&server.url(path), &cache, &AtomicBool::new(false));
            assert!(matches!(&report, Report::Failed(reason) if reason.contains(sentence)), "{path}: {report:?}");
        }
        let (report, _) = fetched("https://192.168.1.1:1/x", &cache, &AtomicBool::new(true));
        assert!(matches!(report, Report::Done | Report::Failed(_)), "{report:?}");
        let (report, _) = fetched(&server.url("/half"), &cache, &AtomicBool::new(false));
        assert!(matches!(&report, Report::Picture(picture, _) if picture.is_cut), "{report:?}");
        assert!(!cache.path().join("pictures").exists());
    }

    #[test]
    fn a_stop_ends_a_transfer_that_does_not_go_on() {
        let server = Server::start(|_, _| ServerReply::Silence);
        let cache = tempfile::tempdir().unwrap();
        let stop = AtomicBool::new(false);
        let (report, progress) = std::thread::scope(|scope| {
            let fetching = scope.spawn(|| fetched(&server.url("/"), &cache, &stop));
            while server.requests().is_empty() {
                std::thread::yield_now();
            }
            stop.store(true, Ordering::Relaxed);
            fetching.join().unwrap()
        });
        assert!(matches!(report, Report::Done), "{report:?}");
        assert!(progress.iter().all(|report| matches!(report, Report::Progress(_))));
    }

    #[test]
    fn progress_tells_the_whole_where_it_is_known() {
        assert_eq!(progress((0, None)), "Fetching the picture");
        assert_eq!(progress((120_400, None)), "Fetching the picture: 120 kB");
        assert_eq!(progress((0, Some(840_001))), "Fetching the picture: 0 of 841 kB");
    }
}
