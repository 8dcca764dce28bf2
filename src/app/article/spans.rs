//! The shown text of an article by bytes: its spans, its words, its places.

use std::ops::Range;

use crate::{
    article::SpanKind,
    text::{Part, Place, safe::Safe},
};

use super::page::Page;

/// The spans that touch a range of a part's shown text, with their bytes there, outer before inner.
pub(super) fn spans_in<'a>(
    page: &'a Page,
    part: Part,
    range: &Range<usize>,
) -> impl Iterator<Item = (Range<usize>, &'a SpanKind)> + use<'a> {
    let block = if let Part::Body(index) = part { page.article().blocks.get(index as usize) } else { None };
    // Most parts have none, and nothing is looked up for them.
    let block = block.filter(|block| !block.spans.is_empty());
    let shown = block.and_then(|_| page.rendition().shown(part));
    let (spans, within) = match (block, shown) {
        (Some(block), Some(shown)) => (block.spans.as_slice(), shown.map.source_range(range.clone())),
        _ => (&[][..], 0..0),
    };
    // They are in order of their starts.
    let before = spans.partition_point(|span| span.start < within.end);
    let touching = spans[..before].iter().filter(move |span| span.end > within.start);
    touching.filter_map(move |span| Some((shown?.map.shown_range(span.range()), &span.kind)))
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
