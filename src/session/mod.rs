//! One reader: bytes in, bytes out. It joins the decoder, the app, its jobs, the view and the painter; it has no I/O
//! and no runtime of its own, so that a pty, a test and a connection can hold one alike.

mod ahead;
mod typed;

#[cfg(test)]
mod screen_tests;

use std::{
    os::fd::{AsFd, BorrowedFd},
    time::Duration,
};

use ahead::Ahead;
use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};

use crate::{
    app::{App, Effect, Event},
    jobs::Jobs,
    term::{
        Capability, Findings, Flow, Probe, Wishes, allow,
        decoder::{Decoder, Reply},
        modes, osc,
        painter::{Linked, Painter},
        probe,
    },
    view,
};

/// Columns that are drawn at most, whatever a terminal says of itself.
pub const MAX_COLUMNS: u16 = 1000;
/// Rows that are drawn at most.
pub const MAX_ROWS: u16 = 500;
/// How long after the questions an answer is likely.
const ANSWERS: Duration = Duration::from_secs(2);
/// Time between two looks whether marks have been written that what was typed ahead waits for.
const BEHIND: Duration = Duration::from_millis(5);
/// How long a line may pause in the middle of one.
const PAUSE: Duration = Duration::from_millis(300);

/// What the holder of a session is to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Go on.
    Go,
    /// Give the terminal back until the person returns, then call [`Session::resumed`].
    Suspend,
    /// End.
    Quit,
}

/// A reader's session.
#[allow(clippy::struct_excessive_bools)] // Each is a state of its own.
pub struct Session {
    app: App,
    jobs: Jobs,
    capability: Capability,
    decoder: Decoder,
    ahead: Ahead,
    painter: Painter,
    probe: Probe,
    flow: Flow,
    /// What is drawn, and what the terminal says it has.
    size: (u16, u16),
    terminal: (u16, u16),
    /// The terminal is still to be asked what it can do.
    unasked: bool,
    /// What it answered.
    found: Findings,
    /// Whether it reports the mouse.
    mouse: bool,
    /// Whether it tells keys apart by kitty's protocol.
    keyboard: bool,
    /// Control strings that go out with the next frame.
    strings: Vec<u8>,
    /// When bytes came last.
    heard: Duration,
    /// When it was asked.
    asked: Duration,
    changed: bool,
    suspend: bool,
}

impl Session {
    /// A session on a terminal that can do what `capability` says. Nothing is drawn before [`Session::resize`].
    #[must_use]
    pub fn new(app: App, jobs: Jobs, capability: Capability) -> Session {
        let painter = Painter::new(Size::default(), capability.clone());
        Session {
            app,
            jobs,
            painter,
            unasked: capability.answers,
            capability,
            decoder: Decoder::default(),
            ahead: Ahead::default(),
            probe: Probe::default(),
            found: Findings::default(),
            mouse: false,
            keyboard: false,
            strings: Vec::new(),
            flow: Flow::default(),
            size: (0, 0),
            terminal: (0, 0),
            heard: Duration::ZERO,
            asked: Duration::ZERO,
            changed: true,
            suspend: false,
        }
    }

    /// The terminal's device declares a speed of `bits` a second. To be told before [`Session::enter`].
    pub fn line(&mut self, bits: u32) {
        self.flow = Flow::declared(bits);
    }

    /// The bytes that prepare the terminal. They go before the next frame.
    pub fn enter(&mut self) -> Vec<u8> {
        self.painter.repaint();
        self.changed = true;
        self.unasked = self.capability.answers;
        self.flow.restart();
        self.keyboard = false;
        self.mouse = self.app.settings().mouse;
        checked(modes::enter(self.capability.alternate, Wishes { mouse: self.mouse, focus: true }))
    }

    /// The bytes that restore the terminal. They may be sent more than once.
    #[must_use]
    pub fn leave(&self) -> Vec<u8> {
        // What was cut short before may have been in the middle of a control string.
        let mut bytes = modes::STRING_END.to_vec();
        if self.keyboard {
            bytes.extend_from_slice(modes::KEYBOARD_OFF.as_bytes());
        }
        bytes.extend_from_slice(modes::RESTORE);
        if !self.capability.alternate {
            bytes.extend_from_slice(modes::BELOW);
        }
        checked(bytes)
    }

    /// Imports files and folders as the session begins.
    pub fn import(&mut self, paths: Vec<std::path::PathBuf>) {
        let effects = self.app.import(paths);
        self.perform(effects);
    }

    /// Takes bytes that came from the terminal; [`Session::take_input`] then applies what they mean. Times count from any
    /// moment before the session began.
    pub fn bytes(&mut self, bytes: &[u8], now: Duration) {
        if bytes == b"\x03" && self.decoder.in_paste() && self.heard + PAUSE < now {
            // A paste whose end was lost would take Ctrl-C for its text. One that goes on does not pause, nor consist of it.
            let decoded = self.decoder.timeout();
            self.apply(decoded, now);
        }
        self.heard = now;
        let decoded = self.decoder.feed(bytes);
        self.apply(decoded, now);
    }

    /// How long to wait for something to happen before [`Session::waited`] is called: until a key that is half here is
    /// given up, what was typed ahead has waited long enough, or an answer of the terminal that keeps a frame back (not
    /// while the last one is being sent). `None` is for ever.
    #[must_use]
    pub fn patience(&self, sending: bool, now: Duration) -> Option<Duration> {
        let key = self.key_patience().map(|patience| (self.heard + patience).saturating_sub(now));
        let line = if self.changed && !sending { self.flow.patience(now) } else { None };
        // What waits for marks to be written is looked at again soon: nothing wakes the loop when they are.
        let least = if self.jobs.is_behind() { BEHIND } else { Duration::ZERO };
        let typed = self.ahead.patience(now).map(|wait| wait.max(least));
        key.into_iter().chain(line).chain(typed).min()
    }

    /// How long the rest of a key may take. While an answer is awaited, an Escape is more likely its beginning than the
    /// key, also where the line pauses after it.
    fn key_patience(&self) -> Option<Duration> {
        let patience = self.decoder.patience()?;
        let awaited = self.probe.is_open() && self.heard < self.asked + ANSWERS || self.flow.awaits();
        Some(if awaited { patience.max(PAUSE) } else { patience })
    }

    /// Takes note that nothing has come from the terminal until now.
    pub fn waited(&mut self, now: Duration) {
        if self.key_patience().is_some_and(|patience| self.heard + patience <= now) {
            let decoded = self.decoder.timeout();
            self.apply(decoded, now);
        }
        self.flow.waited(now);
    }

    /// Whether there is work to do while nothing happens.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.app.has_work()
    }

    /// Does a slice of that work.
    pub fn work(&mut self) {
        let effects = self.app.work();
        self.changed = true;
        self.perform(effects);
    }

    /// The terminal has this many columns and rows, whatever they are: no more than [`MAX_COLUMNS`] and [`MAX_ROWS`] are
    /// drawn, and nothing behind this line hears of another size than that.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if std::mem::replace(&mut self.terminal, (columns, rows)) == (columns, rows) {
            return;
        }
        let size = (columns.min(MAX_COLUMNS), rows.min(MAX_ROWS));
        let cells = |(width, height)| Size { width, height };
        self.painter.resize_within(cells(size), cells((columns, rows)));
        self.changed = true;
        if std::mem::replace(&mut self.size, size) != size {
            self.update(Event::Resize(size.0, size.1));
        }
    }

    /// Takes what jobs have reported.
    pub fn take_reports(&mut self) {
        while let Some((ticket, report)) = self.jobs.next_report() {
            self.update(Event::Report(ticket, report));
        }
    }

    /// The terminal is ours again after a pause.
    pub fn resumed(&mut self) {
        self.suspend = false;
    }

    /// What to do next.
    #[must_use]
    pub fn next(&self) -> Next {
        if self.app.quits() {
            Next::Quit
        } else if self.suspend {
            Next::Suspend
        } else {
            Next::Go
        }
    }

    /// Whether there is something to show that the line has room for.
    #[must_use]
    pub fn has_frame(&self, now: Duration) -> bool {
        self.changed && self.flow.room(now) > 0
    }

    /// The bytes that bring the terminal from what it shows to what it is to show, or nearer to that on a slow line; none
    /// if that is the same, or while as much is on its way as the line can carry.
    pub fn frame(&mut self, now: Duration) -> Vec<u8> {
        let room = if self.changed { self.flow.room(now) } else { 0 };
        if room == 0 {
            return Vec::new();
        }
        let mut bytes = self.follow_settings();
        bytes.append(&mut self.strings);
        let (columns, rows) = self.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let cursor = view::draw(&self.app, &mut buffer);
        let links: Vec<Linked> = crate::view::links::links(&self.app)
            .into_iter()
            .map(|view::Linked { row, columns, address }| Linked { row, columns, address })
            .collect();
        if self.unasked && columns > probe::COLUMNS && rows >= probe::ROWS {
            (self.unasked, self.asked) = (false, now);
            // What the questions draw is covered by a frame that paints all; together they are shown as one.
            self.painter.repaint();
            self.changed = !self.painter.paint_part(&buffer, &links, cursor, room);
            let frame = self.painter.take();
            bytes.extend([modes::SYNC_ON.as_bytes(), &self.probe.ask()].concat());
            let asked = bytes.len();
            bytes.extend([&*frame, modes::SYNC_OFF.as_bytes(), modes::TAKEN].concat());
            self.flow.probe(asked, bytes.len() - asked, now);
            return checked(bytes);
        }
        self.changed = !self.painter.paint_part(&buffer, &links, cursor, room);
        bytes.append(&mut self.painter.take());
        if self.flow.is_new() && !bytes.is_empty() {
            // Also of terminals that are asked nothing else: this is as old as the VT100.
            bytes.extend_from_slice(modes::TAKEN);
            self.flow.probe(0, bytes.len(), now);
        } else if self.flow.send(bytes.len(), now) {
            bytes.extend_from_slice(modes::TAKEN);
        }
        checked(bytes)
    }

    /// Ends the session: what must be remembered is written before this returns. Where it is `hurried`, nothing else is
    /// waited for longer than a moment.
    pub fn close(mut self, hurried: bool) {
        let effects = self.app.leave();
        self.perform(effects);
        self.jobs.finish(hurried);
    }

    /// Takes an answer of the terminal.
    fn hear(&mut self, reply: &Reply, now: Duration) {
        match reply {
            Reply::Taken | Reply::PrimaryAttributes(_) => {
                self.flow.trust();
                self.flow.answered(now);
            }
            _ => {}
        }
        if let Some(found) = self.probe.hear(reply) {
            self.learn(found);
        }
    }

    /// Takes account of what the terminal has told of itself.
    fn learn(&mut self, found: Findings) {
        if let Some(ambiguous) = found.ambiguous.filter(|width| *width != self.app.settings().measured) {
            self.update(Event::Measured(ambiguous));
        }
        if found.keyboard.is_some() && self.capability.alternate && !std::mem::replace(&mut self.keyboard, true) {
            self.strings.extend_from_slice(modes::KEYBOARD_ON.as_bytes());
            self.changed = true;
        }
        self.found = found;
        self.adapt();
    }

    fn adapt(&mut self) {
        if self.capability.learn(&self.found, Some(self.app.settings().ambiguous())) {
            self.painter.adapt(self.capability.clone());
            self.changed = true;
        }
    }

    /// Brings the terminal in line with settings that concern it and may have changed.
    fn follow_settings(&mut self) -> Vec<u8> {
        if self.capability.ambiguous != self.app.settings().ambiguous() {
            self.adapt();
        }
        let mouse = self.app.settings().mouse;
        if std::mem::replace(&mut self.mouse, mouse) == mouse {
            return Vec::new();
        }
        if mouse { modes::MOUSE_ON } else { modes::MOUSE_OFF }.as_bytes().to_vec()
    }

    /// Puts a text on the terminal's clipboard.
    fn copy(&mut self, text: &str) {
        // The app copies no more than fits.
        if let Ok(mut bytes) = osc::copy(text, self.capability.in_tmux) {
            self.strings.append(&mut bytes);
        }
    }

    fn update(&mut self, event: Event) {
        let effects = self.app.update(event);
        self.changed = true;
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Suspend => self.suspend = true,
                Effect::Repaint => self.painter.repaint(),
                Effect::Copy(text) => self.copy(&text),
                job => self.jobs.run(job),
            }
        }
    }
}

impl AsFd for Session {
    /// Readable when a job has reported.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.jobs.as_fd()
    }
}

/// What is about to be written: nothing that is not on the list. In a build for use this costs nothing.
fn checked(bytes: Vec<u8>) -> Vec<u8> {
    debug_assert_eq!(allow::check(&bytes), Ok(()));
    bytes
}
