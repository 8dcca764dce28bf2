//! The cells of a table and the text that they make: cells joined by TAB, rows by LF.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Plain text; a line feed inside is a line break.
    #[serde(default)]
    pub text: String,
    /// True for the head of a row or a column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
    /// Columns that it covers, from 1 to [`MAX_CELL_SPAN`].
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub colspan: u16,
    /// Rows that it covers, from 1 to [`MAX_CELL_SPAN`].
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub rowspan: u16,
}

/// Limit of the columns and rows that a cell covers, as in HTML (4.9.11); 0 and more are brought into it.
pub const MAX_CELL_SPAN: u16 = 1000;

fn one() -> u16 {
    1
}

// The signature is serde's.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_one(span: &u16) -> bool {
    *span == 1
}

impl Default for Cell {
    fn default() -> Cell {
        Cell { text: String::new(), header: false, colspan: 1, rowspan: 1 }
    }
}

impl Cell {
    /// A cell of one row and one column.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }
}

/// The text of a table.
pub(crate) fn text(rows: &[Vec<Cell>]) -> String {
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            text.push_str(&cell.text);
        }
    }
    text
}

/// The ranges of the cells in the text of their table, row by row, in bytes.
pub fn ranges(rows: &[Vec<Cell>]) -> impl Iterator<Item = Vec<Range<usize>>> + '_ {
    let mut at = 0;
    rows.iter().map(move |row| {
        let start = at;
        let cells: Vec<Range<usize>> = row
            .iter()
            .map(|cell| {
                let range = at..at + cell.text.len();
                at = range.end + 1;
                range
            })
            .collect();
        // A row without cells has its line end all the same.
        at = at.max(start + 1);
        cells
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_the_text() {
        let row = |cells: &[&str]| cells.iter().map(|text| Cell::from_text(*text)).collect::<Vec<Cell>>();
        let rows = [row(&["日期", "", "潮位"]), row(&[]), row(&["一日\n晨", "312"])];
        let text = text(&rows);
        assert_eq!(text, "日期\t\t潮位\n\n一日\n晨\t312");
        for (row, ranges) in rows.iter().zip(ranges(&rows)) {
            assert_eq!(row.len(), ranges.len());
            for (cell, range) in row.iter().zip(ranges) {
                assert_eq!(cell.text, text[range]);
            }
        }
    }
}
