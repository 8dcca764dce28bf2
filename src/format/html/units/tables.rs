//! Tables of data: the distinction from tables that only lay out a page, as older pages do, and their cells as text.

use super::{
    line::EndedLine,
    unit::{CellShape, Content, PageUnit, UnitKind, UnitMark},
};
use crate::{
    article::{MAX_CELL_SPAN, MAX_SPANS},
    format::html::tree::{HtmlTag, NodeId, Tree},
};

/// Limit of the text of a cell of data, in bytes, and of one in a table with headers.
const MAX_CELL_BYTES: [usize; 2] = [600, 6000];

/// Limit of the boxes in a cell of data, and in one of a table with headers.
const MAX_BOXES: [usize; 2] = [3, 40];

/// Limit of the nodes of a table of data; none that a person reads has more.
const MAX_NODES: usize = 40_000;

/// True if a table is one of data: it has headers, or rows of several cells, none of them long, no list within. A table
/// with another table or code within lays them out.
pub(super) fn is_of_data(tree: &Tree<'_>, table: NodeId) -> bool {
    let end = tree.node(table).end;
    if (end - table) as usize > MAX_NODES || is_for_layout(tree, table) {
        return false;
    }
    // Headers come first as a rule, but also beside each row.
    let has_head = (table + 1..end.min(table + 200)).any(|id| match tree.node(id).tag {
        HtmlTag::Thead => true,
        HtmlTag::Cell => tree.name(id).eq_ignore_ascii_case("th"),
        _ => false,
    });
    let level = usize::from(has_head);
    let (mut rows, mut cells, mut cell, mut boxes, mut text, mut linked) = (0, 0, 0, 0, 0, 0);
    let mut link_end = 0;
    for id in table + 1..end {
        let node = tree.node(id);
        match node.tag {
            HtmlTag::Table | HtmlTag::Form | HtmlTag::Article | HtmlTag::H1 | HtmlTag::H2 | HtmlTag::Pre => {
                return false;
            }
            HtmlTag::Ul | HtmlTag::Ol if !has_head => return false,
            HtmlTag::Row => rows += 1,
            HtmlTag::Cell => {
                // A cell over several stands for another.
                cells += 1 + usize::from(tree.mentions(id, "span="));
                cell = 0;
                boxes = 0;
            }
            HtmlTag::P | HtmlTag::Block | HtmlTag::Li => {
                boxes += 1;
                if boxes > MAX_BOXES[level] {
                    return false;
                }
            }
            HtmlTag::A => link_end = link_end.max(node.end),
            HtmlTag::Text => {
                let length = tree.text(id).trim().len();
                cell += length;
                text += length;
                linked += if id < link_end { length } else { 0 };
                if cell > MAX_CELL_BYTES[level] {
                    return false;
                }
            }
            _ => {}
        }
    }
    if has_head {
        return cells >= 2 && cells > rows.max(1);
    }
    // A table of nothing but links is a menu.
    rows >= 2 && cells >= rows * 2 && linked * 2 <= text
}

fn is_for_layout(tree: &Tree<'_>, table: NodeId) -> bool {
    tree.attribute(table, "role").is_some_and(|role| matches!(role.trim(), "presentation" | "none"))
}

/// The table that is being read: its text, cells by TAB and rows by LF, and the marks over it.
#[derive(Debug)]
pub(super) struct TableDraft {
    pub(super) node: NodeId,
    text: String,
    marks: Vec<UnitMark>,
    rows: Vec<Vec<CellShape>>,
    /// The shape of the cell whose text is being read.
    cell: Option<CellShape>,
    /// True if the next cell begins a row.
    ends_row: bool,
    chars: u32,
    linked: u32,
    bold: u32,
    link: Option<NodeId>,
    first: NodeId,
    /// Marks beyond the limit of a unit.
    pub(super) beyond: usize,
}

impl TableDraft {
    pub(super) fn new(node: NodeId) -> TableDraft {
        TableDraft {
            node,
            text: String::new(),
            marks: Vec::new(),
            rows: Vec::new(),
            cell: None,
            ends_row: true,
            chars: 0,
            linked: 0,
            bold: 0,
            link: None,
            first: node,
            beyond: 0,
        }
    }

    pub(super) fn begin_row(&mut self) {
        self.ends_row = true;
    }

    pub(super) fn begin_cell(&mut self, tree: &Tree<'_>, id: NodeId, in_head: bool) {
        let covers = |name| {
            let covered = tree.attribute(id, name).and_then(|value| leading_number(&value)).unwrap_or(1);
            covered.min(u64::from(MAX_CELL_SPAN)) as u16
        };
        let header = in_head || tree.name(id).eq_ignore_ascii_case("th");
        let (colspan, rowspan) = (covers("colspan").max(1), covers("rowspan"));
        self.cell = Some(CellShape { bytes: 0, header, colspan, rowspan });
    }

    /// Ends a cell; text outside of cells makes one of its own.
    pub(super) fn end_cell(&mut self, line: EndedLine) {
        let shape = self.cell.take();
        if shape.is_none() && line.chars == 0 {
            return;
        }
        let shape = shape.unwrap_or(CellShape { bytes: 0, header: false, colspan: 1, rowspan: 1 });
        if std::mem::take(&mut self.ends_row) || self.rows.is_empty() {
            if !self.rows.is_empty() {
                self.text.push('\n');
            }
            self.rows.push(Vec::new());
        } else {
            self.text.push('\t');
        }
        let start = self.text.len();
        let text = line.text.trim_end();
        self.text.push_str(text);
        if let Some(row) = self.rows.last_mut() {
            row.push(CellShape { bytes: text.len(), ..shape });
        }
        let room = MAX_SPANS.saturating_sub(self.marks.len());
        self.beyond += line.marks.len().saturating_sub(room);
        let moved = line.marks.into_iter().take(room).map(|mark| UnitMark {
            start: mark.start + start,
            end: mark.end.min(text.len()) + start,
            kind: mark.kind,
        });
        self.marks.extend(moved);
        if self.chars == 0 && line.chars > 0 {
            self.first = line.first;
        }
        self.chars += line.chars;
        self.linked += line.linked;
        self.bold += line.bold;
        self.link = line.link.or(self.link);
    }

    /// The table as a unit; `None` if there is no text in it.
    pub(super) fn into_unit(mut self, quoted: u8) -> Option<PageUnit> {
        if self.chars == 0 {
            return None;
        }
        let count = self.rows.len();
        for (index, row) in self.rows.iter_mut().enumerate() {
            // A cell ends with the table, whatever it claims; 0 says so itself (HTML 4.9.11).
            let left = (count - index).min(usize::from(MAX_CELL_SPAN)) as u16;
            for cell in row {
                cell.rowspan = if cell.rowspan == 0 { left } else { cell.rowspan.min(left) };
            }
        }
        Some(PageUnit {
            text: self.text,
            chars: self.chars,
            linked: self.linked,
            bold: self.bold,
            link: self.link,
            quoted,
            marks: self.marks,
            content: Content::Rows(self.rows),
            ..PageUnit::empty(UnitKind::Table, self.node, self.first)
        })
    }
}

/// The number at the start of an attribute, as HTML reads it: `2.5` is 2, and a large one is large.
fn leading_number(value: &str) -> Option<u64> {
    let digits: &str = value.trim_start().trim_start_matches('+');
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    match &digits[..end] {
        "" => None,
        digits => Some(digits.parse().unwrap_or(u64::MAX)),
    }
}
