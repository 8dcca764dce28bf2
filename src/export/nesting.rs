//! The spans of a text as marks that open and close within one another, which the markup of every format needs. Spans may
//! cross: one that is closed by another is opened again behind it.

use std::ops::Range;

use crate::article::{Block, Span, SpanKind};

/// Limit of the spans that are open at once. A million that cross would otherwise open and close each other.
const MAX_OPEN: usize = 16;

/// A piece of a text with spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkupPiece<'a> {
    Text(&'a str),
    Open(&'a SpanKind),
    Close(&'a SpanKind),
    /// The whole text of a span that holds no others: code, or the mark of a note.
    Whole(&'a SpanKind, &'a str),
}

/// A text on its way to pieces.
struct Nesting<'a> {
    text: &'a str,
    at: usize,
    /// The ends of the spans that are open.
    open: Vec<(usize, &'a SpanKind)>,
    pieces: Vec<MarkupPiece<'a>>,
}

/// The spans of a block that begin within a range of its text, counted from there and cut at its end.
pub(super) fn spans_within(block: &Block, range: Range<usize>) -> Vec<(Range<usize>, &SpanKind)> {
    let first = block.spans.partition_point(|span| span.start < range.start);
    let inside = block.spans[first..].iter().take_while(|span| span.start < range.end);
    let moved = |span: &Span| span.start - range.start..span.end.min(range.end).max(span.start) - range.start;
    inside.map(|span| (moved(span), &span.kind)).collect()
}

/// The pieces of a text with spans, which are sorted by where they begin.
pub(super) fn pieces<'a>(text: &'a str, spans: &[(Range<usize>, &'a SpanKind)]) -> Vec<MarkupPiece<'a>> {
    let mut nesting = Nesting { text, at: 0, open: Vec::new(), pieces: Vec::new() };
    for (range, kind) in spans {
        // Spans of a damaged library may lie anywhere.
        if range.start < nesting.at || range.start >= range.end || text.get(range.clone()).is_none() {
            continue;
        }
        nesting.close_until(range.start);
        nesting.text_to(range.start);
        let is_same = |(_, other): &(usize, &SpanKind)| std::mem::discriminant(*other) == std::mem::discriminant(*kind);
        match kind {
            SpanKind::Code | SpanKind::Note { .. } => {
                nesting.pieces.push(MarkupPiece::Whole(kind, &text[range.clone()]));
                nesting.at = range.end;
            }
            _ if nesting.open.len() >= MAX_OPEN || nesting.open.iter().any(is_same) => {}
            _ => {
                nesting.pieces.push(MarkupPiece::Open(kind));
                nesting.open.push((range.end, kind));
            }
        }
    }
    nesting.close_until(text.len());
    nesting.text_to(text.len());
    nesting.pieces
}

impl Nesting<'_> {
    fn text_to(&mut self, end: usize) {
        if let Some(text) = self.text.get(self.at..end).filter(|text| !text.is_empty()) {
            self.pieces.push(MarkupPiece::Text(text));
            self.at = end;
        }
    }

    /// Closes the spans that end up to an offset, each at its end.
    fn close_until(&mut self, until: usize) {
        while let Some((index, end)) = self
            .open
            .iter()
            .enumerate()
            .map(|(index, (end, _))| (index, *end))
            .min_by_key(|(index, end)| (*end, usize::MAX - index))
            && end <= until
        {
            self.text_to(end);
            let crossed = self.open.split_off(index + 1);
            for (_, kind) in crossed.iter().rev() {
                self.pieces.push(MarkupPiece::Close(kind));
            }
            if let Some((_, kind)) = self.open.pop() {
                self.pieces.push(MarkupPiece::Close(kind));
            }
            for (end, kind) in crossed {
                // A reading is written once; what is left of its base stays plain.
                if !matches!(kind, SpanKind::Ruby { .. }) {
                    self.pieces.push(MarkupPiece::Open(kind));
                    self.open.push((end, kind));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shape(text: &str, spans: &[(Range<usize>, &SpanKind)]) -> String {
        let name = |kind: &SpanKind| match kind {
            SpanKind::Strong => "b",
            SpanKind::Emphasis => "i",
            SpanKind::Code => "c",
            _ => "x",
        };
        let piece = |piece: MarkupPiece| match piece {
            MarkupPiece::Text(text) => text.to_owned(),
            MarkupPiece::Open(kind) => format!("<{}>", name(kind)),
            MarkupPiece::Close(kind) => format!("</{}>", name(kind)),
            MarkupPiece::Whole(kind, text) => format!("<{0}>{text}</{0}>", name(kind)),
        };
        pieces(text, spans).into_iter().map(piece).collect()
    }

    #[test]
    fn spans_are_nested() {
        let (b, i, c) = (&SpanKind::Strong, &SpanKind::Emphasis, &SpanKind::Code);
        assert_eq!(shape("abcd", &[(0..4, b), (0..2, i), (2..3, c)]), "<b><i>ab</i><c>c</c>d</b>");
        assert_eq!(shape("abcd", &[(0..2, b), (1..3, i)]), "<b>a<i>b</i></b><i>c</i>d");
        assert_eq!(shape("abcd", &[(0..2, c), (1..3, i), (3..9, b), (1..2, b)]), "<c>ab</c>cd");
    }

    proptest! {
        #[test]
        fn every_text_is_there_once_and_every_mark_is_closed(
            text in "[一ab]{0,12}",
            spans in prop::collection::vec((0usize..20, 0usize..20, 0usize..5), 0..30),
        ) {
            let kinds =
                [SpanKind::Strong, SpanKind::Emphasis, SpanKind::Code, SpanKind::Deleted, SpanKind::Ruby { reading: "r".into() }];
            let mut spans: Vec<(Range<usize>, &SpanKind)> = spans.into_iter().map(|(a, b, kind)| (a..b, &kinds[kind])).collect();
            spans.sort_by_key(|(range, _)| range.start);
            let (mut open, mut found) = (Vec::new(), String::new());
            for piece in pieces(&text, &spans) {
                match piece {
                    MarkupPiece::Text(piece) | MarkupPiece::Whole(_, piece) => found.push_str(piece),
                    MarkupPiece::Open(kind) => open.push(kind),
                    MarkupPiece::Close(kind) => prop_assert_eq!(open.pop(), Some(kind)),
                }
            }
            prop_assert_eq!(&found, &text);
            prop_assert!(open.is_empty());
        }
    }
}
