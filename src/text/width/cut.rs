//! Cutting a display form to a number of cells, at grapheme clusters.

use std::borrow::Cow;

use super::{Ambiguous, cells, clusters::clusters};

/// The longest prefix of whole grapheme clusters that takes at most `room` cells, and the cells it takes.
#[must_use]
pub fn prefix(text: &str, room: usize, ambiguous: Ambiguous) -> (&str, usize) {
    let mut taken = 0;
    for (at, _, width) in clusters(text, ambiguous) {
        if taken + width > room {
            return (&text[..at], taken);
        }
        taken += width;
    }
    (text, taken)
}

/// The longest suffix of whole grapheme clusters that takes at most `room` cells, and the cells it takes.
#[must_use]
pub fn suffix(text: &str, room: usize, ambiguous: Ambiguous) -> (&str, usize) {
    let mut left = cells(text, ambiguous);
    for (at, _, width) in clusters(text, ambiguous) {
        if left <= room {
            return (&text[at..], left);
        }
        left -= width;
    }
    (&text[text.len()..], 0)
}

/// `text` where it fits into `room` cells, else as much of its start as fits with an ellipsis after it; and the cells
/// taken, at most `room`. The caller pads.
///
/// The ellipsis is … where that takes one cell. Where ambiguous characters are wide it is two full stops, which take
/// the same two cells whatever the terminal makes of …; in a single cell, one.
#[must_use]
pub(crate) fn cut(text: &str, room: usize, ambiguous: Ambiguous) -> (Cow<'_, str>, usize) {
    let (whole, taken) = prefix(text, room, ambiguous);
    if whole.len() == text.len() {
        return (Cow::Borrowed(text), taken);
    }
    let ellipsis = match (ambiguous, room) {
        (_, 0) => "",
        (Ambiguous::Narrow, _) => "…",
        (Ambiguous::Wide, 1) => ".",
        (Ambiguous::Wide, _) => "..",
    };
    let ellipsis_cells = cells(ellipsis, ambiguous);
    let (kept, taken) = prefix(text, room - ellipsis_cells, ambiguous);
    (Cow::Owned(format!("{kept}{ellipsis}")), taken + ellipsis_cells)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prefixes_and_suffixes_are_whole_clusters() {
        let text = "中カ\u{309A}🇰🇭x";
        assert_eq!(prefix(text, 3, Ambiguous::Narrow), ("中", 2));
        assert_eq!(prefix(text, 4, Ambiguous::Narrow), ("中カ\u{309A}", 4));
        assert_eq!(prefix(text, 99, Ambiguous::Narrow), (text, 7));
        assert_eq!(prefix(text, 0, Ambiguous::Narrow), ("", 0));
        assert_eq!(suffix(text, 2, Ambiguous::Narrow), ("x", 1));
        assert_eq!(suffix(text, 3, Ambiguous::Narrow), ("🇰🇭x", 3));
        assert_eq!(suffix(text, 99, Ambiguous::Narrow), (text, 7));
        assert_eq!(suffix(text, 0, Ambiguous::Narrow), ("", 0));
        assert_eq!(prefix("a“b", 2, Ambiguous::Wide), ("a", 1));
    }

    #[test]
    fn a_title_is_cut_with_an_ellipsis_that_fits() {
        assert_eq!(cut("国务院常务会议", 14, Ambiguous::Narrow), (Cow::Borrowed("国务院常务会议"), 14));
        assert_eq!(cut("国务院常务会议", 13, Ambiguous::Narrow), (Cow::from("国务院常务会…"), 13));
        assert_eq!(cut("国务院常务会议", 12, Ambiguous::Narrow), (Cow::from("国务院常务…"), 11));
        assert_eq!(cut("国务院常务会议", 12, Ambiguous::Wide), (Cow::from("国务院常务.."), 12));
        assert_eq!(cut("国务院", 2, Ambiguous::Narrow), (Cow::from("…"), 1));
        assert_eq!(cut("国务院", 1, Ambiguous::Wide), (Cow::from("."), 1));
        assert_eq!(cut("国务院", 0, Ambiguous::Wide), (Cow::from(""), 0));
        assert_eq!(cut("", 0, Ambiguous::Narrow), (Cow::from(""), 0));
    }

    proptest! {
        #[test]
        fn nothing_overflows_and_nothing_is_lost(text in any::<String>(), room in 0usize..40, wide in any::<bool>()) {
            let mode = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
            let (head, head_cells) = prefix(&text, room, mode);
            let (tail, tail_cells) = suffix(&text, room, mode);
            let (short, short_cells) = cut(&text, room, mode);
            prop_assert!(text.starts_with(head) && text.ends_with(tail));
            for (part, taken) in [(head, head_cells), (tail, tail_cells), (&short, short_cells)] {
                prop_assert_eq!(cells(part, mode), taken);
                prop_assert!(taken <= room);
            }
            // One more cluster would not fit.
            if let Some((_, _, next)) = clusters(&text[head.len()..], mode).next() {
                prop_assert!(head_cells + next > room);
            }
            prop_assert_eq!(short == text.as_str(), cells(&text, mode) <= room || head.len() == text.len());
        }
    }
}
