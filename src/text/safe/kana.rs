//! Half-width kana, made full.

use unicode_normalization::char::compose;

/// The full-width forms of U+FF61..=U+FF9D.
const FULL: [char; 61] = [
    '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア', 'イ', 'ウ',
    'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ',
    'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル',
    'レ', 'ロ', 'ワ', 'ン',
];

/// The full-width form of a half-width kana or a half-width mark of punctuation; any other character as it is. The
/// two voicing marks stay half-width, for what becomes of them depends on the letter before.
pub(super) fn full_width(c: char) -> char {
    match c {
        '\u{FF61}'..='\u{FF9D}' => FULL[c as usize - 0xFF61],
        _ => c,
    }
}

/// The combining mark that a half-width voicing mark stands for, and its full-width form.
pub(super) fn voicing(c: char) -> Option<(char, char)> {
    match c {
        '\u{FF9E}' => Some(('\u{3099}', '゛')),
        '\u{FF9F}' => Some(('\u{309A}', '゜')),
        _ => None,
    }
}

/// The combining mark for a half-width voicing mark, if it makes another kana of `letter`: ﾞ of か, ﾟ of ハ.
pub(super) fn voices(letter: char, mark: char) -> Option<char> {
    voicing(mark).map(|(combining, _)| combining).filter(|&combining| compose(letter, combining).is_some())
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn the_letters_are_those_of_unicode() {
        for c in '\u{FF61}'..='\u{FF9D}' {
            assert!(std::iter::once(full_width(c)).eq(std::iter::once(c).nfkc()), "{c}");
        }
        assert_eq!(full_width('ﾞ'), 'ﾞ');
        assert_eq!(full_width('中'), '中');
    }

    #[test]
    fn a_voicing_mark_joins_only_a_letter_it_voices() {
        assert_eq!(voices('カ', 'ﾞ'), Some('\u{3099}'));
        assert_eq!(voices('か', 'ﾞ'), Some('\u{3099}'));
        assert_eq!(voices('ハ', 'ﾟ'), Some('\u{309A}'));
        assert_eq!(voices('カ', 'ﾟ'), None);
        assert_eq!(voices('ア', 'ﾞ'), None);
        assert_eq!(voices('カ', 'カ'), None);
    }
}
