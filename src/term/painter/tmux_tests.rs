//! The same frames in a real tmux: `cargo test --lib tmux -- --ignored`. Needs tmux 3 and `mkfifo`.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    process::{Command, Output},
    time::{Duration, Instant},
};

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
    style::Modifier,
};

use super::emulators::{Emulator, Seen};
use super::replay_tests::{Change, apply, expected, frames};
use super::*;
use crate::term::{
    capability::{Depth, Scroll},
    modes,
};

/// A tmux server of our own with one pane that shows what is written to a pipe.
struct Tmux {
    folder: tempfile::TempDir,
    pipe: File,
}

impl Tmux {
    fn start() -> Tmux {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let show = format!("stty raw -echo; cat {}", pipe.display());
        tmux(&folder, &["-u", "-f", "/dev/null", "new-session", "-d", "-x", "40", "-y", "12", &show]);
        tmux(&folder, &["set-option", "-g", "status", "off"]);
        tmux(&folder, &["resize-window", "-x", "40", "-y", "12"]);
        let pipe = OpenOptions::new().write(true).open(pipe).unwrap();
        Tmux { folder, pipe }
    }

    fn screen(&self) -> Vec<Vec<Seen>> {
        let captured = tmux(&self.folder, &["capture-pane", "-p", "-e", "-N"]).stdout;
        let text = String::from_utf8(captured).unwrap().replace('\n', "\x1b[m\r\n");
        let mut emulator = vt100::Parser::new(13, 41, 0);
        emulator.feed(text.as_bytes());
        let mut rows = Emulator::screen(&emulator);
        rows.truncate(12);
        for row in &mut rows {
            row.truncate(40);
        }
        rows
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        tmux(&self.folder, &["kill-server"]);
    }
}

fn tmux(folder: &tempfile::TempDir, arguments: &[&str]) -> Output {
    let socket = folder.path().join("socket");
    Command::new("tmux").arg("-S").arg(socket).args(arguments).output().unwrap()
}

#[test]
#[ignore = "needs tmux"]
fn tmux_shows_the_frames() {
    const KEPT: Modifier = Modifier::BOLD.union(Modifier::ITALIC).union(Modifier::UNDERLINED).union(Modifier::REVERSED);
    let mut runner = TestRunner::deterministic();
    for case in 0..20 {
        let mut tmux = Tmux::start();
        tmux.pipe.write_all(&modes::enter(true, modes::Wishes::default())).unwrap();
        // Without erasing in colour: capture-pane tells nothing of erased cells.
        let capability =
            Capability { depth: Depth::True, scroll: Scroll::Lines, repeat: true, sync: true, ..Capability::default() };
        let mut painter = Painter::new(Size::new(40, 12), capability);
        let mut frame = Buffer::empty(Rect::new(0, 0, 40, 12));
        for (number, changes) in frames(KEPT).new_tree(&mut runner).unwrap().current().iter().enumerate() {
            for change in changes.iter().filter(|change| !matches!(change, Change::Resize { .. })) {
                apply(change, &mut frame);
            }
            painter.paint(&frame, None);
            let bytes = painter.take();
            tmux.pipe.write_all(&bytes).unwrap();
            let expected = expected(&frame, KEPT);
            let start = Instant::now();
            let mut screen = tmux.screen();
            while screen != expected && start.elapsed() < Duration::from_secs(3) {
                screen = tmux.screen();
            }
            let text = String::from_utf8_lossy(&bytes).replace('\x1b', "^");
            for (y, (want, seen)) in expected.iter().zip(&screen).enumerate() {
                assert_eq!(want, seen, "row {y} of frame {number} of case {case} after {changes:?}: {text}");
            }
        }
    }
}
