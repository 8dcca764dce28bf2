//! One reader: bytes in, bytes out. It joins the decoder, the app, its jobs, the view and the painter; it has no I/O
//! and no runtime of its own, so that a pty, a test and a connection can hold one alike.

use std::{
    os::fd::{AsFd, BorrowedFd},
    time::Duration,
};

use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};

use crate::{
    app::{App, Effect, Event},
    jobs::Jobs,
    term::{
        Capability, Decoded, Decoder, Painter,
        modes::{self, Wishes},
    },
    view,
};

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
pub struct Session {
    app: App,
    jobs: Jobs,
    capability: Capability,
    decoder: Decoder,
    painter: Painter,
    size: (u16, u16),
    changed: bool,
    suspend: bool,
}

impl Session {
    /// A session on a terminal that can do what `capability` says. Nothing is drawn before [`Session::resize`].
    #[must_use]
    pub fn new(app: App, jobs: Jobs, capability: Capability) -> Session {
        let painter = Painter::new(Size::default(), capability.clone());
        let decoder = Decoder::default();
        Session { app, jobs, capability, decoder, painter, size: (0, 0), changed: true, suspend: false }
    }

    /// The bytes that prepare the terminal.
    pub fn enter(&mut self) -> Vec<u8> {
        self.painter.repaint();
        self.changed = true;
        modes::enter(self.capability.alternate, Wishes::default())
    }

    /// The bytes that restore the terminal. They may be sent more than once.
    #[must_use]
    pub fn leave(&self) -> Vec<u8> {
        let mut bytes = modes::RESTORE.to_vec();
        if !self.capability.alternate {
            bytes.extend_from_slice(modes::BELOW);
        }
        bytes
    }

    /// Imports files and folders as the session begins.
    pub fn import(&mut self, paths: Vec<std::path::PathBuf>) {
        let effects = self.app.import(paths);
        self.perform(effects);
    }

    /// Takes bytes that came from the terminal. All input that is pending is applied before the next frame.
    pub fn bytes(&mut self, bytes: &[u8]) {
        let decoded = self.decoder.feed(bytes);
        self.apply(decoded);
    }

    /// How long to wait for the rest of a key's bytes before [`Session::waited`] is called; `None` when no key is
    /// half here.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        self.decoder.patience()
    }

    /// Takes note that no byte has come for as long as [`Session::patience`] said.
    pub fn waited(&mut self) {
        let decoded = self.decoder.timeout();
        self.apply(decoded);
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

    /// The terminal has this many columns and rows.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if self.size != (columns, rows) {
            self.size = (columns, rows);
            self.painter.resize(Size { width: columns, height: rows });
            self.update(Event::Resize(columns, rows));
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

    /// The bytes that bring the terminal from what it shows to what it is to show; none if that is the same.
    pub fn frame(&mut self) -> Vec<u8> {
        if !std::mem::take(&mut self.changed) {
            return Vec::new();
        }
        let (columns, rows) = self.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let cursor = view::draw(&self.app, &mut buffer);
        self.painter.paint(&buffer, cursor);
        self.painter.take()
    }

    /// Ends the session: what must be remembered is written before this returns.
    pub fn close(mut self) {
        let effects = self.app.leave();
        self.perform(effects);
        self.jobs.finish();
    }

    fn apply(&mut self, decoded: Vec<Decoded>) {
        for item in decoded {
            if let Decoded::Input(input) = item {
                self.update(Event::Input(input));
            }
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
