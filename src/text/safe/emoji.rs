//! Emoji sequences, reduced to the part that every terminal draws with the same cells.

use unicode_segmentation::UnicodeSegmentation;

/// U+200D ZERO WIDTH JOINER, which joins two emoji into one.
pub(super) const JOINER: char = '\u{200D}';

/// U+20E3 COMBINING ENCLOSING KEYCAP.
pub(super) const KEYCAP: char = '\u{20E3}';

/// True if two characters are one emoji with a joiner between them, and two without (UAX #29 GB11).
pub(super) fn joins(a: char, b: char) -> bool {
    is_one_cluster(&[a, JOINER, b]) && !is_one_cluster(&[a, b])
}

fn is_one_cluster(characters: &[char]) -> bool {
    let text: String = characters.iter().collect();
    text.graphemes(true).nth(1).is_none()
}

/// True if a character is an emoji, or at least one of the pictographs that may become one.
pub(super) fn is_pictograph(c: char) -> bool {
    joins(c, c)
}

/// The square that shows the colour of a skin tone where it colours nothing.
pub(super) fn swatch(c: char) -> Option<char> {
    match c {
        '\u{1F3FB}' => Some('⬜'),
        '\u{1F3FC}' => Some('🟨'),
        '\u{1F3FD}' => Some('🟧'),
        '\u{1F3FE}' => Some('🟫'),
        '\u{1F3FF}' => Some('⬛'),
        _ => None,
    }
}

/// The Latin letter of a flag letter.
pub(super) fn latin(flag_letter: char) -> Option<char> {
    let index = u32::from(flag_letter).checked_sub(0x1F1E6)?;
    (index < 26).then(|| char::from(b'A' + index as u8))
}

/// True if a character is on a telephone's keys, and so has keycap emoji.
pub(super) fn is_key(c: char) -> bool {
    matches!(c, '0'..='9' | '#' | '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictographs_are_joined() {
        assert!(joins('👨', '👩') && joins('❤', '🔥') && joins('🧑', '🌾'));
        for (a, b) in [
            ('中', '文'),
            ('a', 'b'),
            ('👨', '中'),
            ('中', '👨'),
            ('1', '2'),
            ('🇨', '🇳'),
            ('👨', '\u{301}'),
            ('\u{1100}', '\u{1161}'),
        ] {
            assert!(!joins(a, b), "{a} {b}");
        }
        assert!(is_pictograph('☀') && is_pictograph('👋') && !is_pictograph('中') && !is_pictograph('\u{1F3FB}'));
    }

    #[test]
    fn flag_letters_have_latin_letters() {
        assert_eq!(latin('\u{1F1E6}'), Some('A'));
        assert_eq!(latin('\u{1F1FF}'), Some('Z'));
        assert_eq!(latin('\u{1F200}'), None);
        assert_eq!(latin('A'), None);
    }
}
