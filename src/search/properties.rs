//! What must hold of every query and every text.

use std::ops::Range;

use proptest::prelude::*;

use super::{Mode, Query, cluster, folded::FoldedQuery};
use crate::text::fold::{fold, units};

/// Script-blind search as it is defined: both folded, then every stretch of units compared.
fn naive(query: &str, text: &str) -> Vec<Range<usize>> {
    let query: Vec<char> = units(query).map(|unit| unit.value).collect();
    let units: Vec<_> = units(text).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for stretch in units.windows(query.len()) {
        let begins = stretch[0].range.start >= found.last().map_or(0, |last| last.end);
        if begins && stretch.iter().map(|unit| unit.value).eq(query.iter().copied()) {
            found.push(cluster::widen(text, stretch[0].range.start..stretch[query.len() - 1].range.end));
        }
    }
    found
}

/// Characters that meet in ways that matter, so that short texts of them match often.
const TRICKY: &str = "[国國囯家傢统統計计局ab AＡ1１①⑪1.．…‥‐—\\-か゛がｶﾞﾊﾟぱハ\u{3099}\u{309a}ー한하\u{1112}\u{1161}\u{11ab}ᆨㅎﾡéeE\u{301}\u{200b}\u{e0100}\u{fe0f}\n\
     \t\u{3000}㍿株式会社會ﬁfiıİßsSẞ㌀あアパト“」'\u{2033}👨👩\u{200d}🇨🇳\u{958}क\u{93c}⒈ㅏ\u{115f}\r]";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_matcher_finds_what_folding_both_finds(
        text in prop::collection::vec(TRICKY, 0..40).prop_map(|v| v.concat()),
        query in prop::collection::vec(TRICKY, 1..4).prop_map(|v| v.concat()),
    ) {
        if let Ok(compiled) = Query::new(&query, Mode::ScriptBlind) {
            let found: Vec<_> = compiled.find_iter(&text).collect();
            prop_assert_eq!(&found, &naive(&query, &text));
            // So does the way that is taken where comparing is slow.
            let (folded, mut at) = (FoldedQuery::new(&query).unwrap(), 0);
            let read = std::iter::from_fn(|| {
                let found = cluster::widen(&text, folded.read(&text, at..text.len())?);
                at = found.end;
                Some(found)
            });
            prop_assert_eq!(read.collect::<Vec<_>>(), found);
        } else {
            prop_assert_eq!(fold(&query).text, "");
        }
    }
}

/// Texts and queries that nobody means well with.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,60}",
        prop::collection::vec(TRICKY, 0..30).prop_map(|v| v.concat()),
        r"[\[\](){}.*+?^$|\\a国]{0,12}",
        (TRICKY, 0..12_000_usize).prop_map(|(c, times)| c.repeat(times)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_match_of_every_query_is_whole_clusters_in_order(text in hostile(), query in hostile()) {
        for mode in [Mode::ScriptBlind, Mode::Exact, Mode::Regex] {
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
        text in prop::collection::vec(TRICKY, 0..30).prop_map(|v| v.concat()),
        query in prop::collection::vec(TRICKY, 1..3).prop_map(|v| v.concat()),
        from in 0..60_usize,
        to in 0..120_usize,
    ) {
        for mode in [Mode::ScriptBlind, Mode::Exact] {
            let Ok(query) = Query::new(&query, mode) else { continue };
            let (from, to) = (cluster::ceil(&text, cluster::ceil_character(&text, from)), cluster::ceil(&text, cluster::ceil_character(&text, to)));
            let found = query.find_within(&text, from..to);
            prop_assert_eq!(found, query.find_at(&text, from).filter(|found| found.start < to));
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
