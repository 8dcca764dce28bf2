//! What `less` sends to a terminal for the same text and the same keys, counted in a pty of its own.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Write},
    os::{
        fd::AsFd,
        unix::{ffi::OsStrExt, io::OwnedFd},
    },
    path::Path,
    process::{Child, Command},
};

use ratatui::layout::Size;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};

/// After so much silence an answer counts as whole.
const QUIET: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };

/// `less` on a text.
pub(crate) struct Less {
    child: Child,
    master: File,
    // Gone when this is dropped.
    _text: tempfile::NamedTempFile,
    /// Bytes of the first screen.
    pub first: usize,
}

impl Less {
    /// Starts it, where it is installed, with `setsid` for a terminal of its own.
    pub(crate) fn start(lines: &[String], size: Size) -> Option<Less> {
        let mut text = tempfile::NamedTempFile::new().ok()?;
        text.write_all((lines.join("\n") + "\n").as_bytes()).ok()?;
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).ok()?;
        grantpt(&master).ok()?;
        unlockpt(&master).ok()?;
        let name = ptsname(&master, Vec::new()).ok()?;
        let slave: OwnedFd = OpenOptions::new()
            .read(true)
            .write(true)
            .open(Path::new(std::ffi::OsStr::from_bytes(name.to_bytes())))
            .ok()?
            .into();
        tcsetwinsize(&master, Winsize { ws_row: size.height, ws_col: size.width, ws_xpixel: 0, ws_ypixel: 0 }).ok()?;
        let child = Command::new("setsid")
            .args(["--ctty", "less"])
            .arg(text.path())
            .env_clear()
            .envs([("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("PATH", "/usr/bin:/bin"), ("LESSHISTFILE", "-")])
            .stdin(slave.try_clone().ok()?)
            .stdout(slave.try_clone().ok()?)
            .stderr(slave)
            .spawn()
            .ok()?;
        let mut less = Less { child, master: File::from(master), _text: text, first: 0 };
        less.first = less.sent();
        (less.first > 0).then_some(less)
    }

    /// Bytes that it sends for some keys.
    pub(crate) fn keys(&mut self, keys: &str) -> Option<usize> {
        self.master.write_all(keys.as_bytes()).ok()?;
        Some(self.sent())
    }

    fn sent(&mut self) -> usize {
        let (mut sent, mut chunk) = (0, vec![0; 65_536]);
        while let Ok(1..) = poll(&mut [PollFd::from_borrowed_fd(self.master.as_fd(), PollFlags::IN)], Some(&QUIET)) {
            match self.master.read(&mut chunk) {
                Ok(count @ 1..) => sent += count,
                _ => break,
            }
        }
        sent
    }
}

impl Drop for Less {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
