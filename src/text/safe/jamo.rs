//! Hangul letters that make no syllable.
//!
//! Leading consonants, vowels and trailing consonants (conjoining jamo) that stand where they cannot be composed are
//! drawn with 0, 1 or 2 cells, as the terminal pleases. The letters of the compatibility block take two everywhere, so
//! they are shown instead: ᄀ as ㄱ. A letter of old Hangul that the block lacks is shown as the letters it is made of.

/// True if a character is a leading consonant, which starts a syllable.
pub(super) fn is_leading(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115E}' | '\u{A960}'..='\u{A97C}')
}

fn is_vowel(c: char) -> bool {
    matches!(c, '\u{1161}'..='\u{11A7}' | '\u{D7B0}'..='\u{D7C6}')
}

fn is_trailing(c: char) -> bool {
    matches!(c, '\u{11A8}'..='\u{11FF}' | '\u{D7CB}'..='\u{D7FB}')
}

/// True if a character stands for a letter that a syllable lacks. It has no glyph, and no syllable goes on behind it.
pub(super) fn is_filler(c: char) -> bool {
    matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
}

/// True if `c` goes on with the syllable begun in `cluster`: a vowel after one leading consonant, a trailing consonant
/// after both or after a syllable without one.
pub(super) fn continues(cluster: &[char], c: char) -> bool {
    match *cluster {
        [first] if is_leading(first) => is_vowel(c),
        [open @ '\u{AC00}'..='\u{D7A3}'] => (open as u32 - 0xAC00).is_multiple_of(28) && is_trailing(c),
        [first, second] => is_leading(first) && is_vowel(second) && is_trailing(c),
        _ => false,
    }
}

/// The letters shown for a conjoining jamo that stands alone; `None` for any other character.
pub(super) fn letters(c: char) -> Option<&'static str> {
    let (first, table) = match c {
        '\u{1100}'..='\u{115E}' => ('\u{1100}', LEADING),
        '\u{1161}'..='\u{11A7}' => ('\u{1161}', VOWELS),
        '\u{11A8}'..='\u{11FF}' => ('\u{11A8}', TRAILING),
        '\u{A960}'..='\u{A97C}' => ('\u{A960}', LEADING_EXTENDED),
        '\u{D7B0}'..='\u{D7C6}' => ('\u{D7B0}', VOWELS_EXTENDED),
        '\u{D7CB}'..='\u{D7FB}' => ('\u{D7CB}', TRAILING_EXTENDED),
        _ => return None,
    };
    table.split(' ').nth(c as usize - first as usize)
}

// In the order of the code points from the first of each block's range.
const LEADING: &str = "\
    ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ ㄴㄱ ㅥ ㅦ ㄴㅂ ㄷㄱ ㄹㄴ ㄹㄹ ㅀ ㄹㅇ ㅮ ㅱ ㅲ \
    ㅂㄴ ㅳ ㅄ ㅴ ㅵ ㅂㅅㅂ ㅂㅆ ㅂㅅㅈ ㅶ ㅂㅊ ㅷ ㅂㅍ ㅸ ㅹ ㅺ ㅻ ㅼ ㅅㄹ ㅅㅁ ㅽ ㅅㅂㄱ ㅅㅆ ㅅㅇ ㅾ ㅅㅊ \
    ㅅㅋ ㅅㅌ ㅅㅍ ㅅㅎ ㅅ ㅆ ㅅ ㅆ ㅿ ㅇㄱ ㅇㄷ ㅇㅁ ㅇㅂ ㅇㅅ ㅇㅿ ㆀ ㅇㅈ ㅇㅊ ㅇㅌ ㅇㅍ ㆁ ㅈㅇ ㅈ ㅉ ㅈ \
    ㅉ ㅊㅋ ㅊㅎ ㅊ ㅊ ㅍㅂ ㆄ ㆅ ㆆ ㄱㄷ ㅧ ㄵ ㄶ ㄷㄹ";
const VOWELS: &str = "\
    ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅘ ㅙ ㅚ ㅛ ㅜ ㅝ ㅞ ㅟ ㅠ ㅡ ㅢ ㅣ ㅏㅗ ㅏㅜ ㅑㅗ ㅑㅛ ㅓㅗ ㅓㅜ ㅓㅡ ㅕㅗ \
    ㅕㅜ ㅗㅓ ㅗㅔ ㅗㅖ ㅗㅗ ㅗㅜ ㆇ ㆈ ㅛㅕ ㅛㅗ ㆉ ㅜㅏ ㅜㅐ ㅜㅓㅡ ㅜㅖ ㅜㅜ ㅠㅏ ㅠㅓ ㅠㅔ ㆊ ㆋ ㅠㅜ ㆌ \
    ㅡㅜ ㅡㅡ ㅢㅜ ㅣㅏ ㅣㅑ ㅣㅗ ㅣㅜ ㅣㅡ ㅣㆍ ㆍ ㆍㅓ ㆍㅜ ㆎ ㆍㆍ ㅏㅡ ㅑㅜ ㅕㅑ ㅗㅑ ㅗㅒ";
const TRAILING: &str = "\
    ㄱ ㄲ ㄳ ㄴ ㄵ ㄶ ㄷ ㄹ ㄺ ㄻ ㄼ ㄽ ㄾ ㄿ ㅀ ㅁ ㅂ ㅄ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ ㄱㄹ ㄱㅅㄱ ㄴㄱ ㅦ ㅧ \
    ㅨ ㄴㅌ ㄷㄱ ㄷㄹ ㅩ ㄹㄴ ㅪ ㄹㄷㅎ ㄹㄹ ㄹㅁㄱ ㄹㅁㅅ ㅫ ㄹㅂㅎ ㄹㅸ ㄹㅆ ㅬ ㄹㅋ ㅭ ㅁㄱ ㅁㄹ ㅮ ㅯ \
    ㅁㅆ ㅰ ㅁㅊ ㅁㅎ ㅱ ㅂㄹ ㅂㅍ ㅂㅎ ㅸ ㅺ ㅼ ㅅㄹ ㅽ ㅿ ㅇㄱ ㅇㄲ ㆀ ㅇㅋ ㆁ ㆂ ㆃ ㅍㅂ ㆄ ㅎㄴ ㅎㄹ \
    ㅎㅁ ㅎㅂ ㆆ ㄱㄴ ㄱㅂ ㄱㅊ ㄱㅋ ㄱㅎ ㅥ";
const LEADING_EXTENDED: &str = "\
    ㄷㅁ ㄷㅂ ㄷㅅ ㄷㅈ ㄺ ㄹㄲ ㅪ ㄹㄸ ㄻ ㄼ ㄹㅃ ㄹㅸ ㄽ ㄹㅈ ㄹㅋ ㅁㄱ ㅁㄷ ㅯ ㅂㅅㅌ ㅂㅋ ㅂㅎ ㅆㅂ ㅇㄹ \
    ㅇㅎ ㅉㅎ ㅌㅌ ㅍㅎ ㅎㅅ ㆆㆆ";
const VOWELS_EXTENDED: &str = "\
    ㅗㅕ ㅗㅗㅣ ㅛㅏ ㅛㅐ ㅛㅓ ㅜㅕ ㅜㅣㅣ ㅠㅐ ㅠㅗ ㅡㅏ ㅡㅓ ㅡㅔ ㅡㅗ ㅣㅑㅗ ㅣㅒ ㅣㅕ ㅣㅖ ㅣㅗㅣ ㅣㅛ \
    ㅣㅠ ㅣㅣ ㆍㅏ ㆍㅔ";
const TRAILING_EXTENDED: &str = "\
    ㄴㄹ ㄴㅊ ㄸ ㄸㅂ ㄷㅂ ㄷㅅ ㄷㅅㄱ ㄷㅈ ㄷㅊ ㄷㅌ ㄹㄲ ㄹㄱㅎ ㄹㄹㅋ ㄹㅁㅎ ㄹㅂㄷ ㄹㅂㅍ ㄹㆁ ㄹㆆㅎ \
    ㄹㅇ ㅁㄴ ㅁㅥ ㅁㅁ ㅁㅂㅅ ㅁㅈ ㅳ ㅂㄹㅍ ㅂㅁ ㅃ ㅵ ㅶ ㅂㅊ ㅅㅁ ㅅㅸ ㅆㄱ ㅆㄷ ㅅㅿ ㅾ ㅅㅊ ㅅㅌ ㅅㅎ \
    ㅿㅂ ㅿㅸ ㆁㅁ ㆁㅎ ㅈㅂ ㅈㅃ ㅉ ㅍㅅ ㅍㅌ";

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn every_jamo_has_letters_and_every_letter_its_jamo() {
        let all = ('\u{1100}'..='\u{11FF}')
            .chain('\u{A960}'..='\u{A97C}')
            .chain('\u{D7B0}'..='\u{D7C6}')
            .chain('\u{D7CB}'..='\u{D7FB}');
        for c in all.filter(|c| !matches!(c, '\u{115F}' | '\u{1160}')) {
            let shown = letters(c).unwrap_or_default();
            assert!(!shown.is_empty() && shown.chars().all(|c| matches!(c, '\u{3131}'..='\u{318E}')), "{c:?}");
        }
        // Unicode maps each compatibility letter to one jamo; the table leads back to the letter.
        for letter in ('\u{3131}'..='\u{318E}').filter(|&c| c != '\u{3164}') {
            let jamo: String = std::iter::once(letter).nfkd().collect();
            assert_eq!(letters(jamo.chars().next().unwrap()), Some(letter.to_string().as_str()));
        }
        assert_eq!(letters('가'), None);
        assert_eq!(letters('\u{115F}'), None);
    }

    #[test]
    fn a_syllable_is_one_leading_one_vowel_and_at_most_one_trailing() {
        assert!(continues(&['\u{1100}'], '\u{1161}'));
        assert!(continues(&['\u{A960}', '\u{D7B0}'], '\u{11C3}'));
        assert!(continues(&['가'], '\u{11A8}'));
        assert!(!continues(&['각'], '\u{11A8}'));
        assert!(!continues(&['\u{1100}'], '\u{1100}'));
        assert!(!continues(&['\u{1161}'], '\u{11A8}'));
        assert!(!continues(&['\u{1100}', '\u{1161}', '\u{11A8}'], '\u{11A8}'));
    }
}
