//! Scripts of characters, from Unicode's Scripts data: the one place that knows which characters are Han, kana, Hangul,
//! bopomofo or Latin. Widths, line breaking and folding have tables of their own, for they ask other questions.

mod ranges;

use ranges::RANGES;

/// Script of a character, as far as East Asian text is told apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Ideographs of any block, with 々, 〇, 〆 and the numerals of Suzhou.
    Han,
    /// Hiragana.
    Hiragana,
    /// Katakana of any width, with the mark of a long vowel.
    Katakana,
    /// Syllables and letters of Hangul.
    Hangul,
    /// Zhuyin.
    Bopomofo,
    /// Latin letters of any width.
    Latin,
    /// Any other character.
    Other,
}

/// Class of a character. All of planes 2 and 3 is Han: Unicode keeps them for it, so what a later version assigns there is
/// known today.
#[must_use]
pub fn class(c: char) -> Class {
    match c {
        // Nearly every character of a text, without a search.
        '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFD}' | '〆' => Class::Han,
        'a'..='z' | 'A'..='Z' => Class::Latin,
        '\0'..='\u{A9}' => Class::Other,
        '\u{AC00}'..='\u{D7A3}' => Class::Hangul,
        // Unicode counts them for several scripts, and so for none.
        'ー' | 'ｰ' | 'ﾞ' | 'ﾟ' => Class::Katakana,
        '゛' | '゜' => Class::Hiragana,
        _ => {
            let next = RANGES.partition_point(|&(_, last, _)| last < c);
            RANGES.get(next).filter(|(first, ..)| *first <= c).map_or(Class::Other, |(.., class)| *class)
        }
    }
}

/// True for ideographs; see [`Class::Han`].
#[must_use]
pub fn is_han(c: char) -> bool {
    class(c) == Class::Han
}

/// True for hiragana and katakana.
#[must_use]
pub fn is_kana(c: char) -> bool {
    matches!(class(c), Class::Hiragana | Class::Katakana)
}

/// True for syllables and letters of Hangul.
#[must_use]
pub fn is_hangul(c: char) -> bool {
    class(c) == Class::Hangul
}

/// True for the letters of East Asian scripts.
#[must_use]
pub fn is_east_asian(c: char) -> bool {
    !matches!(class(c), Class::Latin | Class::Other)
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn every_character_of_every_plane_has_the_class_of_its_script() {
        let all: String = (char::MIN..=char::MAX).collect();
        let mut expected = vec![Class::Other; 0x11_0000];
        let mut expect = |characters: &str, class| characters.chars().for_each(|c| expected[c as usize] = class);
        for (class, script) in [
            (Class::Han, r"\p{Han}+"),
            (Class::Hiragana, r"\p{Hiragana}+"),
            (Class::Katakana, r"\p{Katakana}+"),
            (Class::Hangul, r"\p{Hangul}+"),
            (Class::Bopomofo, r"\p{Bopomofo}+"),
            (Class::Latin, r"\p{Latin}+"),
        ] {
            Regex::new(script).unwrap().find_iter(&all).for_each(|found| expect(found.as_str(), class));
        }
        expect("ー ｰ ﾞ ﾟ".replace(' ', "").as_str(), Class::Katakana);
        expect("゛゜", Class::Hiragana);
        expect("〆", Class::Han);
        expect(&('\u{20000}'..='\u{3FFFD}').collect::<String>(), Class::Han);
        for c in all.chars() {
            assert_eq!(class(c), expected[c as usize], "{c:?} {:X}: run tools/classes", u32::from(c));
        }
    }

    #[test]
    fn characters_of_names_and_words_have_the_class_a_reader_gives_them() {
        for c in "王𬭎㐱𠮷田強﨑〇々〆𱁬".chars() {
            assert!(is_han(c) && is_east_asian(c), "{c}");
        }
        for c in "あゔアーｱｰㇰヿ".chars() {
            assert!(is_kana(c) && !is_han(c), "{c}");
        }
        for c in "가ㄱ\u{1100}ﾡ\u{A960}".chars() {
            assert!(is_hangul(c), "{c}");
        }
        for c in "、。・「」（）？！１ж𝄞😀".chars() {
            assert!(!is_east_asian(c), "{c}");
        }
        assert_eq!("Aéｚ".chars().map(class).collect::<Vec<_>>(), [Class::Latin; 3]);
        assert_eq!(class('ㄅ'), Class::Bopomofo);
    }
}
