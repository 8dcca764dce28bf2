//! One row: what differs between what the terminal shows and what is target, written with the fewest bytes.
//!
//! Rows are independent here; moving whole rows is `scroll`'s business.

use super::grid::GridCell;
use super::{glyphs::Glyphs, pen::Pen};
use crate::term::Capability;
use crate::term::Look;

/// The surroundings of a row that is painted.
pub(super) struct RowContext<'a> {
    pub glyphs: &'a Glyphs,
    pub capability: &'a Capability,
    /// The terminal's rows go on behind the last column that is drawn.
    pub beyond: bool,
}

impl RowContext<'_> {
    /// True if the terminal's own erasing leaves cells of this look.
    fn erases(&self, look: Look) -> bool {
        look == Look::PLAIN || self.capability.erase_in_colour && look.is_background()
    }
}

/// Writes what makes row `y`, which shows `shown`, show `target`. Both have the same length.
pub(super) fn paint(pen: &mut Pen, context: &RowContext, y: usize, shown: &[GridCell], target: &[GridCell]) {
    let Some(end) = (0..target.len()).rev().find(|x| shown.get(*x) != target.get(*x)).map(|x| x + 1) else { return };
    let last = target.len() - 1;
    let tail = tail(target);
    let mut unsure = 0;
    let mut x = 0;
    while let Some(cell) = target.get(x) {
        let starts = cell.cells > 0;
        if x >= end && x >= unsure {
            break;
        }
        // The second cell of a wide symbol is drawn with its first. Cells that a disputed symbol may have covered are
        // drawn although they have not changed.
        if !starts || shown.get(x) == Some(cell) && x >= unsure {
            x += 1;
            continue;
        }
        pen.reach(x, y, target, context.glyphs, context.capability);
        // What is erased in colour would be seen beyond the last column that is drawn.
        let erases = if context.beyond { cell.look == Look::PLAIN } else { context.erases(cell.look) };
        if x >= tail && erases && end.max(unsure) - x >= 3 {
            pen.erase_line(cell.look);
            break;
        }
        if let Some(reach) = context.glyphs.dispute(cell.symbol) {
            draw_disputed(pen, context, (x, y), shown, target);
            unsure = (x + reach).min(target.len());
            x += usize::from(cell.cells);
            continue;
        }
        let run = run(target, shown, x, end.max(unsure));
        x += draw_run(pen, context, cell, run, last);
    }
}

/// The column of the blanks that end a row.
fn tail(row: &[GridCell]) -> usize {
    let Some(last) = row.last().filter(|cell| cell.is_blank()) else { return row.len() };
    row.iter().rposition(|cell| cell != last).map_or(0, |x| x + 1)
}

/// The number of cells from `x` on with the same ASCII character that are worth drawing together: up to the last that
/// has to be drawn, at most to `end`.
fn run(target: &[GridCell], shown: &[GridCell], x: usize, end: usize) -> usize {
    let Some(first) = target.get(x).filter(|cell| cell.symbol.ascii()) else { return 1 };
    let same = target.get(x..end).unwrap_or_default().iter().take_while(|cell| *cell == first).count();
    (1..same).rev().find(|n| shown.get(x + n) != target.get(x + n)).unwrap_or(0) + 1
}

/// Draws a run of a symbol. Returns the cells that it filled.
fn draw_run(pen: &mut Pen, context: &RowContext, cell: &GridCell, run: usize, last: usize) -> usize {
    let digits = 1 + usize::from(run > 9) + usize::from(run > 99);
    // REP takes CSI, the count and its letter.
    if context.capability.repeat && run > 1 + 3 + digits {
        pen.draw(cell, context.glyphs, last);
        pen.repeat(run - 1, last);
        return run;
    }
    // ECH leaves the cursor, so a movement of about as many bytes follows.
    if cell.is_blank()
        && cell.link == 0
        && context.capability.erase_cells
        && context.erases(cell.look)
        && run > 2 * (3 + digits)
    {
        pen.erase_cells(run, cell.look);
        return run;
    }
    (0..run).for_each(|_| pen.draw(cell, context.glyphs, last));
    usize::from(cell.cells).max(run)
}

/// Draws a symbol whose width terminals dispute. A terminal may give it fewer cells than it has here, so what stood in
/// them is blanked first; or more, so the caller draws the next ones again. Either way the column is then unknown.
fn draw_disputed(pen: &mut Pen, context: &RowContext, (x, y): (usize, usize), shown: &[GridCell], target: &[GridCell]) {
    let Some(cell) = target.get(x) else { return };
    let span = x..x + usize::from(cell.cells);
    let blank = GridCell::blank(cell.look.on_blank());
    if span.len() > 1 && shown.get(span.clone()).is_some_and(|cells| cells.iter().any(|c| *c != blank)) {
        span.clone().for_each(|_| pen.draw(&blank, context.glyphs, target.len() - 1));
        pen.reach(x, y, target, context.glyphs, context.capability);
    }
    pen.draw(cell, context.glyphs, target.len() - 1);
    pen.lose_column();
}
