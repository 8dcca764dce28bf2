//! Grapheme clusters of a display form, with their cells. What may not be split on the grid: a character with its
//! marks, a flag, a syllable written in Hangul letters.
//!
//! A display form holds no joiners, no control characters and no emoji sequences (see [`crate::text::safe`]), so the
//! rules of UAX #29 that are left are few. Two differ: a cluster never takes more than two cells, so a second spacing
//! mark is a cluster of its own, and the members of an Indic conjunct are not held together.

use unicode_normalization::char::is_combining_mark;

use super::{Ambiguous, char_cells};
use crate::text::{is_plain, plain_char_len};

/// The grapheme clusters of a display form: for each its byte offset, its text and its cells (0, 1 or 2).
#[must_use]
pub(crate) fn clusters(text: &str, ambiguous: Ambiguous) -> Clusters<'_> {
    Clusters { text, at: 0, ambiguous }
}

/// The iterator [`clusters`] makes.
#[derive(Clone, Debug)]
pub(crate) struct Clusters<'a> {
    text: &'a str,
    at: usize,
    ambiguous: Ambiguous,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = (usize, &'a str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = &self.text[start..];
        let first = rest.chars().next()?;
        let mut len = first.len_utf8();
        let mut cells = char_cells(first, self.ambiguous);
        // Nothing joins before an plain character; nearly all are.
        if plain_char_len(&rest[len..]) == 0 {
            for c in rest[len..].chars().take_while(|&c| !is_plain(c)) {
                if !joins(&rest[..len], first, c) {
                    break;
                }
                len += c.len_utf8();
                cells += char_cells(c, Ambiguous::Narrow);
            }
        }
        self.at += len;
        Some((start, &rest[..len], cells))
    }
}

/// True if `c` belongs to the cluster that starts with `first`. The same in both modes of ambiguous characters.
fn joins(cluster: &str, first: char, c: char) -> bool {
    if first.is_control() || c.is_control() {
        return false;
    }
    match char_cells(c, Ambiguous::Narrow) {
        0 => true,
        1 if is_flag_letter(c) => is_flag_letter(first) && cluster.len() == first.len_utf8(),
        1 if is_combining_mark(c) => {
            char_cells(first, Ambiguous::Wide) == 1
                && cluster.chars().map(|c| char_cells(c, Ambiguous::Narrow)).sum::<usize>() == 1
        }
        _ => false,
    }
}

/// True if a character is one of the letters of which two make a flag.
pub(crate) fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::text::{safe::Safe, width::cells};

    fn split(text: &str) -> Vec<(&str, usize)> {
        clusters(text, Ambiguous::Narrow).map(|(_, cluster, cells)| (cluster, cells)).collect()
    }

    #[test]
    fn marks_flags_and_letters_of_a_syllable_stay_together() {
        assert_eq!(split("a中カ\u{309A}"), [("a", 1), ("中", 2), ("カ\u{309A}", 2)]);
        assert_eq!(split("x\u{302}\u{323}-"), [("x\u{302}\u{323}", 1), ("-", 1)]);
        assert_eq!(split("🇰🇭🇰🇷"), [("🇰🇭", 2), ("🇰🇷", 2)]);
        assert_eq!(split("\u{A960}\u{D7B0}\u{11C3}가"), [("\u{A960}\u{D7B0}\u{11C3}", 2), ("가", 2)]);
        assert_eq!(split("कि"), [("कि", 2)]);
        assert_eq!(split("a\n\u{301}"), [("a", 1), ("\n", 0), ("\u{301}", 0)]);
        assert_eq!(split(""), []);
    }

    #[test]
    fn a_second_spacing_mark_is_a_cluster_of_its_own() {
        assert_eq!(split("कोः"), [("को", 2), ("ः", 1)]);
        assert_eq!(split("中ः"), [("中", 2), ("ः", 1)]);
    }

    #[test]
    fn a_flood_of_marks_on_one_character_is_one_cluster() {
        let text = format!("a{}", "\u{301}".repeat(100_000));
        assert_eq!(split(&text), [(text.as_str(), 1)]);
    }

    proptest! {
        #[test]
        fn clusters_cover_any_text_and_their_cells_add_up(text in any::<String>()) {
            for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                let (mut at, mut sum) = (0, 0);
                for (offset, cluster, width) in clusters(&text, ambiguous) {
                    prop_assert_eq!(offset, at);
                    prop_assert!(!cluster.is_empty() && width <= 2);
                    at += cluster.len();
                    sum += width;
                }
                prop_assert_eq!(at, text.len());
                prop_assert_eq!(sum, cells(&text, ambiguous));
            }
        }

        #[test]
        fn both_modes_cut_alike(text in "[aé中か“①ｶ\u{301}\u{3099}\u{903}🇰\u{1100}\u{1176}ก\u{e49}\n😀]{0,12}") {
            let starts = |mode| clusters(&text, mode).map(|(at, _, _)| at).collect::<Vec<_>>();
            prop_assert_eq!(starts(Ambiguous::Narrow), starts(Ambiguous::Wide));
        }

        #[test]
        fn no_grapheme_cluster_of_cjk_text_is_split(
            text in "[aé中か“①ｶﾞ\u{301}\u{3099}\u{302A}🇰🇨\u{1100}\u{1161}\u{11A8}가\n😀👨\u{200D}\u{1F3FB}\u{FE0F}]{0,12}"
        ) {
            let shown = Safe::new(&text);
            let ours: Vec<_> = split(&shown).into_iter().map(|(cluster, _)| cluster).collect();
            prop_assert_eq!(ours, shown.graphemes(true).collect::<Vec<_>>());
        }
    }
}
