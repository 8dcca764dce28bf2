//! The map between two forms of one text, such as stored and shown: runs that keep their byte lengths, and spans
//! that are replaced as a whole.
//!
//! Inside a run an offset moves by a constant; inside a replaced span every offset means the span's start. The map
//! costs memory per span, not per character.

mod then;

#[cfg(test)]
mod tests;

use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    source: usize,
    shown: usize,
    /// True if offsets inside run in step. A replaced span is one thing.
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

    /// True if every offset maps to itself.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.spans.is_empty() || (self.spans.len() == 1 && self.spans[0].run)
    }

    /// Shown offset of a source offset: the same character, or the start of the span that replaced it. An offset at or
    /// past the end is shown at the end.
    #[must_use]
    pub fn shown(&self, source: usize) -> usize {
        if source >= self.source_len {
            return self.shown_len;
        }
        match self.spans[..self.spans.partition_point(|span| span.source <= source)].last() {
            Some(span) if span.run => span.shown + (source - span.source),
            Some(span) => span.shown,
            None => 0,
        }
    }

    /// Source offset of a shown offset: the same character, or the start of the replaced span. An offset
    /// at or past the end stands for the end.
    ///
    /// So `source(shown(o))` is `o`, or the start of the replaced span that holds `o`; for a span that shows nothing it
    /// is the end of what is hidden there.
    #[must_use]
    pub fn source(&self, shown: usize) -> usize {
        if shown >= self.shown_len {
            return self.source_len;
        }
        match self.spans[..self.spans.partition_point(|span| span.shown <= shown)].last() {
            Some(span) if span.run => span.source + (shown - span.shown),
            Some(span) => span.source,
            None => 0,
        }
    }

    /// The shown bytes for a source range; a span touched anywhere is taken whole. Empty for an empty range.
    #[must_use]
    pub fn shown_range(&self, source: Range<usize>) -> Range<usize> {
        let start = self.shown(source.start);
        let end = source.end.min(self.source_len);
        if source.start >= end {
            return start..start;
        }
        // The span that holds the last byte.
        let index = self.spans.partition_point(|span| span.source < end) - 1;
        let span = self.spans[index];
        start..if span.run { span.shown + (end - span.source) } else { self.ends(index).1 }
    }

    /// The source bytes for a shown range; a span touched anywhere is taken whole. Empty for an empty range.
    #[must_use]
    pub fn source_range(&self, shown: Range<usize>) -> Range<usize> {
        let start = self.source(shown.start);
        let end = shown.end.min(self.shown_len);
        if shown.start >= end {
            return start..start;
        }
        let index = self.spans.partition_point(|span| span.shown < end) - 1;
        let span = self.spans[index];
        start..if span.run { span.source + (end - span.shown) } else { self.ends(index).0 }
    }

    /// The replaced spans, as source and shown byte ranges, in order.
    pub fn replaced(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
        self.spans.iter().enumerate().filter(|(_, span)| !span.run).map(|(index, span)| {
            let (source, shown) = self.ends(index);
            (span.source..source, span.shown..shown)
        })
    }

    /// The spans from the one that holds a shown offset on: source bytes, shown bytes, and whether offsets inside run in
    /// step.
    pub fn spans_from(&self, shown: usize) -> impl Iterator<Item = (Range<usize>, Range<usize>, bool)> + '_ {
        let first = self.spans.partition_point(|span| span.shown <= shown).saturating_sub(1);
        (first..self.spans.len()).map(|index| {
            let (span, (source, shown)) = (self.spans[index], self.ends(index));
            (span.source..source, span.shown..shown, span.run)
        })
    }

    /// Ends of the span with this index in the source and in the shown text.
    fn ends(&self, index: usize) -> (usize, usize) {
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

    /// Appends what follows in another map.
    pub fn append(&mut self, map: &OffsetMap) {
        for (source, shown, run) in map.spans_from(0) {
            if run {
                self.keep(source.len());
            } else {
                self.replace(source.len(), shown.len());
            }
        }
    }

    /// The finished map.
    #[must_use]
    pub fn finish(self) -> OffsetMap {
        OffsetMap { spans: self.spans, source_len: self.source, shown_len: self.shown }
    }
}
