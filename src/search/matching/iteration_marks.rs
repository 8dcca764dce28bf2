//! Other spellings of a word that folding does not make one, because it depends on the neighbours: iteration marks
//! (人人 and 人々), the long vowel mark as a dash (パ－ティ－), and 〇 as a circle in a number (二○二一).

use crate::search::sound::kana;
use crate::text::{classes::is_han, fold::units};

/// Circles that stand for 〇 among the characters of numbers.
const CIRCLES: [char; 2] = ['○', '◯'];
const ZERO: char = '〇';

/// The other spellings of a word, folded; mostly none.
#[must_use]
pub fn other_spellings(text: &str) -> Vec<String> {
    let word: Vec<char> = units(text).map(|unit| unit.value).collect();
    let mut spelled = vec![word];
    for other in [with_iteration_marks, dashed, circled] {
        for known in 0..spelled.len() {
            let more = other(spelled.get(known).map(Vec::as_slice).unwrap_or_default());
            for one in more {
                if !spelled.contains(&one) {
                    spelled.push(one);
                }
            }
        }
    }
    spelled.into_iter().skip(1).map(|word| word.into_iter().collect()).collect()
}

/// Writes signs that repeat the character before them for that character, or the other way round.
fn with_iteration_marks(word: &[char]) -> Vec<Vec<char>> {
    let voiced = |c: char| unicode_normalization::char::compose(c, '\u{3099}');
    let mut in_full: Vec<char> = Vec::with_capacity(word.len());
    let mut signs = in_full.clone();
    for &c in word {
        let before = in_full.last().copied();
        let full = match (before, c) {
            (Some(before), '々' | '〻') if is_han(before) => before,
            (Some(before), 'ゝ') if kana::is_kana(before) => before,
            (Some(before), 'ゞ') if kana::is_kana(before) => voiced(before).unwrap_or(before),
            _ => c,
        };
        let sign = match before {
            Some(before) if before == full && is_han(full) => '々',
            Some(before) if before == full && kana::is_kana(full) && full != 'ー' => 'ゝ',
            Some(before) if voiced(before) == Some(full) => 'ゞ',
            _ => full,
        };
        in_full.push(full);
        signs.push(sign);
    }
    vec![in_full, signs]
}

/// Writes dashes for long vowel marks, or the other way round.
fn dashed(word: &[char]) -> Vec<Vec<char>> {
    let with = |from: char, to: char| {
        let mut before = ' ';
        let replaced = word.iter().map(move |&c| {
            let after_kana = kana::is_kana(before) && before != 'ー';
            before = c;
            if c == from && after_kana { to } else { c }
        });
        replaced.collect::<Vec<char>>()
    };
    vec![with('-', 'ー'), with('ー', '-')]
}

/// Writes 〇 for circles beside the characters of a number, or the other way round.
fn circled(word: &[char]) -> Vec<Vec<char>> {
    let zero = |c: char| c == ZERO || CIRCLES.contains(&c);
    let number = |c: &char| "一二三四五六七八九十百千".contains(*c);
    if !word.iter().any(number) || !word.iter().copied().any(zero) {
        return Vec::new();
    }
    let with = |to: char| word.iter().map(|&c| if zero(c) { to } else { c }).collect();
    [ZERO].into_iter().chain(CIRCLES).map(with).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_spellings_that_their_neighbours_allow() {
        for (word, others) in [
            ("国务院", &[] as &[&str]),
            ("人人", &["人々"]),
            ("人々", &["人人"]),
            ("佐々木", &["佐佐木"]),
            ("々木", &[]),
            ("こころ", &["こゝろ"]),
            ("いすゞ", &["いすず"]),
            ("コーヒー", &["こ-ひ-"]),
            ("コ－ヒ－", &["こーひー"]),
            ("a-b", &[]),
            ("二○二一", &["二〇二一", "二◯二一"]),
            ("○○", &[]),
            ("", &[]),
        ] {
            assert_eq!(other_spellings(word), others, "{word}");
        }
    }
}
