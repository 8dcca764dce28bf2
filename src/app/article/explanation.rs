//! The explanation of a conversion in the article itself: changes in two kinds, one of them with its original in the
//! status line, and their number.

use std::ops::Range;

use crate::{
    script::{
        Script,
        conversion::{ChangeCounts, ChangeKind, ChangedSpan, grouped},
    },
    text::{Part, Place},
    typeset::Line,
};

use super::page::Page;

/// Bytes of shown text that are searched for changes at once.
const STRETCH_BYTES: usize = 64 << 10;

/// Bytes that a part counts for at the least: short parts cost time too.
const MIN_PART_BYTES: usize = 64;

/// Characters of a change that the status line shows.
const MAX_CHANGE_CHARACTERS: usize = 12;

/// A change on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownChange {
    /// Its bytes in the shown text of the line's part.
    pub(crate) range: Range<usize>,
    /// Another form or another word.
    pub(crate) kind: ChangeKind,
    /// True for the change that the status line explains.
    pub(crate) is_current: bool,
}

/// Explains what the conversion has changed, or stops. Returns a message if nothing is converted.
pub(super) fn toggle(explanation: &mut Option<Explanation>, page: &mut Page) -> Option<String> {
    if explanation.take().is_some() {
        page.compare(false);
        return None;
    }
    if page.rendition().script() == Script::Original {
        return Some("This is the original; nothing is converted. z shows another script.".to_owned());
    }
    *explanation = Some(Explanation::default());
    None
}

/// Shows the original with the text, or takes it away. Returns a message if nothing is converted.
pub(super) fn compare(explanation: &mut Option<Explanation>, page: &mut Page) -> Option<String> {
    if explanation.is_none() {
        let message = toggle(explanation, page);
        if message.is_some() {
            return message;
        }
    }
    page.compare(!page.compares());
    None
}

/// Goes to the next change, or to the one before. Returns a message if there is none.
pub(super) fn step(explanation: &mut Option<Explanation>, page: &mut Page, forward: bool) -> Option<String> {
    match explanation {
        Some(explanation) => explanation.step(page, forward),
        None => Some("gx shows what the conversion has changed.".to_owned()),
    }
}

/// The explanation of an article.
#[derive(Debug, Default)]
pub(super) struct Explanation {
    /// The current change, by the place of its original.
    current: Option<Place>,
    counts: ChangeCounts,
    /// The end of the counted text: the index of a part and an offset in its shown text.
    counted: (usize, usize),
}

impl Explanation {
    /// Counts from the beginning: the shown text is another one now.
    pub(super) fn restart(&mut self) {
        (self.counts, self.counted) = (ChangeCounts::default(), (0, 0));
    }

    /// The changes on a line.
    pub(super) fn on_line(&self, page: &Page, line: &Line) -> Vec<ShownChange> {
        let current = self.current(page);
        let is_current = |change: &ChangedSpan| {
            current.as_ref().is_some_and(|(part, current)| *part == line.part && current.source == change.source)
        };
        let changes = changes_in(page, line.part, line.ink.clone()).into_iter();
        let shown = |change: ChangedSpan| ShownChange {
            is_current: is_current(&change),
            range: change.shown,
            kind: change.kind,
        };
        changes.map(shown).collect()
    }

    /// The current change: the one gone to while it is on the screen, else the first on the screen.
    fn current(&self, page: &Page) -> Option<(Part, ChangedSpan)> {
        let mut first = None;
        for line in page.visible() {
            for change in changes_in(page, line.part, line.ink.clone()) {
                if self.current == Some(Place { part: line.part, offset: change.source.start }) {
                    return Some((line.part, change));
                }
                first = first.or(Some((line.part, change)));
            }
        }
        first
    }

    /// The current change with its original, and the number of changes.
    pub(super) fn sentence(&self, page: &Page) -> String {
        let counts = format!(
            "{}, {}{}",
            counted(self.counts.characters, "character"),
            counted(self.counts.words, "word"),
            if self.is_counting(page) { " so far" } else { "" }
        );
        let Some((part, change)) = self.current(page) else {
            return format!("No change on this screen; {counts}");
        };
        let kind = match change.kind {
            ChangeKind::Form => "another form",
            ChangeKind::Word => "another word",
        };
        let stored = page.article().text(part);
        let from = shortened(&stored[change.source]);
        let to = page.rendition().shown(part).map(|shown| shortened(shown.text.slice(change.shown)));
        format!("{from} -> {} ({kind}); {counts}", to.unwrap_or_default())
    }

    /// Goes to the next change, or to the one before. Returns a message if there is none.
    pub(super) fn step(&mut self, page: &mut Page, forward: bool) -> Option<String> {
        let from = match self.current(page) {
            Some((part, change)) => Place { part, offset: change.source.start },
            None => page.place(),
        };
        let Some(place) = (if forward { change_after(page, from) } else { change_before(page, from) }) else {
            let edge = if forward { "last" } else { "first" };
            return Some(format!("This is the {edge} change of the article."));
        };
        self.current = Some(place);
        page.reveal(place);
        None
    }

    /// True while changes are still to be counted.
    pub(super) fn is_counting(&self, page: &Page) -> bool {
        self.counted.0 < page.rendition().parts().len()
    }

    /// Counts the changes of another stretch.
    pub(super) fn count_stretch(&mut self, page: &Page) {
        let mut room = STRETCH_BYTES;
        while room > 0 {
            let (index, from) = self.counted;
            let Some(part) = page.rendition().parts().nth(index) else { break };
            let stored = page.article().text(part);
            let Some(shown) = page.rendition().shown(part) else { break };
            let end = shown.text.floor_char_boundary(from.saturating_add(room));
            // A change across the end is counted where it begins.
            let mut changes = shown.changes(&stored, from..end);
            changes.retain(|change| change.shown.start >= from);
            self.counts.add(&stored, &changes);
            room = room.saturating_sub((end - from).max(MIN_PART_BYTES));
            self.counted = if end >= shown.text.len() { (index + 1, 0) } else { (index, end.max(from + 1)) };
        }
    }
}

fn changes_in(page: &Page, part: Part, within: Range<usize>) -> Vec<ChangedSpan> {
    let Some(shown) = page.rendition().shown(part) else { return Vec::new() };
    grouped(shown.changes(&page.article().text(part), within))
}

fn change_after(page: &Page, from: Place) -> Option<Place> {
    for part in page.rendition().parts().filter(|part| *part >= from.part) {
        let Some(shown) = page.rendition().shown(part) else { continue };
        let mut at = if part == from.part { shown.map.shown(from.offset) } else { 0 };
        while at < shown.text.len() {
            let changes = changes_in(page, part, at..at + STRETCH_BYTES);
            let next = changes.iter().find(|change| part > from.part || change.source.start > from.offset);
            if let Some(change) = next {
                return Some(Place { part, offset: change.source.start });
            }
            at += STRETCH_BYTES;
        }
    }
    None
}

fn change_before(page: &Page, from: Place) -> Option<Place> {
    let parts: Vec<Part> = page.rendition().parts().filter(|part| *part <= from.part).collect();
    for part in parts.into_iter().rev() {
        let Some(shown) = page.rendition().shown(part) else { continue };
        let mut end = if part == from.part { shown.map.shown(from.offset) } else { shown.text.len() };
        while end > 0 {
            let start = end.saturating_sub(STRETCH_BYTES);
            let changes = changes_in(page, part, start..end);
            let before = changes.iter().rfind(|change| part < from.part || change.source.start < from.offset);
            if let Some(change) = before {
                return Some(Place { part, offset: change.source.start });
            }
            end = start;
        }
    }
    None
}

/// A number with its noun: `1,203 characters`.
fn counted(number: usize, noun: &str) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let plural = if number == 1 { "" } else { "s" };
    format!("{out} {noun}{plural}")
}

/// A change cut to what the status line has room for.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_CHANGE_CHARACTERS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for (number, expected) in [(0, "0 words"), (1, "1 word"), (1203, "1,203 words"), (1_000_000, "1,000,000 words")]
        {
            assert_eq!(counted(number, "word"), expected);
        }
        assert_eq!(shortened("一二三四五六七八九十一二三"), "一二三四五六七八九十一二...");
    }
}
