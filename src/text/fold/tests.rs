//! Properties of folding: it changes nothing twice, and its offsets lead back.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{
    Folded, fold,
    table::{Folding, dropped, sources},
    units,
    units::{Unit, UnitValues, starts_unit},
};

/// Every character that Unicode may have given a meaning to; elsewhere are only places for private use.
fn characters() -> impl Iterator<Item = char> {
    ('\0'..='\u{3347F}').chain('\u{E0000}'..='\u{E0FFF}')
}

fn folded(text: &str) -> String {
    fold(text).text
}

#[test]
fn spellings_of_one_word_fold_alike() {
    for (a, b) in [
        ("国务院", "國務院"),
        ("発展", "发展"),
        ("ﾊﾟｰﾃｨｰ", "ぱーてぃー"),
        ("ヷ", "わ\u{3099}"),
        ("か゛", "ガ"),
        ("\u{1112}\u{1161}\u{11ab}", "한"),
        ("ﾡ", "ㄱ"),
        ("ẞ", "SS"),
        ("ŉ", "’N"),
        ("Œuvre", "oeuvre"),
        ("Łódź", "lodz"),
        ("ǾĐÞæ", "odthae"),
        ("½", "1/2"),
        ("——", "-"),
        ("……", "..."),
        ("´", "'"),
    ] {
        assert_eq!(folded(a), folded(b), "{a} {b}");
    }
    for (a, b) in
        [("か", "が"), ("つ", "っ"), ("¨", ""), ("一", "-"), ("ー", "-"), (".", "…"), ("한", "하"), ("क", "कि")]
    {
        assert_ne!(folded(a), folded(b), "{a} {b}");
    }
}

#[test]
fn every_character_folds_like_its_normal_forms_and_its_cases() {
    for c in characters() {
        let once = folded(&c.to_string());
        assert_eq!(folded(&once), once, "{c:?} twice");
        assert_eq!(folded(&c.nfd().collect::<String>()), once, "{c:?} decomposed");
        assert_eq!(folded(&c.nfc().collect::<String>()), once, "{c:?} composed");
        assert_eq!(folded(&c.to_lowercase().collect::<String>()), once, "{c:?} in lower case");
        // The iota below a Greek vowel, a mark, becomes a letter beside it.
        if !c.nfd().any(|part| part == '\u{345}') {
            assert_eq!(folded(&c.to_uppercase().collect::<String>()), once, "{c:?} in upper case");
        }
    }
}

#[test]
fn every_character_is_among_the_sources_of_what_it_becomes() {
    for c in characters() {
        let folding = Folding::of(c);
        for unit in (0..folding.len()).filter_map(|index| folding.get(index)) {
            assert!(sources(unit).any(|source| source == c), "{c:?} for {unit:?}");
        }
        assert_eq!(folding == Folding::Dropped, dropped().any(|(from, to)| (from..=to).contains(&c)), "{c:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_unit_is_found_again_in_the_text(
        text in "(?s)[国國a A．.…‥—\\-かガ\u{3099}ﾊﾟ한하\u{1112}\u{1161}\u{11ab}é\u{301}\u{200b}㍿⒈ﬁ\r\n]{0,30}|.{0,20}",
    ) {
        let Folded { text: folded, map } = fold(&text);
        prop_assert_eq!((map.source_len(), map.shown_len()), (text.len(), folded.len()));
        let units: Vec<Unit> = units(&text).collect();
        prop_assert!(units.iter().map(|unit| unit.value).eq(folded.chars()));
        for cut in 0..=text.len().min(12) {
            let (head, tail) = text.split_at(text.floor_char_boundary(cut));
            let (mut values, mut fed) = (String::new(), UnitValues::default());
            fed.feed(head, |value| values.push(value));
            fed.feed(tail, |value| values.push(value));
            values.extend(fed.finish());
            prop_assert_eq!(&values, &folded);
        }
        for (unit, (at, c)) in units.iter().zip(folded.char_indices()) {
            let source = map.source_range(at..at + c.len_utf8());
            // What shares a character is one to the map.
            prop_assert!(source.start <= unit.range.start && source.end >= unit.range.end);
            let shared = units.iter().filter(|other| other.range.start < source.end && other.range.end > source.start);
            prop_assert!(source == unit.range || shared.count() > 1);
            prop_assert!(starts_unit(&text, unit.range.start) || source != unit.range);
        }
    }
    #[test]
    fn a_unit_starts_where_none_goes_on(
        text in "[国.…\\-か\u{3099}\u{309a}は \u{200b}]{0,12}|[하한\u{1112}\u{1161}\u{11ab}ᄒ\u{301}]{0,8}",
    ) {
        for (at, c) in text.char_indices() {
            let starts = units(&text).any(|unit| unit.range.start == at);
            prop_assert_eq!(starts_unit(&text, at), starts, "{:?} at {}", c, at);
        }
    }
}
