//! The output of a session: asks the flow for room, has the view draw and the painter paint, and gives the bytes of a
//! frame. It knows what the terminal can do and draws an app; it changes none.

use std::time::Duration;

use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Rect, Size},
};

use crate::{
    app::App,
    picture::Means,
    system::pages,
    term::{
        Capability, Findings, Flow, OptionalModes, Probe, allow,
        decoder::Reply,
        modes, osc,
        painter::{CellLink, Painter},
        probe,
    },
    text::width::Ambiguous,
    view,
};

use super::pixels::{self, PixelOutput};

/// The most columns that are drawn, also on a terminal that reports more.
const MAX_COLUMNS: u16 = 1000;
/// The most rows that are drawn.
const MAX_ROWS: u16 = 500;
/// Bytes up to which the memory of a frame is kept for the next one.
const MAX_KEPT_BUFFER_BYTES: usize = 1 << 20;
/// Time after the questions in which an Escape is more likely the beginning of an answer than the key.
const ANSWER_WINDOW: Duration = Duration::from_secs(2);

/// A terminal as a session sees it.
#[allow(clippy::struct_excessive_bools)] // Each is a state of its own.
pub(super) struct TerminalOutput {
    capability: Capability,
    painter: Painter,
    /// Memory for the next frame; without cells after a large one.
    buffer: Buffer,
    probe: Probe,
    findings: Findings,
    pub(super) flow: Flow,
    /// Columns and rows that are drawn.
    size: (u16, u16),
    /// Columns and rows that the terminal reports.
    terminal_size: (u16, u16),
    /// The questions are still to be sent.
    unasked: bool,
    asked_at: Duration,
    /// The mouse is reported.
    mouse: bool,
    /// Keys are told apart by kitty's protocol.
    keyboard: bool,
    /// Control strings that go out with the next frame.
    strings: Vec<u8>,
    pixels: PixelOutput,
    /// Width and height of a cell in pixels that the device declares.
    pub(super) declared_cell: Option<(u16, u16)>,
    /// The app may have something else to show than was sent last.
    stale: bool,
}

impl TerminalOutput {
    pub(super) fn new(capability: Capability) -> TerminalOutput {
        TerminalOutput {
            painter: Painter::new(Size::default(), capability.clone()),
            buffer: Buffer::default(),
            probe: Probe::default(),
            findings: Findings::default(),
            flow: Flow::default(),
            size: (0, 0),
            terminal_size: (0, 0),
            unasked: capability.answers,
            asked_at: Duration::ZERO,
            mouse: false,
            keyboard: false,
            strings: Vec::new(),
            pixels: PixelOutput::default(),
            declared_cell: None,
            stale: true,
            capability,
        }
    }

    /// The bytes that prepare the terminal.
    pub(super) fn enter(&mut self, mouse: bool) -> Vec<u8> {
        self.painter.repaint();
        self.pixels.forget();
        self.stale = true;
        self.unasked = self.capability.answers;
        self.flow.restart();
        self.keyboard = false;
        self.mouse = mouse;
        checked(modes::enter(self.capability.alternate, OptionalModes { mouse, focus: true }))
    }

    /// The bytes that restore the terminal.
    pub(super) fn leave(&self) -> Vec<u8> {
        // What was cut short before may have been in the middle of a control string.
        let mut bytes = modes::STRING_END.to_vec();
        bytes.extend(self.pixels.leave());
        if self.keyboard {
            bytes.extend_from_slice(modes::KEYBOARD_OFF.as_bytes());
        }
        bytes.extend_from_slice(modes::RESTORE);
        if !self.capability.alternate {
            bytes.extend_from_slice(modes::BELOW);
        }
        checked(bytes)
    }

    /// Takes a size that the terminal reports. Returns the columns and rows to draw if they have changed.
    pub(super) fn resize(&mut self, columns: u16, rows: u16) -> Option<(u16, u16)> {
        if std::mem::replace(&mut self.terminal_size, (columns, rows)) == (columns, rows) {
            return None;
        }
        let size = (columns.min(MAX_COLUMNS), rows.min(MAX_ROWS));
        let cells = |(width, height)| Size { width, height };
        self.painter.resize_within(cells(size), cells((columns, rows)));
        self.stale = true;
        (std::mem::replace(&mut self.size, size) != size).then_some(size)
    }

    /// Takes note that the app may have something else to show.
    pub(super) fn invalidate(&mut self) {
        self.stale = true;
    }

    pub(super) fn is_stale(&self) -> bool {
        self.stale
    }

    /// Makes the next frame clear the screen and paint all.
    pub(super) fn repaint(&mut self) {
        self.painter.repaint();
    }

    /// True if there is something to show that the line has room for.
    pub(super) fn has_frame(&self, now: Duration) -> bool {
        self.stale && self.flow.room(now) > 0
    }

    /// The bytes that bring the terminal from what it shows to what the app has to show, or nearer to that on a slow
    /// line.
    pub(super) fn frame(&mut self, app: &App, now: Duration) -> Vec<u8> {
        let room = if self.stale { self.flow.room(now) } else { 0 };
        if room == 0 {
            return Vec::new();
        }
        let mut bytes = self.follow_settings(app);
        bytes.append(&mut self.strings);
        let (columns, rows) = self.size;
        let mut buffer = empty_buffer(std::mem::take(&mut self.buffer), columns, rows);
        let cursor = view::draw(app, &mut buffer);
        let links: Vec<CellLink> = view::links::links(app)
            .into_iter()
            .map(|view::LinkedCells { row, columns, address }| CellLink { row, columns, address })
            .collect();
        let asks = self.unasked && columns > probe::MAX_SAMPLE_COLUMNS && rows >= probe::MIN_ROWS;
        if asks {
            // What the questions draw is covered by a frame that paints all; together they are shown as one.
            self.painter.repaint();
        }
        let picture = view::picture::pixels(app);
        let change = self.pixels.remove_unless(picture.as_ref(), self.painter.clears_next());
        bytes.extend(change.before);
        if change.clears {
            self.painter.repaint();
        }
        self.stale = !self.painter.paint_part(&buffer, &links, cursor, room);
        if size_of_val(&*buffer.content) <= MAX_KEPT_BUFFER_BYTES {
            self.buffer = buffer;
        }
        let mut frame = self.painter.take();
        if !self.stale {
            frame.extend(self.pixels.place(picture));
        }
        if asks {
            (self.unasked, self.asked_at) = (false, now);
            bytes.extend(
                [modes::SYNC_ON.as_bytes(), &self.probe.ask(self.capability.may_be_asked_for_graphics())].concat(),
            );
            let asked = bytes.len();
            bytes.extend([&*frame, modes::SYNC_OFF.as_bytes(), modes::TAKEN].concat());
            self.flow.probe(asked, bytes.len() - asked, now);
            return checked(bytes);
        }
        bytes.append(&mut frame);
        if self.flow.is_new() && !bytes.is_empty() {
            // Also of terminals that are asked nothing else: this is as old as the VT100.
            bytes.extend_from_slice(modes::TAKEN);
            self.flow.probe(0, bytes.len(), now);
        } else if self.flow.send(bytes.len(), now) {
            bytes.extend_from_slice(modes::TAKEN);
        }
        checked(bytes)
    }

    /// Takes an answer of the terminal. Returns the findings when it is the last one.
    pub(super) fn hear(&mut self, reply: &Reply, now: Duration) -> Option<Findings> {
        if matches!(reply, Reply::Taken | Reply::PrimaryAttributes(_)) {
            self.flow.trust();
            self.flow.answered(now);
        }
        self.probe.hear(reply)
    }

    /// Adapts to the findings of a probe.
    pub(super) fn learn(&mut self, findings: Findings, app: &App) {
        if findings.keyboard.is_some() && self.capability.alternate && !std::mem::replace(&mut self.keyboard, true) {
            self.strings.extend_from_slice(modes::KEYBOARD_ON.as_bytes());
            self.stale = true;
        }
        self.findings = findings;
        self.adapt(app.settings().ambiguous());
    }

    /// An Escape that was read at `read` may well be the beginning of an answer.
    pub(super) fn awaits_answer(&self, read: Duration) -> bool {
        self.probe.is_open() && read < self.asked_at + ANSWER_WINDOW || self.flow.awaits()
    }

    /// The means of the terminal to show pictures.
    pub(super) fn picture_means(&self) -> Means {
        pixels::means(&self.capability, self.declared_cell, &self.flow)
    }

    /// Puts a text on the terminal's clipboard.
    pub(super) fn copy(&mut self, text: &str) {
        // The app copies no more than fits.
        if let Ok(mut bytes) = osc::copy(text, self.capability.in_tmux) {
            self.strings.append(&mut bytes);
        }
    }

    fn adapt(&mut self, ambiguous: Ambiguous) {
        if self.capability.learn(&self.findings, Some(ambiguous)) {
            self.painter.adapt(self.capability.clone());
            self.stale = true;
        }
    }

    /// Brings the terminal in line with settings that concern it and may have changed.
    fn follow_settings(&mut self, app: &App) -> Vec<u8> {
        let ambiguous = app.settings().ambiguous();
        if self.capability.ambiguous != ambiguous {
            self.adapt(ambiguous);
        }
        let mouse = app.settings().mouse;
        if std::mem::replace(&mut self.mouse, mouse) == mouse {
            return Vec::new();
        }
        if mouse { modes::MOUSE_ON } else { modes::MOUSE_OFF }.as_bytes().to_vec()
    }
}

/// A buffer without anything in it, in the memory of another if that has the same size.
fn empty_buffer(mut buffer: Buffer, columns: u16, rows: u16) -> Buffer {
    let area = Rect::new(0, 0, columns, rows);
    if buffer.area == area {
        buffer.reset();
        return buffer;
    }
    let cells = usize::from(columns) * usize::from(rows);
    let mut content = pages::vec_with_capacity(cells);
    content.resize(cells, Cell::EMPTY);
    Buffer { area, content }
}

/// Bytes that are about to be written, none of which is not on the list of what may be. In a build for use the check
/// costs nothing.
fn checked(bytes: Vec<u8>) -> Vec<u8> {
    debug_assert_eq!(allow::check(&bytes), Ok(()));
    bytes
}
