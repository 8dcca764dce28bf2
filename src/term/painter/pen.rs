//! The terminal's pen: where its cursor is, what look is on, which rows scroll, and the bytes written so far.
//!
//! It knows how to get anywhere most cheaply. It never relies on what happens at the right margin: after a symbol in
//! the last column, and after one whose width terminals dispute, the column is unknown until it is set.

use super::grid::GridCell;
use super::{glyphs::Glyphs, scroll::Shift};
use crate::term::{Capability, Scroll};
use crate::term::{Look, push_decimal};

/// The known state of the terminal between two writes, and the bytes of this one.
#[derive(Clone, Default)]
pub(super) struct Pen {
    pub out: Vec<u8>,
    row: Option<usize>,
    column: Option<usize>,
    look: Option<Look>,
    /// The first and last row that scroll; `None` when unknown.
    margins: Option<(usize, usize)>,
    pub cursor_shown: Option<bool>,
    /// The number of the link that symbols become part of; 0 for none.
    link: u16,
    /// Attributes can only be switched off all together.
    pub resets: bool,
}

impl Pen {
    /// A pen for a terminal of which nothing is known but what it can do.
    pub(super) fn of(capability: &Capability) -> Pen {
        Pen { resets: !capability.attributes_off, ..Pen::default() }
    }

    /// The same pen with nothing written.
    pub(super) fn fresh(&self) -> Pen {
        Pen { out: Vec::new(), ..*self }
    }

    /// Blanks the whole screen, whatever it held, and sets all that was unknown. `beyond` says that it has more rows
    /// than the `height` that are drawn.
    pub(super) fn clear(&mut self, height: usize, beyond: bool, capability: &Capability) {
        self.out.extend_from_slice(b"\x1b[m");
        if capability.scroll != Scroll::None {
            self.out.extend_from_slice(b"\x1b[r");
        }
        // DECSTBM homes the cursor, but on a screen of one row some ignore it.
        self.out.extend_from_slice(b"\x1b[H\x1b[2J");
        self.look = Some(Look::PLAIN);
        self.margins = Some((0, if beyond { usize::MAX } else { height.saturating_sub(1) }));
        (self.row, self.column) = (Some(0), Some(0));
    }

    /// Forgets what is known of the terminal, because something else may have written to it.
    pub(super) fn forget(&mut self) {
        *self = Pen { out: std::mem::take(&mut self.out), resets: self.resets, ..Pen::default() };
    }

    pub(super) fn is_at(&self, x: usize, y: usize) -> bool {
        (self.column, self.row) == (Some(x), Some(y))
    }

    pub(super) fn set_look(&mut self, look: Look) {
        let stays = |on: &Look| !self.resets || look.modifier().contains(on.modifier());
        // Where an attribute would have to end by itself, the look is written as from an unknown one: reset, then set.
        look.push_sgr(self.look.filter(|on| *on == look || stays(on)), &mut self.out);
        self.look = Some(look);
    }

    /// True if a blank of `look` needs no change of what is on.
    fn blanks_as(&self, look: Look) -> bool {
        self.look.is_some_and(|on| on.on_blank() == look)
    }

    /// Turns on a look whose blanks are like `look`'s.
    fn set_blank_look(&mut self, look: Look) {
        if !self.blanks_as(look) {
            self.set_look(look);
        }
    }

    /// Draws a cell's symbol where the cursor is; `last` is the row's last column.
    pub(super) fn draw(&mut self, cell: &GridCell, glyphs: &Glyphs, last: usize) {
        if cell.is_blank() {
            self.set_blank_look(cell.look);
        } else {
            self.set_look(cell.look);
        }
        // A terminal keeps a link on until the next one or its end, as it keeps a look.
        if cell.link != self.link {
            self.out.extend_from_slice(glyphs.link(cell.link));
            self.link = cell.link;
        }
        self.out.extend_from_slice(glyphs.text(cell.symbol, &mut [0; 4]).as_bytes());
        self.advance(usize::from(cell.cells), last);
    }

    /// Ends a link, so that what is erased or scrolled in has none.
    pub(super) fn end_link(&mut self) {
        if std::mem::take(&mut self.link) != 0 {
            self.out.extend_from_slice(crate::term::LINK_END);
        }
    }

    /// Repeats what was drawn last `count` times more (REP).
    pub(super) fn repeat(&mut self, count: usize, last: usize) {
        csi(&mut self.out, count, b'b');
        self.advance(count, last);
    }

    fn advance(&mut self, cells: usize, last: usize) {
        // Behind the last column terminals differ: some wrap, some wait for the next symbol.
        self.column = self.column.map(|x| x + cells).filter(|x| *x <= last);
    }

    /// Forgets the column.
    pub(super) fn lose_column(&mut self) {
        self.column = None;
    }

    /// Erases from the cursor to the row's end (EL), `look` being what is to be seen there.
    pub(super) fn erase_line(&mut self, look: Look) {
        self.end_link();
        self.set_blank_look(look);
        self.out.extend_from_slice(b"\x1b[K");
    }

    /// Erases from the cursor to the screen's end (ED).
    pub(super) fn erase_below(&mut self) {
        self.end_link();
        self.set_blank_look(Look::PLAIN);
        self.out.extend_from_slice(b"\x1b[J");
    }

    /// Erases `count` cells from the cursor on, which stays (ECH).
    pub(super) fn erase_cells(&mut self, count: usize, look: Look) {
        self.end_link();
        self.set_blank_look(look);
        csi(&mut self.out, count, b'X');
    }

    /// Moves the rows of a band on the terminal's own screen, whose rows are `height`; `None` when it has more than are
    /// drawn.
    pub(super) fn scroll(&mut self, shift: &Shift, height: Option<usize>, capability: &Capability) {
        // Terminals with BCE fill the rows that come free with the current background, others do not.
        if !self.look.is_some_and(Look::erases_plainly) {
            self.set_look(Look::PLAIN);
        }
        let band = (shift.top, shift.bottom);
        if self.margins != Some(band) {
            self.out.extend_from_slice(b"\x1b[");
            if height.is_none_or(|height| band != (0, height - 1)) {
                if band.0 > 0 {
                    push_decimal(band.0 as u32 + 1, &mut self.out);
                }
                self.out.push(b';');
                push_decimal(band.1 as u32 + 1, &mut self.out);
            }
            self.out.push(b'r');
            self.margins = Some(band);
            // It homes the cursor, to the screen's corner or to the region's: emulators differ.
            (self.row, self.column) = (None, None);
        }
        let count = shift.by.unsigned_abs();
        let lines = capability.scroll == Scroll::Lines;
        // A line feed in the last row leaves the cursor in the row that came free, which is drawn next.
        if shift.by > 0 && (count == 1 || !lines) {
            if self.row != Some(band.1) || self.column != Some(0) {
                position(&mut self.out, 0, band.1);
            }
            self.out.extend(std::iter::repeat_n(b'\n', count));
            (self.row, self.column) = (Some(band.1), Some(0));
        } else if shift.by < 0 && (count <= 2 || !lines) {
            if self.row != Some(band.0) || self.column != Some(0) {
                position(&mut self.out, 0, band.0);
            }
            (0..count).for_each(|_| self.out.extend_from_slice(b"\x1bM"));
            (self.row, self.column) = (Some(band.0), Some(0));
        } else {
            csi(&mut self.out, count, if shift.by > 0 { b'S' } else { b'T' });
        }
    }

    /// Takes the cursor to a cell the cheapest way. `row` is what the row holds left of `x`, which may be drawn once
    /// more where that is shorter than a movement.
    pub(super) fn reach(&mut self, x: usize, y: usize, row: &[GridCell], glyphs: &Glyphs, capability: &Capability) {
        if self.is_at(x, y) {
            return;
        }
        let mut best = Vec::with_capacity(8);
        // CUP needs nothing to be known; every other way has to be shorter.
        position(&mut best, x, y);
        let mut offer = |way: &[u8]| {
            if way.len() < best.len() {
                best.clear();
                best.extend_from_slice(way);
            }
        };
        let mut way = Vec::with_capacity(16);
        if self.row == Some(y) {
            if capability.one_axis {
                csi(&mut way, x + 1, b'G');
                offer(&way);
            }
            if let Some(from) = self.column {
                if from < x {
                    way.clear();
                    self.go_right(from, x, row, glyphs, &mut way);
                    offer(&way);
                } else {
                    way.clear();
                    csi(&mut way, from - x, b'D');
                    offer(&way);
                    if from - x <= 4 {
                        offer(&b"\x08".repeat(from - x));
                    }
                }
            }
        } else if self.column == Some(x) && capability.one_axis {
            csi(&mut way, y + 1, b'd');
            offer(&way);
        }
        // CR and LF are a byte each, which no sequence can be.
        if let Some(down) = self.row.and_then(|from| self.line_feeds(from, y)) {
            way.clear();
            way.push(b'\r');
            way.extend(std::iter::repeat_n(b'\n', down));
            self.go_right(0, x, row, glyphs, &mut way);
            offer(&way);
        }
        self.out.append(&mut best);
        (self.row, self.column) = (Some(y), Some(x));
    }

    /// The number of line feeds from one row down to another, if they are few and none of them scrolls.
    fn line_feeds(&self, from: usize, to: usize) -> Option<usize> {
        let down = to.checked_sub(from).filter(|down| *down <= 6)?;
        let (_, bottom) = self.margins?;
        (down == 0 || !(from..to).contains(&bottom)).then_some(down)
    }

    /// Adds the cheaper of CUF and drawing once more what is there.
    fn go_right(&self, from: usize, to: usize, row: &[GridCell], glyphs: &Glyphs, way: &mut Vec<u8>) {
        if from == to {
            return;
        }
        let mut jump = Vec::with_capacity(6);
        csi(&mut jump, to - from, b'C');
        let mut again = Vec::with_capacity(8);
        let mut x = from;
        for cell in row.get(from..to).unwrap_or_default() {
            let on = if cell.is_blank() { self.blanks_as(cell.look) } else { self.look == Some(cell.look) };
            let starts = cell.cells > 0 || x > from;
            if !on
                || cell.link != self.link
                || !starts
                || again.len() >= jump.len()
                || glyphs.dispute(cell.symbol).is_some()
            {
                break;
            }
            if cell.cells > 0 {
                again.extend_from_slice(glyphs.text(cell.symbol, &mut [0; 4]).as_bytes());
            }
            x += 1;
        }
        way.append(if x == to && again.len() <= jump.len() { &mut again } else { &mut jump });
    }
}

/// Writes CUP (ECMA-48 8.3.21), leaving out what is 1.
fn position(out: &mut Vec<u8>, x: usize, y: usize) {
    out.extend_from_slice(b"\x1b[");
    if y > 0 {
        push_decimal(y as u32 + 1, out);
    }
    if x > 0 {
        out.push(b';');
        push_decimal(x as u32 + 1, out);
    }
    out.push(b'H');
}

/// Writes a control sequence with one count, leaving it out when it is 1.
fn csi(out: &mut Vec<u8>, count: usize, action: u8) {
    out.extend_from_slice(b"\x1b[");
    if count != 1 {
        push_decimal(count as u32, out);
    }
    out.push(action);
}
