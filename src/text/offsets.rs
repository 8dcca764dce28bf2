//! The map between two forms of one text, such as stored and shown: runs that keep their byte lengths, and spans
//! that are replaced as a whole.
//!
//! Inside a run an offset moves by a constant; inside a replaced span every offset means the span's start. The map
//! costs memory per span, not per character.

use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    source: usize,
    shown: usize,
    /// Whether offsets inside run in step. A replaced span is one thing.
    run: bool,
}

/// Byte offsets between a source text and the text shown for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetMap {
    spans: Vec<Span>,
    source_len: usize,
    shown_len: usize,
}

impl OffsetMap {
    /// The map of a text onto itself.
    #[must_use]
    pub fn identity(len: usize) -> OffsetMap {
        let mut map = OffsetMapBuilder::default();
        map.keep(len);
        map.finish()
    }

    /// Bytes of the source text.
    #[must_use]
    pub fn source_len(&self) -> usize {
        self.source_len
    }

    /// Bytes of the shown text.
    #[must_use]
    pub fn shown_len(&self) -> usize {
        self.shown_len
    }

    /// Whether every offset maps to itself.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.spans.is_empty() || (self.spans.len() == 1 && self.spans[0].run)
    }

    /// Where a source offset is shown: the same character, or the start of the span that replaced it.
    #[must_use]
    pub fn shown(&self, source: usize) -> usize {
        if source >= self.source_len {
            return self.shown_len;
        }
        let span = self.spans[self.spans.partition_point(|s| s.source <= source) - 1];
        if span.run { span.shown + (source - span.source) } else { span.shown }
    }

    /// Which source offset a shown offset stands for: the same character, or the start of the replaced span.
    #[must_use]
    pub fn source(&self, shown: usize) -> usize {
        if shown >= self.shown_len {
            return self.source_len;
        }
        let span = self.spans[self.spans.partition_point(|s| s.shown <= shown) - 1];
        if span.run { span.source + (shown - span.shown) } else { span.source }
    }

    /// The shown bytes for a source range; a span touched anywhere is taken whole.
    #[must_use]
    pub fn shown_range(&self, source: Range<usize>) -> Range<usize> {
        let start = self.shown(source.start);
        if source.is_empty() {
            return start..start;
        }
        let last = source.end.min(self.source_len) - 1;
        let index = self.spans.partition_point(|s| s.source <= last) - 1;
        let span = self.spans[index];
        let end = if span.run { span.shown + (last - span.source) + 1 } else { self.end_of(index).1 };
        start..end.max(start)
    }

    /// The source bytes for a shown range; a span touched anywhere is taken whole.
    #[must_use]
    pub fn source_range(&self, shown: Range<usize>) -> Range<usize> {
        let start = self.source(shown.start);
        if shown.is_empty() {
            return start..start;
        }
        let last = shown.end.min(self.shown_len) - 1;
        let index = self.spans.partition_point(|s| s.shown <= last) - 1;
        let span = self.spans[index];
        let end = if span.run { span.source + (last - span.shown) + 1 } else { self.end_of(index).0 };
        start..end.max(start)
    }

    /// The replaced spans, as source and shown byte ranges, in order.
    pub fn replaced(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
        self.spans.iter().enumerate().filter(|(_, span)| !span.run).map(|(index, span)| {
            let (source, shown) = self.end_of(index);
            (span.source..source, span.shown..shown)
        })
    }

    /// The map that goes through this one and then through `next`, whose source is this one's shown text.
    #[must_use]
    pub fn then(&self, next: &OffsetMap) -> OffsetMap {
        if self.is_identity() {
            return next.clone();
        }
        if next.is_identity() {
            return self.clone();
        }
        // Both cut the middle text; where both runs run on, the cut is a run, else the union of touching spans is
        // one replaced span.
        let mut out = OffsetMapBuilder::default();
        let (mut a, mut b) = (0, 0);
        let (mut source, mut middle, mut shown) = (0, 0, 0);
        while a < self.spans.len() || b < next.spans.len() {
            let ours = self.spans.get(a);
            let theirs = next.spans.get(b);
            if let (Some(x), Some(y)) = (ours, theirs)
                && x.run
                && y.run
            {
                let end = self.end_of(a).1.min(next.end_of(b).0);
                out.keep(end - middle);
                (source, shown) = (source + (end - middle), shown + (end - middle));
                middle = end;
                a += usize::from(self.end_of(a).1 == end);
                b += usize::from(next.end_of(b).0 == end);
                continue;
            }
            // Grow a replaced stretch until neither side is inside a replaced span.
            let (from_source, from_shown) = (source, shown);
            loop {
                let before = middle;
                if a < self.spans.len() && (!self.spans[a].run) && self.spans[a].shown <= middle {
                    let end = self.end_of(a);
                    (source, middle) = (end.0, middle.max(end.1));
                    a += 1;
                } else if b < next.spans.len() && !next.spans[b].run && next.spans[b].source <= middle {
                    let end = next.end_of(b);
                    (shown, middle) = (end.1, middle.max(end.0));
                    b += 1;
                } else if before == middle {
                    break;
                }
                // Runs on either side are passed as far as the middle has moved.
                while a < self.spans.len() && self.spans[a].run {
                    let end = self.end_of(a).1;
                    source = self.spans[a].source + (middle.min(end) - self.spans[a].shown);
                    if end > middle {
                        break;
                    }
                    a += 1;
                }
                while b < next.spans.len() && next.spans[b].run {
                    let end = next.end_of(b).0;
                    shown = next.spans[b].shown + (middle.min(end) - next.spans[b].source);
                    if end > middle {
                        break;
                    }
                    b += 1;
                }
                let inside_ours = a < self.spans.len() && !self.spans[a].run && self.spans[a].shown < middle;
                let inside_theirs = b < next.spans.len() && !next.spans[b].run && next.spans[b].source < middle;
                if !inside_ours && !inside_theirs {
                    break;
                }
            }
            out.replace(source - from_source, shown - from_shown);
        }
        out.finish()
    }

    fn end_of(&self, index: usize) -> (usize, usize) {
        self.spans.get(index + 1).map_or((self.source_len, self.shown_len), |next| (next.source, next.shown))
    }
}

/// Builds an [`OffsetMap`] from left to right.
#[derive(Clone, Debug, Default)]
pub struct OffsetMapBuilder {
    spans: Vec<Span>,
    source: usize,
    shown: usize,
}

impl OffsetMapBuilder {
    /// The next `len` bytes are the same length in both texts, with the same character boundaries.
    pub fn keep(&mut self, len: usize) {
        if len == 0 {
            return;
        }
        if !self.spans.last().is_some_and(|span| span.run) {
            self.spans.push(Span { source: self.source, shown: self.shown, run: true });
        }
        self.source += len;
        self.shown += len;
    }

    /// The next `source` bytes are shown as `shown` bytes, as one thing. Either may be 0, not both.
    pub fn replace(&mut self, source: usize, shown: usize) {
        if source == 0 && shown == 0 {
            return;
        }
        self.spans.push(Span { source: self.source, shown: self.shown, run: false });
        self.source += source;
        self.shown += shown;
    }

    /// The finished map.
    #[must_use]
    pub fn finish(self) -> OffsetMap {
        OffsetMap { spans: self.spans, source_len: self.source, shown_len: self.shown }
    }
}
