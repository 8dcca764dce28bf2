//! Sessions whose time is the test's own: answers that come late or in pieces, keys whose bytes come apart, Ctrl-C
//! behind much that was typed.

use std::{os::fd::AsFd, sync::Arc, time::Duration};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{Next, Session, TABLES_TIMEOUT, type_ahead};
use crate::{
    app::{App, settings::Settings},
    jobs::{Jobs, Paths},
    net::Proxies,
    script::conversion::Converters,
    store::{LOCAL_READER, Library},
    term::{
        Capability,
        painter::{Alacritty, Emulator},
    },
};

/// A session over the sample newspaper, with a terminal that answers only what the test has it answer.
struct Reader {
    session: Session,
    emulator: Alacritty,
    written: Vec<u8>,
    now: Duration,
    _folder: tempfile::TempDir,
}

impl Reader {
    fn new() -> Reader {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut library = Library::open(&path, LOCAL_READER).unwrap();
        crate::import::import_sample(&mut library, jiff::Timestamp::UNIX_EPOCH).unwrap();
        let places = Paths {
            library: path,
            proxies: Proxies::default(),
            state: folder.path().join("state"),
            cache: folder.path().join("cache"),
        };
        let converters = Arc::new(Converters::new(None, folder.path().to_owned()));
        let jobs = Jobs::start(places, library, Arc::clone(&converters)).unwrap();
        let mut session = Session::new(App::new(Settings::default(), converters), jobs, Capability::default());
        session.resize(80, 24);
        let mut emulator = Alacritty::new(80, 24);
        emulator.feed(&session.enter());
        // Times count from any point before the beginning.
        let now = Duration::from_secs(7);
        let mut reader = Reader { session, emulator, written: Vec::new(), now, _folder: folder };
        reader.wait_for("/27");
        reader
    }

    /// The holder of a session between two waits; no time passes.
    fn turn(&mut self) {
        self.session.take_reports(self.now);
        while self.session.take_input(self.now) {}
        let bytes = self.session.frame(self.now);
        self.emulator.feed(&bytes);
        self.written.extend(bytes);
    }

    /// Bytes come from the terminal.
    fn send(&mut self, bytes: &str) {
        self.session.bytes(bytes.as_bytes(), self.now);
        self.turn();
    }

    /// Lets milliseconds pass in which nothing comes from the terminal.
    fn pass(&mut self, milliseconds: u64) {
        self.now += Duration::from_millis(milliseconds);
        self.session.waited(self.now);
        self.turn();
    }

    fn screen(&self) -> Vec<String> {
        let text = |row: Vec<crate::term::painter::Seen>| row.iter().map(|cell| cell.text.as_str()).collect::<String>();
        self.emulator.screen().into_iter().map(text).collect()
    }

    /// Waits for jobs until a text is on the screen.
    fn wait_for(&mut self, text: &str) {
        for _ in 0..600 {
            self.turn();
            if self.screen().iter().any(|row| row.contains(text)) {
                return;
            }
            let tenth = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
            let fd = self.session.as_fd();
            poll(&mut [PollFd::from_borrowed_fd(fd, PollFlags::IN)], Some(&tenth)).unwrap();
        }
        panic!("{text} did not come; the screen is\n{}", self.screen().join("\n"));
    }

    fn was_painted_anew(&self, from: usize) -> bool {
        self.written[from..].windows(4).any(|bytes| bytes == b"\x1b[2J")
    }
}

/// A terminal that draws what is ambiguous in two cells.
const WIDE: &str = "\x1b[2;11R\x1b[2;15R\x1b[2;16R\x1b[2;22R\x1b[?2026;2$y\x1b[?2027;0$y\x1b[?62c";

#[test]
fn an_answer_that_comes_late_and_in_pieces_is_an_answer() {
    for cut in 1..WIDE.len() {
        let mut reader = Reader::new();
        reader.send("j");
        reader.wait_for("2/27");
        let from = reader.written.len();
        reader.pass(800);
        reader.send(&WIDE[..cut]);
        // Less than an Escape may take to be one while answers are awaited.
        reader.pass(60);
        assert!(!reader.was_painted_anew(from), "cut at {cut}");
        reader.send(&WIDE[cut..]);
        // The screen was sent on a line that took nearly a second: the rest waits until that is known to be taken.
        for _ in 0..20 {
            reader.send("\x1b[0n");
        }
        assert!(reader.was_painted_anew(from), "cut at {cut}");
        reader.wait_for("2/27");
        if cut > 12 {
            // All ways to cut the first answer, and one of each kind of the others.
            break;
        }
    }
}

#[test]
fn an_answer_that_breaks_off_swallows_nothing_that_is_typed_later() {
    for broken in ["\x1b[2;6R\x1b[2;", "\x1b[2;6R\x1b[", "\x1bP>|x", "\x1b[?2026;2$"] {
        let mut reader = Reader::new();
        let from = reader.written.len();
        reader.send(broken);
        let patience = reader.session.patience(false, reader.now).unwrap();
        reader.pass(patience.as_millis() as u64 + 1);
        reader.send("j");
        reader.wait_for("2/27");
        assert!(!reader.was_painted_anew(from), "{}", broken.escape_debug());
    }
}

#[test]
fn ctrl_c_overtakes_what_was_typed_before_it() {
    let mut reader = Reader::new();
    // It comes before any of the rest has been taken.
    reader.session.bytes(&b"j".repeat(3000), reader.now);
    reader.session.bytes(b"\x03", reader.now);
    assert_eq!(reader.session.next(), Next::Quit);
    // The first closes a line, and what was pasted into it and came too late is counted.
    let mut reader = Reader::new();
    let pasted = "\x1b[200~x\x1b[201~".repeat(100);
    reader.session.bytes(format!("/{pasted}").as_bytes(), reader.now);
    reader.session.bytes(b"\x03", reader.now);
    assert_eq!(reader.session.next(), Next::Go);
    // Nothing has answered yet, so a burst of keys is taken for one that is held on a slow line.
    reader.pass(10_000);
    let dropped = format!("{} keys", 101 - type_ahead::MAX_INPUTS_BEFORE_INTERRUPT);
    let screen = reader.screen().join("\n");
    assert!(screen.contains(&dropped), "{screen}");
}

/// A line of 9,600 bits a second, as the device declares it.
fn on_a_slow_line() -> Reader {
    let mut reader = Reader::new();
    reader.session.declare_speed(9600);
    let bytes = reader.session.enter();
    reader.emulator.feed(&bytes);
    reader.pass(10_000);
    reader.pass(10_000);
    reader
}

#[test]
fn on_a_slow_line_results_wait_until_typing_pauses() {
    let mut reader = on_a_slow_line();
    for letter in ["/", "国", "家"] {
        reader.send(letter);
        reader.pass(100);
        assert!(!reader.session.has_work());
    }
    // Whatever the jobs have found by now is not given to the app.
    for _ in 0..100 {
        let tenth = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        let fd = reader.session.as_fd();
        if poll(&mut [PollFd::from_borrowed_fd(fd, PollFlags::IN)], Some(&tenth)).unwrap() > 0 {
            reader.turn();
            break;
        }
    }
    assert!(!reader.session.reports.is_empty());
    assert!(reader.session.patience(false, reader.now).unwrap() <= super::TYPING_PAUSE);
    reader.pass(super::TYPING_PAUSE.as_millis() as u64);
    assert!(reader.session.reports.is_empty());
}

#[test]
fn a_frame_waits_for_the_tables_of_a_script_but_not_long() {
    let mut reader = Reader::new();
    reader.session.bytes(b"z", reader.now);
    while reader.session.take_input(reader.now) {}
    // Nothing has been taken from the jobs since.
    assert!(reader.session.app.is_loading_tables());
    assert!(!reader.session.has_frame(reader.now) && reader.session.frame(reader.now).is_empty());
    assert!(reader.session.patience(false, reader.now).is_some_and(|wait| wait <= TABLES_TIMEOUT));
    reader.now += TABLES_TIMEOUT;
    assert!(reader.session.has_frame(reader.now));
}
