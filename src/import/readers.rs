//! Threads that read files ahead, so that the thread that stores their articles never waits for a parser.
//!
//! Each thread has a queue of its own and answers it in order: files are taken up in the order in which they were assigned
//! without anything being sorted, and a thread that is too far ahead waits. Nobody waits for a thread: one that is in a
//! long file, or on a slow disk, when the import is stopped, ends by itself.

use std::{
    convert::Infallible,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use super::{
    error::ImportError,
    file::{
        options::{Options, Summary},
        read_with,
    },
    read_ahead::ReadAhead,
};
use crate::{
    article::{Article, Incoming, KeptState},
    store::articles::{Arrival, PreparedArticle, prepare},
    text::StopCheck,
};

/// Limit of the threads; the one that stores their articles is soon the slowest.
const MAX_THREADS: usize = 4;

/// Time between two stop checks while a file is read.
pub(super) const CHECK_INTERVAL: Duration = Duration::from_millis(20);

/// An outcome of reading a file.
pub(super) enum ReadOutcome {
    /// An article.
    Article(Box<ReadArticle>),
    /// The end of the file.
    End(Result<Summary, ImportError>),
}

/// An article that was just read, prepared for the library.
pub(super) struct ReadArticle {
    pub(super) article: Article,
    pub(super) kept: Option<KeptState>,
    pub(super) prepared: PreparedArticle,
    /// About how many bytes of memory it takes.
    pub(super) bytes: usize,
}

/// The threads. Dropped, they end, each after the article it is at; that is not waited for.
pub(super) struct Readers {
    threads: Vec<Reader>,
    next: usize,
}

struct Reader {
    files: Sender<PathBuf>,
    readings: Receiver<ReadOutcome>,
    ahead: Arc<ReadAhead>,
}

/// Takes the outcomes of reading.
pub(super) trait OutcomeSink<E> {
    /// Takes an outcome of a file, and decides if the reading goes on.
    fn take(&mut self, path: &Path, reading: ReadOutcome) -> Result<ControlFlow<()>, E>;

    /// Checks for a stop.
    fn check_stop(&mut self) -> ControlFlow<()>;
}

/// A file that was assigned to a thread.
pub(super) struct AssignedFile {
    path: PathBuf,
    reader: Option<usize>,
}

impl Readers {
    /// Starts as many threads as there are processors. Where the system gives none, files are read when they are
    /// taken up.
    pub(super) fn start(options: &Options) -> Readers {
        let count = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MAX_THREADS);
        let threads = (0..count).map_while(|_| Reader::start(options.clone())).collect();
        Readers { threads, next: 0 }
    }

    /// Assigns a file to a thread.
    pub(super) fn assign(&mut self, path: PathBuf) -> AssignedFile {
        let reader = self.next.checked_rem(self.threads.len());
        self.next += 1;
        let sent = reader.filter(|reader| self.threads[*reader].files.send(path.clone()).is_ok());
        AssignedFile { path, reader: sent }
    }

    /// Takes up a file, in the order in which files were assigned, to its end or until `intake` breaks off; then nothing
    /// more can be taken up.
    pub(super) fn take<E>(
        &self,
        file: &AssignedFile,
        options: &Options,
        intake: &mut dyn OutcomeSink<E>,
    ) -> Result<ControlFlow<()>, E> {
        let Some(reader) = file.reader else {
            return read_here(&file.path, options, &mut |reading| intake.take(&file.path, reading));
        };
        let Reader { readings, ahead, .. } = &self.threads[reader];
        loop {
            let reading = match readings.recv_timeout(CHECK_INTERVAL) {
                Ok(reading) => reading,
                Err(RecvTimeoutError::Timeout) => {
                    if intake.check_stop().is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    continue;
                }
                // A thread that is gone has panicked.
                Err(RecvTimeoutError::Disconnected) => ReadOutcome::End(Err(ImportError::Fault(file.path.clone()))),
            };
            if let ReadOutcome::Article(article) = &reading {
                ahead.release(article.bytes);
            }
            let last = matches!(reading, ReadOutcome::End(_));
            if intake.take(&file.path, reading)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            if last {
                return Ok(ControlFlow::Continue(()));
            }
        }
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        for Reader { files, readings, ahead } in self.threads.drain(..) {
            drop((files, readings));
            ahead.close();
        }
    }
}

impl Reader {
    fn start(options: Options) -> Option<Reader> {
        let (files, assigned) = channel::<PathBuf>();
        let (read, readings) = channel();
        let ahead = Arc::new(ReadAhead::default());
        let own = Arc::clone(&ahead);
        let work = move || {
            for path in assigned {
                if serve(&path, &options, &read, &own).is_break() {
                    break;
                }
            }
        };
        thread::Builder::new().name("reading files".to_owned()).spawn(work).ok()?;
        Some(Reader { files, readings, ahead })
    }
}

fn serve(path: &Path, options: &Options, readings: &Sender<ReadOutcome>, ahead: &ReadAhead) -> ControlFlow<()> {
    let send =
        |reading| if readings.send(reading).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    if ahead.is_closed() {
        return ControlFlow::Break(());
    }
    let mut flow = ControlFlow::Continue(());
    let is_closed = || ahead.is_closed();
    let result = read_with(path, options, &StopCheck::new(&is_closed), &mut |incoming, _| {
        let article = prepared(incoming);
        ahead.reserve(article.bytes);
        flow = send(ReadOutcome::Article(article));
        flow
    });
    flow?;
    send(ReadOutcome::End(result))
}

/// Reads a file on this thread.
fn read_here<E>(
    path: &Path,
    options: &Options,
    take: &mut dyn FnMut(ReadOutcome) -> Result<ControlFlow<()>, E>,
) -> Result<ControlFlow<()>, E> {
    let mut flow = Ok(ControlFlow::Continue(()));
    let result = read_with(path, options, &StopCheck::never(), &mut |incoming, _| {
        flow = take(ReadOutcome::Article(prepared(incoming)));
        if matches!(flow, Ok(ControlFlow::Continue(()))) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    match flow? {
        ControlFlow::Continue(()) => take(ReadOutcome::End(result)),
        ControlFlow::Break(()) => Ok(ControlFlow::Break(())),
    }
}

/// An article ready to be stored, with its size. Its source is packed here and then dropped.
pub(super) fn prepared(incoming: Incoming) -> Box<ReadArticle> {
    /// Bytes of an article besides its text.
    const HEAD: usize = 1024;
    let Ok(prepared) = prepare(&Arrival::from(&incoming), &mut || Ok::<(), Infallible>(()));
    let Incoming { article, kept, source: _ } = incoming;
    let blocks: usize = article.blocks.iter().map(|block| block.text.len() + size_of_val(block)).sum();
    let related: usize = article.related.iter().map(String::len).sum();
    let bytes = HEAD + blocks + related + article.title.len() + prepared.bytes();
    Box::new(ReadArticle { article, kept, prepared, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Breaks off at the k-th stop check.
    struct Until(usize);

    impl OutcomeSink<()> for Until {
        fn take(&mut self, _: &Path, _: ReadOutcome) -> Result<ControlFlow<()>, ()> {
            Err(())
        }

        fn check_stop(&mut self) -> ControlFlow<()> {
            self.0 -= 1;
            if self.0 == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    }

    #[test]
    fn a_file_that_never_ends_is_not_waited_for() {
        let (files, _given) = channel();
        let (read, readings) = channel();
        let readers = Readers { threads: vec![Reader { files, readings, ahead: Arc::default() }], next: 0 };
        let file = AssignedFile { path: PathBuf::from("slow.html"), reader: Some(0) };
        for looks in [1, 3] {
            let taken = readers.take(&file, &Options::default(), &mut Until(looks));
            assert_eq!(taken, Ok(ControlFlow::Break(())));
        }
        drop(readers);
        // Whoever reads it finds out when it has read something.
        assert!(read.send(ReadOutcome::End(Err(ImportError::Fault(file.path)))).is_err());
    }
}
