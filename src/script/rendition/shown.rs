//! The text that is shown for one part.

use std::ops::Range;

use crate::{
    article::Span,
    script::{
        Language,
        conversion::{ChangedSpan, changed_spans, is_boundary},
    },
    text::{offsets::OffsetMap, safe::Safe},
};

/// The text shown for one part.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The text that is drawn.
    pub text: Safe,
    /// Map from the stored text of the part to `text`.
    pub map: OffsetMap,
    /// The language that `text` is set by.
    pub language: Language,
    /// True if it was converted, even if no character differs.
    pub converted: bool,
    /// The stretches of `text` that are other words than the stored ones.
    pub words: Vec<Range<usize>>,
    /// The stored bytes that are shown in their final form, in a long part that is not converted yet; the rest is shown as it
    /// is stored. `None` if all is final.
    pub converted_range: Option<Range<usize>>,
    /// The spans of the block as ranges of `text`, in its order: a span that meets a replaced stretch covers all of it,
    /// and none splits a grapheme cluster.
    pub spans: Vec<Span>,
}

impl Shown {
    /// The changed spans that touch a stretch of the shown text, each character by itself, in order. `stored` is the text
    /// of the part.
    #[must_use]
    pub(crate) fn changes(&self, stored: &str, within: Range<usize>) -> Vec<ChangedSpan> {
        if self.converted { changed_spans(stored, &self.text, &self.map, &self.words, within) } else { Vec::new() }
    }

    /// The same with the spans of its block, which are ranges of the stored text.
    pub(super) fn with_spans(self, spans: &[Span]) -> Shown {
        let spans = spans.iter().filter_map(|span| {
            let range = whole_clusters(&self.text, self.map.shown_range(span.range()));
            (!range.is_empty()).then(|| Span::new(range, span.kind.clone()))
        });
        let spans = spans.collect();
        Shown { spans, ..self }
    }
}

/// A range, widened to grapheme clusters; an empty one stays empty.
fn whole_clusters(text: &str, range: Range<usize>) -> Range<usize> {
    if range.is_empty() {
        return range;
    }
    let start = (0..=range.start).rev().find(|at| text.is_char_boundary(*at) && is_boundary(text, *at)).unwrap_or(0);
    let end = (range.end..text.len()).find(|at| text.is_char_boundary(*at) && is_boundary(text, *at));
    start..end.unwrap_or(text.len())
}
