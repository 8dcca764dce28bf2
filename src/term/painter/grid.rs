//! A screen as a grid of cells, made from ratatui's buffer or remembered as what the terminal shows.
//!
//! A wide symbol fills its cells with copies of itself, the first marked as lead, so that two grids that are equal cell
//! by cell look the same, and a symbol's cells always differ together. No bytes are made here.

use ratatui::buffer::Buffer;

use super::glyphs::{Glyphs, Symbol};
use crate::term::{Depth, Look};

/// One cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub symbol: Symbol,
    /// Cells of the symbol on the first of its cells; 0 on those it merely covers.
    pub cells: u16,
    pub look: Look,
    /// The number of the link it is part of; 0 for none.
    pub link: u16,
}

impl Cell {
    pub(super) const BLANK: Cell = Cell::blank(Look::PLAIN);

    pub(super) const fn blank(look: Look) -> Cell {
        Cell { symbol: Symbol::BLANK, cells: 1, look, link: 0 }
    }

    /// A number that is equal for equal cells, and rarely for others.
    pub(super) fn print(&self) -> u64 {
        u64::from(self.symbol.bits())
            | self.look.print() << 32
            | u64::from(self.cells) << 24 ^ u64::from(self.link) << 48
    }

    pub(super) fn is_blank(&self) -> bool {
        self.symbol == Symbol::BLANK
    }
}

/// Rows of cells.
#[derive(Clone)]
pub(super) struct Grid {
    cells: Vec<Cell>,
    pub width: usize,
    pub height: usize,
}

impl Grid {
    pub(super) fn blank(width: usize, height: usize) -> Grid {
        Grid { cells: vec![Cell::BLANK; width * height], width, height }
    }

    pub(super) fn row(&self, y: usize) -> &[Cell] {
        self.cells.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// Whether nothing stands in a row.
    pub(super) fn is_empty(&self, y: usize) -> bool {
        self.row(y).iter().all(|cell| *cell == Cell::BLANK)
    }

    /// Takes a row of another grid of the same size.
    pub(super) fn take_row(&mut self, y: usize, from: &Grid) {
        if let Some(row) = self.cells.get_mut(y * self.width..(y + 1) * self.width) {
            row.copy_from_slice(from.row(y));
        }
    }

    /// Moves the rows of a band, both ends included, up by `by` (down when negative), and blanks those that come free.
    pub(super) fn shift(&mut self, top: usize, bottom: usize, by: isize) {
        let Some(band) = self.cells.get_mut(top * self.width..(bottom + 1) * self.width) else { return };
        let moved = (by.unsigned_abs() * self.width).min(band.len());
        if by > 0 {
            band.copy_within(moved.., 0);
            let kept = band.len() - moved;
            band[kept..].fill(Cell::BLANK);
        } else {
            band.copy_within(..band.len() - moved, moved);
            band[..moved].fill(Cell::BLANK);
        }
    }

    /// Makes the symbols of a row from `from` to `to` (exclusive) part of a link. Blanks at its end are not.
    pub(super) fn link(&mut self, y: usize, from: usize, to: usize, link: u16) {
        let Some(row) = self.cells.get_mut(y * self.width..(y + 1) * self.width) else { return };
        let Some(cells) = row.get_mut(from..to.min(self.width)) else { return };
        let end = cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |x| x + 1);
        cells[..end].iter_mut().for_each(|cell| cell.link = link);
    }

    /// What a buffer asks for. A wide symbol in a row's last cell, or one whose other half another symbol has taken, is
    /// drawn as a blank: half a character can be drawn nowhere. What lies blank under a wide symbol is hidden by it.
    pub(super) fn of(buffer: &Buffer, glyphs: &mut Glyphs, depth: Depth) -> Grid {
        let (width, height) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
        let mut grid = Grid::blank(width, height);
        if width == 0 {
            return grid;
        }
        for (asked, row) in buffer.content.chunks_exact(width).zip(grid.cells.chunks_exact_mut(width)) {
            let mut x = 0;
            while let (Some(cell), Some(room)) = (asked.get(x), row.get_mut(x..)) {
                let look = Look::of(cell.fg, cell.bg, cell.modifier, depth);
                let (symbol, cells) = glyphs.admit(cell.symbol());
                let span = usize::from(cells).max(1);
                let fits =
                    asked.get(x + 1..x + span).is_some_and(|rest| rest.iter().all(|c| matches!(c.symbol(), " " | "")));
                if symbol == Symbol::BLANK || !fits {
                    room[0] = Cell::blank(look.on_blank());
                    x += 1;
                } else {
                    room[..span].fill(Cell { symbol, cells: 0, look, link: 0 });
                    room[0].cells = cells;
                    x += span;
                }
            }
        }
        grid
    }
}

#[cfg(test)]
mod tests {
    use ratatui::{
        layout::Rect,
        style::{Color, Modifier, Style},
    };

    use super::*;
    use crate::{term::Settled, text::width::Ambiguous};

    fn shown(buffer: &Buffer) -> Vec<String> {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, Settled::NARROW);
        let grid = Grid::of(buffer, &mut glyphs, Depth::True);
        let text = |cell: &Cell| match cell.cells {
            0 => String::new(),
            _ => glyphs.text(cell.symbol, &mut [0; 4]).to_owned(),
        };
        (0..grid.height).map(|y| grid.row(y).iter().map(text).collect()).collect()
    }

    #[test]
    fn halves_become_blanks() {
        let mut buffer = Buffer::with_lines(["國家新聞", "ab國家國"]);
        // A popup's border falls on the second half of 家.
        buffer[(3, 0)].set_symbol("│");
        // A wide symbol is put in the last cell.
        buffer[(7, 1)].set_symbol("聞").set_style(Style::new().bg(Color::Red));
        assert_eq!(shown(&buffer), ["國 │新聞", "ab國家  "]);
    }

    #[test]
    fn blanks_keep_only_what_shows() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        buffer[(0, 0)].set_style(Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        buffer[(1, 0)].set_style(Style::new().bg(Color::Red).add_modifier(Modifier::BOLD));
        buffer[(2, 0)].set_style(Style::new().add_modifier(Modifier::REVERSED));
        let grid = Grid::of(&buffer, &mut Glyphs::new(Ambiguous::Narrow, Settled::NARROW), Depth::True);
        assert!(grid.row(0)[0] == Cell::BLANK);
        assert!(grid.row(0)[1].look.modifier.is_empty() && grid.row(0)[1] != Cell::BLANK);
        assert!(grid.row(0)[2].look.modifier == Modifier::REVERSED);
    }

    #[test]
    fn bands_shift() {
        let buffer = Buffer::with_lines(["a", "b", "c", "d", "e"]);
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, Settled::NARROW);
        let of =
            |grid: &Grid| (0..5).map(|y| char::from_u32(grid.row(y)[0].symbol.bits()).unwrap()).collect::<String>();
        let grid = Grid::of(&buffer, &mut glyphs, Depth::True);
        for (top, bottom, by, after) in
            [(0, 4, 1, "bcde "), (1, 3, 1, "acd e"), (1, 3, -2, "a  be"), (0, 4, 9, "     ")]
        {
            let mut grid = grid.clone();
            grid.shift(top, bottom, by);
            assert_eq!(of(&grid), after);
        }
    }
}
