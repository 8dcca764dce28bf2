//! Watching the library's folder, so that nobody has to wake up to see whether another program has changed something.
//! The kind of change is not reported.

use std::os::fd::AsFd;
use std::path::Path;

/// A folder that is watched.
#[derive(Debug)]
pub struct LibraryWatch(
    #[cfg(target_os = "linux")] linux::Folder,
    #[cfg(not(target_os = "linux"))] std::convert::Infallible,
);

impl LibraryWatch {
    /// Begins to watch a library; nothing where the system does not tell of every change: on a network another host's
    /// are not seen.
    #[must_use]
    pub fn begin(library: &Path) -> Option<LibraryWatch> {
        #[cfg(target_os = "linux")]
        return (!super::journal::on_network(library))
            .then(|| linux::Folder::watch(library).ok())
            .flatten()
            .map(LibraryWatch);
        #[cfg(not(target_os = "linux"))]
        return None;
    }

    /// Waits until something has happened to the library; `false` once `stop` can be read or is closed.
    #[must_use]
    pub fn wait(&self, stop: impl AsFd) -> bool {
        #[cfg(target_os = "linux")]
        return self.0.wait(stop.as_fd());
        #[cfg(not(target_os = "linux"))]
        match self.0 {}
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::mem::MaybeUninit;
    use std::os::fd::{BorrowedFd, OwnedFd};
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
    use rustix::io::{Errno, Result};

    /// Wait for further events that belong to the first: 50 ms.
    const TOGETHER: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

    /// A folder, and those it lies in, which may be moved as well.
    #[derive(Debug)]
    pub(super) struct Folder {
        events: OwnedFd,
        /// Prefix of the names that matter.
        name: Vec<u8>,
    }

    impl Folder {
        pub(super) fn watch(library: &Path) -> Result<Folder> {
            let events = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
            let real = library.canonicalize().map_err(|_| Errno::NOENT)?;
            let inside = WatchFlags::MODIFY
                | WatchFlags::ATTRIB
                | WatchFlags::CREATE
                | WatchFlags::DELETE
                | WatchFlags::MOVED_FROM
                | WatchFlags::MOVED_TO;
            let itself = WatchFlags::DELETE_SELF | WatchFlags::MOVE_SELF | WatchFlags::ONLYDIR;
            inotify::add_watch(&events, real.parent().ok_or(Errno::NOENT)?, inside | itself)?;
            if let Some(linked) = library.parent().filter(|folder| Some(*folder) != real.parent()) {
                inotify::add_watch(&events, linked, inside | itself)?;
            }
            for above in real.ancestors().skip(2) {
                // One that may not be read can be moved without being seen; the next write sees it.
                let _ = inotify::add_watch(&events, above, itself);
            }
            let name = library.file_name().map(|name| name.as_bytes().to_owned()).unwrap_or_default();
            Ok(Folder { events, name })
        }

        pub(super) fn wait(&self, stop: BorrowedFd<'_>) -> bool {
            loop {
                if self.ready(stop, None).is_none_or(|stopped| stopped) {
                    return false;
                }
                if self.take() {
                    break;
                }
            }
            // A change of the library is many events.
            if rest(stop) {
                return false;
            }
            let _ = self.take();
            true
        }

        /// Waits for an event; whether it was the stop. Nothing if the system cannot wait.
        fn ready(&self, stop: BorrowedFd<'_>, timeout: Option<&Timespec>) -> Option<bool> {
            let mut fds = [PollFd::new(&self.events, PollFlags::IN), PollFd::from_borrowed_fd(stop, PollFlags::IN)];
            match poll(&mut fds, timeout) {
                Ok(_) | Err(Errno::INTR) => Some(!fds[1].revents().is_empty()),
                Err(_) => None,
            }
        }

        /// Takes all events that have come; whether one of them concerns the library.
        fn take(&self) -> bool {
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut reader = Reader::new(&self.events, &mut buffer);
            let mut concerns = false;
            while let Ok(event) = reader.next() {
                let named = event.file_name().map(|name| name.to_bytes().starts_with(&self.name));
                concerns |= named.unwrap_or(true) || event.events().contains(ReadFlags::QUEUE_OVERFLOW);
            }
            concerns
        }
    }

    /// Lets what belongs together come; whether the stop came.
    fn rest(stop: BorrowedFd<'_>) -> bool {
        let mut fds = [PollFd::from_borrowed_fd(stop, PollFlags::IN)];
        poll(&mut fds, Some(&TOGETHER)).is_ok() && !fds[0].revents().is_empty()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn what_happens_to_the_library_is_told_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("data/kanbao");
        std::fs::create_dir_all(&inside).unwrap();
        let path = inside.join("library.db");
        std::fs::write(&path, "1").unwrap();
        let watch = LibraryWatch::begin(&path).unwrap();
        let (stop, keep) = UnixStream::pair().unwrap();
        std::fs::write(&path, "2").unwrap();
        assert!(watch.wait(&stop));
        std::fs::write(inside.join("library.db-wal"), "2").unwrap();
        assert!(watch.wait(&stop));
        std::fs::write(inside.join("other"), "x").unwrap();
        std::fs::write(inside.join("new"), "3").unwrap();
        std::fs::rename(inside.join("new"), &path).unwrap();
        assert!(watch.wait(&stop));
        std::fs::rename(&inside, folder.path().join("data/elsewhere")).unwrap();
        assert!(watch.wait(&stop));
        std::fs::rename(folder.path().join("data"), folder.path().join("moved")).unwrap();
        assert!(watch.wait(&stop));
        // What does not concern it keeps nobody from stopping.
        std::fs::write(folder.path().join("moved/elsewhere/other"), "x").unwrap();
        drop(keep);
        assert!(!watch.wait(&stop));
    }
}
