//! A terminal for the tests: a pty with the program on one side and an emulator on the other.

use std::{
    cell::RefCell,
    fs::{File, OpenOptions},
    io::{Read, Write},
    os::{
        fd::AsFd,
        unix::{ffi::OsStrExt, process::CommandExt},
    },
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    rc::Rc,
    thread,
    time::{Duration, Instant},
};

use alacritty_terminal::{
    event::{Event, EventListener},
    grid::Dimensions,
    index::{Column, Line},
    term::{Config, Term, TermMode, cell::Flags},
    vte::ansi::Processor,
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcgetattr, tcsetwinsize},
};

pub(crate) use crate::home::Home;

/// How long anything may take before a test gives up. Generous, so that only a hang fails.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Clone, Copy)]
struct Size(usize, usize);

impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        self.1
    }
    fn screen_lines(&self) -> usize {
        self.1
    }
    fn columns(&self) -> usize {
        self.0
    }
}

/// What the emulator answers to the program's questions.
#[derive(Clone, Default)]
struct Answers(Rc<RefCell<String>>);

impl EventListener for Answers {
    fn send_event(&self, event: Event) {
        if let Event::PtyWrite(answer) = event {
            self.0.borrow_mut().push_str(&answer);
        }
    }
}

/// The program in a terminal.
pub(crate) struct Terminal {
    pub child: Child,
    master: Option<File>,
    slave: File,
    found: rustix::termios::Termios,
    term: Term<Answers>,
    parser: Processor,
    answers: Answers,
    silent: bool,
    /// Everything the program has written.
    pub written: Vec<u8>,
}

impl Terminal {
    /// Starts the program in a terminal of so many columns and rows.
    pub(crate) fn start(home: &Home, arguments: &[&str], columns: u16, rows: u16) -> Terminal {
        Terminal::start_in(home, arguments, columns, rows, &[])
    }

    /// Starts it with these variables of the environment besides.
    pub(crate) fn start_in(
        home: &Home,
        arguments: &[&str],
        columns: u16,
        rows: u16,
        variables: &[(&str, &str)],
    ) -> Terminal {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let path = Path::new(std::ffi::OsStr::from_bytes(name.to_bytes()));
        let slave = OpenOptions::new().read(true).write(true).open(path).unwrap();
        tcsetwinsize(&master, Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let found = tcgetattr(&slave).unwrap();
        let end = || Stdio::from(slave.try_clone().unwrap());
        let child = home
            .command(arguments)
            .envs(variables.iter().copied())
            // A pause is for the whole job, and the tests are not part of it.
            .process_group(0)
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .unwrap();
        let size = Size(columns.into(), rows.into());
        let answers = Answers::default();
        Terminal {
            child,
            master: Some(File::from(master)),
            slave,
            found,
            term: Term::new(Config::default(), &size, answers.clone()),
            parser: Processor::new(),
            answers,
            silent: false,
            written: Vec::new(),
        }
    }

    /// The terminal answers nothing of its own accord any more.
    pub(crate) fn silent(mut self) -> Terminal {
        self.silent = true;
        self
    }

    /// Types.
    pub(crate) fn keys(&mut self, bytes: &str) {
        self.master.as_mut().unwrap().write_all(bytes.as_bytes()).unwrap();
    }

    /// Makes the terminal another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.claim(columns, rows);
        if columns > 0 && rows > 0 {
            self.term.resize(Size(columns.into(), rows.into()));
        }
    }

    /// Makes the terminal say that it has another size.
    pub(crate) fn claim(&self, columns: u16, rows: u16) {
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(self.master.as_ref().unwrap(), size).unwrap();
        // Without a controlling terminal the kernel sends no signal; a terminal emulator's would come now.
        self.signal(rustix::process::Signal::WINCH);
    }

    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Ends the program by a signal, sent until it has ended: of a fault that somebody else sends, the standard library
    /// takes the first for its look at whether a stack has overflowed; a real one comes again by itself.
    pub(crate) fn end_by(&mut self, signal: rustix::process::Signal) {
        let end = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "{signal:?} did not end it");
            self.signal(signal);
            self.take(Duration::from_millis(10));
        }
    }

    /// The terminal goes away.
    pub(crate) fn hang_up(&mut self) {
        self.master = None;
    }

    /// Waits until the program has written some bytes after its first `from`.
    pub(crate) fn wait_for_bytes(&mut self, from: usize, bytes: &[u8]) {
        let end = Instant::now() + PATIENCE;
        while !self.written[from..].windows(bytes.len()).any(|written| written == bytes) {
            assert!(Instant::now() < end, "{} was not written", bytes.escape_ascii());
            self.take(Duration::from_millis(50));
        }
    }

    /// Waits until the program has written `count` bytes in all.
    pub(crate) fn wait_for_count(&mut self, count: usize) {
        let end = Instant::now() + PATIENCE;
        while self.written.len() < count {
            assert!(Instant::now() < end, "{} bytes were written, not {count}", self.written.len());
            self.take(Duration::from_millis(50));
        }
    }

    /// Waits until the program has taken all that was typed before this and shown what came of it, where keys are
    /// commands: it paints the screen anew when asked to.
    pub(crate) fn repaint(&mut self) {
        let from = self.written.len();
        self.keys("\x0c");
        self.wait_for_bytes(from, b"\x1b[2J");
        // The last row is the last to be written, and never empty.
        self.wait_for("the status line", |screen| screen.last().is_some_and(|row| !row.is_empty()));
    }

    /// The same, without painting what has not changed: a line that is typed into is opened, and closed again.
    pub(crate) fn catch_up(&mut self) {
        let last = |screen: &[String]| screen.last().cloned().unwrap_or_default();
        self.keys(":catch up");
        self.wait_for("a line that is typed into", |screen| last(screen).contains(":catch up"));
        self.keys("\x1b");
        // The last row is the last to be written.
        self.wait_for("the status line", |screen| !last(screen).contains(":catch up") && !last(screen).is_empty());
    }

    /// Waits until the terminal is as the program found it.
    pub(crate) fn wait_until_restored(&mut self) {
        let end = Instant::now() + PATIENCE;
        while !self.is_restored() {
            assert!(Instant::now() < end, "the terminal is left raw; the screen is\n{}", self.screen().join("\n"));
            self.take(Duration::from_millis(20));
        }
    }

    /// Waits until the program has been stopped, as by a shell's Ctrl-Z.
    pub(crate) fn wait_until_stopped(&mut self) {
        let end = Instant::now() + PATIENCE;
        let pid = self.child.id().to_string();
        let state = || Command::new("ps").args(["-o", "stat=", "-p", &pid]).output().unwrap().stdout;
        while !state().starts_with(b"T") {
            assert!(Instant::now() < end, "the program did not stop");
            self.take(Duration::from_millis(20));
        }
    }

    /// Presses a key again and again until the program ends.
    pub(crate) fn press_until_it_ends(&mut self, key: &str) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "the program did not end; the screen is\n{}", self.screen().join("\n"));
            self.keys(key);
            self.take(Duration::from_millis(50));
        }
        self.wait()
    }

    /// Lets the program run out of memory: it has so many bytes more than it holds, and frames of half a million cells to
    /// draw. What it gives back meanwhile, as by the end of a thread, is taken from it as well.
    #[cfg(target_os = "linux")]
    pub(crate) fn run_out_of_memory(&mut self, more: u64) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        let mut size = u16::MAX;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "the program has memory enough");
            self.limit_memory(more);
            self.claim(size, size);
            size = if size == u16::MAX { 24 } else { u16::MAX };
            self.take(Duration::from_millis(100));
        }
        self.wait()
    }

    #[cfg(target_os = "linux")]
    fn limit_memory(&self, more: u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        // Not the address space: glibc has reserves of 64 MiB for each thread in it, which it takes when there is no more.
        // A program that has just ended holds nothing.
        let Some(size) = status.lines().find_map(|line| line.strip_prefix("VmData:")) else { return };
        let most = size.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024 + more;
        let limit = rustix::process::Rlimit { current: Some(most), maximum: Some(most) };
        let pid = rustix::process::Pid::from_child(&self.child);
        // A limit can only be lowered, unless by root.
        let _ = rustix::process::prlimit(Some(pid), rustix::process::Resource::Data, limit);
    }

    /// Bytes that the program has written and nobody has read.
    pub(crate) fn unread(&self) -> u64 {
        rustix::io::ioctl_fionread(self.master.as_ref().unwrap()).unwrap()
    }

    /// Reads what a program that has ended has written. Behind it stands a byte that no program writes.
    fn read_the_rest(&mut self) {
        const CANCEL: u8 = 0x18;
        // First what there is no room behind.
        while self.take(Duration::ZERO) {}
        let from = self.written.len();
        if self.slave.write_all(&[CANCEL]).is_ok() {
            let found = |written: &[u8]| written[from..].iter().position(|byte| *byte == CANCEL);
            while found(&self.written).is_none() && self.take(PATIENCE) {}
            found(&self.written).map(|at| self.written.remove(from + at));
        }
    }

    fn take(&mut self, wait: Duration) -> bool {
        let Some(master) = &mut self.master else { return false };
        let timeout = Timespec { tv_sec: wait.as_secs() as i64, tv_nsec: wait.subsec_nanos().into() };
        let ready = poll(&mut [PollFd::from_borrowed_fd(master.as_fd(), PollFlags::IN)], Some(&timeout)).unwrap();
        let mut chunk = vec![0; 65536];
        if ready == 0 {
            return false;
        }
        let Ok(count) = master.read(&mut chunk) else { return false };
        self.written.extend_from_slice(&chunk[..count]);
        self.parser.advance(&mut self.term, &chunk[..count]);
        let answers = std::mem::take(&mut *self.answers.0.borrow_mut());
        if !self.silent {
            // The program may have ended since it asked.
            let _ = master.write_all(answers.as_bytes());
        }
        count > 0
    }

    /// Waits until the screen is as expected.
    pub(crate) fn wait_for(&mut self, what: &str, is_expected: impl Fn(&[String]) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            let screen = self.screen();
            if is_expected(&screen) {
                return;
            }
            assert!(Instant::now() < end, "{what} did not come; the screen is\n{}", screen.join("\n"));
            self.take(Duration::from_millis(50));
        }
    }

    /// Waits until a text is on the screen.
    pub(crate) fn wait_for_text(&mut self, text: &str) {
        self.wait_for(text, |screen| screen.iter().any(|row| row.contains(text)));
    }

    /// Waits until an article is open: its status line tells a percentage.
    pub(crate) fn wait_for_percent(&mut self) {
        self.wait_for("an article", |screen| screen.last().is_some_and(|row| row.ends_with('%')));
    }

    /// The rows of the screen, without white space at their ends.
    pub(crate) fn screen(&self) -> Vec<String> {
        let grid = self.term.grid();
        (0..self.term.screen_lines())
            .map(|row| {
                let cells = (0..self.term.columns()).map(|column| &grid[Line(row as i32)][Column(column)]);
                let mut text = String::new();
                for cell in cells.filter(|cell| !cell.flags.intersects(Flags::WIDE_CHAR_SPACER)) {
                    text.push(cell.c);
                    text.extend(cell.zerowidth().into_iter().flatten());
                }
                text.trim_end().to_owned()
            })
            .collect()
    }

    /// The cells with a background of their own, row by row.
    pub(crate) fn highlighted(&self) -> Vec<String> {
        let grid = self.term.grid();
        let plain = alacritty_terminal::vte::ansi::Color::Named(alacritty_terminal::vte::ansi::NamedColor::Background);
        (0..self.term.screen_lines())
            .map(|row| {
                (0..self.term.columns())
                    .map(|column| &grid[Line(row as i32)][Column(column)])
                    .filter(|cell| cell.bg != plain && !cell.flags.intersects(Flags::WIDE_CHAR_SPACER))
                    .map(|cell| cell.c)
                    .collect()
            })
            .collect()
    }

    /// Waits for the program to end.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            self.take(Duration::from_millis(10));
            if let Some(status) = self.child.try_wait().unwrap() {
                self.read_the_rest();
                return status;
            }
            assert!(Instant::now() < end, "the program did not end; the screen is\n{}", self.screen().join("\n"));
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether the terminal is as the program found it: its modes, the main screen, a visible cursor.
    pub(crate) fn is_restored(&self) -> bool {
        let now = tcgetattr(&self.slave).unwrap();
        let same = now.local_modes == self.found.local_modes
            && now.input_modes == self.found.input_modes
            && now.output_modes == self.found.output_modes;
        let mode = self.term.mode();
        same && mode.contains(TermMode::SHOW_CURSOR)
            && !mode.intersects(TermMode::ALT_SCREEN | TermMode::BRACKETED_PASTE | TermMode::MOUSE_MODE)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
