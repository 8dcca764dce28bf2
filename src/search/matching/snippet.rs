//! A match among its neighbours, on one line.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::cluster;
use crate::text::{
    safe::{Safe, display},
    width::{Ambiguous, cells},
};

/// A stretch of text around a match, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Snippet {
    /// One line, with … where the text goes on.
    pub text: Safe,
    /// The bytes of `text` that are the match, as far as there was room.
    pub range: Range<usize>,
}

/// The text around the match `range`, cut between clusters to at most `room` cells; less than two marks of omission
/// and one wide character are not enough to show anything. A third of the room that the match leaves goes to what
/// stands before it, and more if little follows.
#[must_use]
pub(crate) fn snippet(text: &str, range: Range<usize>, room: usize, ambiguous: Ambiguous) -> Snippet {
    let from = cluster::floor(text, cluster::ceil_character(text, range.start));
    let to = cluster::ceil(text, cluster::ceil_character(text, range.end)).max(from);
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let (head, matched, tail) = (part(0..from), part(from..to), part(to..text.len()));
    if fitting(text.graphemes(true), room, ambiguous).bytes == text.len() {
        return line(["", head.trim_start(), matched, tail.trim_end(), ""]);
    }
    let room = room.saturating_sub(2 * cells("…", ambiguous));
    let shown = fitting(matched.graphemes(true), room, ambiguous);
    if shown.bytes < matched.len() {
        let start = if from > 0 { "…" } else { "" };
        return line([start, "", part(from..from + shown.bytes), "", "…"]);
    }
    let left = room - shown.cells;
    // White space at the ends of a text is not worth a cell.
    let (head, tail) = (head.trim_start(), tail.trim_end());
    let tail_cells = fitting(tail.graphemes(true), left, ambiguous).cells;
    let before = fitting(head.graphemes(true).rev(), (left / 3).max(left - tail_cells), ambiguous);
    let after = fitting(tail.graphemes(true), left - before.cells, ambiguous);
    let start = if before.bytes < head.len() { "…" } else { "" };
    let end = if after.bytes < tail.len() { "…" } else { "" };
    let head = head.get(head.len() - before.bytes..).unwrap_or_default();
    line([start, head, matched, tail.get(..after.bytes).unwrap_or_default(), end])
}

/// Joins what is before the match, twice, the match, and what is behind it, twice, to one line.
fn line(parts: [&str; 5]) -> Snippet {
    // Each by itself, so that what is invisible at the edge of the match is not taken for its neighbour.
    let [start, head, matched, tail, end] = parts;
    let [before, matched, after] = [[start, head], [matched, ""], [tail, end]].map(|two| Safe::line(&two.concat()));
    let (text, map) = display(&[&*before, &*matched, &*after].concat());
    Snippet { text, range: map.shown_range(before.len()..before.len() + matched.len()) }
}

#[derive(Default)]
struct Fitting {
    bytes: usize,
    cells: usize,
}

/// Part of a row of clusters that fits into `room` cells.
fn fitting<'t>(clusters: impl Iterator<Item = &'t str>, room: usize, ambiguous: Ambiguous) -> Fitting {
    let mut fitting = Fitting::default();
    for cluster in clusters {
        let more = cells(&line(["", cluster, "", "", ""]).text, ambiguous);
        if fitting.cells + more > room {
            break;
        }
        fitting.cells += more;
        fitting.bytes += cluster.len();
    }
    fitting
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, range: Range<usize>, room: usize) -> String {
        let Snippet { text, range } = snippet(text, range, room, Ambiguous::Narrow);
        format!("{}[{}]{}", &text[..range.start], &text[range.clone()], &text[range.end..])
    }

    #[test]
    fn a_match_stands_among_its_neighbours() {
        assert_eq!(shown("据国务院\n公布", 3..12, 80), "据[国务院] 公布");
        assert_eq!(shown("一二三四五六七八九十", 12..15, 12), "…四[五]六七八…");
        assert_eq!(shown("一二三四五六七八九十", 27..30, 12), "…六七八九[十]");
        assert_eq!(shown("一二三四五六七八九十", 0..3, 12), "[一]二三四五…");
        assert_eq!(shown("一二三四五六七八九十", 3..27, 12), "…[二三四五六]…");
        assert_eq!(shown("一二三", 3..6, 3), "…[]…");
        assert_eq!(shown("", 0..0, 10), "[]");
        assert_eq!(shown("  一 ", 2..5, 4), "[一]");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn every_snippet_fits_and_holds_the_match(
            text in prop_oneof![
                "[国e\u{301}\u{E0100}\u{200b}\n\t\x1b👩\u{200d}ﾊﾟ ab]{0,60}",
                "[国e\u{301}\u{E0100}\n👩\u{200d}ﾊﾟ ab]{0,60}",
            ],
            a in 0..200_usize, b in 0..200_usize, room in 0..30_usize,
        ) {
            let Snippet { text: line, range } = snippet(&text, a..b, room, Ambiguous::Narrow);
            prop_assert!(cells(&line, Ambiguous::Narrow) <= room.max(2), "{line:?}");
            prop_assert!(!line.contains(['\n', '\t', '\x1b']));
            let matched = line.get(range);
            prop_assert!(matched.is_some());
            // What is not shown may keep a mark apart from its letter that is cut off from it here.
            let a = cluster::floor(&text, cluster::ceil_character(&text, a));
            if !text.contains(['\t', '\x1b', '\u{200b}']) {
                let whole = Safe::line(text.get(a..).unwrap_or_default());
                prop_assert!(whole.starts_with(matched.unwrap_or_default()), "{whole:?} {matched:?}");
            }
        }
    }
}
