//! Spellings of kana in Latin letters, for a search that takes any spelling: Hepburn, Kunrei and what is typed into
//! an input method. Letters are first brought to one spelling, that of Kunrei without long vowels.

/// The consonants of the rows あ to わ, with the vowels in the order of their kana.
const ROWS: [(&str, &str); 15] = [
    ("", "あいうえお"),
    ("k", "かきくけこ"),
    ("g", "がぎぐげご"),
    ("s", "さしすせそ"),
    ("z", "ざじずぜぞ"),
    ("t", "たちつてと"),
    ("d", "だぢづでど"),
    ("n", "なにぬねの"),
    ("h", "はひふへほ"),
    ("b", "ばびぶべぼ"),
    ("p", "ぱぴぷぺぽ"),
    ("m", "まみむめも"),
    ("r", "らりるれろ"),
    ("v", "\0\0ゔ\0\0"),
    ("w", "わゐ\0ゑを"),
];
const VOWELS: [&str; 5] = ["a", "i", "u", "e", "o"];
/// Spellings and the one that stands for each, the longer ones first.
const ALIKE: [(&str, &str); 25] = [
    ("tchi", "tti"),
    ("tch", "tty"),
    ("cchi", "tti"),
    ("cch", "tty"),
    ("sshi", "ssi"),
    ("ssh", "ssy"),
    ("ttsu", "ttu"),
    ("jji", "zzi"),
    ("jjy", "zzy"),
    ("jj", "zzy"),
    ("ffu", "hhu"),
    ("shi", "si"),
    ("shy", "sy"),
    ("sh", "sy"),
    ("chi", "ti"),
    ("chy", "ty"),
    ("ch", "ty"),
    ("tsu", "tu"),
    ("dzu", "zu"),
    ("ji", "zi"),
    ("jy", "zy"),
    ("j", "zy"),
    ("fu", "hu"),
    ("l", "r"),
    ("c", "k"),
];

/// Kunrei spellings and Hepburn's for each.
const HEPBURN: [(&str, &str); 16] = [
    ("tty", "tch"),
    ("tti", "tchi"),
    ("ttu", "ttsu"),
    ("ty", "ch"),
    ("ti", "chi"),
    ("tu", "tsu"),
    ("ssy", "ssh"),
    ("ssi", "sshi"),
    ("sy", "sh"),
    ("si", "shi"),
    ("zzy", "jj"),
    ("zzi", "jji"),
    ("zy", "j"),
    ("zi", "ji"),
    ("hhu", "ffu"),
    ("hu", "fu"),
];
/// The most kana of a word that is spelled; a longer one is a quotation.
const MAX_KANA: usize = 120;
/// The older way to write ん before lips.
const LIPS: [(&str, &str); 3] = [("nb", "mb"), ("np", "mp"), ("nm", "mm")];

/// A text with the first of each pair replaced by the second, from left to right.
fn replaced(text: &str, table: &[(&str, &str)]) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(c) = rest.chars().next() {
        let (from, to) = match table.iter().find(|(from, _)| rest.starts_with(from)) {
            Some((from, to)) => (from.len(), *to),
            None => (c.len_utf8(), rest.get(..c.len_utf8()).unwrap_or_default()),
        };
        out.push_str(to);
        rest = rest.get(from..).unwrap_or_default();
    }
    out
}

/// The letters of a text in one spelling; nothing if it has letters that spell no kana.
pub(in crate::search) fn one_spelling(text: &str) -> Option<String> {
    // Folding makes every apostrophe a quote.
    let letters: String = text.chars().filter(|c| !matches!(c, '\'' | '"' | '-')).collect();
    if letters.contains(|c: char| !c.is_ascii_lowercase() || matches!(c, 'q' | 'x')) {
        return None;
    }
    let letters = replaced(&letters, &ALIKE);
    let bytes = letters.as_bytes();
    let is_vowel = |at: usize| matches!(bytes.get(at), Some(b'a' | b'i' | b'u' | b'e' | b'o'));
    let mut one = String::with_capacity(letters.len());
    for (at, &byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        let next = bytes.get(at + 1).copied();
        match byte {
            // A long vowel.
            b'a' | b'i' | b'u' | b'e' | b'o' if before == Some(byte) => {}
            b'u' if before == Some(b'o') => {}
            // Ohno is Ōno.
            b'h' if before == Some(b'o') && next != Some(b'y') && !is_vowel(at + 1) => {}
            // Shimbun is shinbun.
            b'm' if matches!(next, Some(b'b' | b'p' | b'm')) => one.push('n'),
            _ => one.push(char::from(byte)),
        }
    }
    Some(one)
}

/// True if a folded character is a kana or the long vowel mark.
pub(crate) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | 'ー')
}

/// True if a kana only stands behind another one, with which it is one sound.
pub(in crate::search) fn is_small(c: char) -> bool {
    matches!(c, 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ')
}

/// The consonant of a kana and the number of its vowel.
fn row(kana: char) -> Option<(&'static str, usize)> {
    ROWS.iter().find_map(|(consonant, row)| Some((*consonant, row.chars().position(|one| one == kana)?)))
}

/// The number of the vowel that a kana ends with.
pub(in crate::search) fn vowel_of(kana: char) -> Option<usize> {
    match kana {
        'ぁ' | 'ゃ' | 'ゎ' | 'や' => Some(0),
        'ぃ' => Some(1),
        'ぅ' | 'ゅ' | 'ゆ' => Some(2),
        'ぇ' | 'ゕ' | 'ゖ' => Some(3),
        'ぉ' | 'ょ' | 'よ' => Some(4),
        _ => row(kana).map(|(_, vowel)| vowel),
    }
}

/// True if a kana behind a vowel may do no more than lengthen it.
pub(in crate::search) fn lengthens(kana: char, vowel: usize) -> bool {
    matches!(
        (kana, vowel),
        ('ー', _)
            | ('あ' | 'ぁ', 0)
            | ('い' | 'ぃ', 1 | 3)
            | ('う' | 'ぅ', 2 | 4)
            | ('え' | 'ぇ', 3)
            | ('お' | 'ぉ', 4)
    )
}

/// The ways in which a kana, with a small one behind it or none, is spelled. Never longer than four letters.
pub(in crate::search) fn spellings(kana: char, small: Option<char>) -> Vec<String> {
    let consonant = match (kana, small) {
        ('や' | 'ゆ' | 'よ', _) => "y",
        _ => row(kana).map_or("", |(consonant, _)| consonant),
    };
    let Some(vowel) = vowel_of(kana) else {
        return if kana == 'ん' { vec!["n".to_owned(), "nn".to_owned()] } else { Vec::new() };
    };
    let alone = || [consonant, VOWELS[vowel]].concat();
    let Some(small) = small else {
        return match kana {
            'は' => vec!["ha".to_owned(), "wa".to_owned()],
            'へ' => vec!["he".to_owned(), "e".to_owned()],
            'を' => vec!["wo".to_owned(), "o".to_owned()],
            'ゐ' => vec!["wi".to_owned(), "i".to_owned()],
            'ゑ' => vec!["we".to_owned(), "e".to_owned()],
            'ぢ' => vec!["zi".to_owned(), "di".to_owned()],
            'づ' => vec!["zu".to_owned(), "du".to_owned()],
            'ゔ' => vec!["vu".to_owned(), "bu".to_owned()],
            'ゕ' | 'ゖ' => vec!["ka".to_owned(), "ga".to_owned(), "ke".to_owned()],
            _ => vec![alone()],
        };
    };
    let end = VOWELS[vowel_of(small).unwrap_or_default()];
    if matches!(small, 'ゃ' | 'ゅ' | 'ょ') {
        let mut spelled = vec![[consonant, "y", end].concat()];
        match kana {
            'ぢ' => spelled.push(["zy", end].concat()),
            'ふ' => spelled.push(["fy", end].concat()),
            _ => {}
        }
        return spelled;
    }
    let two = match kana {
        'う' => vec![["w", end].concat()],
        'ふ' => vec![["f", end].concat()],
        'つ' => vec![["ts", end].concat()],
        'ゔ' => vec![["v", end].concat(), ["b", end].concat()],
        'い' => vec![["y", end].concat()],
        'く' | 'ぐ' => vec![[consonant, "w", end].concat()],
        'て' | 'で' => vec![[consonant, end].concat(), [consonant, "h", end].concat()],
        'し' | 'ち' | 'じ' | 'ぢ' if small == 'ぇ' => vec![[consonant, "ye"].concat(), [consonant, "e"].concat()],
        _ => vec![[consonant, end].concat()],
    };
    two.into_iter().chain([alone() + end]).collect()
}

/// The ways in which a word in kana is spelled with letters; none if it is not all kana.
pub(in crate::search) fn in_letters(kana: &[char]) -> Vec<String> {
    if !(2..=MAX_KANA).contains(&kana.len()) || !kana.iter().copied().all(is_kana) {
        return Vec::new();
    }
    let mut spelled = Vec::new();
    for long in [true, false] {
        let Some(plain) = spell(kana, long) else { continue };
        let hepburn = replaced(&plain, &HEPBURN);
        let old = replaced(&hepburn, &LIPS);
        spelled.extend([hepburn, old, plain]);
    }
    let mut seen = std::collections::BTreeSet::new();
    spelled.retain(|one| one.len() > 1 && seen.insert(one.clone()));
    spelled
}

/// The spelling of Kunrei, with long vowels in full or left out.
fn spell(kana: &[char], long: bool) -> Option<String> {
    let mut text = String::new();
    let mut doubled = false;
    let mut before = None;
    let mut rest = kana.iter().copied().peekable();
    while let Some(c) = rest.next() {
        if c == 'っ' {
            doubled = true;
            continue;
        }
        let lengthening = before.is_some_and(|vowel| lengthens(c, vowel)) && !is_small(c);
        if lengthening && !long && !(c == 'い' && before == Some(3)) {
            continue;
        }
        if c == 'ー' {
            text.push_str(VOWELS.get(before?)?);
            continue;
        }
        let small = rest.next_if(|next| is_small(*next));
        let one = spellings(c, small).into_iter().next()?;
        if doubled {
            text.extend(one.chars().next());
        }
        doubled = false;
        text.push_str(&one);
        before = vowel_of(small.unwrap_or(c));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_brought_to_one_spelling() {
        for (typed, one) in [
            ("toukyou", "tokyo"),
            ("tookyoo", "tokyo"),
            ("shinbun", "sinbun"),
            ("shimbun", "sinbun"),
            ("shin'ichi", "siniti"),
            ("matcha", "mattya"),
            ("maccha", "mattya"),
            ("zasshi", "zassi"),
            ("fujisan", "huzisan"),
            ("ohno", "ono"),
            ("satoh", "sato"),
            ("tohoku", "tohoku"),
            ("niigata", "nigata"),
            ("jyuudou", "zyudo"),
        ] {
            assert_eq!(one_spelling(typed).as_deref(), Some(one), "{typed}");
        }
        assert_eq!(one_spelling("gdp1"), None);
        assert_eq!(one_spelling("xian"), None);
    }

    #[test]
    fn kana_are_spelled_in_every_common_way() {
        let spelled = |kana: &str| in_letters(&kana.chars().collect::<Vec<_>>());
        assert_eq!(spelled("とうきょう"), ["toukyou", "tokyo"]);
        assert_eq!(spelled("しんぶん"), ["shinbun", "shimbun", "sinbun"]);
        assert_eq!(spelled("まっちゃ"), ["matcha", "mattya"]);
        assert_eq!(spelled("さーばー"), ["saabaa", "saba"]);
        assert_eq!(spelled("しゅうふ"), ["shuufu", "syuuhu", "shufu", "syuhu"]);
        assert_eq!(spelled("せんせい"), ["sensei"]);
        for none in ["あ", "国", "と京", "ー", ""] {
            assert!(spelled(none).is_empty(), "{none}");
        }
    }
}
