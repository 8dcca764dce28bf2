//! Pairs of a stretch of a text and the stretch of its conversion that stands for it: found where a conversion is one to
//! one, and widened to whole grapheme clusters.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use crate::script::cut::MARKS;
use crate::text::offsets::{OffsetMap, OffsetMapBuilder};

/// A stretch of a text and the stretch of its conversion that stands for it, in bytes.
pub(in crate::script) type SpanPair = (Range<usize>, Range<usize>);

/// The characters whose lengths in bytes differ; `None` if the texts do not have the same number of characters.
pub(in crate::script) fn one_to_one_spans(source: &str, shown: &str) -> Option<Vec<SpanPair>> {
    let starts = |byte: u8| byte & 0xc0 != 0x80;
    if source.len() == shown.len() && source.bytes().zip(shown.bytes()).all(|(x, y)| starts(x) == starts(y)) {
        return Some(Vec::new());
    }
    let mut spans = Vec::new();
    let (mut from, mut to) = (0, 0);
    let (mut left, mut right) = (source.chars(), shown.chars());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Some(spans),
            (Some(x), Some(y)) => {
                let (x, y) = (from + x.len_utf8(), to + y.len_utf8());
                if x - from != y - to {
                    spans.push((from..x, to..y));
                }
                (from, to) = (x, y);
            }
            _ => return None,
        }
    }
}

/// The spans where only the marks are known to stay: clause by clause, a clause of another length as one span.
pub(in crate::script) fn by_marks(source: &str, shown: &str) -> Vec<SpanPair> {
    let mut spans = Vec::new();
    let (mut from, mut to) = (0, 0);
    let (mut left, mut right) = (source.split_inclusive(MARKS), shown.split_inclusive(MARKS));
    if left.clone().count() != right.clone().count() {
        return vec![(0..source.len(), 0..shown.len())];
    }
    while let (Some(x), Some(y)) = (left.next(), right.next()) {
        match one_to_one_spans(x, y) {
            Some(found) => {
                spans.extend(found.into_iter().map(|(x, y)| (x.start + from..x.end + from, y.start + to..y.end + to)));
            }
            None => spans.push((from..from + x.len(), to..to + y.len())),
        }
        (from, to) = (from + x.len(), to + y.len());
    }
    spans
}

/// Widens spans until none is empty on one side or ends inside a grapheme cluster of either text, joining those that
/// meet.
pub(in crate::script) fn whole_clusters(spans: Vec<SpanPair>, source: &str, shown: &str) -> Vec<SpanPair> {
    let is_end = |x: usize, y: usize| is_boundary(source, x) && is_boundary(shown, y);
    let mut ends_right: Vec<SpanPair> = Vec::with_capacity(spans.len());
    for (mut x, mut y) in spans.into_iter().rev() {
        // What lies behind a span is the same length in both texts up to the next span.
        while !is_end(x.end, y.end) || ((x.is_empty() || y.is_empty()) && x.start == 0) {
            if let Some((next_x, next_y)) = ends_right.pop_if(|(next, _)| next.start <= x.end) {
                (x.end, y.end) = (next_x.end, next_y.end);
            } else if let Some(c) = source[x.end..].chars().next() {
                (x.end, y.end) = (x.end + c.len_utf8(), y.end + c.len_utf8());
            } else {
                break;
            }
        }
        ends_right.push((x, y));
    }
    let mut out: Vec<SpanPair> = Vec::with_capacity(ends_right.len());
    for (mut x, mut y) in ends_right.into_iter().rev() {
        while !is_end(x.start, y.start) || x.is_empty() || y.is_empty() {
            if let Some((before_x, before_y)) = out.pop_if(|(before, _)| before.end >= x.start) {
                (x.start, y.start) = (before_x.start, before_y.start);
            } else if let Some(c) = source[..x.start].chars().next_back() {
                (x.start, y.start) = (x.start - c.len_utf8(), y.start - c.len_utf8());
            } else {
                break;
            }
        }
        out.push((x, y));
    }
    out
}

/// True if no grapheme cluster reaches across `at`.
pub(crate) fn is_boundary(text: &str, at: usize) -> bool {
    // The whole text is at hand, so the cursor never asks for more.
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// The map of these spans.
pub(in crate::script) fn mapped(spans: &[SpanPair], source_len: usize) -> OffsetMap {
    let mut map = OffsetMapBuilder::default();
    let mut from = 0;
    for (x, y) in spans {
        map.keep(x.start - from);
        map.replace(x.len(), y.len());
        from = x.end;
    }
    map.keep(source_len - from);
    map.finish()
}
