//! The conversion of one part, slice by slice, so that nobody waits for the end of a very long one; and of the
//! surroundings of a place at once, to be read meanwhile.
//!
//! Every part is cut into the same slices, whoever converts it and however many at a time, so the result is the same.

use std::ops::Range;

use super::Shown;
use crate::script::{
    Language, Script,
    conversion::{LoadedPlan, Mapped, is_boundary},
    cut,
    wording::Wording,
};
use crate::text::{
    offsets::{OffsetMap, OffsetMapBuilder},
    safe,
    safe::Safe,
};

/// Bytes of a slice, where the text has a mark to cut it behind.
const SLICE_BYTES: usize = 64 << 10;

/// The most bytes of a slice that ends behind a mark; a text with none for so long is cut elsewhere.
const MAX_MARKED_BYTES: usize = 4 * SLICE_BYTES;

/// Bytes before and behind a place that are converted at once.
const BYTES_BEFORE: usize = 16 << 10;
const BYTES_BEHIND: usize = 32 << 10;

/// The conversion and wording that a part is shown with.
#[derive(Clone, Debug)]
pub(in crate::script) struct PartSettings {
    pub(in crate::script) plan: Option<LoadedPlan>,
    pub(in crate::script) wording: Wording,
    pub(in crate::script) script: Script,
    /// The language of the stored text, and the one it is shown in.
    pub(in crate::script) languages: (Language, Language),
}

impl PartSettings {
    fn language(&self) -> Language {
        if self.plan.is_some() { self.languages.1 } else { self.languages.0 }
    }

    /// Converts a display form and its punctuation; true if it was converted. A text that OpenCC refuses stays as it is.
    fn apply(&self, text: Safe) -> (Mapped, bool) {
        let converted = self.plan.as_ref().and_then(|plan| plan.convert_mapped(&text).ok());
        let done = converted.is_some();
        let mapped = converted.unwrap_or_else(|| {
            let map = OffsetMap::identity(text.len());
            Mapped { text, map, words: Vec::new() }
        });
        let Some((text, map)) = self.wording.apply(&mapped.text, self.language(), self.script) else {
            return (mapped, done);
        };
        let words = mapped.words.into_iter().map(|word| map.shown_range(word)).collect();
        (Mapped { text, map: mapped.map.then(&map), words }, done)
    }
}

/// A part that is being converted.
#[derive(Debug)]
pub struct PartConversion {
    settings: PartSettings,
    /// The display form of the stored text and the map to it.
    source: Safe,
    display: OffsetMap,
    /// Bytes of `source` that are converted.
    at: usize,
    text: Safe,
    map: OffsetMapBuilder,
    words: Vec<Range<usize>>,
    converted: bool,
}

impl PartConversion {
    pub(in crate::script) fn new(stored: &str, settings: PartSettings) -> PartConversion {
        let (source, display) = safe::display(stored);
        let converted = settings.plan.is_some();
        let (text, map) = (Safe::default(), OffsetMapBuilder::default());
        PartConversion { settings, source, display, at: 0, text, map, words: Vec::new(), converted }
    }

    /// Converts another slice; true if there is more to convert.
    pub fn step(&mut self) -> bool {
        if self.at < self.source.len() {
            let slice = self.source.part(self.at..self.at + self.slice_len());
            self.at += slice.len();
            self.convert(slice);
        }
        self.at < self.source.len()
    }

    fn convert(&mut self, slice: Safe) {
        let (mapped, done) = self.settings.apply(slice);
        self.converted &= done;
        let from = self.text.len();
        self.words.extend(mapped.words.into_iter().map(|word| word.start + from..word.end + from));
        self.text.append(&mapped.text);
        self.map.append(&mapped.map);
    }

    /// Bytes of the next slice. Its end is no cut within a grapheme cluster, so that slices join to the whole.
    fn slice_len(&self) -> usize {
        let rest = &self.source[self.at..];
        let length = match cut::piece(rest, SLICE_BYTES) {
            length if length <= MAX_MARKED_BYTES => length,
            length => match &self.settings.plan {
                Some(plan) => cut::unmarked(rest, SLICE_BYTES, |text| plan.convert(text)).unwrap_or(length),
                None => cut::boundary(rest, SLICE_BYTES),
            },
        };
        let end = (self.at + length..=self.source.len()).find(|at| is_boundary(&self.source, *at));
        end.unwrap_or(self.source.len()).min(self.source.len()) - self.at
    }

    /// Converts the rest and returns the whole part.
    pub(in crate::script) fn finish(mut self) -> Shown {
        while self.step() {}
        let map = self.map.finish();
        let map = if self.display.is_identity() { map } else { self.display.then(&map) };
        let language = if self.converted { self.settings.languages.1 } else { self.settings.languages.0 };
        Shown {
            text: self.text,
            map,
            language,
            converted: self.converted,
            words: self.words,
            converted_range: None,
            spans: Vec::new(),
        }
    }

    /// The whole part with only the surroundings of a stored offset converted.
    pub(in crate::script) fn near(mut self, stored: usize) -> Shown {
        let offset = self.display.shown(stored);
        let mark = |from: usize, to: usize| {
            let near = &self.source[from..to];
            from + match cut::last(near) {
                0 => near.len(),
                end => end,
            }
        };
        let before = cut::boundary(&self.source, offset.saturating_sub(BYTES_BEFORE));
        let behind = cut::boundary(&self.source, offset + BYTES_BEHIND);
        let start =
            if before == 0 { 0 } else { mark(cut::boundary(&self.source, before.saturating_sub(SLICE_BYTES)), before) };
        let end = if behind == self.source.len() { behind } else { mark(cut::boundary(&self.source, offset), behind) };
        let cluster = |at: usize| (at..self.source.len()).find(|at| is_boundary(&self.source, *at));
        let start = cluster(start).unwrap_or(self.source.len());
        let end = cluster(end).unwrap_or(self.source.len()).max(start);
        self.text = self.source.part(0..start);
        self.map.keep(start);
        self.convert(self.source.part(start..end));
        self.text.append(&self.source.part(end..self.source.len()));
        self.map.keep(self.source.len() - end);
        self.at = self.source.len();
        let converted = self.display.source(start)..self.display.source(end);
        Shown { converted_range: Some(converted), ..self.finish() }
    }
}
