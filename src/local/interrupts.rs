//! Signals that ask a verb to stop: the first has it end where nothing is lost, the second ends the program at once, as
//! the first does where a verb does not look.

use std::{
    fs::File,
    io::{self, Read},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag, low_level,
};

/// Requests that came by signals.
#[derive(Debug)]
pub struct Interrupts {
    signal: Arc<AtomicUsize>,
    pipe: UnixStream,
}

impl Interrupts {
    /// Takes over the signals that stop a verb, but for those that whoever started the program wants ignored.
    ///
    /// # Errors
    /// If the system refuses; the signals then end the program.
    pub fn register() -> io::Result<Interrupts> {
        let (pipe, writer) = UnixStream::pair()?;
        writer.set_nonblocking(true)?;
        let signal = Arc::new(AtomicUsize::new(0));
        let ignored = ignored(&std::fs::read_to_string("/proc/self/status").unwrap_or_default());
        for number in [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|number| ignored >> (number - 1) & 1 == 0) {
            let raised = Arc::new(AtomicBool::new(false));
            // In this order: the first signal finds the flag down.
            flag::register_conditional_default(number, Arc::clone(&raised))?;
            flag::register(number, raised)?;
            flag::register_usize(number, Arc::clone(&signal), usize::try_from(number).unwrap_or_default())?;
            low_level::pipe::register(number, writer.try_clone()?)?;
        }
        Ok(Interrupts { signal, pipe })
    }

    /// Asks whether there was such a signal.
    pub fn is_raised(&self) -> impl Fn() -> bool + Send + Sync + 'static {
        let signal = Arc::clone(&self.signal);
        move || signal.load(Ordering::Relaxed) != 0
    }

    /// The exit code of a program that such a signal has ended.
    #[must_use]
    pub fn code(&self) -> Option<u8> {
        match self.signal.load(Ordering::Relaxed) {
            0 => None,
            signal => Some(128 + u8::try_from(signal).unwrap_or(0)),
        }
    }

    /// The standard input, which such a signal breaks off.
    ///
    /// # Errors
    /// If there is none.
    pub fn input(&self) -> io::Result<impl Read> {
        let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
        Ok(Breakable { input, pipe: self.pipe.try_clone()? })
    }
}

/// A stream that is read as long as nothing comes by a pipe.
struct Breakable<R> {
    input: R,
    pipe: UnixStream,
}

impl<R: Read + AsFd> Read for Breakable<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let is_ready = |fd: &PollFd<'_>| !fd.revents().is_empty();
            let ready = |fd: BorrowedFd<'_>| -> io::Result<(bool, bool)> {
                let mut fds = [PollFd::from_borrowed_fd(fd, PollFlags::IN), PollFd::new(&self.pipe, PollFlags::IN)];
                match poll(&mut fds, None) {
                    Ok(_) | Err(rustix::io::Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
                Ok((is_ready(&fds[0]), is_ready(&fds[1])))
            };
            match ready(self.input.as_fd())? {
                (_, true) => return Err(io::Error::other("it was stopped")),
                (true, false) => return self.input.read(buffer),
                (false, false) => {}
            }
        }
    }
}

/// The signals that a process ignores, a bit each from 1, as Linux lists them; none where it does not.
fn ignored(status: &str) -> u64 {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_ignored_signals_are_read() {
        assert_eq!(ignored("Name:\tkanbao\nSigIgn:\t0000000000000003\n"), 3);
        assert_eq!(ignored(""), 0);
    }

    #[test]
    fn a_stream_that_nobody_writes_to_is_broken_off() {
        let (input, mut theirs) = UnixStream::pair().unwrap();
        let (pipe, mut signal) = UnixStream::pair().unwrap();
        let mut stream = Breakable { input, pipe };
        theirs.write_all(b"ab").unwrap();
        let mut buffer = [0; 8];
        assert_eq!(stream.read(&mut buffer).unwrap(), 2);
        signal.write_all(&[0]).unwrap();
        assert!(stream.read(&mut buffer).is_err());
    }
}
