//! A second process that gives the terminal back when the first could not: memory that ran out, SIGKILL and a stack
//! that overflowed end a process without a last word, and no handler may restore a terminal safely from inside.
//!
//! It is this program again with [`GUARD_ARGUMENT`], in a session of its own, so that what ends the reader or stops its
//! job does not reach it. It sleeps on a socket whose other end the reader holds: when that end closes while the
//! terminal is held, nobody has given it back. Without it (no second process to be had) the reader runs as well.

use std::{
    fs::File,
    io::{self, Read, Write},
    net::Shutdown,
    os::{
        fd::{AsFd, OwnedFd},
        unix::net::UnixStream,
    },
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    time::Duration,
};

use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

use super::tty;

/// The argument that makes this program the second process.
pub const GUARD_ARGUMENT: &str = "--give-the-terminal-back";

/// Longest wait for the other process to answer, or to end.
const GUARD_TIMEOUT: Duration = Duration::from_millis(500);
/// Bytes that restore a screen.
const MAX_RESTORE_BYTES: usize = 4096;
/// The message on a terminal that had to be given back.
const ENDED_MESSAGE: &[u8] =
    b"kanbao was ended all at once, from outside or for want of memory; the terminal is as it was before.\r\n";

/// The mode of the terminal is to be noted, as the one to go back to. It is answered by the same byte.
const NOTE: u8 = b'n';
/// The terminal is held from now on; two bytes of a length and so many bytes that restore its screen follow.
const HOLD: u8 = b'h';
/// The terminal has been given back.
const FREE: u8 = b'f';

/// The reader's end.
#[derive(Debug)]
pub(super) struct TerminalGuard {
    line: UnixStream,
    process: Child,
    /// The bytes it was last given to write.
    restore: Option<Vec<u8>>,
}

impl TerminalGuard {
    /// Starts `program` as the second process for a terminal.
    pub(super) fn start(program: &Path, terminal: OwnedFd) -> io::Result<TerminalGuard> {
        let (line, theirs) = UnixStream::pair()?;
        line.set_read_timeout(Some(GUARD_TIMEOUT))?;
        line.set_write_timeout(Some(GUARD_TIMEOUT))?;
        let process = Command::new(program)
            .arg(GUARD_ARGUMENT)
            .current_dir("/")
            .stdin(OwnedFd::from(theirs))
            .stdout(terminal)
            .stderr(Stdio::null())
            .spawn()?;
        Ok(TerminalGuard { line, process, restore: None })
    }

    /// The terminal is about to be taken: the mode it is in is the one to go back to.
    pub(super) fn note(&mut self) {
        let mut answer = [0];
        // One that does not answer cannot help, and does no harm.
        let _ = self.line.write_all(&[NOTE]).and_then(|()| self.line.read_exact(&mut answer));
    }

    /// The terminal is in raw mode, and `restore` restores its screen.
    pub(super) fn hold(&mut self, restore: &[u8]) {
        if self.restore.as_deref() == Some(restore) {
            return;
        }
        if let Ok(length) = u16::try_from(restore.len()) {
            let message = [&[HOLD], &length.to_le_bytes()[..], restore].concat();
            let _ = self.line.write_all(&message);
            self.restore = Some(restore.to_vec());
        }
    }

    /// The terminal has been given back.
    pub(super) fn free(&mut self) {
        let _ = self.line.write_all(&[FREE]);
        self.restore = None;
    }
}

impl Drop for TerminalGuard {
    /// Ends the second process, so that it does not outlive the reader.
    fn drop(&mut self) {
        let _ = self.line.shutdown(Shutdown::Write);
        let _ = self.line.read(&mut [0]);
        for _ in 0..20 {
            if !matches!(self.process.try_wait(), Ok(None)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// The second process: standard input is the reader's socket, standard output the terminal.
pub fn run_guard() -> ExitCode {
    let line = io::stdin().as_fd().try_clone_to_owned();
    let terminal = io::stdout().as_fd().try_clone_to_owned();
    if let (Ok(line), Ok(terminal)) = (line, terminal) {
        // Without a session of its own it could not change the terminal once the shell has taken it back.
        let _ = rustix::process::setsid();
        watch(UnixStream::from(line), File::from(terminal));
    }
    ExitCode::SUCCESS
}

/// A terminal that is held.
struct Held {
    /// The mode that the reader has put it into.
    raw: Termios,
    restore: Vec<u8>,
}

/// Follows the messages of the reader until there are no more, and gives the terminal back if the reader has not.
fn watch(mut line: UnixStream, mut terminal: File) {
    let (mut found, mut held) = (None, None);
    let mut kind = [0];
    while line.read_exact(&mut kind).is_ok() {
        match kind {
            [NOTE] => {
                found = tcgetattr(&terminal).ok();
                let _ = line.write_all(&kind);
            }
            [HOLD] => match read_restore_bytes(&mut line) {
                Ok(restore) => held = tcgetattr(&terminal).ok().map(|raw| Held { raw, restore }),
                Err(_) => break,
            },
            _ => held = None,
        }
    }
    if let (Some(found), Some(held)) = (found, held) {
        give_back(&mut terminal, &found, &held);
    }
}

fn read_restore_bytes(line: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    line.read_exact(&mut length)?;
    let mut restore = vec![0; usize::from(u16::from_le_bytes(length)).min(MAX_RESTORE_BYTES)];
    line.read_exact(&mut restore)?;
    Ok(restore)
}

fn give_back(terminal: &mut File, found: &Termios, held: &Held) {
    // A shell that was quicker has set the mode it wants.
    if tcgetattr(&*terminal).is_ok_and(|now| is_same(&now, &held.raw)) {
        // What was typed to the reader is no command line.
        let _ = tcflush(&*terminal, QueueSelector::IFlush);
        let _ = tcsetattr(&*terminal, OptionalActions::Now, found);
    }
    tty::write_all(terminal, &[&held.restore, ENDED_MESSAGE].concat());
}

fn is_same(one: &Termios, other: &Termios) -> bool {
    (one.input_modes, one.output_modes, one.control_modes, one.local_modes)
        == (other.input_modes, other.output_modes, other.control_modes, other.local_modes)
}

#[cfg(test)]
mod tests {
    use std::{fs::OpenOptions, os::unix::ffi::OsStrExt};

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    use super::*;

    /// The two sides of a pseudo-terminal.
    fn pty() -> (File, File) {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let path = Path::new(std::ffi::OsStr::from_bytes(name.to_bytes())).to_owned();
        (File::from(master), OpenOptions::new().read(true).write(true).open(path).unwrap())
    }

    /// Plays a reader that says these messages and dies. Returns the local modes before, while it was raw and after,
    /// and what was written.
    fn after(messages: &[&[u8]]) -> ([Termios; 3], Vec<u8>) {
        let (mut master, terminal) = pty();
        let found = tcgetattr(&terminal).unwrap();
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        let theirs_terminal = terminal.try_clone().unwrap();
        let process = std::thread::spawn(move || watch(theirs, theirs_terminal));
        ours.write_all(&[NOTE]).unwrap();
        ours.read_exact(&mut [0]).unwrap();
        let mut raw = found.clone();
        raw.make_raw();
        tcsetattr(&terminal, OptionalActions::Now, &raw).unwrap();
        for message in messages {
            ours.write_all(message).unwrap();
        }
        drop(ours);
        process.join().unwrap();
        let last = tcgetattr(&terminal).unwrap();
        (&terminal).write_all(b"$").unwrap();
        let mut written = vec![0; 4096];
        let count = master.read(&mut written).unwrap();
        written.truncate(count);
        ([found, raw, last], written)
    }

    #[test]
    fn a_terminal_that_nobody_gave_back_is_given_back() {
        let ([found, _, last], written) = after(&[b"h\x03\x00<x>"]);
        assert!(is_same(&found, &last));
        assert!(written.starts_with(b"<x>kanbao was ended"), "{}", written.escape_ascii());
        // Another way to restore the screen takes the place of the first.
        let (_, written) = after(&[b"h\x03\x00<x>", b"h\x01\x00y"]);
        assert!(written.starts_with(b"ykanbao"), "{}", written.escape_ascii());
    }

    #[test]
    fn one_that_was_given_back_or_never_taken_is_left_alone() {
        for messages in [&[&b"h\x03\x00<x>"[..], b"f"][..], &[], &[b"h\x03"]] {
            let ([_, raw, last], written) = after(messages);
            assert!(is_same(&raw, &last), "{messages:?}");
            assert_eq!(written, b"$", "{messages:?}");
        }
    }
}
