//! Zhuyin (注音, bopomofo) in the letters of pinyin.

/// The letters that begin a syllable.
const INITIALS: [(char, &str); 21] = [
    ('ㄅ', "b"),
    ('ㄆ', "p"),
    ('ㄇ', "m"),
    ('ㄈ', "f"),
    ('ㄉ', "d"),
    ('ㄊ', "t"),
    ('ㄋ', "n"),
    ('ㄌ', "l"),
    ('ㄍ', "g"),
    ('ㄎ', "k"),
    ('ㄏ', "h"),
    ('ㄐ', "j"),
    ('ㄑ', "q"),
    ('ㄒ', "x"),
    ('ㄓ', "zh"),
    ('ㄔ', "ch"),
    ('ㄕ', "sh"),
    ('ㄖ', "r"),
    ('ㄗ', "z"),
    ('ㄘ', "c"),
    ('ㄙ', "s"),
];

/// The letters that end a syllable.
const FINALS: [(char, &str); 13] = [
    ('ㄚ', "a"),
    ('ㄛ', "o"),
    ('ㄜ', "e"),
    ('ㄝ', "e"),
    ('ㄞ', "ai"),
    ('ㄟ', "ei"),
    ('ㄠ', "ao"),
    ('ㄡ', "ou"),
    ('ㄢ', "an"),
    ('ㄣ', "en"),
    ('ㄤ', "ang"),
    ('ㄥ', "eng"),
    ('ㄦ', "er"),
];

/// A text with its zhuyin in pinyin, and an apostrophe where a syllable ends behind a letter. Tones are left
/// out. Other characters stay.
pub(in crate::search) fn to_pinyin(text: &str) -> String {
    let mut pinyin = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(&c) = rest.peek() {
        if !is_zhuyin(c) {
            pinyin.push(c);
            rest.next();
            continue;
        }
        let mut take = |letters: &[(char, &'static str)]| {
            let (_, spelled) = rest.peek().and_then(|next| letters.iter().find(|(letter, _)| letter == next))?;
            rest.next();
            Some(*spelled)
        };
        let initial = take(&INITIALS).unwrap_or("");
        let medial = take(&[('ㄧ', "i"), ('ㄨ', "u"), ('ㄩ', "v")]).unwrap_or("");
        let last = take(&FINALS).unwrap_or("");
        if initial.is_empty() && medial.is_empty() && last.is_empty() {
            // A tone.
            rest.next();
            continue;
        }
        // Zhuyin shows where a syllable begins, letters do not: without the apostrophe ㄍㄜㄋㄞ could be read gen'ai.
        if pinyin.chars().next_back().is_some_and(char::is_alphabetic) {
            pinyin.push('\'');
        }
        pinyin.push_str(initial);
        pinyin.push_str(&rhyme(initial, medial, last));
    }
    pinyin
}

pub(crate) fn is_zhuyin(c: char) -> bool {
    matches!(c, '\u{3105}'..='\u{3129}' | 'ˊ' | 'ˇ' | 'ˋ' | '˙')
}

/// Spelling in pinyin of the medial and the final.
fn rhyme(initial: &str, medial: &str, last: &str) -> String {
    // Pinyin contracts these, and writes y or w where no initial comes before a medial.
    let (alone, behind, rest) = match (medial, last) {
        ("i", "") => ("yi", "i", ""),
        ("i", "en") => ("yin", "in", ""),
        ("i", "eng") => ("ying", "ing", ""),
        ("i", "ou") => ("you", "iu", ""),
        ("i", _) => ("y", "i", last),
        ("u", "") => ("wu", "u", ""),
        ("u", "ei") => ("wei", "ui", ""),
        ("u", "en") => ("wen", "un", ""),
        ("u", "eng") => ("weng", "ong", ""),
        ("u", _) => ("w", "u", last),
        ("v", "") => ("yu", "v", ""),
        ("v", "en") => ("yun", "vn", ""),
        ("v", "eng") => ("yong", "iong", ""),
        ("v", _) => ("yu", "v", last),
        _ => ("", "", last),
    };
    [if initial.is_empty() { alone } else { behind }, rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_spelled_as_pinyin_spells_them() {
        for (zhuyin, pinyin) in [
            ("ㄍㄨㄛˊㄐㄧㄚ", "guo'jia"),
            ("ㄍㄨㄛˊ ㄐㄧㄚ", "guo jia"),
            ("ㄓㄨㄥ", "zhong"),
            ("ㄩㄥˋㄩㄢˇ", "yong'yuan"),
            ("ㄒㄩㄝˊ", "xve"),
            ("ㄑㄩㄥ", "qiong"),
            ("ㄋㄩˇ", "nv"),
            ("ㄨㄟˋㄨㄣˋㄨㄥ", "wei'wen'weng"),
            ("ㄍㄨㄟㄐㄧㄡㄉㄨㄣ", "gui'jiu'dun"),
            ("ㄧㄡˇㄧㄥㄧㄢˊ", "you'ying'yan"),
            ("ㄦˋㄛ", "er'o"),
            ("ㄍㄐ", "g'j"),
            ("ㄐㄧㄣ", "jin"),
            ("ˇ", ""),
            ("guo國", "guo國"),
        ] {
            assert_eq!(to_pinyin(zhuyin), pinyin, "{zhuyin}");
        }
    }
}
