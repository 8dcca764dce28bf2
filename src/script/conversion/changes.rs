//! The changes of a conversion: other forms of the same characters, and other words.
//!
//! Between two changes the stored and the shown text are the same, except for the display form and the punctuation.

use std::ops::Range;

use crate::text::{classes::is_han, offsets::OffsetMap};

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ChangeKind {
    /// Another form of the same character: 发 is shown as 發.
    Form,
    /// Another word: 鼠标 is shown as 滑鼠.
    Word,
}

/// A stretch that a conversion has changed, in bytes of the stored text and of the shown text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChangedSpan {
    /// The kind of change.
    pub(crate) kind: ChangeKind,
    /// The stretch of the stored text.
    pub(crate) source: Range<usize>,
    /// The stretch of the shown text that stands for it.
    pub(crate) shown: Range<usize>,
}

/// Counts of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChangeCounts {
    /// Characters in another form.
    pub(crate) characters: usize,
    /// Other words.
    pub(crate) words: usize,
}

impl ChangeCounts {
    /// Adds the changes of a text.
    pub(crate) fn add(&mut self, source: &str, changes: &[ChangedSpan]) {
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

/// The changes between a text and its conversion that touch a stretch of the conversion, each character by itself, in
/// order. `words` are the stretches of the conversion that are other words, in order.
pub(crate) fn changed_spans(
    source: &str,
    shown: &str,
    map: &OffsetMap,
    words: &[Range<usize>],
    within: Range<usize>,
) -> Vec<ChangedSpan> {
    let within = within.start.min(shown.len())..within.end.min(shown.len());
    let mut found = Vec::new();
    for (x, y, run) in map.spans_from(within.start).take_while(|(_, y, _)| y.start < within.end) {
        // A reading that is put in changes nothing.
        if y.end <= within.start || x.is_empty() {
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
                found.push(ChangedSpan { kind, source: source..source + length, shown: shown..shown + length });
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
        found.push(ChangedSpan { kind, source: x, shown: y });
    }
    found
}

/// Hands the offset and the bytes of each Han character that differs between two texts of the same character boundaries.
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

/// Joins adjacent characters in another form to one change.
#[must_use]
pub(crate) fn grouped(changes: Vec<ChangedSpan>) -> Vec<ChangedSpan> {
    let mut out: Vec<ChangedSpan> = Vec::with_capacity(changes.len());
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
