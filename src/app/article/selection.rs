//! The selection in an article: a word under the cursor, and a passage from another word to it. Both are places in the
//! stored text, so they stay at their words in every script and at every width.

use std::ops::Range;

use crate::{
    text::{Part, Place},
    typeset::Line,
};

use super::{
    page::Page,
    words::{word_from, word_until},
};

/// A word of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SelectedWord {
    /// The part it stands in.
    pub(crate) part: Part,
    /// Its bytes in the part's stored text.
    pub(crate) range: Range<usize>,
}

impl SelectedWord {
    /// The place of its first character.
    pub(super) fn start(&self) -> Place {
        Place { part: self.part, offset: self.range.start }
    }

    fn end(&self) -> Place {
        Place { part: self.part, offset: self.range.end }
    }
}

/// The selected word or passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selection {
    /// The word under the cursor.
    pub(crate) word: SelectedWord,
    /// The word at the other end of a passage.
    pub(crate) anchor: Option<SelectedWord>,
}

impl Selection {
    /// Selects the first word on the screen.
    pub(super) fn first_on(page: &Page) -> Option<Selection> {
        let line = page.visible().find(|line| !line.ink.is_empty())?;
        let offset = page.rendition().shown(line.part)?.map.source(line.ink.start);
        Selection::from_place(page, Place { part: line.part, offset })
    }

    /// Selects the first word that begins at a place or after it.
    pub(super) fn from_place(page: &Page, place: Place) -> Option<Selection> {
        word_after(page, place).map(|word| Selection { word, anchor: None })
    }

    /// Selects a passage that begins and ends with the word.
    pub(super) fn into_passage(self) -> Selection {
        Selection { anchor: Some(self.word.clone()), word: self.word }
    }

    /// True if a passage is selected.
    pub(crate) fn is_passage(&self) -> bool {
        self.anchor.is_some()
    }

    /// The first place of the passage or word, and the place after its last.
    pub(crate) fn range(&self) -> Range<Place> {
        let other = self.anchor.as_ref().unwrap_or(&self.word);
        self.word.start().min(other.start())..self.word.end().max(other.end())
    }

    /// The stored text that is selected, as far as it stands in the part that it begins in.
    pub(super) fn text(&self, page: &Page) -> Option<String> {
        let range = self.range();
        let text = page.article().text(range.start.part);
        let end = if range.end.part == range.start.part { range.end.offset } else { text.len() };
        let selected = text.get(range.start.offset..end)?.trim();
        (!selected.is_empty()).then(|| selected.to_owned())
    }

    /// The selection with the cursor on the next word, or on the one before.
    pub(super) fn by_word(&self, page: &Page, forward: bool) -> Option<Selection> {
        let word = if forward { word_after(page, self.word.end()) } else { word_before(page, self.word.start()) };
        word.map(|word| Selection { word, anchor: self.anchor.clone() })
    }

    /// The selection with the cursor on the first word of the line so many lines further on that has one.
    pub(super) fn by_lines(&self, page: &Page, by: i64) -> Option<Selection> {
        let layout = page.layout();
        let mut at = layout.line_of(self.word.start());
        let mut left = by.unsigned_abs();
        let mut target = None;
        while left > 0 {
            let Some(next) = (if by > 0 { layout.next(at) } else { layout.prev(at) }) else { break };
            at = next;
            if layout.line(at).is_some_and(|line| !line.ink.is_empty()) {
                (left, target) = (left - 1, Some(at));
            }
        }
        let place = layout.place_of(target?);
        let word = word_after(page, place);
        let word = if by > 0 { word } else { word.or_else(|| word_before(page, place)) };
        word.map(|word| Selection { word, anchor: self.anchor.clone() })
    }

    /// The selected bytes of a line, in its part's shown text.
    pub(super) fn on_line(&self, page: &Page, line: &Line) -> Option<Range<usize>> {
        let selected = self.range();
        if line.part < selected.start.part || line.part > selected.end.part {
            return None;
        }
        let shown = page.rendition().shown(line.part)?;
        let start = if line.part == selected.start.part { selected.start.offset } else { 0 };
        let end = if line.part == selected.end.part { selected.end.offset } else { shown.map.source_len() };
        let range = shown.map.shown_range(start..end);
        let range = range.start.max(line.ink.start)..range.end.min(line.ink.end);
        (!range.is_empty()).then_some(range)
    }
}

fn word_after(page: &Page, place: Place) -> Option<SelectedWord> {
    page.rendition().parts().filter(|part| *part >= place.part).find_map(|part| {
        let shown = page.rendition().shown(part)?;
        let from = if part == place.part { shown.map.shown(place.offset) } else { 0 };
        let range = word_from(&shown.text, from)?;
        Some(SelectedWord { part, range: shown.map.source_range(range) })
    })
}

fn word_before(page: &Page, place: Place) -> Option<SelectedWord> {
    let parts: Vec<Part> = page.rendition().parts().filter(|part| *part <= place.part).collect();
    parts.into_iter().rev().find_map(|part| {
        let shown = page.rendition().shown(part)?;
        let to = if part == place.part { shown.map.shown(place.offset) } else { shown.text.len() };
        let range = word_until(&shown.text, to)?;
        Some(SelectedWord { part, range: shown.map.source_range(range) })
    })
}
