//! What a conversion has changed, explained in the article itself: the changes marked in their two kinds, one of them
//! with its original in the status line, their number, and the original beside the lines or below them.

use std::ops::Range;

use crate::app::article::reader::Reader;
use crate::{
    script::{
        Script,
        conversion::{ChangeCounts, ChangeKind, ChangedSpan, grouped},
    },
    text::{Part, Place, safe::Safe},
    typeset::{Line, Role},
};

/// Columns of a screen that has room for the original beside the text.
const BESIDE: u16 = 120;

/// Bytes of shown text that are looked through for changes at once.
const STRETCH: usize = 64 << 10;

/// Characters of a change that the status line shows.
const LONGEST: usize = 12;

/// The explanation of an article.
#[derive(Debug, Default)]
pub(crate) struct Explain {
    /// The change one is at, by what it stands for in the stored text.
    current: Option<Place>,
    /// Whether the original stands beside the lines or below them.
    compares: bool,
    counts: ChangeCounts,
    /// Where counting has come to: the index of a part and an offset in its shown text.
    counted: (usize, usize),
}

impl Reader {
    /// Begins to explain what the conversion has changed, or ends it. Returns what there is to say.
    pub fn toggle_explain(&mut self) -> Option<String> {
        if self.explain.take().is_some() {
            self.place_column();
            self.find_anchor();
            return None;
        }
        if self.script() == Script::Original {
            return Some("this is the original, nothing is converted; z shows another script".to_owned());
        }
        self.explain = Some(Explain::default());
        None
    }

    /// Sets the original beside the text, or takes it away; explains as well if that was not on. Returns what there is
    /// to say.
    pub fn toggle_compare(&mut self) -> Option<String> {
        if self.explain.is_none() {
            let message = self.toggle_explain();
            if message.is_some() {
                return message;
            }
        }
        if let Some(explain) = &mut self.explain {
            explain.compares = !explain.compares;
        }
        self.place_column();
        self.find_anchor();
        None
    }

    /// Whether changes are explained.
    pub fn explains(&self) -> bool {
        self.explain.is_some()
    }

    fn compares(&self) -> bool {
        self.explain.as_ref().is_some_and(|explain| explain.compares)
    }

    /// The first column of the half of the screen where the original stands, where it stands beside the text.
    pub fn original_column(&self) -> Option<u16> {
        (self.compares() && self.width >= BESIDE).then_some(self.width / 2)
    }

    /// Whether the original of each line stands below it.
    pub fn compares_below(&self) -> bool {
        self.compares() && self.width < BESIDE
    }

    /// Gives the text its column on the screen.
    pub(in crate::app) fn place_column(&mut self) {
        self.column = self.settings.column(self.original_column().unwrap_or(self.width));
        self.layout = self.layout.with(self.settings.setting(self.column.measure));
    }

    /// Rows of the screen that a line takes: two where its original stands below it.
    pub fn rows_of(&self, line: &Line) -> usize {
        if self.compares_below() && self.original_of(line).is_some() { 2 } else { 1 }
    }

    /// The stored text of a line that is shown otherwise. A word that goes on from the line before belongs to that.
    pub fn original_of(&self, line: &Line) -> Option<Safe> {
        if line.role == Role::Blank {
            return None;
        }
        let shown = self.rendition().shown(line.part)?;
        let stored = self.article.text(line.part);
        let ink = line.ink.clone();
        let mut range = shown.map.source_range(ink.clone());
        if shown.map.shown(range.start) < ink.start {
            range.start = shown.map.source_range(ink.start..ink.start + 1).end.min(range.end);
        }
        let original = Safe::line(&stored[range]);
        (*original != *shown.text.slice(line.ink.clone())).then_some(original)
    }

    /// The changes on a line, as byte ranges of its part's shown text, and whether each is the one one is at.
    pub fn changed(&self, line: &Line) -> Vec<(Range<usize>, ChangeKind, bool)> {
        if self.explain.is_none() {
            return Vec::new();
        }
        let at = self.change_at();
        let is_current = |change: &ChangedSpan| {
            at.as_ref().is_some_and(|(part, current)| *part == line.part && current.source == change.source)
        };
        let changes = self.changes_in(line.part, line.ink.clone());
        changes.into_iter().map(|change| (change.shown.clone(), change.kind, is_current(&change))).collect()
    }

    fn changes_in(&self, part: Part, within: Range<usize>) -> Vec<ChangedSpan> {
        let Some(shown) = self.rendition().shown(part) else { return Vec::new() };
        grouped(shown.changes(&self.article.text(part), within))
    }

    /// The change one is at: the one gone to while it is on the screen, else the first on the screen.
    fn change_at(&self) -> Option<(Part, ChangedSpan)> {
        let explain = self.explain.as_ref()?;
        let mut first = None;
        for line in self.visible() {
            for change in self.changes_in(line.part, line.ink.clone()) {
                if explain.current == Some(Place { part: line.part, offset: change.source.start }) {
                    return Some((line.part, change));
                }
                first = first.or(Some((line.part, change)));
            }
        }
        first
    }

    /// The change one is at with its original, and how many there are.
    pub fn explanation(&self) -> Option<String> {
        let explain = self.explain.as_ref()?;
        let counts = format!(
            "{}, {}{}",
            counted(explain.counts.characters, "character"),
            counted(explain.counts.words, "word"),
            if self.is_counting() { " so far" } else { "" }
        );
        let Some((part, change)) = self.change_at() else {
            return Some(format!("nothing is changed here; {counts}"));
        };
        let kind = match change.kind {
            ChangeKind::Form => "another form",
            ChangeKind::Word => "another word",
        };
        let stored = self.article.text(part);
        let from = shortened(&stored[change.source]);
        let to = self.rendition().shown(part).map(|shown| shortened(shown.text.slice(change.shown)));
        Some(format!("{from} -> {} ({kind}); {counts}", to.unwrap_or_default()))
    }

    /// To the next change, or the one before. Returns what there is to say.
    pub fn next_change(&mut self, forward: bool) -> Option<String> {
        if self.explain.is_none() {
            return Some("gx shows what the conversion has changed".to_owned());
        }
        let from = match self.change_at() {
            Some((part, change)) => Place { part, offset: change.source.start },
            None => self.place(),
        };
        let Some(place) = (if forward { self.change_after(from) } else { self.change_before(from) }) else {
            let edge = if forward { "last" } else { "first" };
            return Some(format!("this is the {edge} change of the article"));
        };
        if let Some(explain) = &mut self.explain {
            explain.current = Some(place);
        }
        self.reveal(place);
        None
    }

    fn change_after(&self, from: Place) -> Option<Place> {
        for part in self.rendition().parts().filter(|part| *part >= from.part) {
            let Some(shown) = self.rendition().shown(part) else { continue };
            let mut at = if part == from.part { shown.map.shown(from.offset) } else { 0 };
            while at < shown.text.len() {
                let changes = self.changes_in(part, at..at + STRETCH);
                let next = changes.iter().find(|change| part > from.part || change.source.start > from.offset);
                if let Some(change) = next {
                    return Some(Place { part, offset: change.source.start });
                }
                at += STRETCH;
            }
        }
        None
    }

    fn change_before(&self, from: Place) -> Option<Place> {
        let parts: Vec<Part> = self.rendition().parts().filter(|part| *part <= from.part).collect();
        for part in parts.into_iter().rev() {
            let Some(shown) = self.rendition().shown(part) else { continue };
            let mut end = if part == from.part { shown.map.shown(from.offset) } else { shown.text.len() };
            while end > 0 {
                let start = end.saturating_sub(STRETCH);
                let changes = self.changes_in(part, start..end);
                let before = changes.iter().rfind(|change| part < from.part || change.source.start < from.offset);
                if let Some(change) = before {
                    return Some(Place { part, offset: change.source.start });
                }
                end = start;
            }
        }
        None
    }

    /// What has been counted is of another text now.
    pub(in crate::app) fn rendition_changed(&mut self) {
        if let Some(explain) = &mut self.explain {
            (explain.counts, explain.counted) = (ChangeCounts::default(), (0, 0));
        }
    }

    /// Whether changes are still to be counted.
    pub(in crate::app) fn is_counting(&self) -> bool {
        self.explain.as_ref().is_some_and(|explain| explain.counted.0 < self.rendition().parts().len())
    }

    /// Counts the changes of another stretch.
    pub(in crate::app) fn count_slice(&mut self) {
        if !self.is_counting() {
            return;
        }
        let Some(mut explain) = self.explain.take() else { return };
        let mut room = STRETCH;
        while room > 0 {
            let (index, from) = explain.counted;
            let Some(part) = self.rendition().parts().nth(index) else { break };
            let stored = self.article.text(part);
            let Some(shown) = self.rendition().shown(part) else { break };
            let end = shown.text.floor_char_boundary(from.saturating_add(room));
            // A change across the end is counted where it begins.
            let mut changes = shown.changes(&stored, from..end);
            changes.retain(|change| change.shown.start >= from);
            explain.counts.add(&stored, &changes);
            // Short parts cost something too.
            room = room.saturating_sub((end - from).max(64));
            explain.counted = if end >= shown.text.len() { (index + 1, 0) } else { (index, end.max(from + 1)) };
        }
        self.explain = Some(explain);
    }
}

/// `1,203 characters`
pub(crate) fn counted(number: usize, what: &str) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let plural = if number == 1 { "" } else { "s" };
    format!("{out} {what}{plural}")
}

/// A change that is not longer than the status line bears.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
#[path = "tests/explain.rs"]
mod tests;
