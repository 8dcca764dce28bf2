//! The word that Ctrl-W deletes: the last of a line being typed, as in a shell, in scripts that put no spaces between
//! words as well.

use unicode_segmentation::UnicodeSegmentation;

use crate::{search::words::segment, text::classes};

/// Characters of a run of Han that are cut into words at most.
const MAX_RUN_CHARACTERS: usize = 64;

/// Class of characters that stand in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Han,
    Hiragana,
    Katakana,
    Hangul,
    /// The mark of a long vowel, which goes with either kana.
    Long,
    /// A mark on the character before it.
    Mark,
    /// A letter or a digit of a script with spaces.
    Letter,
    /// A separator of words.
    Between,
}

fn class(c: char) -> Class {
    match c {
        'ー' | 'ｰ' => Class::Long,
        '\u{0300}'..='\u{036F}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
            Class::Mark
        }
        _ => match classes::class(c) {
            classes::Class::Han => Class::Han,
            classes::Class::Hiragana => Class::Hiragana,
            classes::Class::Katakana => Class::Katakana,
            classes::Class::Hangul => Class::Hangul,
            _ if c.is_alphanumeric() => Class::Letter,
            _ => Class::Between,
        },
    }
}

/// Start of the last word of a text; separators behind it belong to it. A run of Han is cut by the
/// dictionary; kana and Hangul are words as far as they run.
pub(in crate::app) fn last_word(text: &str) -> usize {
    let word = |c: char| !matches!(class(c), Class::Between | Class::Mark);
    let Some((last, c)) = text.char_indices().rfind(|(_, c)| word(*c)) else { return 0 };
    let end = last + c.len_utf8();
    let before = &text[..end];
    let run = match before.chars().rev().map(class).find(|class| !matches!(class, Class::Long | Class::Mark)) {
        Some(Class::Letter) => return last_of_letters(before),
        Some(kana @ (Class::Hiragana | Class::Katakana)) => kana,
        // A long vowel behind nothing of its own.
        _ if class(c) == Class::Long => Class::Long,
        Some(run) => run,
        None => return 0,
    };
    let goes_on = |c: char| match class(c) {
        Class::Mark => true,
        Class::Long => matches!(run, Class::Hiragana | Class::Katakana | Class::Long),
        other => other == run,
    };
    let start = before.char_indices().rev().take_while(|(_, c)| goes_on(*c)).last().map_or(last, |(at, _)| at);
    if run != Class::Han {
        return start;
    }
    let from = before[start..].char_indices().rev().take(MAX_RUN_CHARACTERS).last().map_or(start, |(at, _)| start + at);
    segment(&before[from..]).last().map_or(start, |word| from + word.start)
}

/// Start of the last word of a text that ends with a letter or a digit: by the rules of UAX #29, but never beyond a
/// character of a script without spaces.
fn last_of_letters(text: &str) -> usize {
    let (from, word) = text.unicode_word_indices().next_back().unwrap_or((0, text));
    let other = |c: &char| matches!(class(*c), Class::Han | Class::Hiragana | Class::Katakana | Class::Hangul);
    let inside = word.char_indices().rev().find(|(_, c)| other(c));
    inside.map_or(from, |(at, c)| from + at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Texts left after each Ctrl-W until nothing is.
    fn left(text: &str) -> Vec<String> {
        let mut rest = text.to_owned();
        let mut all = Vec::new();
        while !rest.is_empty() {
            rest.truncate(last_word(&rest));
            all.push(rest.clone());
        }
        all
    }

    #[test]
    fn words_of_every_script() {
        let cases: [(&str, &[&str]); 11] = [
            ("海雾港 夜市重开 abc", &["海雾港 夜市重开 ", "海雾港 夜市", "海雾港 ", "海雾", ""]),
            ("one two.", &["one ", ""]),
            ("don't 3.5%", &["don't ", ""]),
            (
                "東京でラーメンを食べる",
                &["東京でラーメンを食", "東京でラーメンを", "東京でラーメン", "東京で", "東京", ""],
            ),
            ("らーめん", &[""]),
            ("서울의 밤 夜景", &["서울의 밤 ", "서울의 ", ""]),
            ("2026年春", &["2026", ""]),
            ("abc中文def", &["abc中文", "abc", ""]),
            ("新闻，", &[""]),
            ("葛\u{E0100}飾区", &[""]),
            ("！？", &[""]),
        ];
        for (text, expected) in cases {
            assert_eq!(left(text), expected, "{text}");
        }
    }

    #[test]
    fn the_dictionary_cuts_what_runs_on() {
        assert_eq!(left("海雾港 夜市重开")[..2], ["海雾港 夜市", "海雾港 "]);
        assert_eq!(left("經濟發展"), ["經濟", ""]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

        #[test]
        fn every_text_is_taken_away_in_the_end(text in "[国々務aé9 ，。ーらラ한\u{301}\u{E0100}\u{3099}-]{0,30}|\\PC{0,20}") {
            let steps = left(&text);
            prop_assert!(steps.len() <= text.chars().count());
        }
    }
}
