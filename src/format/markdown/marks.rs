//! Marks that the parser does not know: `==highlight==`, and bare addresses, which become links.
//!
//! They are found in the text of a finished block, outside its links and code.

use std::ops::Range;

use crate::{
    article::{Block, BlockKind, Span, SpanKind},
    format::html,
    text::{addresses, classes::is_east_asian},
};

/// A block of a text and its spans, trimmed, with highlights and addresses found. `escaped` are offsets of `==` that are
/// no marks.
pub(super) fn block(kind: BlockKind, text: String, mut spans: Vec<Span>, escaped: &[usize]) -> Block {
    let (mut text, mut pairs) = (text, Vec::new());
    if text.contains("==") {
        let code = ranges(&spans, |kind| *kind == SpanKind::Code);
        let is_plain = |at: &usize| escaped.binary_search(at).is_err() && is_outside(&code, *at..at + 2);
        pairs = highlights(&text, is_plain);
    }
    if !pairs.is_empty() {
        let cuts: Vec<Range<usize>> = cuts(&pairs);
        spans.extend(pairs.iter().map(|(open, close)| Span::new(open + 2..*close, SpanKind::Highlight)));
        for span in &mut spans {
            (span.start, span.end) = (moved(span.start, &cuts), moved(span.end, &cuts));
        }
        text = without(&text, &cuts);
    }
    trim(&mut text, &mut spans);
    link_addresses(&text, &mut spans);
    Block::new(kind, text).with_spans(spans)
}

/// Pairs of `==` with something between them, as `CommonMark` pairs `**`: beside letters of other scripts than the East
/// Asian ones they are operators.
fn highlights(text: &str, is_plain: impl Fn(&usize) -> bool) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut open = None;
    for (at, _) in text.match_indices("==") {
        let (before, after) = (&text[..at], &text[at + 2..]);
        if before.ends_with('=') || after.starts_with('=') || !is_plain(&at) {
            continue;
        }
        let (before, after) = (before.chars().next_back(), after.chars().next());
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_free = |outer, inner: Option<char>| {
            !is_blank(inner)
                && (!is_word(outer) || outer.is_some_and(is_east_asian) || inner.is_some_and(is_east_asian))
        };
        match open.filter(|open| *open + 2 < at && is_free(after, before)) {
            Some(opened) => {
                pairs.push((opened, at));
                open = None;
            }
            None if is_free(before, after) => open = Some(at),
            None => {}
        }
    }
    pairs
}

/// The ranges of the marks of pairs, in order.
fn cuts(pairs: &[(usize, usize)]) -> Vec<Range<usize>> {
    pairs.iter().flat_map(|(open, close)| [*open..open + 2, *close..close + 2]).collect()
}

/// An offset after ranges before it were cut out.
fn moved(at: usize, cuts: &[Range<usize>]) -> usize {
    let before = cuts.partition_point(|cut| cut.end <= at);
    let inside = cuts.get(before).map_or(0, |cut| at.saturating_sub(cut.start));
    at - before * 2 - inside
}

fn without(text: &str, cuts: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts {
        out.push_str(&text[from..cut.start]);
        from = cut.end;
    }
    out.push_str(&text[from..]);
    out
}

fn trim(text: &mut String, spans: &mut [Span]) {
    let lead = text.len() - text.trim_start().len();
    text.truncate(text.trim_end().len());
    text.drain(..lead.min(text.len()));
    for span in spans {
        span.start = span.start.saturating_sub(lead).min(text.len());
        span.end = span.end.saturating_sub(lead).min(text.len());
    }
}

/// The ranges of spans of some kinds, sorted. Neither links nor code overlap, so their ends are sorted, too.
fn ranges(spans: &[Span], of: impl Fn(&SpanKind) -> bool) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = spans.iter().filter(|span| of(&span.kind)).map(Span::range).collect();
    ranges.sort_by_key(|range| range.start);
    ranges
}

fn is_outside(ranges: &[Range<usize>], range: Range<usize>) -> bool {
    let next = ranges.partition_point(|other| other.end <= range.start);
    ranges.get(next).is_none_or(|other| other.start >= range.end)
}

/// Makes addresses that stand in a text links to themselves, outside of links and code.
fn link_addresses(text: &str, spans: &mut Vec<Span>) {
    if !text.contains("://") {
        return;
    }
    let others = ranges(spans, |kind| matches!(kind, SpanKind::Link { .. } | SpanKind::Code));
    for found in addresses(text).filter(|found| is_outside(&others, found.clone())) {
        if let Some(href) = html::absolute(&text[found.clone()], None) {
            spans.push(Span::new(found, SpanKind::Link { href }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> (String, Vec<String>) {
        let block = block(BlockKind::Paragraph, text.to_owned(), Vec::new(), &[]);
        let spans = block.spans.iter().map(|span| block.text[span.range()].to_owned()).collect();
        (block.text, spans)
    }

    #[test]
    fn highlights_and_operators() {
        for (text, expected, spans) in [
            ("這是==重點==，==兩處==。", "這是重點，兩處。", vec!["重點", "兩處"]),
            ("a ==b== c", "a b c", vec!["b"]),
            ("若 a == b 且 c == d", "若 a == b 且 c == d", vec![]),
            ("a==b==c", "a==b==c", vec![]),
            ("====甲====", "====甲====", vec![]),
            ("==甲", "==甲", vec![]),
            ("見https://a.example/x。", "見https://a.example/x。", vec!["https://a.example/x"]),
        ] {
            assert_eq!(marked(text), (expected.to_owned(), spans.into_iter().map(str::to_owned).collect()), "{text}");
        }
    }

    #[test]
    fn spans_move_with_the_text() {
        let spans = vec![Span::new(1..7, SpanKind::Strong), Span::new(9..16, SpanKind::Emphasis)];
        let block = block(BlockKind::Paragraph, " 甲乙==丙丁== ".to_owned(), spans, &[]);
        assert_eq!(block.text, "甲乙丙丁");
        let ranges: Vec<_> = block.spans.iter().map(|span| (&block.text[span.range()], &span.kind)).collect();
        assert_eq!(
            ranges,
            [("甲乙", &SpanKind::Strong), ("丙丁", &SpanKind::Emphasis), ("丙丁", &SpanKind::Highlight)]
        );
    }
}
