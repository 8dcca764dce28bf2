//! Puts text on ratatui's buffer. The only place that writes a cell's symbol, and it takes nothing but display forms
//! and words of the program's own.

use std::ops::Range;

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::text::{
    safe::Safe,
    width::{Ambiguous, clusters::clusters, cut::cut, sent::sent},
};

/// A buffer to draw on, and the width of ambiguous characters on its terminal.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    ambiguous: Ambiguous,
}

impl<'a> Canvas<'a> {
    /// A canvas on the whole of a buffer.
    pub(super) fn new(buffer: &'a mut Buffer, ambiguous: Ambiguous) -> Canvas<'a> {
        Canvas { buffer, ambiguous }
    }

    /// The cells of the screen.
    pub(super) fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Width of ambiguous characters on the terminal.
    pub(super) fn ambiguous(&self) -> Ambiguous {
        self.ambiguous
    }

    /// Puts a part of a display form at a cell, up to `right` (exclusive), and returns the column after it. A cluster
    /// that does not fit whole is left out.
    pub(super) fn text(&mut self, at: (u16, u16), right: u16, text: &Safe, range: Range<usize>, style: Style) -> u16 {
        self.put(at, right, text.slice(range), style)
    }

    /// Puts a display form at a cell, as [`Canvas::text`] does.
    pub(super) fn whole(&mut self, at: (u16, u16), right: u16, text: &Safe, style: Style) -> u16 {
        self.put(at, right, text, style)
    }

    /// Puts words of the program's own at a cell, as [`Canvas::text`] does.
    pub(super) fn label(&mut self, at: (u16, u16), right: u16, text: &'static str, style: Style) -> u16 {
        self.put(at, right, text, style)
    }

    /// Gives a row's cells from `left` to `right` (exclusive) a style.
    pub(super) fn tint(&mut self, row: u16, left: u16, right: u16, style: Style) {
        let right = right.min(self.buffer.area.right());
        if row < self.buffer.area.bottom() && left < right {
            self.buffer.set_style(Rect { x: left, y: row, width: right - left, height: 1 }, style);
        }
    }

    /// Takes away what stands on a row.
    pub(super) fn clear(&mut self, row: u16) {
        for column in self.buffer.area.left()..self.buffer.area.right() {
            if row < self.buffer.area.bottom() {
                self.buffer[(column, row)].reset();
            }
        }
    }

    /// Puts a display form in so many cells, cut at a cluster with an ellipsis if it is longer.
    pub(super) fn fitted(&mut self, (column, row): (u16, u16), room: u16, text: &Safe, style: Style) {
        let (cut, _) = cut(text, usize::from(room), self.ambiguous);
        self.whole((column, row), column + room, &Safe::line(&cut), style);
    }

    fn put(&mut self, (column, row): (u16, u16), right: u16, text: &str, style: Style) -> u16 {
        let right = right.min(self.buffer.area.right());
        if row >= self.buffer.area.bottom() {
            return column;
        }
        let start = usize::from(row) * usize::from(self.buffer.area.width);
        // One look-up for the row: one for every cell costs as much as drawing it.
        let Some(free) = self.buffer.content.get_mut(start + usize::from(column)..start + usize::from(right)) else {
            return column;
        };
        let mut x = 0;
        for (_, cluster, cells) in clusters(text, self.ambiguous) {
            let Some([first, rest @ ..]) = free.get_mut(x..x + cells) else {
                if x + cells > free.len() {
                    break;
                }
                continue;
            };
            first.set_symbol(&sent(cluster, self.ambiguous)).set_style(style);
            // The second half of a wide character: nothing of what stood there may stay.
            for trailing in rest {
                trailing.reset();
                trailing.set_style(style);
            }
            x += cells;
        }
        column + x as u16
    }
}
