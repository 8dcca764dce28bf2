//! Signals as something to poll: a pipe that wakes the loop, and flags that say which signal it was.

use std::{
    io::{self, Read},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use rustix::process::Signal;
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    flag, low_level,
};

/// The request of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignalRequest {
    /// A pause until the shell continues the program.
    Suspend,
    /// An end, because of the signal with this number.
    End(i32),
}

/// The signals the program answers to.
#[derive(Debug)]
pub(crate) struct Signals {
    pipe: UnixStream,
    suspend: Arc<AtomicBool>,
    ends: Vec<(i32, Arc<AtomicBool>)>,
}

impl Signals {
    /// Takes over the signals that end, pause or resize a terminal program.
    pub(crate) fn register() -> io::Result<Signals> {
        let (pipe, writer) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        for signal in [SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGINT, SIGHUP, SIGQUIT] {
            low_level::pipe::register(signal, writer.try_clone()?)?;
        }
        let suspend = Arc::new(AtomicBool::new(false));
        flag::register(SIGTSTP, Arc::clone(&suspend))?;
        let mut ends = Vec::new();
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] {
            let raised = Arc::new(AtomicBool::new(false));
            flag::register(signal, Arc::clone(&raised))?;
            ends.push((signal, raised));
        }
        Ok(Signals { pipe, suspend, ends })
    }

    /// The request since the last call. An end comes before a pause.
    pub(crate) fn take(&mut self) -> Option<SignalRequest> {
        let mut drained = [0; 64];
        while matches!(self.pipe.read(&mut drained), Ok(count) if count > 0) {}
        if let Some((signal, _)) = self.ends.iter().find(|(_, raised)| raised.swap(false, Ordering::SeqCst)) {
            return Some(SignalRequest::End(*signal));
        }
        self.suspend.swap(false, Ordering::SeqCst).then_some(SignalRequest::Suspend)
    }

    /// Forgets a pause that was asked for: the signal that paused the whole job reached this process too.
    pub(crate) fn forget_suspend(&self) {
        self.suspend.store(false, Ordering::SeqCst);
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }
}

/// Stops the whole job, as the shell's own Ctrl-Z would, and returns when it is continued.
pub(crate) fn stop_until_continued() -> io::Result<()> {
    // The others of the job (a `make`, a pipeline) stop by default; this process has taken SIGTSTP over.
    rustix::process::kill_current_process_group(Signal::TSTP)?;
    rustix::process::kill_process(rustix::process::getpid(), Signal::STOP)?;
    Ok(())
}
