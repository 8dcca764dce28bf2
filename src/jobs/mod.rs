//! Runs the app's effects on threads and brings their answers back. One thread owns the library and answers in order;
//! imports and table loading have threads of their own and can be stopped.
//!
//! Nothing in here decides what is to be done, and nothing draws.

mod browse;
mod history;
mod import;
mod kind;
mod library;
mod picture;
mod saving;
mod search;
mod sync;

#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    io::{Read, Write},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use crate::{
    app::{Effect, Report, Ticket},
    net::{Policy, Proxies},
    script::conversion::{Config, Converters},
    store::{Door, Library, StoreError, database::Stop},
};

use kind::JobKind;
use library::{Backlog, Watcher};
use search::{Search, Searcher};

/// Time that the jobs that are not waited for have to end when the session does.
const END_TIMEOUT: Duration = Duration::from_millis(250);
/// Time between two checks whether they have ended.
const CHECK_INTERVAL: Duration = Duration::from_millis(2);

/// Paths and proxies that jobs work with.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The library file.
    pub library: PathBuf,
    /// The proxies that the environment names.
    pub proxies: Proxies,
    /// Folder in which typed lines are remembered.
    pub state: PathBuf,
    /// Folder for what can be fetched again.
    pub cache: PathBuf,
}

/// The jobs of one session.
pub struct Jobs {
    paths: Paths,
    door: Option<Door>,
    converters: Arc<Converters>,
    requests: Sender<Effect>,
    watcher: Option<Watcher>,
    backlog: Backlog,
    library: JoinHandle<()>,
    threads: Vec<Thread>,
    searcher: Option<Searcher>,
    stops: HashMap<Ticket, (JobKind, Arc<AtomicBool>)>,
    reporter: Reporter,
    reports: Receiver<(Ticket, Report)>,
    wake: UnixStream,
}

/// A job that has been begun.
struct Thread {
    handle: JoinHandle<()>,
    kind: JobKind,
}

/// Way back to the session. Every copy can wake the session.
#[derive(Debug)]
struct Reporter {
    reports: Sender<(Ticket, Report)>,
    wake: UnixStream,
}

impl Reporter {
    /// Sends an answer; once the session is gone it goes nowhere.
    fn send(&self, ticket: Ticket, report: Report) {
        if self.reports.send((ticket, report)).is_ok() {
            // A full pipe means the session is being woken already.
            let _ = (&self.wake).write(&[0]);
        }
    }

    fn copy(&self) -> std::io::Result<Reporter> {
        Ok(Reporter { reports: self.reports.clone(), wake: self.wake.try_clone()? })
    }
}

impl Jobs {
    /// Starts the thread that owns the library.
    ///
    /// # Errors
    /// When the library cannot be used, or the system gives no thread or pipe.
    pub fn start(paths: Paths, library: Library, converters: Arc<Converters>) -> Result<Jobs, std::io::Error> {
        let (sender, reports) = mpsc::channel();
        let (wake, writer) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        writer.set_nonblocking(true)?;
        let reporter = Reporter { reports: sender, wake: writer };
        let (requests, effects) = mpsc::channel();
        let own = reporter.copy()?;
        let state = paths.state.clone();
        let door = library.door();
        let watcher = Watcher::start(&paths.library, requests.clone());
        let is_watched = watcher.is_some();
        let backlog = Backlog::default();
        let counted = backlog.clone();
        let thread = std::thread::Builder::new().name("library".to_owned()).spawn(move || {
            library::serve(library, &effects, &counted, is_watched, &state, &own);
        })?;
        Ok(Jobs {
            paths,
            door,
            converters,
            requests,
            watcher,
            backlog,
            library: thread,
            threads: Vec::new(),
            searcher: None,
            stops: HashMap::new(),
            reporter,
            reports,
            wake,
        })
    }

    /// Begins what an effect asks for.
    pub(crate) fn run(&mut self, effect: Effect) {
        match effect {
            Effect::LoadTables { ticket, configs } => self.load(ticket, configs),
            Effect::ReadConversions { ticket } => self.read_conversions(ticket),
            Effect::Import { ticket, paths } => self.import(ticket, import::ImportSubject::Paths(paths)),
            Effect::ImportSample { ticket } => self.import(ticket, import::ImportSubject::Sample),
            Effect::Sync { ticket, allow_private } => {
                let policy = self.policy(allow_private);
                self.read(ticket, JobKind::SYNC, move |library, reporter, stop| {
                    sync::run(library, &policy, ticket, reporter, stop)
                });
            }
            Effect::AddFeed { ticket, address, fulltext, allow_private } => {
                let policy = self.policy(allow_private);
                self.read(ticket, JobKind::FEED, move |library, _, stop| {
                    Ok(sync::add(library, policy, &address, fulltext, stop))
                });
            }
            // Copying takes its time; everything else keeps its place among the marks.
            Effect::Backup { ticket, file } => {
                self.read(ticket, JobKind::COPY, move |library, _, _| saving::back_up(library, &file));
            }
            Effect::Export { ticket, id, format, folder } => {
                self.read(ticket, JobKind::COPY, move |library, _, stop| {
                    Ok(saving::export_article(library, id, format, &folder, stop))
                });
            }
            Effect::Search { ticket, query } => self.search(ticket, Search::Terms(query)),
            Effect::Related { ticket, id } => self.search(ticket, Search::Related(id)),
            Effect::Index { ticket } => {
                self.read(ticket, JobKind::INDEX, move |library, reporter, stop| {
                    search::index(library, ticket, reporter, stop)
                });
            }
            Effect::Keywords { ticket, article } => {
                self.spawn(ticket, JobKind::KEYWORDS, move |reporter, stop| {
                    if let Some(report) = search::keywords(&article, stop) {
                        reporter.send(ticket, report);
                    }
                });
            }
            effect @ (Effect::FetchPicture { .. } | Effect::DrawPicture { .. }) => picture::run(effect, self),
            Effect::Browse { ticket, command } => self.browse(ticket, &command),
            Effect::Stop(ticket) => self.stop(ticket),
            Effect::Reopen { ticket } => {
                self.release_library();
                drop(self.requests.send(Effect::Reopen { ticket }));
            }
            // The thread lives as long as this sender; it ends only by `finish`.
            other => {
                self.backlog.add(&other);
                drop(self.requests.send(other));
            }
        }
    }

    /// Stops the job with a ticket.
    fn stop(&mut self, ticket: Ticket) {
        if let Some((_, stop)) = self.stops.remove(&ticket) {
            stop.store(true, Ordering::Relaxed);
        }
        self.searcher.iter().for_each(|searcher| searcher.stop(ticket));
    }

    /// Makes every job release the library: it can be opened anew only when nothing uses it.
    fn release_library(&self) {
        for (_, stop) in self.stops.values() {
            stop.store(true, Ordering::Relaxed);
        }
        self.searcher.iter().for_each(Searcher::close);
    }

    /// True if so many marks wait to be written that a person's next ones should wait as well.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.backlog.is_full()
    }

    /// The next answer, if one has come.
    pub(crate) fn next_report(&mut self) -> Option<(Ticket, Report)> {
        let mut drained = [0; 64];
        while matches!((&self.wake).read(&mut drained), Ok(count) if count > 0) {}
        self.reports.try_recv().ok()
    }

    /// Stops what can be stopped and waits until everything that must be remembered is written, and for other jobs as
    /// far as `JobKind` says; a session that ends by a signal or loses its terminal is `hurried`.
    pub fn finish(self, hurried: bool) {
        for (kind, stop) in self.stops.values() {
            if kind.is_stopped(hurried) {
                stop.store(true, Ordering::Relaxed);
            }
        }
        drop((self.watcher, self.requests));
        let searcher = self.searcher.map(|searcher| Thread { handle: searcher.end(), kind: JobKind::SEARCH });
        let end = Instant::now() + END_TIMEOUT;
        // A thread that panicked has reported so; the others are still waited for.
        let _ = self.library.join();
        for Thread { handle, kind } in self.threads.into_iter().chain(searcher) {
            while !handle.is_finished() && (kind.is_awaited(hurried) || Instant::now() < end) {
                std::thread::sleep(CHECK_INTERVAL);
            }
        }
    }

    /// Sends a request to the search worker, which is started at the first need.
    fn search(&mut self, ticket: Ticket, search: Search) {
        // A library in memory has one connection.
        let Some(door) = &self.door else {
            return self.reporter.send(ticket, Report::Failed(NOT_IN_A_FILE.to_owned()));
        };
        if self.searcher.is_none() {
            let started = self.reporter.copy().and_then(|reporter| Searcher::start(door.clone(), reporter));
            self.searcher = started.ok();
        }
        match &mut self.searcher {
            Some(searcher) => searcher.search(ticket, search),
            None => self.reporter.send(ticket, Report::Failed(JobKind::SEARCH.no_thread())),
        }
    }

    fn load(&mut self, ticket: Ticket, configs: Vec<Config>) {
        let converters = Arc::clone(&self.converters);
        self.spawn(ticket, JobKind::TABLES, move |reporter, stop| {
            let last = configs.len().saturating_sub(1);
            for (index, config) in configs.into_iter().enumerate() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                if let Err(error) = converters.load(config) {
                    return reporter.send(ticket, Report::Failed(error.to_string()));
                }
                if index < last {
                    reporter.send(ticket, Report::TableLoaded);
                }
            }
            reporter.send(ticket, Report::TablesLoaded);
        });
    }

    fn read_conversions(&mut self, ticket: Ticket) {
        let converters = Arc::clone(&self.converters);
        self.spawn(ticket, JobKind::CONVERSIONS, move |reporter, _| {
            let read = converters.refresh_exceptions();
            let report = read.map_or_else(|error| Report::Failed(error.to_string()), Report::ConversionsRead);
            reporter.send(ticket, report);
        });
    }

    fn import(&mut self, ticket: Ticket, what: import::ImportSubject) {
        self.read(ticket, JobKind::IMPORT, move |library, reporter, stop| {
            import::run(library, what, ticket, reporter, stop)
        });
    }

    fn policy(&self, allow_private: bool) -> Policy {
        Policy { allow_private, proxies: self.paths.proxies.clone(), ..Policy::default() }
    }

    /// Runs a job on a connection of its own, so that the list and the article do not wait for it.
    fn read(
        &mut self,
        ticket: Ticket,
        kind: JobKind,
        job: impl FnOnce(&mut Library, &Reporter, &Arc<AtomicBool>) -> Result<Report, StoreError> + Send + 'static,
    ) {
        let door = self.door.clone();
        self.spawn(ticket, kind, move |reporter, stop| {
            // A library in memory has one connection.
            let Some(door) = door else { return reporter.send(ticket, Report::Failed(NOT_IN_A_FILE.to_owned())) };
            let done = door.open().and_then(|mut library| {
                // While SQLite runs a statement, only SQLite itself can check the flag.
                library.stop_by(Some(Stop::flag(Arc::clone(stop))))?;
                job(&mut library, reporter, stop)
            });
            reporter.send(ticket, done.unwrap_or_else(|error| Report::Failed(error.to_string())));
        });
    }

    fn spawn(&mut self, ticket: Ticket, kind: JobKind, job: impl FnOnce(&Reporter, &Arc<AtomicBool>) + Send + 'static) {
        let stop = Arc::new(AtomicBool::new(false));
        let Ok(reporter) = self.reporter.copy() else {
            return self.reporter.send(ticket, Report::Failed(kind.no_thread()));
        };
        let flag = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name(kind.name.to_owned()).spawn(move || {
            // A fault in one job ends that job and is reported; the reader goes on.
            if catch_unwind(AssertUnwindSafe(|| job(&reporter, &flag))).is_err() {
                reporter.send(ticket, Report::Failed("a fault of kanbao stopped this; please report it".to_owned()));
            }
        });
        match thread {
            Ok(handle) => {
                self.threads.retain(|thread| !thread.handle.is_finished());
                self.threads.push(Thread { handle, kind });
                self.stops.insert(ticket, (kind, stop));
            }
            Err(_) => self.reporter.send(ticket, Report::Failed(kind.no_thread())),
        }
    }
}

/// Reason why a library in memory is not searched.
const NOT_IN_A_FILE: &str = "this library is not in a file";

impl AsFd for Jobs {
    /// Readable when an answer has come.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.wake.as_fd()
    }
}
