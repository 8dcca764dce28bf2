//! The widths of the columns of a table: as wide as their text where all fit, else the widest are shrunk, as far as that
//! leaves them fit to be read. Nothing in here sets text.

use crate::{
    article::Cell,
    script::{Language, rendition::Shown},
    text::{
        classes::is_hangul,
        width::{self, Ambiguous},
    },
};

use super::TablePlan;

/// Cells between two columns.
const GAP: u16 = 2;
/// The narrowest measure at which cells stand side by side.
const MIN_MEASURE: u16 = 8;
/// Cells that a shrunk column keeps on a narrow and on a wide measure.
const MIN_NARROW_COLUMN: u16 = 6;
const MIN_COLUMN: u16 = 8;
/// The narrowest measure that counts as wide.
const WIDE_MEASURE: u16 = 40;
/// Cells of the longest word for which a column is kept wide.
const MAX_WORD: u16 = 24;
/// Lines that a cell may take in a shrunk column; a table with longer ones is set as records.
const MAX_CELL_LINES: u16 = 8;
/// Rows at the beginning that are measured, and as many of the others, evenly spread.
const SAMPLED_ROWS: usize = 200;
/// Bytes of a cell that are measured.
const SAMPLED_BYTES: usize = 1024;
/// Cells over several columns that are measured.
const SAMPLED_WIDE_CELLS: usize = 1000;

/// The room for a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    /// Cells of a line.
    pub(crate) measure: u16,
    /// The terminal's width of ambiguous characters.
    pub(crate) ambiguous: Ambiguous,
    /// The language of the table.
    pub(crate) language: Language,
}

/// The columns of a grid.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
    /// True if cells go over several lines, so that rows are to be kept apart.
    pub(super) is_shrunk: bool,
}

/// A column of a grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// Cells before it.
    pub(super) x: u16,
    /// Its own cells.
    pub(super) cells: u16,
    /// True if it holds numbers, which stand at its right edge.
    pub(super) is_numeric: bool,
}

/// The measured text of a column.
#[derive(Clone, Copy, Debug, Default)]
struct Measured {
    /// Cells of the longest line.
    natural: u16,
    /// Cells of the longest word.
    word: u16,
    numbers: usize,
    words: usize,
}

impl Columns {
    /// The columns of a table; `None` if they do not fit the measure.
    pub(super) fn fitted(
        plan: &TablePlan,
        rows: &[Vec<Cell>],
        shown: &Shown,
        count: usize,
        fit: Fit,
    ) -> Option<Columns> {
        // Every column takes two cells at least and the gap between.
        if count == 0 || fit.measure < MIN_MEASURE || count > usize::from(fit.measure / (2 + GAP)) + 1 {
            return None;
        }
        let measured = measure(plan, rows, shown, count, fit);
        let used = measured.iter().filter(|column| column.natural > 0).count() as u16;
        let room = fit.measure.checked_sub(GAP * used.saturating_sub(1))?;
        let widths = widths(&measured, room, fit)?;
        let is_shrunk = widths.iter().zip(&measured).any(|(cells, column)| *cells < column.natural);
        let mut x = 0;
        let column = |(cells, measured): (&u16, &Measured)| {
            let column = Column { x, cells: *cells, is_numeric: measured.words == 0 && measured.numbers > 0 };
            x += if *cells > 0 { cells + GAP } else { 0 };
            column
        };
        let columns = widths.iter().zip(&measured).map(column).collect();
        Some(Columns { columns, is_shrunk })
    }

    /// Cells of the whole table.
    pub(super) fn cells(&self) -> u16 {
        // A column without text has no cells, only the place behind the gap.
        let used = self.columns.iter().filter(|column| column.cells > 0);
        used.map(|column| column.x + column.cells).max().unwrap_or(0)
    }
}

/// Measures a sample of the rows.
fn measure(plan: &TablePlan, rows: &[Vec<Cell>], shown: &Shown, count: usize, fit: Fit) -> Vec<Measured> {
    let mut columns = vec![Measured::default(); count];
    let mut wide = Vec::new();
    let beyond = (SAMPLED_ROWS..rows.len()).step_by((rows.len() / SAMPLED_ROWS).max(1));
    for row in (0..rows.len().min(SAMPLED_ROWS)).chain(beyond) {
        for cell in plan.cells(rows, shown, row) {
            let end = shown.text.floor_char_boundary(cell.range.end.min(cell.range.start + SAMPLED_BYTES));
            let text = &shown.text[cell.range.start..end];
            let natural = text.split('\n').map(|line| width::cells(line, fit.ambiguous)).max().unwrap_or(0);
            let natural = u16::try_from(natural).unwrap_or(u16::MAX).max(if text.is_empty() { 0 } else { 2 });
            if cell.span > 1 {
                if wide.len() < SAMPLED_WIDE_CELLS {
                    wide.push((cell.column, cell.span, natural));
                }
                continue;
            }
            let Some(column) = columns.get_mut(cell.column) else { continue };
            column.natural = column.natural.max(natural);
            column.word = column.word.max(longest_word(text, fit));
            if row >= plan.heads && !text.is_empty() {
                if is_number(text) { column.numbers += 1 } else { column.words += 1 }
            }
        }
    }
    for (first, span, natural) in wide {
        let last = (first + span).min(count);
        let used = columns[first..last].iter().filter(|column| column.natural > 0);
        // Columns without text have neither room nor a gap.
        let own = used.fold(0_u16, |sum, column| sum.saturating_add(column.natural).saturating_add(GAP));
        let more = natural.saturating_sub(own.saturating_sub(GAP));
        // The last column grows with what does not fit over all of them.
        columns[last - 1].natural = columns[last - 1].natural.saturating_add(more);
    }
    columns
}

/// Cells of the columns in a room; `None` if some would be too narrow to be read.
fn widths(columns: &[Measured], room: u16, fit: Fit) -> Option<Vec<u16>> {
    let floor = if fit.measure >= WIDE_MEASURE { MIN_COLUMN } else { MIN_NARROW_COLUMN };
    let least = |column: &Measured| column.natural.min(column.word.min(MAX_WORD).max(floor));
    let with = |limit: u16| columns.iter().map(move |column| column.natural.min(limit.max(least(column))));
    let sum = |limit: u16| with(limit).map(u32::from).sum::<u32>();
    let room = u32::from(room);
    if sum(0) > room && columns.len() > 1 {
        return None;
    }
    if sum(u16::MAX) <= room {
        return Some(with(u16::MAX).collect());
    }
    if columns.len() == 1 {
        return Some(vec![room as u16]);
    }
    // The highest limit for the widest columns that fits; found by halves.
    let (mut low, mut high) = (0, fit.measure);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if sum(middle) <= room { low = middle } else { high = middle - 1 }
    }
    let mut widths: Vec<u16> = with(low).collect();
    let mut left = room - sum(low);
    for (cells, column) in widths.iter_mut().zip(columns).filter(|(cells, column)| **cells < column.natural) {
        let more = left.min(1).min(u32::from(column.natural - *cells));
        *cells += more as u16;
        left -= more;
    }
    let is_readable = |(cells, column): (&u16, &Measured)| column.natural / (*cells).max(1) < MAX_CELL_LINES;
    widths.iter().zip(columns).all(is_readable).then_some(widths)
}

/// Cells of the longest stretch in which a line does not end, about.
fn longest_word(text: &str, fit: Fit) -> u16 {
    let (mut longest, mut word) = (0_usize, 0_usize);
    for c in text.chars() {
        let cells = width::char_cells(c, fit.ambiguous);
        let ends = c.is_whitespace() || (cells > 1 && !(fit.language == Language::Korean && is_hangul(c)));
        word = if ends { 0 } else { word + cells };
        longest = longest.max(word);
    }
    u16::try_from(longest).unwrap_or(u16::MAX)
}

/// True for a number with its signs and its unit.
fn is_number(text: &str) -> bool {
    let is_sign = |c: char| ".,:+-−–/%‰()$¥€£￥ ".contains(c);
    text.len() <= 40
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || is_sign(c))
}
