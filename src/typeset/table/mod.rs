//! Tables: cells in columns, or each row as a small record where the columns do not fit.
//!
//! A plan is made once for a table at a setting, in time proportional to its cells; the widths of columns are those of a
//! sample of its rows. Rows are set when they are asked for, a stretch of them at a time.

mod columns;
mod set;

use std::ops::Range;

use crate::{
    article::{Cell, MAX_CELL_SPAN},
    script::rendition::Shown,
};

use columns::Columns;
pub(crate) use columns::Fit;
pub(crate) use set::TableSetter;

/// Bytes of a stretch of rows, about.
const STRETCH_BYTES: usize = 16 << 10;
/// Work that a cell makes besides its text, in bytes.
const CELL_BYTES: usize = 16;
/// Limit of the work for cells that go over several rows. Behind it they take one row each.
const MAX_COVERED: usize = 4 << 20;
/// Limit of the rows of a head.
const MAX_HEAD_ROWS: usize = 8;

/// The form of a table at a setting.
#[derive(Debug)]
enum Form {
    Grid(Columns),
    Records,
}

/// The plan of a table at a setting.
#[derive(Debug)]
pub(crate) struct TablePlan {
    /// The first column of every cell, row after row.
    columns: Vec<u32>,
    /// The start of every row, and the end of the last.
    rows: Vec<RowStart>,
    /// The number of rows in its head.
    heads: usize,
    /// The first row of every stretch.
    stretches: Vec<usize>,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
struct RowStart {
    /// Index among all cells.
    cell: usize,
    /// Offset in the stored text.
    byte: usize,
}

/// A cell of a row with its place.
#[derive(Clone, Debug)]
struct PlacedCell {
    column: usize,
    /// Columns that it covers.
    span: usize,
    /// Its bytes in the shown text, without white space at its edges.
    range: Range<usize>,
}

impl TablePlan {
    /// The plan of rows whose text is shown; `None` if the text is not that of the rows.
    pub(crate) fn new(rows: &[Vec<Cell>], shown: &Shown, fit: Fit) -> Option<TablePlan> {
        let starts = row_starts(rows);
        let end = starts.last()?.byte;
        if rows.is_empty() || end != shown.map.source_len() + 1 {
            return None;
        }
        let (columns, count) = first_columns(rows);
        let head = |row: &&Vec<Cell>| !row.is_empty() && row.iter().all(|cell| cell.header);
        let heads = rows.iter().take(MAX_HEAD_ROWS).take_while(head).count();
        let heads = if heads < rows.len() { heads } else { 0 };
        let stretches = stretches(&starts, heads);
        let mut plan = TablePlan { columns, rows: starts, heads, stretches, form: Form::Records };
        if let Some(columns) = Columns::fitted(&plan, rows, shown, count, fit) {
            plan.form = Form::Grid(columns);
        }
        Some(plan)
    }

    /// The number of stretches.
    pub(crate) fn stretches(&self) -> usize {
        self.stretches.len()
    }

    /// The stretch that holds an offset of the shown text.
    pub(crate) fn stretch_of(&self, shown: &Shown, offset: usize) -> usize {
        let row = self.rows.partition_point(|row| shown.map.shown(row.byte) <= offset).saturating_sub(1);
        self.stretches.partition_point(|first| *first <= row).saturating_sub(1)
    }

    /// The number of rows.
    fn len(&self) -> usize {
        self.rows.len() - 1
    }

    /// The bytes of a row in the shown text, its line feed included.
    fn row_range(&self, shown: &Shown, row: usize) -> Range<usize> {
        let at = |row: usize| if row == 0 { 0 } else { shown.map.shown(self.rows[row].byte) };
        let end = if row + 1 >= self.len() { shown.text.len() } else { at(row + 1) };
        at(row).min(end)..end
    }

    /// The cells of a row.
    fn cells(&self, rows: &[Vec<Cell>], shown: &Shown, row: usize) -> Vec<PlacedCell> {
        let RowStart { cell: first, byte } = self.rows[row];
        let mut at = byte;
        let text = &shown.text;
        let cell = |(index, cell): (usize, &Cell)| {
            let stored = at..at + cell.text.len();
            at = stored.end + 1;
            // A reading that is put in behind the last character belongs to the cell.
            let start = text.floor_char_boundary(shown.map.shown(stored.start));
            let end = text.floor_char_boundary(shown.map.shown(stored.end)).max(start);
            let (own, column) = (&text[start..end], self.columns.get(first + index));
            let from = start + (own.len() - own.trim_start().len());
            PlacedCell {
                column: column.map_or(0, |column| *column as usize),
                span: cell.colspan.clamp(1, MAX_CELL_SPAN).into(),
                range: from..(start + own.trim_end().len()).max(from),
            }
        };
        rows[row].iter().enumerate().map(cell).collect()
    }
}

/// The starts of the rows in the text that they make, and the end of the last behind its line feed, which it has not.
fn row_starts(rows: &[Vec<Cell>]) -> Vec<RowStart> {
    let mut start = RowStart { cell: 0, byte: 0 };
    let mut starts = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        starts.push(start);
        start.cell += row.len();
        // A row without cells has its line feed all the same.
        start.byte += row.iter().map(|cell| cell.text.len() + 1).sum::<usize>().max(1);
    }
    starts.push(start);
    starts
}

/// The first column of every cell, as HTML counts (4.9.12), and the number of columns.
fn first_columns(rows: &[Vec<Cell>]) -> (Vec<u32>, usize) {
    /// Columns that a cell of a row above covers in so many further rows.
    struct Covered {
        columns: Range<u32>,
        rows: u16,
    }
    let (mut firsts, mut count, mut work) = (Vec::new(), 0, 0);
    let mut covered: Vec<Covered> = Vec::new();
    for row in rows {
        let (mut at, mut next, mut new) = (0_u32, 0, Vec::new());
        for cell in row {
            while let Some(above) = covered.get(next).filter(|above| above.columns.start <= at) {
                at = at.max(above.columns.end);
                next += 1;
            }
            firsts.push(at);
            let end = at.saturating_add(cell.colspan.clamp(1, MAX_CELL_SPAN).into());
            if cell.rowspan > 1 && work < MAX_COVERED {
                new.push(Covered { columns: at..end, rows: cell.rowspan.min(MAX_CELL_SPAN) });
            }
            at = end;
            count = count.max(end as usize);
        }
        covered.append(&mut new);
        covered.retain_mut(|above| {
            above.rows -= 1;
            above.rows > 0
        });
        // Sorted already but for the new ones: the sort takes that into account.
        covered.sort_by_key(|above| above.columns.start);
        work += covered.len();
        if work >= MAX_COVERED {
            covered.clear();
        }
    }
    (firsts, count)
}

/// The first row of every stretch. The head is in one stretch with the row behind it.
fn stretches(rows: &[RowStart], heads: usize) -> Vec<usize> {
    let mut firsts = vec![0];
    let mut work = 0;
    for (row, pair) in rows.windows(2).enumerate() {
        if work >= STRETCH_BYTES && row > heads {
            firsts.push(row);
            work = 0;
        }
        work += pair[1].byte - pair[0].byte + CELL_BYTES * (1 + pair[1].cell - pair[0].cell);
    }
    firsts
}

#[cfg(test)]
mod tests;
