//! Frames to bytes: keeps what the terminal shows and writes the least that makes it show the next frame.
//!
//! It does no I/O: a frame is collected and taken as one write. It knows nothing of screens, articles or themes.

mod glyphs;
mod grid;
mod order;
mod pen;
mod row;
mod scroll;

#[cfg(test)]
mod emulators;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod replay_tests;

#[cfg(test)]
pub(crate) use emulators::{Alacritty, Emulator, Seen, vt100};
pub(crate) use glyphs::refused;

use std::ops::Range;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Size},
};

use crate::term::{Capability, Scroll, allow};
use glyphs::Glyphs;
use grid::{Grid, ShiftedRows};
use pen::Pen;
use row::RowContext;
use scroll::Shift;

/// Bytes from which on a frame goes inside synchronized output: about what one packet carries. A smaller one arrives
/// whole, so it cannot tear.
const MIN_SYNC_BYTES: usize = 1200;
/// Bytes up to which a grid that is no longer shown is kept for the next frame.
const MAX_SPARE_BYTES: usize = 1 << 20;

/// Cells of a row that are a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellLink {
    /// Rows from the top.
    pub row: u16,
    /// Its columns.
    pub columns: Range<u16>,
    /// Its target.
    pub address: String,
}

/// The side of the terminal that shows things.
///
/// Give it each frame with [`Painter::paint`] and send what [`Painter::take`] returns in one write.
pub struct Painter {
    capability: Capability,
    glyphs: Glyphs,
    /// The screen of the terminal; `None` if that is not known.
    shown: Option<Grid>,
    /// Memory for the next grid: what was shown before.
    spare: Option<Grid>,
    pen: Pen,
    size: Size,
    /// The terminal has more columns than are drawn, or more rows; those stay blank.
    beyond: Beyond,
    /// The row where the last frame was cut; 0 when it was whole.
    next: usize,
}

/// True if the terminal is larger than the frames that are drawn on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Beyond {
    columns: bool,
    rows: bool,
}

/// Limits of the bytes of a frame.
#[derive(Clone, Copy)]
enum Budget {
    /// No limit.
    Whole,
    /// No longer than so many bytes; there is a shorter way.
    UpTo(usize),
    /// No row is begun after so many bytes.
    Part(usize),
}

/// A frame as written, and the rows it was cut before.
struct Written {
    pen: Pen,
    left: Vec<usize>,
    /// The row of the grid before that each of these rows still shows.
    sources: Vec<usize>,
}

impl Written {
    fn bytes(&self) -> usize {
        self.pen.out.len()
    }
}

impl Painter {
    /// A painter for a terminal of which nothing is known but what it can do and its size in cells.
    #[must_use]
    pub fn new(size: Size, capability: Capability) -> Painter {
        let glyphs = Glyphs::new(capability.ambiguous, capability.known_widths());
        let pen = Pen::of(&capability);
        Painter { capability, glyphs, shown: None, spare: None, pen, size, beyond: Beyond::default(), next: 0 }
    }

    /// Takes note that the terminal has another size, or may have lost what it showed on the way to the same one.
    pub fn resize(&mut self, size: Size) {
        self.resize_within(size, size);
    }

    /// The same for a terminal of `terminal` cells, of which only the first `size` are drawn on. The others are blanked
    /// with the rest when the screen is cleared, and never written to.
    pub fn resize_within(&mut self, size: Size, terminal: Size) {
        self.size = size;
        self.beyond = Beyond { columns: terminal.width > size.width, rows: terminal.height > size.height };
        // Neither fits any more, and a terminal that was huge once should not cost memory for ever.
        self.spare = None;
        self.repaint();
    }

    /// Takes the capabilities that the terminal has answered with. If that changes how cells look, the next frame is painted
    /// anew; else only the ways of painting change.
    pub fn adapt(&mut self, capability: Capability) {
        let looks = |capability: &Capability| (capability.ambiguous, capability.look_support());
        if looks(&capability) == looks(&self.capability) {
            self.glyphs.set_known_widths(capability.known_widths());
        } else {
            self.glyphs = Glyphs::new(capability.ambiguous, capability.known_widths());
            self.repaint();
        }
        // It says how attributes end, not which are on: what the pen knows of the terminal stays true.
        self.pen.resets = !capability.attributes_off;
        self.capability = capability;
    }

    /// Forgets what the terminal shows: the next frame clears it and paints all.
    pub fn repaint(&mut self) {
        self.shown = None;
        self.pen.forget();
    }

    /// True if the next frame clears the terminal, because nothing is known of what that shows.
    #[must_use]
    pub fn clears_next(&self) -> bool {
        self.shown.is_none() || self.glyphs.full() || self.pen.cursor_shown.is_none()
    }

    /// The size in cells that frames should have.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// Adds the bytes that make the terminal show `frame`, and its cursor at `cursor` if given, hidden otherwise.
    /// Adds none when that is what it shows already. A frame of another size than the terminal's is a new size.
    pub fn paint(&mut self, frame: &Buffer, cursor: Option<Position>) {
        self.paint_linked(frame, &[], cursor);
    }

    /// The same, with cells that are links where the terminal knows them.
    pub fn paint_linked(&mut self, frame: &Buffer, links: &[CellLink], cursor: Option<Position>) {
        self.paint_part(frame, links, cursor, usize::MAX);
    }

    /// The same, but no row is begun after `limit` bytes. Returns true if the terminal then shows the whole frame; if not,
    /// the next one goes on from what it shows, so an outdated frame is never sent to its end.
    pub fn paint_part(&mut self, frame: &Buffer, links: &[CellLink], cursor: Option<Position>, limit: usize) -> bool {
        let size = frame.area.as_size();
        // Numbers of clusters mean nothing once the table is empty, so neither does what is remembered of the screen.
        if self.glyphs.full() {
            self.glyphs = Glyphs::new(self.capability.ambiguous, self.capability.known_widths());
            self.repaint();
        }
        if size != self.size {
            self.resize(size);
        } else if self.pen.cursor_shown.is_none() {
            self.repaint();
        }
        if size.width == 0 || size.height == 0 {
            return true;
        }
        // What is shown stays until the frame is written: both are compared, and what is not sent is taken from it.
        let mut target = Grid::from_buffer(frame, &mut self.glyphs, self.capability.look_support(), self.spare.take());
        for link in links.iter().filter(|_| self.capability.links) {
            let number = self.glyphs.admit_link(&link.address);
            target.link(link.row.into(), link.columns.start.into(), link.columns.end.into(), number);
        }
        let cursor = cursor.filter(|at| at.x < size.width && at.y < size.height);
        let shown = self.shown.take();
        let Written { pen, left, sources } = self.write(shown.as_ref(), &target, cursor, limit);
        self.append(pen);
        self.next = left.first().copied().unwrap_or(0);
        // What was not sent is not shown: the next frame compares with the rows that still stand there.
        for y in &left {
            match &shown {
                Some(shown) => target.take_row(*y, shown, sources[*y]),
                None => target.clear_row(*y),
            }
        }
        self.shown = Some(target);
        self.spare = shown.filter(|shown| shown.bytes() <= MAX_SPARE_BYTES);
        left.is_empty()
    }

    /// Takes over what a pen has written, behind what has not been sent yet.
    fn append(&mut self, mut pen: Pen) {
        let bytes = std::mem::take(&mut pen.out);
        let mut all = std::mem::take(&mut self.pen.out);
        if self.capability.sync && bytes.len() >= MIN_SYNC_BYTES {
            all.extend_from_slice(b"\x1b[?2026h");
            all.extend(bytes);
            all.extend_from_slice(b"\x1b[?2026l");
        } else {
            all.extend(bytes);
        }
        pen.out = all;
        self.pen = pen;
    }

    /// The frame written the shorter way, cut if that is too long.
    fn write(&self, shown: Option<&Grid>, target: &Grid, cursor: Option<Position>, limit: usize) -> Written {
        let shifts = match shown {
            Some(shown) if self.capability.scroll != Scroll::None => scroll::plan(shown, target),
            _ => Vec::new(),
        };
        let write = |shifts: &[Shift], budget| self.write_by(shown, target, shifts, cursor, budget);
        // Scrolling is mostly much shorter, so the other way is soon given up.
        let scrolled = (!shifts.is_empty()).then(|| write(&shifts, Budget::Whole));
        let straight = write(&[], scrolled.as_ref().map_or(Budget::Whole, |scrolled| Budget::UpTo(scrolled.bytes())));
        let (whole, shifts) = match scrolled {
            Some(scrolled) if straight.bytes() > scrolled.bytes() => (scrolled, &*shifts),
            _ => (straight, &[][..]),
        };
        if whole.bytes() <= limit { whole } else { write(shifts, Budget::Part(limit)) }
    }

    /// Takes the bytes for the terminal, to be sent in one write; none if nothing has changed. All of it must be sent,
    /// in order: if any is dropped, call [`Painter::repaint`].
    #[must_use]
    pub fn take(&mut self) -> Vec<u8> {
        let bytes = std::mem::take(&mut self.pen.out);
        debug_assert_eq!(allow::check(&bytes), Ok(()));
        bytes
    }

    /// Writes one frame, by way of some shifts. One that becomes longer than its budget is given up and not whole.
    fn write_by(
        &self,
        shown: Option<&Grid>,
        target: &Grid,
        shifts: &[Shift],
        cursor: Option<Position>,
        budget: Budget,
    ) -> Written {
        // Each way is tried with a pen of its own, so that one that is given up leaves no trace.
        let mut pen = self.pen.fresh();
        if cursor.is_none() && pen.cursor_shown != Some(false) {
            pen.out.extend_from_slice(b"\x1b[?25l");
            pen.cursor_shown = Some(false);
        }
        // Nothing is known of a screen that has just been cleared but that it is blank.
        let mut under = shown.map_or_else(|| ShiftedRows::blank(target), ShiftedRows::unshifted);
        if shown.is_none() {
            pen.clear(target.height, self.beyond.rows, &self.capability);
        }
        for shift in shifts {
            pen.scroll(shift, (!self.beyond.rows).then_some(target.height), &self.capability);
            under.shift(shift.top, shift.bottom, shift.by);
        }
        let order = match budget {
            Budget::Part(_) => order::rows(&under, target, shifts, self.next),
            Budget::Whole | Budget::UpTo(_) => (0..target.height).collect(),
        };
        let left = self.write_rows(&mut pen, &under, target, &order, budget);
        pen.end_link();
        if let Some(at) = cursor {
            let (x, y) = (usize::from(at.x), usize::from(at.y));
            // A row that was not sent still shows what it did; what is drawn once more on the way must be that.
            let row = if left.contains(&y) { under.row(y) } else { target.row(y) };
            pen.reach(x, y, row.cells, &self.glyphs, &self.capability);
            if pen.cursor_shown != Some(true) {
                pen.out.extend_from_slice(b"\x1b[?25h");
                pen.cursor_shown = Some(true);
            }
        }
        Written { pen, left, sources: under.into_sources() }
    }

    /// Writes rows in an order until the budget is spent. Returns those that still show something else.
    fn write_rows(
        &self,
        pen: &mut Pen,
        shown: &ShiftedRows<'_>,
        target: &Grid,
        order: &[usize],
        budget: Budget,
    ) -> Vec<usize> {
        let context = RowContext { glyphs: &self.glyphs, capability: &self.capability, beyond: self.beyond.columns };
        let limit = match budget {
            Budget::Whole => usize::MAX,
            Budget::UpTo(most) => most + 1,
            Budget::Part(limit) => limit,
        };
        // One erasure takes the place of two and more rows that become empty at the end of the screen.
        let text = (0..target.height).rposition(|y| !target.row(y).is_empty()).map_or(0, |y| y + 1);
        let mut erases = (text..target.height).filter(|y| !shown.row(*y).is_empty()).take(2).count() == 2;
        let mut empty_below = false;
        let mut left = Vec::new();
        for y in order.iter().copied() {
            // The other way is shorter already: whatever this one would still write is thrown away.
            if matches!(budget, Budget::UpTo(_)) && pen.out.len() >= limit {
                break;
            }
            if empty_below && y >= text || shown.row(y).is_same(target.row(y)) {
                continue;
            }
            if pen.out.len() >= limit {
                left.push(y);
            } else if erases && y >= text {
                pen.reach(0, text, target.row(text).cells, &self.glyphs, &self.capability);
                pen.erase_below();
                (erases, empty_below) = (false, true);
                left.retain(|y| *y < text);
            } else {
                row::paint(pen, &context, y, shown.row(y).cells, target.row(y).cells);
            }
        }
        left
    }
}
