//! Line breaks of a text: UAX #14 by `icu_segmenter`, then the tailoring for Chinese, Japanese and Korean. Every
//! boundary between two grapheme clusters gets a grade. Nothing in here knows a measure.

use icu_segmenter::{
    LineSegmenter, LineSegmenterBorrowed,
    options::{LineBreakOptions, LineBreakStrictness},
};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{width, width::Ambiguous};

use super::{
    char_class::{self, CharClass},
    cluster::{Cluster, Grade},
    rules::Rules,
    tailoring,
};
use crate::typeset::autospace;

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
pub(crate) fn graded_clusters(text: &str, rules: &Rules, ambiguous: Ambiguous) -> Vec<Cluster> {
    let mut clusters = default_clusters(text, ambiguous);
    tailoring::tailor(&mut clusters, rules);
    if rules.autospace {
        autospace::space(&mut clusters, text);
    }
    clusters
}

/// The clusters of a text, graded by the default algorithm.
///
/// Between two ideographs that algorithm always breaks, and it looks no further than to the nearest ideograph on
/// either side of a boundary. So only what is between runs of them is put to it, with one of them before and after.
pub(crate) fn default_clusters(text: &str, ambiguous: Ambiguous) -> Vec<Cluster> {
    // Chinese has three bytes a character.
    let mut clusters = Vec::with_capacity(text.len() / 3 + 8);
    let mut at = 0;
    // Most of a newspaper is runs of Han and kana. Breaking is allowed between any two of them, so the segmenter, which
    // is ten times as slow as this loop, gets only what is between the runs.
    // The grade of the boundary at `at`.
    let mut grade = Grade::Word;
    while at < text.len() {
        // A run of ideographs. The last one may have marks joined to it, so unless it ends the text it is not in it.
        let mut run = text[at..].chars();
        let mut last = None;
        while let Some(c) = run.next().filter(|c| is_ideograph(*c)) {
            if let Some(start) = last {
                clusters.push(Cluster { start, cells: 2, class: CharClass::Wide, grade, gap: false });
                grade = Grade::Free;
            }
            last = Some(at as u32);
            at += c.len_utf8();
        }
        let from = last.map_or(at, |start| start as usize);
        if at == text.len() {
            clusters.extend(last.map(|start| Cluster { start, cells: 2, class: CharClass::Wide, grade, gap: false }));
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
        each_cluster(&text[from..to], ambiguous, |start, class, cells| {
            let grade = if start == 0 { grade } else { grade_at(start) };
            let cells = u8::try_from(cells).unwrap_or(u8::MAX);
            clusters.push(Cluster { start: (from + start) as u32, cells, class, grade, gap: false });
        });
        grade = grade_at(to - from);
        at = to;
    }
    clusters
}

/// Offset of the next ideograph that is not joined to the character before it, as to an Arabic number sign.
fn next_ideograph(text: &str, from: usize) -> usize {
    let mut before = None;
    for (at, c) in text[from..].char_indices() {
        if is_ideograph(c) {
            let pair = before.filter(|(_, c)| !char_class::stands_alone(*c)).map(|(start, _)| start..at + c.len_utf8());
            if pair.is_none_or(|pair| text[from..][pair].graphemes(true).nth(1).is_some()) {
                return from + at;
            }
        }
        before = Some((at, c));
    }
    text.len()
}

/// True for a character of class ID in UAX #14, two cells wide and a cluster of its own but for marks after it. Of
/// those, the ones that text is full of: Han and kana.
fn is_ideograph(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFD}' => true,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' => CharClass::from_char(c) == CharClass::Wide,
        _ => false,
    }
}

/// Calls `each` with the offset, the class and the cells of every grapheme cluster.
fn each_cluster(text: &str, ambiguous: Ambiguous, mut each: impl FnMut(usize, CharClass, usize)) {
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let class = CharClass::from_char(c);
        if char_class::stands_alone(c) && rest.peek().is_none_or(|(_, after)| char_class::stands_alone(*after)) {
            let cells = if c == '\n' { 0 } else { width::char_cells(c, ambiguous) };
            each(start, class, cells);
            continue;
        }
        let cluster = text[start..].graphemes(true).next().unwrap_or_default();
        // A space that carries an accent is no white space.
        let class = if class == CharClass::Space && cluster.len() > c.len_utf8() { CharClass::Narrow } else { class };
        each(start, class, width::cells(cluster, ambiguous));
        let end = start + cluster.len();
        while rest.next_if(|(at, _)| *at < end).is_some() {}
    }
}

/// The byte offsets inside `text` at which a line may end, or must after a line feed.
#[cfg(test)]
pub(crate) fn breaks(text: &str, language: crate::script::Language, level: crate::typeset::KinsokuLevel) -> Vec<usize> {
    let clusters = graded_clusters(
        text,
        &Rules::for_language(language, level, crate::typeset::Korean::default()),
        Ambiguous::default(),
    );
    clusters
        .iter()
        .skip(1)
        .filter(|cluster| cluster.grade >= Grade::Free)
        .map(|cluster| cluster.start as usize)
        .collect()
}
