//! Where a text may break: UAX #14 by `icu_segmenter`, then the tailoring for Chinese, Japanese and Korean. Every
//! boundary between two grapheme clusters gets a grade. Nothing in here knows a measure.

use icu_segmenter::{
    LineSegmenter, LineSegmenterBorrowed,
    options::{LineBreakOptions, LineBreakStrictness},
};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    script::Language,
    text::{Ambiguous, width},
};

use super::{
    kind::{self, Kind},
    rules::Rules,
    setting::{Korean, Level},
    tailoring,
};

/// How good a place a boundary between two clusters is for a line to end at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// A mark would stand where it may not, or an inseparable pair be split: only if nothing else is left.
    Held,
    /// Inside a word or a number: only if it is wider than the line.
    Word,
    /// Not wanted, but better than inside a word: between syllables where the language breaks at spaces.
    Second,
    /// A break.
    Free,
    /// A line feed ends the line here.
    Forced,
}

/// One grapheme cluster, with the boundary before it.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// Bytes from the start of the text.
    pub start: u32,
    /// Cells; 255 stands for more.
    pub cells: u8,
    /// The kind of its first character.
    pub kind: Kind,
    /// The boundary before it.
    pub grade: Grade,
}

/// The line segmenter. Small kana are ordinary there (CSS `line-break: normal`); the strict level holds them.
fn segmenter() -> LineSegmenterBorrowed<'static> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Normal);
    LineSegmenter::new_auto(options)
}

/// The clusters of a text of less than 4 GiB, graded.
pub fn units(text: &str, rules: &Rules, ambiguous: Ambiguous) -> Vec<Unit> {
    // Chinese has three bytes a character.
    let mut units = Vec::with_capacity(text.len() / 3 + 8);
    let mut breaks = segmenter().segment_str(text);
    let mut next_break = breaks.next().unwrap_or(0);
    clusters(text, ambiguous, |start, kind, cells| {
        while next_break < start {
            next_break = breaks.next().unwrap_or(usize::MAX);
        }
        let grade = if next_break == start { Grade::Free } else { Grade::Word };
        units.push(Unit { start: start as u32, cells: u8::try_from(cells).unwrap_or(u8::MAX), kind, grade });
    });
    tailoring::tailor(&mut units, rules);
    units
}

/// Calls `each` with the offset, the kind and the cells of every grapheme cluster.
fn clusters(text: &str, ambiguous: Ambiguous, mut each: impl FnMut(usize, Kind, usize)) {
    let mut rest = text.char_indices();
    while let Some((start, c)) = rest.next() {
        let kind = Kind::of(c);
        let after = rest.as_str().chars().next();
        if kind::stands_alone(c) && after.is_none_or(kind::stands_alone) {
            let cells = if c == '\n' { 0 } else { width::char_cells(c, ambiguous) };
            each(start, kind, cells);
            continue;
        }
        let cluster = text[start..].graphemes(true).next().unwrap_or_default();
        // A space that carries an accent is no white space.
        let kind = if kind == Kind::Space && cluster.len() > c.len_utf8() { Kind::Narrow } else { kind };
        each(start, kind, width::cells(cluster, ambiguous));
        let end = start + cluster.len();
        while rest.offset() < end && rest.next().is_some() {}
    }
}

/// The byte offsets inside `text` at which a line may end, or must after a line feed.
#[must_use]
pub fn breaks(text: &str, language: Language, level: Level) -> Vec<usize> {
    units(text, &Rules::of(language, level, Korean::default()), Ambiguous::default())
        .iter()
        .skip(1)
        .filter(|unit| unit.grade >= Grade::Free)
        .map(|unit| unit.start as usize)
        .collect()
}
