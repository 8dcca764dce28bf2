//! The search worker: one thread with one connection answers all searches of a session, one after the other. Each request
//! has a generation; a newer one stops the older wherever it is.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
};

use crate::{
    app::{Report, Ticket},
    search::query::Terms,
    store::{ArticleId, Door, Library, StoreError, database::Stop},
};

use super::{MAX_HITS, related, search};
use crate::jobs::{JobKind, Reporter};

/// Subject of a search.
#[derive(Debug)]
pub(in crate::jobs) enum Search {
    /// Articles that meet a query.
    Terms(Terms),
    /// Articles about the same thing as one.
    Related(ArticleId),
}

enum Request {
    Search {
        generation: u64,
        ticket: Ticket,
        search: Search,
    },
    /// Let go of the library.
    Close,
}

/// A handle to the search worker.
pub(in crate::jobs) struct Searcher {
    requests: Sender<Request>,
    generation: Arc<AtomicU64>,
    /// The ticket of the last request.
    current: Ticket,
    thread: JoinHandle<()>,
}

impl Searcher {
    /// Starts the worker. It opens its connection when it is first asked.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(in crate::jobs) fn start(door: Door, reporter: Reporter) -> std::io::Result<Searcher> {
        let (requests, received) = channel();
        let generation = Arc::new(AtomicU64::new(0));
        let current = Arc::clone(&generation);
        let worker = Worker { door, library: None, generation: current, reporter };
        let thread =
            std::thread::Builder::new().name(JobKind::SEARCH.name.to_owned()).spawn(move || worker.serve(&received))?;
        Ok(Searcher { requests, generation, current: Ticket::NONE, thread })
    }

    /// Searches for something, in place of what is being searched for.
    pub(in crate::jobs) fn search(&mut self, ticket: Ticket, search: Search) {
        let generation = self.supersede();
        self.current = ticket;
        // The worker lives as long as this sender.
        let _ = self.requests.send(Request::Search { generation, ticket, search });
    }

    /// Stops the search with this ticket, if it is the last one.
    pub(in crate::jobs) fn stop(&self, ticket: Ticket) {
        if self.current == ticket {
            self.supersede();
        }
    }

    /// Stops the search and lets go of the library, which is opened anew with the next request.
    pub(in crate::jobs) fn close(&self) {
        self.supersede();
        let _ = self.requests.send(Request::Close);
    }

    /// Stops the search and ends the worker; its thread comes back, to be waited for.
    pub(in crate::jobs) fn end(self) -> JoinHandle<()> {
        self.supersede();
        self.thread
    }

    /// Makes every request so far an old one. Returns the generation of the next.
    fn supersede(&self) -> u64 {
        self.generation.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// The side of the thread.
struct Worker {
    door: Door,
    library: Option<Library>,
    generation: Arc<AtomicU64>,
    reporter: Reporter,
}

impl Worker {
    fn serve(mut self, requests: &Receiver<Request>) {
        while let Ok(request) = requests.recv() {
            let Request::Search { generation, ticket, search } = request else {
                self.library = None;
                continue;
            };
            if self.generation.load(Ordering::Relaxed) != generation {
                continue;
            }
            // A fault in one search ends that search and is reported; the next one has a connection of its own.
            let answered = catch_unwind(AssertUnwindSafe(|| self.answer(generation, ticket, &search)));
            let report = answered.unwrap_or_else(|_| {
                self.library = None;
                Report::Failed("a fault of kanbao stopped this; please report it".to_owned())
            });
            if self.generation.load(Ordering::Relaxed) == generation {
                self.reporter.send(ticket, report);
            }
        }
    }

    fn answer(&mut self, generation: u64, ticket: Ticket, what: &Search) -> Report {
        let current = Arc::clone(&self.generation);
        let is_stopped = move || current.load(Ordering::Relaxed) != generation;
        // While SQLite runs a statement, only SQLite itself can ask whether to stop.
        let report = self.take_library(Stop::new(is_stopped.clone())).and_then(|library| {
            let report = match what {
                Search::Terms(terms) => search(&library, terms, MAX_HITS, ticket, &self.reporter, &is_stopped),
                Search::Related(id) => related(&library, *id, ticket, &self.reporter, &is_stopped),
            };
            // What looks damaged may be two libraries in one: the next search opens it anew.
            self.library = Some(library).filter(|_| report.is_ok());
            report
        });
        report.unwrap_or_else(|error| Report::Failed(error.to_string()))
    }

    /// The connection, if the library still is what was opened; else a new one.
    fn take_library(&mut self, stop: Stop) -> Result<Library, StoreError> {
        let usable = |library: Library| (library.verify().is_ok() && !library.is_outdated()).then_some(library);
        let mut library = match self.library.take().and_then(usable) {
            Some(library) => library,
            None => self.door.open()?,
        };
        library.stop_by(Some(stop))?;
        Ok(library)
    }
}

#[cfg(test)]
mod tests {
    use std::{os::unix::net::UnixStream, sync::mpsc, time::Duration};

    use super::*;
    use crate::store::LOCAL_READER;

    /// More than any search of these tests takes; it is waited for only if one fails.
    const TIMEOUT: Duration = Duration::from_mins(2);

    #[test]
    fn one_worker_answers_the_newest_request_and_lets_go_of_the_library() {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(&folder.path().join("library.db"), LOCAL_READER).unwrap();
        crate::import::import_sample(&mut library, jiff::Timestamp::UNIX_EPOCH).unwrap();
        let (reports, received) = mpsc::channel();
        let (wake, _woken) = UnixStream::pair().unwrap();
        let mut searcher = Searcher::start(library.door().unwrap(), Reporter { reports, wake }).unwrap();
        let terms = |typed: &str| Search::Terms(Terms::parse(typed).unwrap());
        let finished = |ticket: Ticket| {
            loop {
                let (answered, report) = received.recv_timeout(TIMEOUT).expect("an answer");
                match report {
                    Report::Hits(_) => {}
                    report => return (answered == ticket && matches!(report, Report::Searched { .. })).then_some(()),
                }
            }
        };
        // Of requests that are made at once only the last is sure of an answer; an older one has it before, or never.
        for ticket in (1..=20).map(Ticket) {
            searcher.search(ticket, terms("灯塔"));
        }
        let last = Ticket(20);
        while finished(last).is_none() {}
        searcher.search(Ticket(21), terms("灯塔"));
        searcher.stop(Ticket(21));
        // What is stopped stays so; what comes behind it is answered by the same worker, also after it has let go of the
        // library.
        searcher.close();
        searcher.search(Ticket(22), terms("灯塔"));
        while finished(Ticket(22)).is_none() {}
        searcher.end().join().unwrap();
        assert!(received.try_recv().is_err(), "nothing is reported behind the last answer");
    }
}
