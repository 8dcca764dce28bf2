//! The text shown for one part, made slice by slice, so that nobody waits for the end of a very long one; and a
//! stretch of it made at once, to be looked at meanwhile.
//!
//! Every part is made in these slices, whoever makes it and how many at a time, so the result is always the same.

use std::ops::Range;

use super::Shown;
use crate::script::{
    Language, Script,
    conversion::{LoadedPlan, Mapped, is_boundary},
    stream::cut,
    wording::Wording,
};
use crate::text::{
    offsets::{OffsetMap, OffsetMapBuilder},
    safe,
    safe::Safe,
};

/// Bytes of a slice, where the text has a mark to cut it behind.
const SLICE: usize = 64 << 10;

/// Bytes without a mark before a text is cut elsewhere.
const UNMARKED: usize = 4 * SLICE;

/// Bytes before and behind a place that are made at once.
const BEFORE: usize = 16 << 10;
const BEHIND: usize = 32 << 10;

/// How a part is to be shown.
#[derive(Clone, Debug)]
pub(in crate::script) struct Manner {
    pub(in crate::script) plan: Option<LoadedPlan>,
    pub(in crate::script) wording: Wording,
    pub(in crate::script) script: Script,
    /// The language of the stored text, and the one it is shown in.
    pub(in crate::script) languages: (Language, Language),
}

impl Manner {
    fn language(&self) -> Language {
        if self.plan.is_some() { self.languages.1 } else { self.languages.0 }
    }

    /// Converts a display form and puts its punctuation right. What OpenCC refuses stays as it is.
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

/// A part in the making.
#[derive(Debug)]
pub struct Sliced {
    manner: Manner,
    /// The display form of the stored text and the map to it.
    source: Safe,
    display: OffsetMap,
    at: usize,
    text: Safe,
    map: OffsetMapBuilder,
    words: Vec<Range<usize>>,
    converted: bool,
}

impl Sliced {
    pub(in crate::script) fn new(stored: &str, manner: Manner) -> Sliced {
        let (source, display) = safe::display(stored);
        let converted = manner.plan.is_some();
        let (text, map) = (Safe::default(), OffsetMapBuilder::default());
        Sliced { manner, source, display, at: 0, text, map, words: Vec::new(), converted }
    }

    /// Makes another slice. Returns whether there is more to make.
    pub fn step(&mut self) -> bool {
        if self.at < self.source.len() {
            let slice = self.source.part(self.at..self.at + self.slice());
            self.at += slice.len();
            self.take(slice);
        }
        self.at < self.source.len()
    }

    fn take(&mut self, slice: Safe) {
        let (mapped, done) = self.manner.apply(slice);
        self.converted &= done;
        let from = self.text.len();
        self.words.extend(mapped.words.into_iter().map(|word| word.start + from..word.end + from));
        self.text.append(&mapped.text);
        self.map.append(&mapped.map);
    }

    /// Bytes of the next slice.
    fn slice(&self) -> usize {
        let rest = &self.source[self.at..];
        let length = match cut::piece(rest, SLICE) {
            length if length <= UNMARKED => length,
            length => match &self.manner.plan {
                Some(plan) => cut::unmarked(rest, SLICE, |text| plan.convert(text)).unwrap_or(length),
                None => cut::boundary(rest, SLICE),
            },
        };
        let end = (self.at + length..=self.source.len()).find(|at| is_boundary(&self.source, *at));
        end.unwrap_or(self.source.len()).min(self.source.len()) - self.at
    }

    /// All of it, with what has not been made yet.
    pub(in crate::script) fn finish(mut self) -> Shown {
        while self.step() {}
        let map = self.map.finish();
        let map = if self.display.is_identity() { map } else { self.display.then(&map) };
        let language = if self.converted { self.manner.languages.1 } else { self.manner.languages.0 };
        Shown { text: self.text, map, language, converted: self.converted, words: self.words, made: None }
    }

    /// The whole part with only the surroundings of a stored offset made.
    pub(in crate::script) fn around(mut self, stored: usize) -> Shown {
        let offset = self.display.shown(stored);
        let mark = |from: usize, to: usize| {
            let near = &self.source[from..to];
            from + match cut::last(near) {
                0 => near.len(),
                end => end,
            }
        };
        let before = cut::boundary(&self.source, offset.saturating_sub(BEFORE));
        let behind = cut::boundary(&self.source, offset + BEHIND);
        let start =
            if before == 0 { 0 } else { mark(cut::boundary(&self.source, before.saturating_sub(SLICE)), before) };
        let end = if behind == self.source.len() { behind } else { mark(cut::boundary(&self.source, offset), behind) };
        let cluster = |at: usize| (at..self.source.len()).find(|at| is_boundary(&self.source, *at));
        let start = cluster(start).unwrap_or(self.source.len());
        let end = cluster(end).unwrap_or(self.source.len()).max(start);
        self.text = self.source.part(0..start);
        self.map.keep(start);
        self.take(self.source.part(start..end));
        self.text.append(&self.source.part(end..self.source.len()));
        self.map.keep(self.source.len() - end);
        self.at = self.source.len();
        let made = self.display.source(start)..self.display.source(end);
        Shown { made: Some(made), ..self.finish() }
    }
}
