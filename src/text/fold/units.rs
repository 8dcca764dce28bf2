//! A text as the units a search compares, one after the other, each with the bytes it stands for.
//!
//! A unit is a folded character, after neighbours that are one character in another spelling have been joined.

use std::ops::Range;

use unicode_normalization::char::compose;

use super::table::{Folding, Several};

/// The version of the rules by which neighbours are joined. Another one makes what was folded before out of date.
pub(super) const RULES: u64 = 1;

/// A folded character and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The folded character.
    pub value: char,
    /// The bytes of the text it stands for, without what is dropped before and after. Units that one character
    /// becomes have the same bytes.
    pub range: Range<usize>,
}

/// The units of a text from left to right.
#[derive(Clone, Debug)]
pub struct Units<'t> {
    text: &'t str,
    at: usize,
    /// Rest of a character that becomes several, and its bytes.
    rest: Several,
    from: Range<usize>,
    /// The unit that may still grow.
    open: Option<Unit>,
}

impl<'t> Units<'t> {
    /// The units that begin at byte `at` or later, which is the start of a character; what stands before is not
    /// looked at, so a unit that [begins](starts_unit) earlier is cut.
    #[must_use]
    pub fn from(text: &'t str, at: usize) -> Units<'t> {
        Units { text, at, rest: Several::default(), from: at..at, open: None }
    }

    #[inline]
    fn part(&mut self) -> Option<Unit> {
        if let Some(value) = self.rest.next() {
            return Some(Unit { value, range: self.from.clone() });
        }
        loop {
            let c = self.text.get(self.at..)?.chars().next()?;
            let range = self.at..self.at + c.len_utf8();
            self.at = range.end;
            match Folding::of(c) {
                Folding::Dropped => {}
                Folding::One(value) => return Some(Unit { value, range }),
                Folding::Several(mut several) => {
                    if let Some(value) = several.next() {
                        (self.rest, self.from) = (several, range.clone());
                        return Some(Unit { value, range });
                    }
                }
            }
        }
    }
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        let mut unit = self.open.take().or_else(|| self.part())?;
        while let Some(part) = self.part() {
            let Some(value) = join(unit.value, part.value) else {
                self.open = Some(part);
                break;
            };
            unit = Unit { value, range: unit.range.start..part.range.end };
        }
        Some(unit)
    }
}

/// The values of all units of a text, as [`Units`] gives them, without their bytes: what an index needs of millions of
/// texts. The text comes in pieces, cut between any two characters, so that whoever feeds them can stop in between.
#[derive(Debug, Default)]
pub(crate) struct UnitValues {
    /// The unit that may still grow.
    open: Option<char>,
}

impl UnitValues {
    /// Gives `each` the units that end within the next piece of the text.
    pub(crate) fn feed(&mut self, piece: &str, mut each: impl FnMut(char)) {
        let mut push = |part: char| {
            self.open = Some(match self.open {
                None => part,
                Some(before) => join(before, part).unwrap_or_else(|| {
                    each(before);
                    part
                }),
            });
        };
        for c in piece.chars() {
            match Folding::of(c) {
                Folding::Dropped => {}
                Folding::One(value) => push(value),
                Folding::Several(several) => several.for_each(&mut push),
            }
        }
    }

    /// The last unit of the text.
    pub(crate) fn finish(self) -> Option<char> {
        self.open
    }
}

/// The unit that two folded neighbours are together, if they are one: a voiced kana or a Hangul syllable written in parts,
/// a run of dashes, a run of dots.
#[inline]
pub(crate) fn join(before: char, c: char) -> Option<char> {
    match c {
        '-' => (before == '-').then_some('-'),
        '.' | '…' => matches!(before, '.' | '…').then_some('…'),
        '\u{3099}' | '\u{309A}' | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}' => compose(before, c),
        _ => None,
    }
}

/// True if a folded character may be one unit with the one before it. All others begin a unit.
#[inline]
pub(crate) fn may_join(c: char) -> bool {
    matches!(c, '-' | '.' | '…' | '\u{3099}' | '\u{309A}' | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
}

/// True if a folded character may be another unit with the one behind it: kana and the parts of Hangul. Dots and dashes
/// begin what may join.
#[inline]
pub(crate) fn may_grow(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}')
}

/// True if a unit begins at byte `at` of the text, the start of a character that is not dropped. If not, the
/// character belongs to the unit before it.
#[must_use]
pub fn starts_unit(text: &str, at: usize) -> bool {
    let Some((head, tail)) = text.split_at_checked(at) else { return false };
    let Some(first) = tail.chars().next().and_then(|c| Folding::of(c).get(0)) else { return false };
    if !may_join(first) {
        return true;
    }
    let mut parts = head.chars().rev().flat_map(|c| {
        let folding = Folding::of(c);
        let part = |from_end| folding.len().checked_sub(from_end).and_then(|index| folding.get(index));
        [part(1), part(2)].into_iter().flatten()
    });
    let Some(last) = parts.next() else { return true };
    // A final consonant belongs to a vowel only if that vowel is a syllable's.
    let last = parts.next().and_then(|before| join(before, last)).unwrap_or(last);
    join(last, first).is_none()
}
