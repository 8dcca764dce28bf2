//! Threads that read files ahead, so that the thread that keeps what they read never waits for a parser.
//!
//! Each thread has a queue of its own and answers it in order: files are taken up in the order they were given out
//! without anything being sorted, and a thread that is too far ahead waits.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
};

use super::{ImportError, Options, Summary, ahead::Ahead, read_with};
use crate::{
    article::Article,
    store::{Hashes, hashes},
};

/// Threads at the most; the one that keeps what they read is soon the slowest.
const MOST: usize = 4;

/// What was read of a file.
pub(super) enum Reading {
    /// An article.
    Article(Box<Fresh>),
    /// The end of the file.
    End(Result<Summary, ImportError>),
}

/// An article that was just read.
pub(super) struct Fresh {
    pub(super) article: Article,
    pub(super) hashes: Hashes,
    /// About how many bytes of memory it takes.
    pub(super) bytes: usize,
}

/// The threads. Dropped, they end, each after the article it is at.
pub(super) struct Readers {
    threads: Vec<Reader>,
    next: usize,
}

struct Reader {
    files: Sender<PathBuf>,
    readings: Receiver<Reading>,
    ahead: Arc<Ahead>,
    thread: JoinHandle<()>,
}

/// A file that was given out.
pub(super) struct Given {
    path: PathBuf,
    reader: Option<usize>,
}

impl Given {
    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Readers {
    /// Starts as many threads as there are processors. Where the system gives none, files are read when they are
    /// taken up.
    pub(super) fn start(options: &Options) -> Readers {
        let count = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST);
        let threads = (0..count).map_while(|_| Reader::start(options.clone())).collect();
        Readers { threads, next: 0 }
    }

    /// Gives a file out to be read.
    pub(super) fn give(&mut self, path: PathBuf) -> Given {
        let reader = self.next.checked_rem(self.threads.len());
        self.next += 1;
        let sent = reader.filter(|reader| self.threads[*reader].files.send(path.clone()).is_ok());
        Given { path, reader: sent }
    }

    /// Takes up a file, in the order in which files were given out, to its end or until `take` breaks off; then
    /// nothing more can be taken up.
    pub(super) fn take<E>(
        &self,
        file: &Given,
        options: &Options,
        take: &mut dyn FnMut(Reading) -> Result<ControlFlow<()>, E>,
    ) -> Result<ControlFlow<()>, E> {
        let Some(reader) = file.reader else {
            return read_here(&file.path, options, take);
        };
        let Reader { readings, ahead, .. } = &self.threads[reader];
        loop {
            // A thread that is gone has met a fault of its own.
            let reading = readings.recv().unwrap_or_else(|_| Reading::End(Err(ImportError::Fault(file.path.clone()))));
            if let Reading::Article(fresh) = &reading {
                ahead.taken(fresh.bytes);
            }
            let last = matches!(reading, Reading::End(_));
            if take(reading)?.is_break() {
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
        for Reader { files, readings, ahead, thread } in self.threads.drain(..) {
            drop((files, readings));
            ahead.close();
            // A fault in it has been told as the fault of a file.
            let _ = thread.join();
        }
    }
}

impl Reader {
    fn start(options: Options) -> Option<Reader> {
        let (files, given) = channel::<PathBuf>();
        let (read, readings) = channel();
        let ahead = Arc::new(Ahead::default());
        let own = Arc::clone(&ahead);
        let work = move || {
            for path in given {
                if serve(&path, &options, &read, &own).is_break() {
                    break;
                }
            }
        };
        let thread = thread::Builder::new().name("reading files".to_owned()).spawn(work).ok()?;
        Some(Reader { files, readings, ahead, thread })
    }
}

fn serve(path: &Path, options: &Options, readings: &Sender<Reading>, ahead: &Ahead) -> ControlFlow<()> {
    let send =
        |reading| if readings.send(reading).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    let mut flow = ControlFlow::Continue(());
    let result = read_with(path, options, &mut |article, _| {
        let fresh = fresh(article);
        ahead.wait(fresh.bytes);
        flow = send(Reading::Article(fresh));
        flow
    });
    flow?;
    send(Reading::End(result))
}

/// Reads a file on this thread.
fn read_here<E>(
    path: &Path,
    options: &Options,
    take: &mut dyn FnMut(Reading) -> Result<ControlFlow<()>, E>,
) -> Result<ControlFlow<()>, E> {
    let mut flow = Ok(ControlFlow::Continue(()));
    let result = read_with(path, options, &mut |article, _| {
        flow = take(Reading::Article(fresh(article)));
        if matches!(flow, Ok(ControlFlow::Continue(()))) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    match flow? {
        ControlFlow::Continue(()) => take(Reading::End(result)),
        broken => Ok(broken),
    }
}

/// An article with what is to be known of it before it is kept.
pub(super) fn fresh(article: Article) -> Box<Fresh> {
    /// What an article takes besides its text.
    const HEAD: usize = 1024;
    let hashes = hashes(&article);
    let blocks: usize = article.blocks.iter().map(|block| block.text.len() + size_of_val(block)).sum();
    let related: usize = article.related.iter().map(String::len).sum();
    Box::new(Fresh { hashes, bytes: HEAD + blocks + related + article.title.len(), article })
}
