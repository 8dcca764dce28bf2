//! The terminal a person sits at: the tty, raw mode, signals, hang-up. It feeds bytes to a session and writes what
//! comes back; it knows nothing of articles or screens.

pub(crate) mod ask;
mod crash;
pub mod guard;
mod interrupts;
mod signals;
mod tty;

pub use ask::ProbeOutcome;
pub use crash::{CrashReports, report_crashes_to};
pub use guard::GUARD_ARGUMENT;
pub use interrupts::Interrupts;

use std::{
    io::{self, IsTerminal},
    os::fd::AsFd,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::{
    session::{Next, Session},
    system::plain::plain,
};

use guard::TerminalGuard;

use signals::{SignalRequest, Signals};
use tty::Tty;

/// Bytes read from the terminal at once.
const MAX_READ_BYTES: usize = 64 * 1024;

/// Time for which input is applied before the terminal is read again.
const INPUT_SLICE: Duration = Duration::from_millis(40);
/// Bytes from which on a frame that has gone leaves no room behind.
const MAX_KEPT_SEND_BYTES: usize = 256 * 1024;

/// The end of a session at this terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The person left.
    Done,
    /// A signal with this number ended it.
    Signal(i32),
    /// The terminal went away.
    HungUp,
    /// A fault of the program; where the report lies, if it could be written.
    Crashed(Option<PathBuf>),
}

/// Reasons why no session could be held.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// Standard input or output is no terminal.
    #[error(
        "kanbao needs a terminal to read in, and standard input or output is not one; try “kanbao list” or “kanbao show latest”."
    )]
    NoTerminal,
    /// The terminal could not be used.
    #[error("the terminal could not be used: {}.", plain(.0))]
    Terminal(#[from] io::Error),
}

/// A terminal that is free for a session.
pub struct Local {
    tty: Tty,
    signals: Signals,
    guard: Option<TerminalGuard>,
}

impl Local {
    /// Finds the terminal this process runs in. `program` is this program's file: started a second time, it gives the
    /// terminal back if this process is ended before it can.
    ///
    /// # Errors
    /// When standard input or output is not a terminal, or it cannot be opened.
    pub fn find(program: Option<&Path>) -> Result<Local, LocalError> {
        let tty = Tty::open()?;
        let guard = program.and_then(|program| TerminalGuard::start(program, tty.handle().ok()?).ok());
        Ok(Local { tty, signals: Signals::register()?, guard })
    }

    /// Size of the terminal: columns and rows, each from 0.
    pub fn size(&self) -> (u16, u16) {
        self.tty.size()
    }

    /// Holds the session until it ends, then gives the terminal back as it was found. Crashes are
    /// reported as `crash` says.
    ///
    /// # Errors
    /// When the terminal cannot be put into raw mode.
    pub fn hold(mut self, mut session: Session, crash: &CrashReports) -> Result<Exit, LocalError> {
        self.enter(&session)?;
        let exit = catch_unwind(AssertUnwindSafe(|| self.serve(&mut session)));
        self.leave(&session);
        let hurried = !matches!(exit, Ok(Ok(Exit::Done)));
        let saved = catch_unwind(AssertUnwindSafe(|| session.close(hurried)));
        match (exit, saved) {
            (Ok(exit), Ok(())) => Ok(exit?),
            _ => Ok(Exit::Crashed(crash.report())),
        }
    }

    fn enter(&mut self, session: &Session) -> io::Result<()> {
        self.guard.iter_mut().for_each(TerminalGuard::note);
        self.tty.enter()?;
        self.guard.iter_mut().for_each(|guard| guard.hold(&session.leave()));
        Ok(())
    }

    fn leave(&mut self, session: &Session) {
        self.tty.leave(&session.leave());
        self.guard.iter_mut().for_each(TerminalGuard::free);
    }

    fn serve(&mut self, session: &mut Session) -> io::Result<Exit> {
        let start = Instant::now();
        session.declare_speed(self.tty.speed());
        // What prepares the terminal goes out with the first frame.
        let mut unsent = session.enter();
        let mut entering = true;
        let mut chunk = vec![0; MAX_READ_BYTES];
        loop {
            if session.next() == Next::Suspend {
                unsent = self.suspend(session)?;
                entering = true;
            }
            self.apply(session, start);
            // A frame is made only when the last one has gone: a slow line skips frames instead of queueing them.
            if (unsent.is_empty() || std::mem::take(&mut entering)) && session.next() == Next::Go {
                unsent.extend(session.frame(start.elapsed()));
                self.guard.iter_mut().for_each(|guard| guard.hold(&session.leave()));
            }
            if let Err(error) = self.tty.write(&mut unsent) {
                return hung_up_or(error);
            }
            if unsent.is_empty() && unsent.capacity() > MAX_KEPT_SEND_BYTES {
                unsent = Vec::new();
            }
            if session.next() == Next::Quit {
                return Ok(Exit::Done);
            }
            let working = session.has_work() && unsent.is_empty();
            // What changed while the last frame was being sent is shown now that it has gone.
            let pending = unsent.is_empty() && session.has_frame(start.elapsed());
            let patience = session.patience(!unsent.is_empty(), start.elapsed());
            let timeout = if working || pending { Some(Duration::ZERO) } else { patience };
            let ready = self.wait(session, !unsent.is_empty(), timeout)?;
            match self.signals.take() {
                Some(SignalRequest::Suspend) => {
                    unsent = self.suspend(session)?;
                    entering = true;
                }
                Some(SignalRequest::End(signal)) => return Ok(Exit::Signal(signal)),
                None => {}
            }
            // Not the time after the work, in which an answer may have come that has not been read.
            let now = start.elapsed();
            if ready.input {
                match self.tty.read(&mut chunk) {
                    Ok(0) => return Ok(Exit::HungUp),
                    Ok(count) => session.bytes(&chunk[..count], now),
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(error) => return hung_up_or(error),
                }
            } else if ready.hung_up {
                return Ok(Exit::HungUp);
            } else {
                if working {
                    session.work();
                }
                session.waited(now);
            }
        }
    }

    /// Gives a session all that has happened: the size of the terminal, reports of jobs, a slice of what was typed.
    fn apply(&self, session: &mut Session, start: Instant) {
        // The size is asked each time: that is cheaper than a signal that might be lost.
        let (columns, rows) = self.tty.size();
        session.resize(columns, rows);
        session.declare_cell(self.tty.cell());
        session.take_reports(start.elapsed());
        // Between two slices the terminal is read, so that what was typed ahead is known and Ctrl-C is found in it.
        let slice = Instant::now();
        while session.take_input(start.elapsed()) && slice.elapsed() < INPUT_SLICE {}
    }

    fn wait(&self, session: &Session, to_send: bool, timeout: Option<Duration>) -> io::Result<Ready> {
        let mut events = PollFlags::IN;
        events.set(PollFlags::OUT, to_send);
        let mut fds = [
            PollFd::from_borrowed_fd(self.tty.as_fd(), events),
            PollFd::from_borrowed_fd(self.signals.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(session.as_fd(), PollFlags::IN),
        ];
        let timeout =
            timeout.map(|wait| Timespec { tv_sec: wait.as_secs() as i64, tv_nsec: i64::from(wait.subsec_nanos()) });
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let happened = fds[0].revents();
        Ok(Ready {
            input: happened.contains(PollFlags::IN),
            hung_up: happened.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
        })
    }

    /// Gives the terminal to the shell and takes it back when the person returns. Returns what prepares it again.
    fn suspend(&mut self, session: &mut Session) -> io::Result<Vec<u8>> {
        self.leave(session);
        signals::stop_until_continued()?;
        self.signals.forget_suspend();
        self.enter(session)?;
        session.resumed();
        Ok(session.enter())
    }
}

/// Columns of the terminal that standard output goes to, if it goes to one.
pub fn columns_of_stdout() -> Option<u16> {
    let stdout = io::stdout();
    let size = stdout.is_terminal().then(|| rustix::termios::tcgetwinsize(&stdout).ok()).flatten()?;
    (size.ws_col > 0).then_some(size.ws_col)
}

struct Ready {
    input: bool,
    hung_up: bool,
}

/// True if an error means that the terminal is no longer there.
fn gone(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, NotConnected, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | ConnectionReset | NotConnected | UnexpectedEof)
        || error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error())
}

/// The end of a session by an error of the terminal.
fn hung_up_or(error: io::Error) -> io::Result<Exit> {
    if gone(&error) { Ok(Exit::HungUp) } else { Err(error) }
}
