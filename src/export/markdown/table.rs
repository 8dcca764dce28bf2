//! Tables in Markdown: with bars where every cell is one of a plain grid, else as HTML.

use std::ops::Range;

use crate::{
    article::{Block, Cell, cell_ranges},
    export::{markup, nesting::spans_within},
};

use super::{
    inline::{InlineContext, inline},
    notes::NoteIds,
};

/// Writes a table.
pub(super) fn table(block: &Block, rows: &[Vec<Cell>], notes: &NoteIds<'_>) -> String {
    if is_grid(rows) { grid(block, rows, notes) } else { html(block, rows) }
}

/// True if rows are a grid whose first row alone may be a head.
fn is_grid(rows: &[Vec<Cell>]) -> bool {
    let columns = rows.first().map_or(0, Vec::len);
    let is_head = |row: &[Cell]| row.iter().all(|cell| cell.header);
    let is_plain = |row: &[Cell]| row.iter().all(|cell| !cell.header);
    let cells = rows.iter().flatten();
    columns > 0
        && rows.iter().all(|row| row.len() == columns)
        && rows.first().is_some_and(|row| is_head(row) || is_plain(row))
        && rows.iter().skip(1).all(|row| is_plain(row))
        && cells.clone().all(|cell| cell.colspan == 1 && cell.rowspan == 1)
}

fn grid(block: &Block, rows: &[Vec<Cell>], notes: &NoteIds<'_>) -> String {
    let cell = |range: Range<usize>| {
        let text = block.text.get(range.clone()).unwrap_or_default();
        inline(text, &spans_within(block, range), InlineContext::Cell, notes)
    };
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let columns = rows.first().map_or(0, Vec::len);
    let mut lines = Vec::with_capacity(rows.len() + 2);
    let rule = line(vec!["---".to_owned(); columns]);
    // A head is demanded; an empty one is none.
    if rows.first().is_some_and(|row| row.iter().any(|cell| !cell.header)) {
        lines.extend([line(vec![String::new(); columns]), rule.clone()]);
    }
    for ranges in cell_ranges(rows) {
        lines.push(line(ranges.into_iter().map(cell).collect()));
        if lines.len() == 1 {
            lines.push(rule.clone());
        }
    }
    lines.join("\n")
}

fn html(block: &Block, rows: &[Vec<Cell>]) -> String {
    let cell = |range: Range<usize>| {
        let text = block.text.get(range.clone()).unwrap_or_default();
        markup::inline(text, &spans_within(block, range), "<br>", &|_| None)
    };
    format!("<table>\n{}</table>", markup::rows(rows, &cell))
}
