//! Keys as an input method sends them that was left on: the full-width forms and the marks of Chinese and Japanese in
//! place of the ASCII keys. A table only; whether a key is a command or a character of a text is not known here.
//!
//! Sources: Unicode's full-width forms (FF01 to FF5E); the marks that Microsoft Pinyin, Sogou, Rime, fcitx, macOS
//! Pinyin, Mozc and Microsoft IME put in place of ASCII ones. Where they differ, all keys that a mark may stand for are
//! named.

/// The full-width forms of the characters of ASCII from `!` on.
const FULL_WIDTH: std::ops::RangeInclusive<char> = '\u{FF01}'..='\u{FF5E}';
/// The distance of the full-width forms from the characters of ASCII.
const FULL_WIDTH_OFFSET: u32 = 0xFEE0;

/// The marks that stand for others than their full-width form.
const MARKS: &[(char, &[char])] = &[
    ('\u{3000}', &[' ']),
    ('。', &['.']),
    ('｡', &['.']),
    // Of `/` (Sogou, Rime, macOS), of `\` (Microsoft Pinyin, fcitx), of `,` (Japanese).
    ('、', &['/', '\\', ',']),
    ('､', &[',']),
    // Of `/` in Mozc and Microsoft IME; of the backquote in Chinese, where it is `·`.
    ('・', &['/']),
    ('･', &['/']),
    ('·', &['`']),
    ('‘', &['\'']),
    ('’', &['\'']),
    ('“', &['"']),
    ('”', &['"']),
    ('「', &['[', '{']),
    ('」', &[']', '}']),
    ('『', &['{', '[']),
    ('』', &['}', ']']),
    ('｢', &['[']),
    ('｣', &[']']),
    ('【', &['[']),
    ('】', &[']']),
    ('〔', &['[']),
    ('〕', &[']']),
    ('《', &['<']),
    ('》', &['>']),
    ('〈', &['<']),
    ('〉', &['>']),
    ('…', &['^']),
    ('—', &['_']),
    ('ー', &['-']),
    ('〜', &['~']),
    ('￥', &['$', '\\']),
    ('¥', &['$', '\\']),
    ('￦', &['\\']),
    ('₩', &['\\']),
];

/// The keys of ASCII that a character stands for when an input method was left on, the likeliest first; none for a
/// character that comes from no such key.
#[must_use]
pub fn ascii_keys(c: char) -> Vec<char> {
    if FULL_WIDTH.contains(&c) {
        return char::from_u32(u32::from(c) - FULL_WIDTH_OFFSET).into_iter().collect();
    }
    MARKS.iter().find(|(mark, _)| *mark == c).map(|(_, keys)| keys.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_of_ascii_has_its_full_width_form() {
        for c in '!'..='~' {
            let wide = char::from_u32(u32::from(c) + FULL_WIDTH_OFFSET).unwrap();
            assert_eq!(ascii_keys(wide), [c], "{wide}");
        }
    }

    #[test]
    fn marks_stand_for_the_keys_they_are_on() {
        for (mark, key) in [('\u{3000}', ' '), ('、', '/'), ('。', '.'), ('…', '^'), ('「', '['), ('》', '>')] {
            assert_eq!(ascii_keys(mark).first(), Some(&key), "{mark}");
        }
        for c in ['a', '/', ' ', '国', 'あ', 'ｱ', '한', 'é', '\u{FF5F}'] {
            assert!(ascii_keys(c).is_empty(), "{c}");
        }
        assert!(MARKS.iter().all(|(mark, keys)| !mark.is_ascii() && keys.iter().all(char::is_ascii)));
    }
}
