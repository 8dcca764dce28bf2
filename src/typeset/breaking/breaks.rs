//! Where a text may break: UAX #14 by `icu_segmenter`, then the tailoring for Chinese, Japanese and Korean. Every
//! boundary between two grapheme clusters gets a grade. Nothing in here knows a measure.

use icu_segmenter::{
    LineSegmenter, LineSegmenterBorrowed,
    options::{LineBreakOptions, LineBreakStrictness},
};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{width, width::Ambiguous};

use super::{kind, kind::Kind, rules::Rules, tailoring};
use crate::typeset::autospace;

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
    /// Whether one more cell stands before it, unless it begins a line.
    pub gap: bool,
}

impl Unit {
    /// Cells it takes after another one on its line: its own and the one before it.
    pub fn advance(self) -> usize {
        usize::from(self.cells) + usize::from(self.gap)
    }
}

/// Small kana are ordinary to the segmenter (CSS `line-break: normal`); the strict level holds them.
const fn options() -> LineBreakOptions<'static> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Normal);
    options
}

/// The line segmenter for a text. The one that finds words in the scripts of Southeast Asia, which are written
/// without spaces, takes longer to make than a short text to break.
fn segmenter(text: &str) -> LineSegmenterBorrowed<'static> {
    const SIMPLE: LineSegmenterBorrowed<'static> = LineSegmenter::new_for_non_complex_scripts(options());
    let southeast = |c| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{1AFF}' | '\u{A900}'..='\u{AAFF}' | '\u{11700}'..='\u{1174F}');
    if text.chars().any(southeast) { LineSegmenter::new_auto(options()) } else { SIMPLE }
}

/// The clusters of a text of less than 4 GiB, graded.
pub fn units(text: &str, rules: &Rules, ambiguous: Ambiguous) -> Vec<Unit> {
    let mut units = default_units(text, ambiguous);
    tailoring::tailor(&mut units, rules);
    if rules.autospace {
        autospace::space(&mut units, text);
    }
    units
}

/// The clusters of a text, graded by the default algorithm.
///
/// Between two ideographs that algorithm always breaks, and it looks no further than to the nearest ideograph on
/// either side of a boundary. So only what is between runs of them is put to it, with one of them before and after.
pub(crate) fn default_units(text: &str, ambiguous: Ambiguous) -> Vec<Unit> {
    // Chinese has three bytes a character.
    let mut units = Vec::with_capacity(text.len() / 3 + 8);
    let mut at = 0;
    // The grade of the boundary at `at`.
    let mut grade = Grade::Word;
    while at < text.len() {
        // A run of ideographs. The last one may have marks joined to it, so unless it ends the text it is not in it.
        let mut run = text[at..].chars();
        let mut last = None;
        while let Some(c) = run.next().filter(|c| is_ideograph(*c)) {
            if let Some(start) = last {
                units.push(Unit { start, cells: 2, kind: Kind::Wide, grade, gap: false });
                grade = Grade::Free;
            }
            last = Some(at as u32);
            at += c.len_utf8();
        }
        let from = last.map_or(at, |start| start as usize);
        if at == text.len() {
            units.extend(last.map(|start| Unit { start, cells: 2, kind: Kind::Wide, grade, gap: false }));
            break;
        }
        // What follows, to the next ideograph.
        let to = next_ideograph(text, at);
        let after = text[to..].chars().next().map_or(0, char::len_utf8);
        let between = &text[from..to + after];
        let mut breaks = segmenter(between).segment_str(between);
        let mut next_break = breaks.next().unwrap_or(0);
        let mut grade_at = |offset: usize| {
            while next_break < offset {
                next_break = breaks.next().unwrap_or(usize::MAX);
            }
            if next_break == offset { Grade::Free } else { Grade::Word }
        };
        clusters(&text[from..to], ambiguous, |start, kind, cells| {
            let grade = if start == 0 { grade } else { grade_at(start) };
            let cells = u8::try_from(cells).unwrap_or(u8::MAX);
            units.push(Unit { start: (from + start) as u32, cells, kind, grade, gap: false });
        });
        grade = grade_at(to - from);
        at = to;
    }
    units
}

/// Where the next ideograph begins that is not joined to the character before it, as to an Arabic number sign.
fn next_ideograph(text: &str, from: usize) -> usize {
    let mut before = None;
    for (at, c) in text[from..].char_indices() {
        if is_ideograph(c) {
            let pair = before.filter(|(_, c)| !kind::stands_alone(*c)).map(|(start, _)| start..at + c.len_utf8());
            if pair.is_none_or(|pair| text[from..][pair].graphemes(true).nth(1).is_some()) {
                return from + at;
            }
        }
        before = Some((at, c));
    }
    text.len()
}

/// Whether a character is of class ID in UAX #14, two cells wide and a cluster of its own but for marks after it. Of
/// those, the ones that text is full of: Han and kana.
fn is_ideograph(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFD}' => true,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' => Kind::of(c) == Kind::Wide,
        _ => false,
    }
}

/// Calls `each` with the offset, the kind and the cells of every grapheme cluster.
fn clusters(text: &str, ambiguous: Ambiguous, mut each: impl FnMut(usize, Kind, usize)) {
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let kind = Kind::of(c);
        if kind::stands_alone(c) && rest.peek().is_none_or(|(_, after)| kind::stands_alone(*after)) {
            let cells = if c == '\n' { 0 } else { width::char_cells(c, ambiguous) };
            each(start, kind, cells);
            continue;
        }
        let cluster = text[start..].graphemes(true).next().unwrap_or_default();
        // A space that carries an accent is no white space.
        let kind = if kind == Kind::Space && cluster.len() > c.len_utf8() { Kind::Narrow } else { kind };
        each(start, kind, width::cells(cluster, ambiguous));
        let end = start + cluster.len();
        while rest.next_if(|(at, _)| *at < end).is_some() {}
    }
}

/// The byte offsets inside `text` at which a line may end, or must after a line feed.
#[cfg(test)]
pub(crate) fn breaks(text: &str, language: crate::script::Language, level: crate::typeset::Level) -> Vec<usize> {
    let units = units(text, &Rules::of(language, level, crate::typeset::Korean::default()), Ambiguous::default());
    units.iter().skip(1).filter(|unit| unit.grade >= Grade::Free).map(|unit| unit.start as usize).collect()
}
