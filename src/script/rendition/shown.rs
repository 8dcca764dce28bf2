//! The text that is shown for one part.

use std::ops::Range;

use crate::{
    script::{
        Language,
        conversion::{ChangedSpan, changed_spans},
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
}

impl Shown {
    /// The changed spans that touch a stretch of the shown text, each character by itself, in order. `stored` is the text
    /// of the part.
    #[must_use]
    pub(crate) fn changes(&self, stored: &str, within: Range<usize>) -> Vec<ChangedSpan> {
        if self.converted { changed_spans(stored, &self.text, &self.map, &self.words, within) } else { Vec::new() }
    }
}
