//! Cells of a display form on the terminal's grid: the one table of widths, for terminals that draw
//! ambiguous characters narrow and for those that draw them wide. `docs/WIDTHS.md` says where it comes from.
//!
//! Widths hold for display forms ([`crate::text::safe::Safe`]): other text is measured without harm, but a terminal may draw it
//! otherwise.

mod agreement;
mod ambiguous;
pub(crate) mod clusters;
pub(crate) mod cut;
pub(crate) mod sent;

#[cfg(test)]
mod terminal_tests;

pub use agreement::terminals_agree;
pub use cut::{prefix, suffix};

use unicode_width::UnicodeWidthChar;

/// Width that the terminal gives characters of East Asian Width “Ambiguous”, such as — … “ ” · ①.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One cell, the default everywhere.
    #[default]
    Narrow,
    /// Two cells, as some people set their terminals.
    Wide,
}

/// Cells of one character of a display form: 0, 1 or 2.
#[must_use]
pub fn char_cells(c: char, ambiguous: Ambiguous) -> usize {
    match c {
        ' '..='~' => 1,
        // Where nearly every character of a news text is.
        '\u{3400}'..='\u{9FFF}'
        | '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A0}'..='\u{30FF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{FF01}'..='\u{FF60}' => 2,
        _ => looked_up(c, ambiguous),
    }
}

fn looked_up(c: char, ambiguous: Ambiguous) -> usize {
    match c.width().unwrap_or(0) {
        0 if agreement::takes_a_cell(c) => 1,
        1 if ambiguous == Ambiguous::Wide && ambiguous::is_ambiguous(c) && !sent::is_accented(c) => 2,
        cells => cells.min(2),
    }
}

/// True if a character is in a table of first and last characters, which is in order.
fn lies_in(table: &[(char, char)], c: char) -> bool {
    let index = table.partition_point(|&(_, last)| last < c);
    table.get(index).is_some_and(|&(first, _)| first <= c)
}

/// Cells of a display form, or of any run of whole grapheme clusters of one.
#[must_use]
pub fn cells(text: &str, ambiguous: Ambiguous) -> usize {
    text.chars().map(|c| char_cells(c, ambiguous)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_cut_agrees_with_the_table() {
        for c in char::MIN..=char::MAX {
            for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                assert_eq!(char_cells(c, ambiguous), looked_up(c, ambiguous), "{c:?} {ambiguous:?}");
            }
        }
    }

    #[test]
    fn wide_mode_makes_two_cells_of_one_and_touches_nothing_else() {
        let mut widened = 0;
        for c in char::MIN..=char::MAX {
            let (narrow, wide) = (char_cells(c, Ambiguous::Narrow), char_cells(c, Ambiguous::Wide));
            assert!(wide == narrow || (narrow, wide) == (1, 2), "{c:?}");
            assert!(wide <= 1 || !matches!(c, '\0'..='\u{A0}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..), "{c:?}");
            widened += usize::from(wide > narrow);
        }
        // Every character of East Asian Width A that is a glyph of its own, less the private use areas and the 28
        // letters that are sent in two parts.
        assert_eq!(widened, 902 - 28);
    }
}
