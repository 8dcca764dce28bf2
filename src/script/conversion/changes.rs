//! What a conversion has changed: other forms of the same characters, and other words.
//!
//! Between two changes the source and what is shown for it are the same, but for what the display form and the
//! wording of punctuation have done.

use std::ops::Range;

use crate::script::rendition::Shown;
use crate::text::{classes::is_han, offsets::OffsetMap};

/// The kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// Another form of the same character: 发 is shown as 發.
    Form,
    /// Another word: 鼠标 is shown as 滑鼠.
    Word,
}

/// A stretch that a conversion has changed, in bytes of the stored text and of the shown one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In which way.
    pub kind: ChangeKind,
    /// What was written.
    pub source: Range<usize>,
    /// What is shown for it.
    pub shown: Range<usize>,
}

/// How much was changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Characters in another form.
    pub characters: usize,
    /// Other words.
    pub words: usize,
}

impl Counts {
    /// Counts the changes of a text on top of these.
    pub fn add(&mut self, source: &str, changes: &[Change]) {
        for change in changes {
            match change.kind {
                ChangeKind::Form => {
                    self.characters += source[change.source.clone()].chars().filter(|c| is_han(*c)).count();
                }
                ChangeKind::Word => self.words += 1,
            }
        }
    }
}

impl Shown {
    /// The changes that touch a stretch of the shown text, each character by itself, in order. `stored` is the text
    /// of the part.
    #[must_use]
    pub fn changes(&self, stored: &str, within: Range<usize>) -> Vec<Change> {
        if self.converted { changes(stored, &self.text, &self.map, &self.words, within) } else { Vec::new() }
    }
}

/// The changes between a text and its conversion that touch a stretch of the conversion. `words` are the stretches of
/// it that are other words, in order.
pub(crate) fn changes(
    source: &str,
    shown: &str,
    map: &OffsetMap,
    words: &[Range<usize>],
    within: Range<usize>,
) -> Vec<Change> {
    let within = within.start.min(shown.len())..within.end.min(shown.len());
    let mut found = Vec::new();
    for (x, y, run) in map.spans_from(within.start).take_while(|(_, y, _)| y.start < within.end) {
        if y.end <= within.start {
            continue;
        }
        if run {
            // Both have the same character boundaries, so both can be cut at the same one.
            let from = shown.floor_char_boundary(within.start.max(y.start)) - y.start;
            let to = shown.ceil_char_boundary(within.end.min(y.end)) - y.start;
            let (left, right) = (x.start + from..x.start + to, y.start + from..y.start + to);
            differing(&source[left.clone()], &shown[right.clone()], |at, length| {
                let (source, shown) = (left.start + at, right.start + at);
                let kind = ChangeKind::Form;
                found.push(Change { kind, source: source..source + length, shown: shown..shown + length });
            });
            continue;
        }
        let word = words[words.partition_point(|word| word.end <= y.start)..].first();
        let kind = if word.is_some_and(|word| word.start < y.end) {
            ChangeKind::Word
        } else if source[x.clone()].chars().filter(|c| is_han(*c)).eq(shown[y.clone()].chars().filter(|c| is_han(*c))) {
            continue;
        } else {
            ChangeKind::Form
        };
        found.push(Change { kind, source: x, shown: y });
    }
    found
}

/// Where two texts of the same character boundaries have other Han: the offset and the bytes of each.
fn differing(source: &str, shown: &str, mut take: impl FnMut(usize, usize)) {
    if source == shown {
        return;
    }
    for ((at, x), y) in source.char_indices().zip(shown.chars()) {
        if x != y && is_han(x) {
            take(at, x.len_utf8());
        }
    }
}

/// Joins characters in another form that stand beside each other, to be looked at together.
#[must_use]
pub fn grouped(changes: Vec<Change>) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        match out.last_mut() {
            Some(last)
                if (last.kind, change.kind) == (ChangeKind::Form, ChangeKind::Form)
                    && last.shown.end == change.shown.start
                    && last.source.end == change.source.start =>
            {
                last.source.end = change.source.end;
                last.shown.end = change.shown.end;
            }
            _ => out.push(change),
        }
    }
    out
}

#[cfg(test)]
#[path = "tests/changes.rs"]
mod tests;
