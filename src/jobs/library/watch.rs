//! A thread that waits for changes of the library by other programs and requests a check. It sleeps as long as
//! nothing happens.

use std::{os::unix::net::UnixStream, path::Path, sync::mpsc::Sender, thread::JoinHandle};

use crate::{app::Effect, store::database::LibraryWatch};

/// The thread; it ends when this is dropped.
#[derive(Debug)]
pub(in crate::jobs) struct Watcher {
    stop: Option<UnixStream>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    /// Begins to watch; `None` where the system does not report changes of files.
    pub(in crate::jobs) fn start(library: &Path, owner: Sender<Effect>) -> Option<Watcher> {
        let watch = LibraryWatch::begin(library)?;
        let (stop, stopped) = UnixStream::pair().ok()?;
        let thread = std::thread::Builder::new().name("watch".to_owned()).spawn(move || {
            while watch.wait(&stopped) {
                if owner.send(Effect::CheckLibrary).is_err() {
                    break;
                }
            }
        });
        Some(Watcher { stop: Some(stop), thread: Some(thread.ok()?) })
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
