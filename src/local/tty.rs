//! The tty device: opened a second time, so that making it non-blocking touches no other program's standard streams.

use std::{
    fs::{File, OpenOptions},
    io::{self, IsTerminal, Read, Write},
    os::{
        fd::{AsFd, BorrowedFd, OwnedFd},
        unix::{ffi::OsStrExt, fs::OpenOptionsExt},
    },
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::OFlags,
};

use super::LocalError;

/// Longest wait for the last bytes when the terminal is given back.
const LEAVE_TIMEOUT: Duration = Duration::from_millis(600);

/// The terminal device.
#[derive(Debug)]
pub(crate) struct Tty {
    file: File,
    entered: bool,
}

impl Tty {
    /// Opens the terminal that standard input and output are connected to.
    pub(crate) fn open() -> Result<Tty, LocalError> {
        let stdin = io::stdin();
        if !stdin.is_terminal() || !io::stdout().is_terminal() {
            return Err(LocalError::NoTerminal);
        }
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32;
        let open = |path: &std::path::Path| OpenOptions::new().read(true).write(true).custom_flags(flags).open(path);
        let named = rustix::termios::ttyname(&stdin, Vec::new())
            .map_err(io::Error::from)
            .and_then(|name| open(std::path::Path::new(std::ffi::OsStr::from_bytes(name.to_bytes()))));
        let file = named.or_else(|_| open(std::path::Path::new("/dev/tty")))?;
        Ok(Tty { file, entered: false })
    }

    /// Columns and rows; 0 by 0 when the terminal does not say.
    pub(crate) fn size(&self) -> (u16, u16) {
        rustix::termios::tcgetwinsize(&self.file).map_or((0, 0), |size| (size.ws_col, size.ws_row))
    }

    /// Width and height of a cell in pixels, if the device knows them.
    pub(crate) fn cell(&self) -> Option<(u16, u16)> {
        let size = rustix::termios::tcgetwinsize(&self.file).ok()?;
        let cell = (size.ws_xpixel.checked_div(size.ws_col)?, size.ws_ypixel.checked_div(size.ws_row)?);
        (cell.0 > 0 && cell.1 > 0).then_some(cell)
    }

    /// Bits a second that the device declares; 0 when it does not say.
    pub(crate) fn speed(&self) -> u32 {
        rustix::termios::tcgetattr(&self.file).map_or(0, |state| state.output_speed())
    }

    /// Raw mode.
    pub(crate) fn enter(&mut self) -> io::Result<()> {
        crossterm::terminal::enable_raw_mode()?;
        self.entered = true;
        Ok(())
    }

    /// The bytes that restore the screen, and the mode the terminal was found in. Does nothing the second time.
    pub(crate) fn leave(&mut self, bytes: &[u8]) {
        if !std::mem::take(&mut self.entered) {
            return;
        }
        write_all(&mut self.file, bytes);
        // A terminal that has gone away has no mode to restore.
        let _ = crossterm::terminal::disable_raw_mode();
    }

    /// Reads what is there.
    pub(crate) fn read(&mut self, chunk: &mut [u8]) -> io::Result<usize> {
        self.file.read(chunk)
    }

    /// Writes as much of `bytes` as the terminal takes now and leaves the rest in it.
    pub(crate) fn write(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        write(&mut self.file, bytes)
    }

    /// The same device, for another process.
    pub(crate) fn handle(&self) -> io::Result<OwnedFd> {
        Ok(self.file.try_clone()?.into())
    }
}

/// Writes as much of `bytes` as the terminal takes now and leaves the rest in it.
fn write(file: &mut File, bytes: &mut Vec<u8>) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::BrokenPipe.into()),
            Ok(count) => drop(bytes.drain(..count)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Writes everything, unless the terminal does not take it in time or is gone.
pub(crate) fn write_all(file: &mut File, bytes: &[u8]) {
    let mut rest = bytes.to_vec();
    let end = Instant::now() + LEAVE_TIMEOUT;
    while !rest.is_empty() && write(file, &mut rest).is_ok() && !rest.is_empty() && Instant::now() < end {
        let wait = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
        let _ = poll(&mut [PollFd::from_borrowed_fd(file.as_fd(), PollFlags::OUT)], Some(&wait));
    }
}

impl AsFd for Tty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}
