//! Notes of a text: their texts, gathered until the end, and the order in which they are referred to.

use std::collections::HashMap;

use crate::article::{Block, BlockKind, Span, SpanKind};

/// Beginning of the addresses that stand for marks of notes where Markdown is written as HTML. No address of the web is
/// one (RFC 2606).
pub(super) const NOTE_ADDRESS: &str = "https://note.invalid/";

/// Notes by their labels, which are compared without regard to case.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    numbers: HashMap<String, usize>,
    notes: Vec<Note>,
}

#[derive(Debug)]
struct Note {
    label: String,
    is_referred: bool,
    text: Option<Block>,
    /// Tables, pictures and the like, which come after the text.
    others: Vec<Block>,
}

impl Footnotes {
    /// The number of the note with a label that is referred to.
    pub(super) fn refer(&mut self, label: &str) -> usize {
        let number = self.number(label);
        self.notes[number].is_referred = true;
        number
    }

    /// The label of a note, as it was first written.
    pub(super) fn label(&self, number: usize) -> &str {
        self.notes.get(number).map_or("", |note| &note.label)
    }

    fn number(&mut self, label: &str) -> usize {
        let next = self.notes.len();
        let number = *self.numbers.entry(label.to_lowercase()).or_insert(next);
        if number == next {
            self.notes.push(Note { label: label.to_owned(), is_referred: false, text: None, others: Vec::new() });
        }
        number
    }

    /// Sets the text of a note: that of some blocks, a line each.
    pub(super) fn define(&mut self, label: &str, blocks: Vec<Block>) {
        let number = self.number(label);
        let note = &mut self.notes[number];
        let kind = BlockKind::Note { label: note.label.clone() };
        let text = note.text.get_or_insert_with(|| Block::new(kind, ""));
        for block in blocks {
            if matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Table { .. } | BlockKind::Media { .. }) {
                note.others.push(block);
                continue;
            }
            if !text.text.is_empty() {
                text.text.push('\n');
            }
            let before = text.text.len();
            text.text.push_str(&block.text);
            let moved = |span: Span| Span::new(span.start + before..span.end + before, span.kind);
            text.spans.extend(block.spans.into_iter().map(moved));
        }
    }

    /// The notes that have a text: those that are referred to come first.
    pub(super) fn into_blocks(self) -> impl Iterator<Item = Block> {
        let (referred, others): (Vec<Note>, Vec<Note>) = self.notes.into_iter().partition(|note| note.is_referred);
        referred.into_iter().chain(others).flat_map(|note| {
            let text = note.text.map(|mut block| {
                let spans = std::mem::take(&mut block.spans);
                block.with_spans(spans)
            });
            text.into_iter().chain(note.others)
        })
    }

    /// Turns links that stand for marks of notes into such marks.
    pub(super) fn restore_marks(&self, block: &mut Block) {
        for span in &mut block.spans {
            if let SpanKind::Link { href } = &span.kind
                && let Some(number) = href.strip_prefix(NOTE_ADDRESS).and_then(|number| number.parse().ok())
                && number < self.notes.len()
            {
                span.kind = SpanKind::Note { note: self.label(number).to_owned() };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_come_in_the_order_of_their_marks() {
        let mut notes = Footnotes::default();
        assert_eq!((notes.refer("b"), notes.refer("A"), notes.refer("B")), (0, 1, 0));
        let strong = Span::new(0..3, SpanKind::Strong);
        notes.define("c", vec![Block::paragraph("丙")]);
        notes.define("a", vec![Block::paragraph("甲")]);
        notes.define("b", vec![Block::paragraph("乙"), Block::paragraph("再").with_spans(vec![strong])]);
        let blocks: Vec<Block> = notes.into_blocks().collect();
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["乙\n再", "甲", "丙"]);
        assert_eq!(blocks[0].spans, [Span::new(4..7, SpanKind::Strong)]);
        assert_eq!(blocks[1].kind, BlockKind::Note { label: "A".to_owned() });
    }
}
