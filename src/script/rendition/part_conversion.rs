//! The conversion of one part, slice by slice, so that nobody waits for the end of a very long one; and of the
//! surroundings of a place at once, to be read meanwhile.
//!
//! Every part is cut into the same slices, whoever converts it and however many at a time, so the result is the same.

use std::ops::Range;

use super::{Shown, shown::whole_clusters};
use crate::article::{Span, SpanKind};
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
    /// Words of a program, at the ranges `code`, stay as they are.
    fn apply(&self, text: Safe, code: &[Range<usize>]) -> (Mapped, bool) {
        let (mapped, done) = if code.is_empty() { self.convert(text) } else { self.convert_outside(&text, code) };
        let kept: Vec<_> = code.iter().map(|code| mapped.map.shown_range(code.clone())).collect();
        let language = self.language();
        let Some((text, map)) = self.wording.apply_outside(&mapped.text, &kept, language, self.script) else {
            return (mapped, done);
        };
        let words = mapped.words.into_iter().map(|word| map.shown_range(word)).collect();
        (Mapped { text, map: mapped.map.then(&map), words }, done)
    }

    /// Converts a display form; true if it was converted.
    fn convert(&self, text: Safe) -> (Mapped, bool) {
        let converted = self.plan.as_ref().and_then(|plan| plan.convert_mapped(&text).ok());
        let done = converted.is_some();
        let mapped = converted.unwrap_or_else(|| {
            let map = OffsetMap::identity(text.len());
            Mapped { text, map, words: Vec::new() }
        });
        (mapped, done)
    }

    /// Converts what is outside of some stretches, each piece by itself: no word goes on behind code.
    fn convert_outside(&self, text: &Safe, code: &[Range<usize>]) -> (Mapped, bool) {
        let (mut shown, mut map) = (Safe::default(), OffsetMapBuilder::default());
        let (mut words, mut done, mut from) = (Vec::new(), true, 0);
        for kept in code.iter().cloned().chain(std::iter::once(text.len()..text.len())) {
            let (piece, converted) = self.convert(text.part(from..kept.start));
            let at = shown.len();
            words.extend(piece.words.into_iter().map(|word| word.start + at..word.end + at));
            shown.append(&piece.text);
            map.append(&piece.map);
            shown.append(&text.part(kept.clone()));
            map.keep(kept.len());
            done &= converted;
            from = kept.end;
        }
        (Mapped { text: shown, map: map.finish(), words }, done)
    }

    /// A text beside the part, such as the description of a picture, in the form of the part.
    pub(in crate::script) fn shown(&self, text: &str) -> Safe {
        self.apply(Safe::line(text), &[]).0.text
    }
}

/// A part that is being converted.
#[derive(Debug)]
pub struct PartConversion {
    settings: PartSettings,
    /// The display form of the stored text and the map to it.
    source: Safe,
    display: OffsetMap,
    /// The stretches of `source` that are words of a program, in order and apart.
    code: Vec<Range<usize>>,
    /// Bytes of `source` that are converted.
    at: usize,
    text: Safe,
    map: OffsetMapBuilder,
    words: Vec<Range<usize>>,
    converted: bool,
}

impl PartConversion {
    /// `spans` are those of the stored text.
    pub(in crate::script) fn new(stored: &str, spans: &[Span], settings: PartSettings) -> PartConversion {
        let (source, display) = safe::display(stored);
        let code = code_in(spans, &source, &display);
        let converted = settings.plan.is_some();
        let (text, map) = (Safe::default(), OffsetMapBuilder::default());
        PartConversion { settings, source, display, code, at: 0, text, map, words: Vec::new(), converted }
    }

    /// Converts another slice; true if there is more to convert.
    pub fn step(&mut self) -> bool {
        if self.at < self.source.len() {
            let slice = self.at..self.at + self.slice_len();
            self.at = slice.end;
            self.convert(slice);
        }
        self.at < self.source.len()
    }

    /// Converts the next slice of the source.
    fn convert(&mut self, slice: Range<usize>) {
        let inside = |code: &Range<usize>| {
            let code = code.start.max(slice.start)..code.end.min(slice.end);
            (!code.is_empty()).then(|| code.start - slice.start..code.end - slice.start)
        };
        let first = self.code.partition_point(|code| code.end <= slice.start);
        let code: Vec<_> = self.code[first..].iter().map_while(inside).collect();
        let (mapped, done) = self.settings.apply(self.source.part(slice), &code);
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
            readings: Vec::new(),
            readings_above: false,
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
        self.convert(start..end);
        self.text.append(&self.source.part(end..self.source.len()));
        self.map.keep(self.source.len() - end);
        self.at = self.source.len();
        let converted = self.display.source(start)..self.display.source(end);
        Shown { converted_range: Some(converted), ..self.finish() }
    }
}

/// The stretches of a display form that are words of a program, in order and apart.
fn code_in(spans: &[Span], source: &str, display: &OffsetMap) -> Vec<Range<usize>> {
    let mut code: Vec<Range<usize>> = Vec::new();
    for span in spans.iter().filter(|span| span.kind == SpanKind::Code) {
        let range = whole_clusters(source, display.shown_range(span.range()));
        match code.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ if range.is_empty() => {}
            _ => code.push(range),
        }
    }
    code
}
