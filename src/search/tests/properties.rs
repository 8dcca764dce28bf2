//! Properties of every query and every text.

use std::ops::Range;

use proptest::prelude::*;

use crate::search::matching::{FoldedQuery, Mode, Query, cluster, other_spellings};
use crate::text::fold::{fold, units};

/// Script-blind search as it is defined: all folded, then every stretch of units compared with each spelling.
fn naive(query: &str, text: &str) -> Vec<Range<usize>> {
    let fold = |text: &str| units(text).map(|unit| unit.value).collect::<Vec<char>>();
    let spellings: Vec<Vec<char>> =
        std::iter::once(query.to_owned()).chain(other_spellings(query)).map(|text| fold(&text)).collect();
    let units: Vec<_> = units(text).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, first) in units.iter().enumerate() {
        let begins = first.range.start >= found.last().map_or(0, |last| last.end);
        let stretch = |length: usize| units.get(at..at + length);
        let same = |spelled: &&Vec<char>| {
            stretch(spelled.len())
                .is_some_and(|stretch| stretch.iter().map(|unit| unit.value).eq(spelled.iter().copied()))
        };
        if begins && let Some(spelled) = spellings.iter().find(same) {
            found.push(cluster::widen(text, first.range.start..units[at + spelled.len() - 1].range.end));
        }
    }
    found
}

/// Characters that meet in ways that matter, so that short texts of them match often.
const TRICKY: &str = "[国國囯家傢统統計计局ab AＡ1１①⑪1.．…‥‐—\\-か゛がｶﾞﾊﾟぱハ\u{3099}\u{309a}ー한하\u{1112}\u{1161}\u{11ab}ᆨㅎﾡéeE\u{301}\u{200b}\u{e0100}\u{fe0f}\n\
     \t\u{3000}㍿株式会社會ﬁfiıİßsSẞ㌀あアパト“」'\u{2033}👨👩\u{200d}🇨🇳\u{958}क\u{93c}⒈ㅏ\u{115f}\r]";

fn tricky(len: Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(TRICKY, len).prop_map(|characters| characters.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_matcher_finds_what_folding_both_finds(
        (text, query) in prop_oneof![
            (tricky(0..40), tricky(1..4)),
            // Words that begin again within themselves.
            ("[国國a\\-か゛]{0,40}", "[国aが\\-]{1,9}"),
        ],
    ) {
        if let Ok(compiled) = Query::new(&query, Mode::ScriptBlind) {
            let found: Vec<_> = compiled.find_iter(&text).collect();
            prop_assert_eq!(&found, &naive(&query, &text));
            // So does the way that is taken where comparing is slow.
            let (folded, mut at) = (FoldedQuery::new(&query, &[]).unwrap(), 0);
            let read = std::iter::from_fn(|| {
                let found = cluster::widen(&text, folded.read(&text, at..text.len())?.0);
                at = found.end;
                Some(found)
            });
            prop_assert_eq!(read.collect::<Vec<_>>(), found);
        } else {
            prop_assert_eq!(fold(&query).text, "");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn of_several_words_the_one_that_begins_first_is_found_and_of_those_the_first(
        (text, words) in prop_oneof![
            (tricky(0..30), prop::collection::vec(tricky(1..4), 1..4)),
            ("[国國ab\\-か゛]{0,40}", prop::collection::vec("[国abが\\-]{1,5}", 1..4)),
        ],
    ) {
        let (word, others) = words.split_first().unwrap();
        let Ok(several) = FoldedQuery::new(word, others) else { return Ok(()) };
        let each: Vec<FoldedQuery> = words.iter().filter_map(|word| FoldedQuery::new(word, &[]).ok()).collect();
        let mut at = 0;
        while at < text.len() {
            let found = several.find(&text, at..text.len());
            prop_assert_eq!(&several.read(&text, at..text.len()), &found);
            let first = each.iter().filter_map(|one| one.find(&text, at..text.len())).min_by_key(|(range, _)| range.start);
            prop_assert_eq!(first.map(|(range, _)| range), found.clone().map(|(range, _)| range));
            let Some((range, _)) = found else { break };
            at = cluster::ceil_character(&text, range.start + 1);
        }
    }
}

/// Texts and queries that nobody means well with.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,60}",
        tricky(0..30),
        r"[\[\](){}.*+?^$|\\a国]{0,12}",
        (TRICKY, 0..12_000_usize).prop_map(|(c, times)| c.repeat(times)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_match_of_every_query_is_whole_clusters_in_order(text in hostile(), query in hostile()) {
        for mode in Mode::ALL {
            let Ok(query) = Query::new(&query, mode) else { continue };
            let mut end = 0;
            for found in query.find_iter(&text).take(1000) {
                prop_assert!(found.start >= end && found.end > found.start && found.end <= text.len());
                prop_assert_eq!(cluster::widen(&text, found.clone()), found.clone());
                end = found.end;
            }
        }
    }

    #[test]
    fn a_search_within_bounds_finds_what_begins_there(
        text in tricky(0..30),
        query in tricky(1..3),
        from in 0..60_usize,
        to in 0..120_usize,
    ) {
        for mode in [Mode::ScriptBlind, Mode::Exact] {
            let Ok(query) = Query::new(&query, mode) else { continue };
            let (from, to) = (cluster::ceil(&text, cluster::ceil_character(&text, from)), cluster::ceil(&text, cluster::ceil_character(&text, to)));
            let want = query.find_at(&text, from).filter(|found| found.start < to);
            prop_assert_eq!(&query.find_within(&text, from..to).map(|found| found.range), &want);
            if mode == Mode::ScriptBlind {
                let read = FoldedQuery::new(query.text(), &[]).unwrap().read(&text, from..to);
                prop_assert_eq!(read.map(|(found, _)| cluster::widen(&text, found)), want);
            }
        }
    }
}

#[test]
fn no_text_makes_the_search_slow() {
    // Each of these takes hours if a long beginning is compared at every place.
    let text = "a国-.か".chars().map(|c| c.to_string().repeat(200_000)).collect::<String>();
    for unit in ["a", "国", "- ", "か"] {
        let query = Query::new(&(unit.repeat(10_000) + "b"), Mode::ScriptBlind).unwrap();
        assert_eq!(query.find_at(&text, 0), None);
    }
    let query = Query::new(&("國".repeat(9_999) + "-..か"), Mode::ScriptBlind).unwrap();
    let end = 200_000 * (1 + 3 + 1 + 1) + 3;
    assert_eq!(query.find_at(&text, 0), Some(200_000 + 3 * 190_001..end));
}
