//! A screen as a grid of cells, made from ratatui's buffer or remembered as what the terminal shows.
//!
//! A wide symbol fills its cells with copies of itself, the first marked as lead, so that two grids that are equal cell
//! by cell look the same, and a symbol's cells always differ together. No bytes are made here.

use ratatui::{
    buffer::Buffer,
    style::{Color, Modifier},
};

use super::glyphs::{Glyphs, Symbol};
use crate::{
    system::pages,
    term::{Look, LookSupport},
};

/// Cells of a piece of a row. Pieces, not rows, have a fingerprint, so that a scroll bar or a mark at the edge does not
/// hide that the rest of a row has moved.
pub(super) const PIECE_CELLS: usize = 12;

/// One cell, in 16 bytes without a gap: a frame compares thousands of them.
#[derive(Clone, Copy, Eq)]
pub(super) struct GridCell {
    pub symbol: Symbol,
    /// Cells of the symbol on the first of its cells; 0 on those it merely covers.
    pub cells: u16,
    pub look: Look,
    /// The number of the link it is part of; 0 for none.
    pub link: u16,
}

impl GridCell {
    pub(super) const BLANK: GridCell = GridCell::blank(Look::PLAIN);

    pub(super) const fn blank(look: Look) -> GridCell {
        GridCell { symbol: Symbol::BLANK, cells: 1, look, link: 0 }
    }

    /// All but the look, as one number.
    fn content(&self) -> u64 {
        u64::from(self.symbol.bits()) | u64::from(self.cells) << 32 | u64::from(self.link) << 48
    }

    pub(super) fn is_blank(&self) -> bool {
        self.symbol == Symbol::BLANK
    }
}

impl PartialEq for GridCell {
    fn eq(&self, other: &GridCell) -> bool {
        // One branch a cell; the derived way has one a field.
        (self.content() ^ other.content()) | (self.look.bits() ^ other.look.bits()) == 0
    }
}

/// A row of a grid: its cells, and a fingerprint of each piece of it, 0 for a blank one.
#[derive(Clone, Copy)]
pub(super) struct GridRow<'a> {
    pub cells: &'a [GridCell],
    pub fingerprints: &'a [u64],
}

impl GridRow<'_> {
    /// The column behind the last cell that is not blank.
    pub(super) fn end(self) -> usize {
        // Most rows end long before the screen does: pieces that are blank need no look at their cells.
        let pieces = self.fingerprints.iter().rposition(|print| *print != 0).map_or(0, |piece| piece + 1);
        let cells = &self.cells[..(pieces * PIECE_CELLS).min(self.cells.len())];
        cells.iter().rposition(|cell| *cell != GridCell::BLANK).map_or(0, |x| x + 1)
    }

    /// True for a blank row.
    pub(super) fn is_empty(self) -> bool {
        self.end() == 0
    }

    /// True if two rows of the same length look the same, for certain: equal fingerprints may be chance.
    pub(super) fn is_same(self, other: GridRow<'_>) -> bool {
        self.fingerprints == other.fingerprints && self.cells == other.cells
    }
}

/// Rows of cells. Behind the last one lie as many blank ones as anybody asks for.
pub(super) struct Grid {
    /// The rows, and one that is always blank.
    cells: Vec<GridCell>,
    fingerprints: Vec<u64>,
    pub width: usize,
    pub height: usize,
}

impl Grid {
    pub(super) fn blank(width: usize, height: usize) -> Grid {
        let mut cells = pages::vec_with_capacity(width * (height + 1));
        cells.resize(width * (height + 1), GridCell::BLANK);
        Grid { cells, fingerprints: vec![0; width.div_ceil(PIECE_CELLS) * (height + 1)], width, height }
    }

    /// Bytes of memory that it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.cells)
    }

    pub(super) fn row(&self, y: usize) -> GridRow<'_> {
        let y = y.min(self.height);
        let pieces = self.width.div_ceil(PIECE_CELLS);
        GridRow {
            cells: &self.cells[y * self.width..(y + 1) * self.width],
            fingerprints: &self.fingerprints[y * pieces..(y + 1) * pieces],
        }
    }

    /// Takes the row `from` of another grid of the same size as its row `y`.
    pub(super) fn take_row(&mut self, y: usize, other: &Grid, from: usize) {
        let pieces = self.width.div_ceil(PIECE_CELLS);
        let row = other.row(from);
        self.cells[y * self.width..(y + 1) * self.width].copy_from_slice(row.cells);
        self.fingerprints[y * pieces..(y + 1) * pieces].copy_from_slice(row.fingerprints);
    }

    /// Blanks a row.
    pub(super) fn clear_row(&mut self, y: usize) {
        let pieces = self.width.div_ceil(PIECE_CELLS);
        self.cells[y * self.width..(y + 1) * self.width].fill(GridCell::BLANK);
        self.fingerprints[y * pieces..(y + 1) * pieces].fill(0);
    }

    /// Makes the symbols of a row from `from` to `to` (exclusive) part of a link. Blanks at its end are not.
    pub(super) fn link(&mut self, y: usize, from: usize, to: usize, link: u16) {
        if y >= self.height {
            return;
        }
        let row = &mut self.cells[y * self.width..(y + 1) * self.width];
        let Some(cells) = row.get_mut(from..to.min(self.width)) else { return };
        // Blanks at the end are mostly erased, not drawn, and what is erased is part of no link.
        let end = cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |x| x + 1);
        cells[..end].iter_mut().for_each(|cell| cell.link = link);
        self.take_fingerprints(y);
    }

    /// The grid of a buffer, in the memory of `spare` if that has the same size. A wide symbol in a row's last cell, or
    /// one whose other half another symbol has taken, is drawn as a blank: half a character can be drawn nowhere. What
    /// lies blank under a wide symbol is hidden by it.
    pub(super) fn from_buffer(buffer: &Buffer, glyphs: &mut Glyphs, support: LookSupport, spare: Option<Grid>) -> Grid {
        let (width, height) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
        let spare = spare.filter(|spare| (spare.width, spare.height) == (width, height));
        let mut grid = spare.unwrap_or_else(|| Grid::blank(width, height));
        if width == 0 {
            return grid;
        }
        // Neighbours mostly look alike, and reducing a colour to a palette is slow.
        let mut styled = (Color::Reset, Color::Reset, Modifier::empty());
        let (mut look, mut blank) = (Look::PLAIN, GridCell::BLANK);
        for (y, drawn) in buffer.content.chunks_exact(width).enumerate() {
            let row = &mut grid.cells[y * width..(y + 1) * width];
            let mut x = 0;
            while let (Some(cell), Some(room)) = (drawn.get(x), row.get_mut(x..)) {
                if styled != (cell.fg, cell.bg, cell.modifier) {
                    styled = (cell.fg, cell.bg, cell.modifier);
                    look = Look::with_support(cell.fg, cell.bg, cell.modifier, support);
                    blank = GridCell::blank(look.on_blank());
                }
                let symbol = cell.symbol();
                if symbol == " " {
                    room[0] = blank;
                    x += 1;
                    continue;
                }
                let (symbol, cells) = glyphs.admit(symbol);
                let span = usize::from(cells).max(1);
                let fits =
                    drawn.get(x + 1..x + span).is_some_and(|rest| rest.iter().all(|c| matches!(c.symbol(), " " | "")));
                if symbol == Symbol::BLANK || !fits {
                    room[0] = blank;
                    x += 1;
                } else {
                    room[..span].fill(GridCell { symbol, cells: 0, look, link: 0 });
                    room[0].cells = cells;
                    x += span;
                }
            }
            grid.take_fingerprints(y);
        }
        grid
    }

    /// Computes the fingerprints of a row.
    fn take_fingerprints(&mut self, y: usize) {
        let pieces = self.width.div_ceil(PIECE_CELLS);
        let row = &self.cells[y * self.width..(y + 1) * self.width];
        for (cells, print) in row.chunks(PIECE_CELLS).zip(&mut self.fingerprints[y * pieces..]) {
            *print = fingerprint(cells);
        }
    }
}

fn fingerprint(cells: &[GridCell]) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    if cells.iter().all(|cell| *cell == GridCell::BLANK) {
        return 0;
    }
    let mixed = |print: u64, cell: &GridCell| {
        // The multiplied look depends on nothing before, so the processor has it ready in time.
        (print.rotate_left(23) ^ cell.content() ^ cell.look.bits().wrapping_mul(ODD)).wrapping_mul(ODD)
    };
    // Only a blank piece has 0.
    cells.iter().fold(1, mixed).max(1)
}

/// The rows of a grid in another order, some of them replaced by blank ones: a screen after some shifts, without a
/// copy.
pub(super) struct ShiftedRows<'a> {
    grid: &'a Grid,
    /// The grid's row that stands in each row; the grid's height where nothing does.
    from: Vec<usize>,
}

impl<'a> ShiftedRows<'a> {
    /// The rows as they are.
    pub(super) fn unshifted(grid: &'a Grid) -> ShiftedRows<'a> {
        ShiftedRows { grid, from: (0..grid.height).collect() }
    }

    /// A blank screen as large as `grid`.
    pub(super) fn blank(grid: &'a Grid) -> ShiftedRows<'a> {
        ShiftedRows { grid, from: vec![grid.height; grid.height] }
    }

    /// Moves the rows of a band, both ends included, up by `by` (down when negative), and blanks those that come free.
    pub(super) fn shift(&mut self, top: usize, bottom: usize, by: isize) {
        let blank = self.grid.height;
        let Some(band) = self.from.get_mut(top..=bottom) else { return };
        let moved = by.unsigned_abs().min(band.len());
        let kept = band.len() - moved;
        if by > 0 {
            band.copy_within(moved.., 0);
            band[kept..].fill(blank);
        } else {
            band.copy_within(..kept, moved);
            band[..moved].fill(blank);
        }
    }

    pub(super) fn row(&self, y: usize) -> GridRow<'a> {
        self.grid.row(self.from.get(y).copied().unwrap_or(self.grid.height))
    }

    /// The grid's row that stands in each row; the grid's height or more for a blank one.
    pub(super) fn into_sources(self) -> Vec<usize> {
        self.from
    }
}

#[cfg(test)]
mod tests {
    use ratatui::{
        layout::Rect,
        style::{Color, Modifier, Style},
    };

    use super::*;
    use crate::{term::KnownWidths, text::width::Ambiguous};

    fn shown(buffer: &Buffer) -> Vec<String> {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, KnownWidths::NARROW);
        let grid = Grid::from_buffer(buffer, &mut glyphs, LookSupport::FULL, None);
        let text = |cell: &GridCell| match cell.cells {
            0 => String::new(),
            _ => glyphs.text(cell.symbol, &mut [0; 4]).to_owned(),
        };
        (0..grid.height).map(|y| grid.row(y).cells.iter().map(text).collect()).collect()
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
        let grid = Grid::from_buffer(
            &buffer,
            &mut Glyphs::new(Ambiguous::Narrow, KnownWidths::NARROW),
            LookSupport::FULL,
            None,
        );
        assert!(grid.row(0).cells[0] == GridCell::BLANK);
        assert!(grid.row(0).cells[1].look.modifier().is_empty() && grid.row(0).cells[1] != GridCell::BLANK);
        assert!(grid.row(0).cells[2].look.modifier() == Modifier::REVERSED);
    }

    #[test]
    fn bands_shift() {
        let buffer = Buffer::with_lines(["a", "b", "c", "d", "e"]);
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, KnownWidths::NARROW);
        let grid = Grid::from_buffer(&buffer, &mut glyphs, LookSupport::FULL, None);
        for (top, bottom, by, after) in
            [(0, 4, 1, "bcde "), (1, 3, 1, "acd e"), (1, 3, -2, "a  be"), (0, 4, 9, "     ")]
        {
            let mut rows = ShiftedRows::unshifted(&grid);
            rows.shift(top, bottom, by);
            let shown = (0..5).map(|y| char::from_u32(rows.row(y).cells[0].symbol.bits()).unwrap());
            assert_eq!(shown.collect::<String>(), after);
        }
    }

    #[test]
    fn memory_of_an_earlier_grid_leaves_no_trace() {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, KnownWidths::NARROW);
        let mut grid = |text: &str, spare| {
            Grid::from_buffer(&Buffer::with_lines([text, text]), &mut glyphs, LookSupport::FULL, spare)
        };
        let mut earlier = grid("國家新聞，國家新聞。", None);
        earlier.link(1, 0, 9, 7);
        let (reused, fresh) = (grid("新  聞    報  國 a", Some(earlier)), grid("新  聞    報  國 a", None));
        for y in 0..3 {
            assert!(reused.row(y).is_same(fresh.row(y)), "row {y}");
        }
        assert!(reused.row(2).is_empty() && !reused.row(1).is_empty());
    }
}
