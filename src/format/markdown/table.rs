//! A table of Markdown as its cells arrive.

use super::text::LineText;
use crate::article::{Block, Cell, Span};

/// The rows so far, with the spans over their text.
#[derive(Debug, Default)]
pub(super) struct TableBuilder {
    rows: Vec<Vec<Cell>>,
    spans: Vec<Span>,
    /// Bytes of the text of the cells so far, with a tab or a line feed between them.
    length: usize,
    is_head: bool,
    /// Pictures of its cells, which come after it.
    pub(super) figures: Vec<Block>,
    pub(super) cell: LineText,
}

impl TableBuilder {
    pub(super) fn begin_row(&mut self, is_head: bool) {
        self.length += usize::from(!self.rows.is_empty());
        self.is_head = is_head;
        self.rows.push(Vec::new());
    }

    /// Adds the text of a cell, which is a finished block.
    pub(super) fn push(&mut self, block: Block) {
        let Some(row) = self.rows.last_mut() else { return };
        self.length += usize::from(!row.is_empty());
        let moved = |span: Span| Span::new(span.start + self.length..span.end + self.length, span.kind);
        self.spans.extend(block.spans.into_iter().map(moved));
        self.length += block.text.len();
        // A tab would be taken for the end of the cell.
        row.push(Cell { header: self.is_head, ..Cell::from_text(block.text.replace('\t', " ")) });
    }

    pub(super) fn into_block(mut self) -> Block {
        // Markdown demands a head. An empty one is that of a table without.
        let is_empty = |row: &Vec<Cell>| row.iter().all(|cell| cell.header && cell.text.is_empty());
        if self.rows.len() > 1 && self.rows.first().is_some_and(is_empty) {
            let bytes = self.rows.remove(0).len().max(1);
            self.spans
                .iter_mut()
                .for_each(|span| *span = Span::new(span.start - bytes..span.end - bytes, span.kind.clone()));
        }
        Block::table(self.rows).with_spans(self.spans)
    }
}
