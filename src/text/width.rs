//! How many cells a grapheme cluster of a display form takes on the terminal's grid.

use unicode_width::UnicodeWidthChar;

/// How wide the terminal draws characters of East Asian Width “Ambiguous”, such as — … “ ” · ①.
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
pub fn char_cells(c: char, _ambiguous: Ambiguous) -> usize {
    c.width().unwrap_or(0)
}

/// Cells of a display form, or of any run of whole grapheme clusters of one.
#[must_use]
pub fn cells(text: &str, ambiguous: Ambiguous) -> usize {
    text.chars().map(|c| char_cells(c, ambiguous)).sum()
}

/// The longest prefix of whole grapheme clusters that takes at most `room` cells, and the cells it takes.
#[must_use]
pub fn prefix(text: &str, room: usize, ambiguous: Ambiguous) -> (&str, usize) {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        let w = char_cells(c, ambiguous);
        if taken + w > room {
            return (&text[..at], taken);
        }
        taken += w;
    }
    (text, taken)
}
