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
use grid::Grid;
use pen::Pen;
use row::Means;
use scroll::Shift;

/// Bytes from which on a frame goes inside synchronized output: about what one packet carries. A smaller one arrives
/// whole, so it cannot tear.
const SYNC_FROM: usize = 1200;

/// Cells of a row that are a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Rows from the top.
    pub row: u16,
    /// Its columns.
    pub columns: Range<u16>,
    /// Where it leads.
    pub address: String,
}

/// The side of the terminal that shows things.
///
/// Give it each frame with [`Painter::paint`] and send what [`Painter::take`] returns in one write.
pub struct Painter {
    capability: Capability,
    glyphs: Glyphs,
    /// What the terminal shows; `None` when that is not known.
    shown: Option<Grid>,
    pen: Pen,
    size: Size,
    /// The terminal has more columns than are drawn, or more rows; those stay blank.
    beyond: Beyond,
    /// The row where the last frame was cut; 0 when it was whole.
    next: usize,
}

/// Whether the terminal is larger than the frames that are drawn on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Beyond {
    columns: bool,
    rows: bool,
}

/// A frame as written, and the rows it was cut before.
struct Written {
    pen: Pen,
    left: Vec<usize>,
    /// What the rows that were left show.
    under: Option<Grid>,
}

impl Painter {
    /// A painter for a terminal of which nothing is known but what it can do and its size in cells.
    #[must_use]
    pub fn new(size: Size, capability: Capability) -> Painter {
        let glyphs = Glyphs::new(capability.ambiguous, capability.settled());
        let pen = Pen::of(&capability);
        Painter { capability, glyphs, shown: None, pen, size, beyond: Beyond::default(), next: 0 }
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
        self.repaint();
    }

    /// Takes note of what the terminal has told about itself. If that changes how cells look, the next frame is painted
    /// anew; else only the ways of painting change.
    pub fn adapt(&mut self, capability: Capability) {
        if (capability.ambiguous, capability.depth) == (self.capability.ambiguous, self.capability.depth) {
            self.glyphs.settle(capability.settled());
        } else {
            self.glyphs = Glyphs::new(capability.ambiguous, capability.settled());
            self.repaint();
        }
        self.pen.resets = !capability.attributes_off;
        self.capability = capability;
    }

    /// Forgets what the terminal shows: the next frame clears it and paints all.
    pub fn repaint(&mut self) {
        self.shown = None;
        self.pen.forget();
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
    pub fn paint_linked(&mut self, frame: &Buffer, links: &[Linked], cursor: Option<Position>) {
        self.paint_part(frame, links, cursor, usize::MAX);
    }

    /// The same, but no row is begun after `limit` bytes. Says whether the terminal then shows the whole frame; if not,
    /// the next one goes on from what it shows, so a frame that nobody will see is never sent to its end.
    pub fn paint_part(&mut self, frame: &Buffer, links: &[Linked], cursor: Option<Position>, limit: usize) -> bool {
        let size = frame.area.as_size();
        if self.glyphs.full() {
            self.glyphs = Glyphs::new(self.capability.ambiguous, self.capability.settled());
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
        let mut wanted = Grid::of(frame, &mut self.glyphs, self.capability.depth);
        for link in links.iter().filter(|_| self.capability.links) {
            let number = self.glyphs.admit_link(&link.address);
            wanted.link(link.row.into(), link.columns.start.into(), link.columns.end.into(), number);
        }
        let cursor = cursor.filter(|at| at.x < size.width && at.y < size.height);
        let Written { mut pen, left, under } = self.written(&wanted, cursor, limit);
        let bytes = std::mem::take(&mut pen.out);
        let mut all = std::mem::take(&mut self.pen.out);
        if self.capability.sync && bytes.len() >= SYNC_FROM {
            all.extend_from_slice(b"\x1b[?2026h");
            all.extend(bytes);
            all.extend_from_slice(b"\x1b[?2026l");
        } else {
            all.extend(bytes);
        }
        pen.out = all;
        self.pen = pen;
        self.next = left.first().copied().unwrap_or(0);
        if let Some(under) = under {
            for y in &left {
                wanted.take_row(*y, &under);
            }
        }
        self.shown = Some(wanted);
        left.is_empty()
    }

    /// The frame written the shorter way, cut if that is too long.
    fn written(&mut self, wanted: &Grid, cursor: Option<Position>, limit: usize) -> Written {
        let shown = self.shown.take();
        let shifts = match &shown {
            Some(shown) if self.capability.scroll != Scroll::None => scroll::plan(shown, wanted),
            _ => Vec::new(),
        };
        let straight = self.frame(shown.as_ref(), wanted, &[], cursor, usize::MAX);
        let scrolled = (!shifts.is_empty()).then(|| self.frame(shown.as_ref(), wanted, &shifts, cursor, usize::MAX));
        let scrolled = scrolled.filter(|scrolled| scrolled.pen.out.len() < straight.pen.out.len());
        let shifts = if scrolled.is_some() { &*shifts } else { &[] };
        let whole = scrolled.unwrap_or(straight);
        if whole.pen.out.len() <= limit { whole } else { self.frame(shown.as_ref(), wanted, shifts, cursor, limit) }
    }

    /// What is to be sent to the terminal, in one write; empty when nothing is. All of it must be sent, in order: if any
    /// is dropped, call [`Painter::repaint`].
    #[must_use]
    pub fn take(&mut self) -> Vec<u8> {
        let bytes = std::mem::take(&mut self.pen.out);
        debug_assert_eq!(allow::check(&bytes), Ok(()));
        bytes
    }

    /// Writes one frame, by way of some shifts.
    fn frame(
        &self,
        shown: Option<&Grid>,
        wanted: &Grid,
        shifts: &[Shift],
        cursor: Option<Position>,
        limit: usize,
    ) -> Written {
        let mut pen = self.pen.fresh();
        if cursor.is_none() && pen.cursor_shown != Some(false) {
            pen.out.extend_from_slice(b"\x1b[?25l");
            pen.cursor_shown = Some(false);
        }
        let other = match shown {
            None => {
                pen.clear(wanted.height, self.beyond.rows, &self.capability);
                Some(Grid::blank(wanted.width, wanted.height))
            }
            Some(_) if shifts.is_empty() => None,
            Some(shown) => {
                let mut grid = shown.clone();
                for shift in shifts {
                    pen.scroll(shift, (!self.beyond.rows).then_some(wanted.height), &self.capability);
                    grid.shift(shift.top, shift.bottom, shift.by);
                }
                Some(grid)
            }
        };
        let Some(under) = other.as_ref().or(shown) else { return Written { pen, left: Vec::new(), under: None } };
        let order = if limit == usize::MAX {
            (0..wanted.height).collect()
        } else {
            order::rows(under, wanted, shifts, self.next)
        };
        let left = self.rows(&mut pen, under, wanted, &order, limit);
        pen.end_link();
        if let Some(at) = cursor {
            let (x, y) = (usize::from(at.x), usize::from(at.y));
            let row = if left.contains(&y) { under } else { wanted }.row(y);
            pen.reach(x, y, row, &self.glyphs, &self.capability);
            if pen.cursor_shown != Some(true) {
                pen.out.extend_from_slice(b"\x1b[?25h");
                pen.cursor_shown = Some(true);
            }
        }
        let under = (!left.is_empty()).then(|| under.clone());
        Written { pen, left, under }
    }

    /// Writes rows in an order until there are `limit` bytes. Returns those that still show something else.
    fn rows(&self, pen: &mut Pen, shown: &Grid, wanted: &Grid, order: &[usize], limit: usize) -> Vec<usize> {
        let means = Means { glyphs: &self.glyphs, capability: &self.capability, beyond: self.beyond.columns };
        let text = (0..wanted.height).rposition(|y| !wanted.is_empty(y)).map_or(0, |y| y + 1);
        let mut erases = (text..wanted.height).filter(|y| !shown.is_empty(*y)).take(2).count() == 2;
        let mut empty_below = false;
        let mut left = Vec::new();
        for y in order.iter().copied() {
            if empty_below && y >= text || shown.row(y) == wanted.row(y) {
                continue;
            }
            if pen.out.len() >= limit {
                left.push(y);
            } else if erases && y >= text {
                pen.reach(0, text, wanted.row(text), &self.glyphs, &self.capability);
                pen.erase_below();
                (erases, empty_below) = (false, true);
                left.retain(|y| *y < text);
            } else {
                row::paint(pen, &means, y, shown.row(y), wanted.row(y));
            }
        }
        left
    }
}
