//! The characters of a text that something is shown for, one by one: escape sequences and invisible characters are
//! passed over, every kind of line end is a line feed, half-width kana are full-width.

use super::{escape, invisible::is_invisible, jamo, kana};

/// A character to show, and where the stored text has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The character. Besides glyphs: a line feed, a tab, U+200D ZERO WIDTH JOINER, a Hangul filler.
    pub c: char,
    /// Its byte offset in the stored text.
    pub start: usize,
}

/// Iterates over the pieces of a text from some byte offset on.
#[derive(Clone, Debug)]
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    /// The pieces of `text` from byte `at` on, which is a character boundary.
    pub(super) fn new(text: &'a str, at: usize) -> Pieces<'a> {
        Pieces { text, at }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let start = self.at;
            let rest = &self.text[start..];
            let c = rest.chars().next()?;
            if let Some(len) = escape::sequence_len(rest) {
                self.at += len;
                continue;
            }
            self.at += if rest.starts_with("\r\n") { 2 } else { c.len_utf8() };
            if let Some(c) = shown(c) {
                return Some(Piece { c, start });
            }
        }
    }
}

/// Text shown for a single character, if anything.
fn shown(c: char) -> Option<char> {
    match c {
        '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{200D}' => Some(c),
        _ if jamo::is_filler(c) => Some(c),
        // Hangul tone marks, which some terminals give two cells and some none.
        '\u{302E}' => Some('·'),
        '\u{302F}' => Some(':'),
        // Format characters that are visible, such as the Arabic number sign: no two terminals draw them alike.
        '\u{600}'..='\u{605}'
        | '\u{6DD}'
        | '\u{70F}'
        | '\u{890}'
        | '\u{891}'
        | '\u{8E2}'
        | '\u{110BD}'
        | '\u{110CD}' => Some('\u{FFFD}'),
        _ if c.is_control() || is_invisible(c) => None,
        _ => Some(kana::full_width(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(char, usize)> {
        Pieces::new(text, 0).map(|piece| (piece.c, piece.start)).collect()
    }

    #[test]
    fn every_line_end_is_one_line_feed() {
        let ends: String =
            pieces("a\nb\r\nc\rd\u{85}e\u{2028}f\u{2029}g\u{B}h\u{C}i\n\rj").iter().map(|&(c, _)| c).collect();
        assert_eq!(ends, "a\nb\nc\nd\ne\nf\ng\nh\ni\n\nj");
    }

    #[test]
    fn what_is_not_shown_is_passed_over() {
        assert_eq!(pieces("\u{FEFF}中\u{7}\u{9B}文\u{1B}[31m!"), [('中', 3), ('文', 9), ('!', 17)]);
        assert_eq!(pieces("\u{202E}\u{AD}\u{200B}\u{FDD0}\u{E0001}"), []);
        assert_eq!(pieces("\u{6DD}ｶ"), [('\u{FFFD}', 0), ('カ', 2)]);
    }
}
