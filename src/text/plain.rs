//! Plain characters: nearly all of a news text. They stand for themselves in a display form and never join the
//! character before them, so a text of nothing else needs no further work. Characters that are not listed here are
//! not wrong; they are looked at one by one.

/// True if a character stands for itself in a display form, whatever stands before it, and starts a grapheme cluster.
pub(crate) fn is_plain(c: char) -> bool {
    matches!(c,
        '\n' | ' '..='~'
        | '\u{3400}'..='\u{A48C}' // Han, Yi
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3096}' | '\u{309B}'..='\u{3130}' // CJK punctuation, kana, zhuyin
        | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' // full-width forms
        | '\u{AC00}'..='\u{D7A3}' // Hangul syllables
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' // dashes, quotation marks, ellipses
        | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' // Latin
        | '\u{388}'..='\u{482}' | '\u{48A}'..='\u{52F}' // Greek, Cyrillic
        | '\u{20A0}'..='\u{20C0}' | '\u{2100}'..='\u{2125}' | '\u{212C}'..='\u{2328}' // currencies, symbols, arrows
        | '\u{232B}'..='\u{2ADB}' | '\u{2ADD}'..='\u{2BFF}' // circled numbers, box drawing, dingbats
        | '\u{2E80}'..='\u{2FFF}' // radicals, ideographic description
        | '\u{3131}'..='\u{3163}' | '\u{3165}'..='\u{318E}' | '\u{3190}'..='\u{33FF}' // letters, circled and squared
        | '\u{1F000}'..='\u{1F1E5}' | '\u{1F200}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1FAFF}' // emoji
        | '\u{20000}'..='\u{2F7FF}' | '\u{30000}'..='\u{3FFFD}' // Han beyond the first plane
    )
}

/// Bytes of the plain character that `text` starts with; 0 if it starts with another one or is empty.
#[inline]
pub(crate) fn plain_char_len(text: &str) -> usize {
    // The usual ones are known by their first bytes; the rest are decoded.
    match *text.as_bytes() {
        [b' '..=b'~' | b'\n', ..] => 1,
        // U+4000..U+9FFF (Han) and U+B000..U+CFFF (Hangul syllables); CJK punctuation, kana, more Han; full-width forms;
        // dashes, quotation marks, ellipses.
        [0xE4..=0xE9 | 0xEB | 0xEC, ..]
        | [0xE3, 0x81 | 0x83 | 0x90..=0xBF, ..]
        | [0xE3, 0x80, 0x80..=0xA9 | 0xB0..=0xBF, ..]
        | [0xE3, 0x82, 0x80..=0x96 | 0x9B..=0xBF, ..]
        | [0xEF, 0xBC, 0x81..=0xBF, ..]
        | [0xE2, 0x80, 0x90..=0xA7, ..] => 3,
        _ => text.chars().next().filter(|&c| is_plain(c)).map_or(0, char::len_utf8),
    }
}

/// Bytes at the start of `text` that are plain characters.
pub(crate) fn plain_len(text: &str) -> usize {
    let mut at = 0;
    loop {
        match plain_char_len(&text[at..]) {
            0 => return at,
            len => at += len,
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[test]
    fn plain_characters_start_a_cluster_and_are_composed() {
        for c in (char::MIN..=char::MAX).filter(|&c| is_plain(c)) {
            for before in ['a', '\u{1F468}', '中', '가'] {
                let pair: String = [before, c].into_iter().collect();
                assert_eq!(pair.graphemes(true).count(), 2, "{c:?} joins {before:?}");
                assert!(pair.nfc().eq(pair.chars()), "{c:?} changes after {before:?}");
            }
        }
    }

    #[test]
    fn the_length_stops_at_the_first_other_character() {
        let text = "他说：“你好”。 Abc é 가 か\u{3099}";
        assert_eq!(plain_len(text), text.len() - '\u{3099}'.len_utf8());
        for c in char::MIN..=char::MAX {
            let expected = if is_plain(c) { c.len_utf8() } else { 0 };
            assert_eq!(plain_len(c.encode_utf8(&mut [0; 4])), expected, "{c:?}");
        }
        assert_eq!(plain_len(""), 0);
    }
}
