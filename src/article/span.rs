//! A span: a range of a block's text with a meaning.
//!
//! Spans lie over plain text and never change it, so places, search and typesetting stand on the text alone. Spans of a
//! block are sorted, outer before inner; they may cross where a source crosses them.

use serde::{Deserialize, Serialize};

/// A range of a block's text with a meaning, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The end, exclusive; greater than `start`.
    pub end: usize,
    /// Its meaning.
    #[serde(flatten)]
    pub kind: SpanKind,
}

/// The kinds of span.
#[allow(missing_docs)] // The names say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SpanKind {
    /// A link to an absolute address of `http`, `https`, `mailto` or `tel`.
    Link {
        href: String,
    },
    Strong,
    Emphasis,
    /// Words of a program: never converted, and their punctuation is left alone.
    Code,
    /// A reading over its base: furigana, bopomofo, pinyin, or what an author wants a word to be read as.
    Ruby {
        reading: String,
    },
    Deleted,
    Inserted,
    Highlight,
    /// A quotation within a line.
    Quote,
    /// The mark of a note; `note` is the label of its [`BlockKind::Note`](super::BlockKind::Note).
    Note {
        note: String,
    },
}

impl Span {
    /// A span over a range of bytes.
    #[must_use]
    pub fn new(range: std::ops::Range<usize>, kind: SpanKind) -> Span {
        Span { start: range.start, end: range.end, kind }
    }

    /// Its bytes.
    #[must_use]
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// Limit of the spans of one block. No paragraph that a person reads has more; a million nested tags make no more work.
pub(crate) const MAX_SPANS: usize = 20_000;

/// Brings spans over a text into their order and drops those that are empty, lie outside the text, split a character or
/// exceed [`MAX_SPANS`]; returns the number that exceeded it.
pub(crate) fn normalize(spans: &mut Vec<Span>, text: &str) -> usize {
    spans.retain(|span| span.start < span.end && text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
    // Stable: of two spans over the same range the one that was opened first is the outer one.
    spans.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let beyond = spans.len().saturating_sub(MAX_SPANS);
    spans.truncate(MAX_SPANS);
    beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_sorted_and_those_that_do_not_fit_are_dropped() {
        let span = |start, end, kind| Span { start, end, kind };
        let mut spans = vec![
            span(3, 6, SpanKind::Code),
            span(0, 3, SpanKind::Emphasis),
            span(0, 6, SpanKind::Strong),
            span(1, 3, SpanKind::Strong),
            span(3, 3, SpanKind::Strong),
            span(6, 3, SpanKind::Strong),
            span(3, 900, SpanKind::Strong),
        ];
        assert_eq!(normalize(&mut spans, "潮生"), 0);
        let kept = [span(0, 6, SpanKind::Strong), span(0, 3, SpanKind::Emphasis), span(3, 6, SpanKind::Code)];
        assert_eq!(spans, kept);
    }

    #[test]
    fn a_span_is_flat_json() {
        let span = Span::new(0..6, SpanKind::Ruby { reading: "しおみ".into() });
        let json = serde_json::to_string(&span).unwrap();
        assert_eq!(json, r#"{"start":0,"end":6,"kind":"ruby","reading":"しおみ"}"#);
        assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
    }
}
