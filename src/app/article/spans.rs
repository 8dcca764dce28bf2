//! The shown text of an article by bytes: its spans, its words, its places.

use std::ops::Range;

use crate::{
    article::SpanKind,
    text::{Part, Place, safe::Safe},
};

use super::page::Page;

/// The spans that touch a range of a part's shown text, with their bytes there, outer before inner.
pub(crate) fn spans_in<'a>(
    page: &'a Page,
    part: Part,
    range: &Range<usize>,
) -> impl Iterator<Item = (Range<usize>, &'a SpanKind)> + use<'a> {
    let spans = page.rendition().shown(part).map_or(&[][..], |shown| &shown.spans);
    let within = range.clone();
    // They are in order of their starts.
    let before = spans.partition_point(|span| span.start < within.end);
    let touching = spans[..before].iter().filter(move |span| span.end > within.start);
    touching.map(|span| (span.range(), &span.kind))
}

/// The place of a byte of a part's shown text.
pub(super) fn place_of_shown(page: &Page, part: Part, shown: usize) -> Place {
    let offset = page.rendition().shown(part).map_or(0, |text| text.map.source(shown));
    Place { part, offset }
}

/// The words of a part's stored text as they are shown, on one line.
pub(crate) fn shown_words(page: &Page, part: Part, stored: Range<usize>) -> Safe {
    let shown = page.rendition().shown(part);
    shown.map_or_else(Safe::default, |shown| Safe::line(shown.text.slice(shown.map.shown_range(stored))))
}
