//! The caret: a word of the article that one points at, and what is marked from another word to it. Both are places in
//! the stored text, so they stay at their words in every script and at every width.

use std::ops::Range;

use super::words::{word_from, word_until};
use crate::app::{App, article::reader::Reader, commands::Action};
use crate::{
    text::{Part, Place},
    typeset::{Line, LineAt},
};

/// A word of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub part: Part,
    /// Its bytes in the part's stored text.
    pub range: Range<usize>,
}

impl Word {
    fn start(&self) -> Place {
        Place { part: self.part, offset: self.range.start }
    }

    fn end(&self) -> Place {
        Place { part: self.part, offset: self.range.end }
    }
}

/// What one points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caret {
    /// The word under the caret.
    pub word: Word,
    /// The word that marking began at.
    pub anchor: Option<Word>,
}

impl Caret {
    /// The marked passage, or the word: its first place and the place after its last.
    #[must_use]
    pub fn passage(&self) -> Range<Place> {
        let other = self.anchor.as_ref().unwrap_or(&self.word);
        self.word.start().min(other.start())..self.word.end().max(other.end())
    }
}

impl App {
    /// Does what an action does to the caret in the reader. Returns whether it was one for the caret.
    pub(in crate::app) fn point(&mut self, action: Action) -> bool {
        let rows = i64::from(self.size.1.saturating_sub(1)).max(2);
        let marking = self.reader.as_ref().is_some_and(Reader::is_marking);
        let lines = match action {
            Action::Words(_) | Action::Mark => 0,
            Action::Lines(by) if marking => i64::from(by),
            Action::HalfPages(by) if marking => i64::from(by) * rows / 2,
            Action::Pages(by) if marking => i64::from(by) * rows,
            Action::Top if marking => i64::MIN,
            Action::Bottom if marking => i64::MAX,
            _ => return false,
        };
        let Some(reader) = &mut self.reader else { return false };
        match action {
            Action::Words(by) => (0..by.unsigned_abs()).for_each(|_| reader.step_word(by > 0)),
            Action::Mark => reader.begin_marking(),
            _ => reader.step_line(lines),
        }
        true
    }
}

impl Reader {
    /// What one points at.
    #[must_use]
    pub fn caret(&self) -> Option<&Caret> {
        self.caret.as_ref()
    }

    /// Whether a passage is being marked.
    #[must_use]
    pub fn is_marking(&self) -> bool {
        self.caret.as_ref().is_some_and(|caret| caret.anchor.is_some())
    }

    /// To the next word, or the one before. A caret that is out of sight begins anew on the screen, unless a passage is
    /// being marked.
    pub(in crate::app) fn step_word(&mut self, forward: bool) {
        let caret = self.caret.clone().filter(|caret| caret.anchor.is_some() || self.sees(&caret.word));
        let Some(caret) = caret else {
            self.caret = self.first_word().map(|word| Caret { word, anchor: None });
            return;
        };
        let next = if forward { self.word_after(caret.word.end()) } else { self.word_before(caret.word.start()) };
        if let Some(word) = next {
            self.point_at(Caret { word, ..caret });
        }
    }

    /// To the first word of the line so many lines further on that has one.
    pub(in crate::app) fn step_line(&mut self, by: i64) {
        let Some(caret) = self.caret.clone() else { return };
        let mut at = self.layout().line_of(caret.word.start());
        let mut left = by.unsigned_abs();
        let mut target = None;
        while left > 0 {
            let next = if by > 0 { self.layout().next(at) } else { self.layout().prev(at) };
            let Some(next) = next else { break };
            at = next;
            if self.layout().line(at).is_some_and(|line| !line.ink.is_empty()) {
                (left, target) = (left - 1, Some(at));
            }
        }
        let word = target.and_then(|at| {
            let place = self.layout().place_of(at);
            if by > 0 { self.word_after(place) } else { self.word_after(place).or_else(|| self.word_before(place)) }
        });
        if let Some(word) = word {
            self.point_at(Caret { word, ..caret });
        }
    }

    /// Points at the word on a cell of the screen, if there is one.
    pub(in crate::app) fn point_at_cell(&mut self, column: u16, row: u16) {
        let Some(word) = self.place_at_cell(column, row).and_then(|place| self.word_after(place)) else {
            return;
        };
        self.caret = Some(Caret { word, anchor: None });
    }

    /// Begins to mark at the word under the caret, or at the first on the screen.
    pub(in crate::app) fn begin_marking(&mut self) {
        let on_screen = self.caret.take().filter(|caret| self.sees(&caret.word)).map(|caret| caret.word);
        let word = on_screen.or_else(|| self.first_word());
        self.caret = word.map(|word| Caret { anchor: Some(word.clone()), word });
    }

    /// Takes the caret away; returns whether there was one.
    pub(in crate::app) fn forget_caret(&mut self) -> bool {
        self.caret.take().is_some()
    }

    /// The part of a line that one points at, as bytes of its part's shown text.
    #[must_use]
    pub fn pointed(&self, line: &Line) -> Option<Range<usize>> {
        let passage = self.caret.as_ref()?.passage();
        if line.part < passage.start.part || line.part > passage.end.part {
            return None;
        }
        let shown = self.rendition().shown(line.part)?;
        let start = if line.part == passage.start.part { passage.start.offset } else { 0 };
        let end = if line.part == passage.end.part { passage.end.offset } else { shown.map.source_len() };
        let range = shown.map.shown_range(start..end);
        let range = range.start.max(line.ink.start)..range.end.min(line.ink.end);
        (!range.is_empty()).then_some(range)
    }

    fn point_at(&mut self, caret: Caret) {
        self.keep_in_sight(caret.word.start());
        self.caret = Some(caret);
    }

    fn sees(&self, word: &Word) -> bool {
        let line: LineAt = self.layout().line_of(word.start());
        self.is_visible(line)
    }

    fn first_word(&self) -> Option<Word> {
        let line = self.visible().find(|line| !line.ink.is_empty())?;
        let offset = self.rendition().shown(line.part)?.map.source(line.ink.start);
        self.word_after(Place { part: line.part, offset })
    }

    fn word_after(&self, place: Place) -> Option<Word> {
        let parts = self.rendition().parts().filter(|part| *part >= place.part);
        parts.into_iter().find_map(|part| {
            let shown = self.rendition().shown(part)?;
            let from = if part == place.part { shown.map.shown(place.offset) } else { 0 };
            let range = word_from(&shown.text, from)?;
            Some(Word { part, range: shown.map.source_range(range) })
        })
    }

    fn word_before(&self, place: Place) -> Option<Word> {
        let mut parts: Vec<Part> = self.rendition().parts().filter(|part| *part <= place.part).collect();
        parts.reverse();
        parts.into_iter().find_map(|part| {
            let shown = self.rendition().shown(part)?;
            let to = if part == place.part { shown.map.shown(place.offset) } else { shown.text.len() };
            let range = word_until(&shown.text, to)?;
            Some(Word { part, range: shown.map.source_range(range) })
        })
    }
}
