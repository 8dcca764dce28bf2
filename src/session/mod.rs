//! One reader: bytes in, bytes out. It joins the decoder, the app, its jobs, the view and the painter; it has no I/O
//! and no runtime of its own, so that a pty, a test and a connection can hold one alike.

mod output;
mod pixels;
mod type_ahead;

#[cfg(test)]
mod role_tests;
#[cfg(test)]
mod screen_tests;
#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    os::fd::{AsFd, BorrowedFd},
    time::Duration,
};

use crate::{
    app::{App, Effect, Event, Report, Ticket},
    input::{Input, Press},
    jobs::Jobs,
    term::{
        Capability,
        decoder::{Decoder, Reply, TerminalEvent},
    },
};

use output::TerminalOutput;
use type_ahead::{MAX_INPUTS_BEFORE_INTERRUPT, TypeAhead};

/// Time between two looks whether the writes that type-ahead waits for are done.
const BACKLOG_INTERVAL: Duration = Duration::from_millis(5);
/// Longest pause of a line in the middle of a key or an answer.
const LINE_PAUSE: Duration = Duration::from_millis(300);
/// Time without a key after which a person is taken to have stopped typing.
const TYPING_PAUSE: Duration = Duration::from_millis(400);
/// Longest wait of a frame for the tables of a script that was chosen. They are mostly there sooner, and one frame shows the
/// text in the new script instead of two.
const TABLES_TIMEOUT: Duration = Duration::from_millis(120);

/// The next step of the holder of a session.
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
    decoder: Decoder,
    type_ahead: TypeAhead,
    output: TerminalOutput,
    /// Reports of jobs that the app has not been given yet.
    reports: VecDeque<(Ticket, Report)>,
    /// Times of the last bytes, and of the last key.
    read_at: Duration,
    typed_at: Option<Duration>,
    /// Time of the input that made the app load tables, while it does.
    loading_since: Option<Duration>,
    suspend: bool,
}

impl Session {
    /// A session on a terminal that can do what `capability` says. Nothing is drawn before [`Session::resize`].
    #[must_use]
    pub fn new(app: App, jobs: Jobs, capability: Capability) -> Session {
        Session {
            app,
            jobs,
            decoder: Decoder::default(),
            type_ahead: TypeAhead::default(),
            output: TerminalOutput::new(capability),
            reports: VecDeque::new(),
            read_at: Duration::ZERO,
            typed_at: None,
            loading_since: None,
            suspend: false,
        }
    }

    /// Takes the speed that the terminal's device declares, in bits a second. To be called before [`Session::enter`].
    pub fn declare_speed(&mut self, bits: u32) {
        self.output.flow = crate::term::Flow::with_declared_speed(bits);
    }

    /// Takes the size of a cell in pixels that the terminal's device declares. What the terminal answers goes before it.
    pub fn declare_cell(&mut self, cell: Option<(u16, u16)>) {
        self.output.declared_cell = cell;
    }

    /// The bytes that prepare the terminal. They go before the next frame.
    pub fn enter(&mut self) -> Vec<u8> {
        self.output.enter(self.app.settings().mouse)
    }

    /// The bytes that restore the terminal. They may be sent more than once.
    #[must_use]
    pub fn leave(&self) -> Vec<u8> {
        self.output.leave()
    }

    /// Imports files and folders as the session begins.
    pub fn import(&mut self, paths: Vec<std::path::PathBuf>) {
        let effects = self.app.import(paths);
        self.perform(effects);
    }

    /// Takes bytes that came from the terminal; [`Session::take_input`] then applies what they mean. Times count from
    /// any point before the session began.
    pub fn bytes(&mut self, bytes: &[u8], now: Duration) {
        if bytes == b"\x03" && self.decoder.in_paste() && self.read_at + LINE_PAUSE < now {
            // A paste whose end was lost would take Ctrl-C for its text. One that goes on does not pause, nor consist
            // of it.
            let decoded = self.decoder.timeout();
            self.decoded(decoded, now);
        }
        self.read_at = now;
        let decoded = self.decoder.feed(bytes);
        self.decoded(decoded, now);
    }

    /// Time to wait for something to happen before [`Session::waited`] is called: until a key that is half here is
    /// given up, type-ahead has waited long enough, typing has paused, or an answer of the terminal that keeps a frame
    /// back is overdue (not while the last frame is being sent). `None` is for ever.
    #[must_use]
    pub fn patience(&self, sending: bool, now: Duration) -> Option<Duration> {
        let key = self.key_timeout().map(|timeout| (self.read_at + timeout).saturating_sub(now));
        let line = if self.output.is_stale() && !sending { self.output.flow.patience(now) } else { None };
        // Writes that type-ahead waits for are looked at again soon: nothing wakes the loop when they are done.
        let least = if self.jobs.is_behind() { BACKLOG_INTERVAL } else { Duration::ZERO };
        let typed = self.type_ahead.wait(now).map(|wait| wait.max(least));
        let pause = if self.reports.is_empty() { None } else { Some(self.typing_pause(now).unwrap_or_default()) };
        [key, line, typed, pause, self.tables_wait(now)].into_iter().flatten().min()
    }

    /// Longest pause in a key. While an answer is awaited, an Escape is more likely its beginning than the
    /// key, also where the line pauses after it.
    fn key_timeout(&self) -> Option<Duration> {
        let timeout = self.decoder.patience()?;
        Some(if self.output.awaits_answer(self.read_at) { timeout.max(LINE_PAUSE) } else { timeout })
    }

    /// Takes note that nothing has come from the terminal until now.
    pub fn waited(&mut self, now: Duration) {
        if self.key_timeout().is_some_and(|timeout| self.read_at + timeout <= now) {
            let decoded = self.decoder.timeout();
            self.decoded(decoded, now);
        }
        self.output.flow.waited(now);
    }

    /// True while there is work to do although nothing happens.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.app.has_work()
    }

    /// Works for a few milliseconds.
    pub fn work(&mut self) {
        let effects = self.app.work();
        self.output.invalidate();
        self.perform(effects);
    }

    /// Takes the terminal's columns and rows, whatever they are: no more than 1,000 by 500 are drawn, and nothing
    /// behind this line hears of another size than that.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if let Some((columns, rows)) = self.output.resize(columns, rows) {
            self.update(Event::Resize(columns, rows));
        }
    }

    /// Takes what jobs have reported. On a slow line, what comes of a query is held back while the person types it:
    /// each letter's results would be on their way when the next letter makes them stale.
    pub fn take_reports(&mut self, now: Duration) {
        while let Some(report) = self.jobs.next_report() {
            self.reports.push_back(report);
        }
        if self.typing_pause(now).is_none() {
            while let Some((ticket, report)) = self.reports.pop_front() {
                if matches!(report, Report::Picture(..)) {
                    self.update(Event::PictureMeans(self.output.picture_means()));
                }
                self.update(Event::Report(ticket, report));
            }
        }
    }

    /// Time until a person who types a line on a slow terminal is taken to have stopped.
    fn typing_pause(&self, now: Duration) -> Option<Duration> {
        let left = (self.typed_at? + TYPING_PAUSE).checked_sub(now).filter(|left| !left.is_zero())?;
        (self.output.flow.is_slow() && self.app.is_typing()).then_some(left)
    }

    /// Time for which a frame still waits for tables.
    fn tables_wait(&self, now: Duration) -> Option<Duration> {
        let left = (self.loading_since? + TABLES_TIMEOUT).checked_sub(now).filter(|left| !left.is_zero())?;
        self.app.is_loading_tables().then_some(left)
    }

    /// The terminal is ours again after a pause.
    pub fn resumed(&mut self) {
        self.suspend = false;
    }

    /// The next step.
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

    /// True if there is something to show that the line has room for.
    #[must_use]
    pub fn has_frame(&self, now: Duration) -> bool {
        self.tables_wait(now).is_none() && self.output.has_frame(now)
    }

    /// The bytes that bring the terminal from what it shows to what it is to show, or nearer to that on a slow line;
    /// none if that is the same, or while as much is on its way as the line can carry.
    pub fn frame(&mut self, now: Duration) -> Vec<u8> {
        if self.tables_wait(now).is_some() { Vec::new() } else { self.output.frame(&self.app, now) }
    }

    /// Ends the session: what must be remembered is written before this returns. Where it is `hurried`, nothing else is
    /// waited for.
    pub fn close(mut self, hurried: bool) {
        let effects = self.app.leave();
        self.perform(effects);
        self.jobs.finish(hurried);
    }

    /// Gives the app the next input, as far as the screen it is meant for is there. Returns true if there is more to
    /// take now. What is typed into a line is given as one text: a search is made for all of it and not for each
    /// character. Look for more bytes from time to time between two calls, since Ctrl-C may be among them.
    pub fn take_input(&mut self, now: Duration) -> bool {
        if self.next() != Next::Go || self.jobs.is_behind() {
            return false;
        }
        let Some(input) = self.type_ahead.next(self.app.awaits(), now) else { return false };
        let was_loading = self.app.is_loading_tables();
        let input = match input {
            Input::Escaped(press) => {
                // One by one: the first may lead to another screen, which the second is meant for.
                let mut presses = self.app.meant_behind_escape(press).into_iter();
                let first = presses.next().unwrap_or(press);
                presses.rev().for_each(|press| self.type_ahead.push_front(Input::Press(press)));
                Input::Press(first)
            }
            input => input,
        };
        if let Some(first) = text_of(&input).filter(|_| self.app.is_typing()) {
            let mut typed = String::from(first);
            while let Some(next) = self.type_ahead.next_if(|input| text_of(input).is_some()) {
                typed.extend(text_of(&next));
            }
            self.update(Event::Input(Input::Paste(typed)));
        } else {
            self.update(Event::Input(input));
        }
        if !was_loading {
            self.loading_since = self.app.is_loading_tables().then_some(now);
        }
        if let Some(keys) = self.type_ahead.take_dropped() {
            self.update(Event::Dropped(keys));
        }
        self.type_ahead.wait(now).is_some_and(|wait| wait.is_zero())
    }

    /// Sorts what the terminal sent: keys behind those that wait, answers to the one they are for.
    fn decoded(&mut self, decoded: Vec<TerminalEvent>, now: Duration) {
        for event in decoded {
            match event {
                TerminalEvent::Input(input) => {
                    self.output.flow.pressed(now);
                    self.typed_at = Some(now);
                    if is_interrupt(&input) {
                        self.interrupt(input, now);
                    } else {
                        self.type_ahead.push(input);
                    }
                }
                TerminalEvent::Reply(reply) => self.hear(&reply, now),
            }
        }
    }

    /// Applies Ctrl-C at once: of what was typed before it and waits, no more than a person may have typed on purpose.
    fn interrupt(&mut self, input: Input, now: Duration) {
        for _ in 0..MAX_INPUTS_BEFORE_INTERRUPT {
            if !self.take_input(now) {
                break;
            }
        }
        let dropped = self.type_ahead.clear();
        self.update(Event::Input(input));
        if dropped > 0 {
            self.update(Event::Dropped(dropped));
        }
    }

    /// Takes an answer of the terminal.
    fn hear(&mut self, reply: &Reply, now: Duration) {
        let Some(findings) = self.output.hear(reply, now) else { return };
        if let Some(ambiguous) = findings.ambiguous.filter(|width| *width != self.app.settings().measured) {
            self.update(Event::Measured(ambiguous));
        }
        self.output.learn(findings, &self.app);
    }

    fn update(&mut self, event: Event) {
        let effects = self.app.update(event);
        self.output.invalidate();
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Suspend => self.suspend = true,
                Effect::Repaint => self.output.repaint(),
                Effect::Copy(text) => self.output.copy(&text),
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

/// An input is Ctrl-C, which breaks off.
fn is_interrupt(input: &Input) -> bool {
    matches!(input, Input::Press(press) | Input::Escaped(press) if *press == Press::ctrl('c'))
}

/// The character that an input types.
fn text_of(input: &Input) -> Option<char> {
    match input {
        Input::Press(press) => press.text(),
        _ => None,
    }
}
