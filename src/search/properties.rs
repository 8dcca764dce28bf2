//! What must hold of every query and every text.

use std::ops::Range;

use proptest::prelude::*;

use super::{Mode, Query, cluster};
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
const TRICKY: &str = "[国國囯家傢统統計计局ab AＡ1１①⑪1.．…‥‐—\\-か゛がｶﾞﾊﾟぱハ\u{3099}\u{309a}ー한하한ᆨㅎﾡéeE\u{301}\u{200b}\u{e0100}\u{fe0f}\n\
     \t\u{3000}㍿株式会社會ﬁfiıİßsSẞ㌀あアパト“」'\u{2033}👨👩\u{200d}🇨🇳क़क\u{93c}⒈ㅏ\u{115f}\r]";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_matcher_finds_what_folding_both_finds(
        text in prop::collection::vec(TRICKY, 0..40).prop_map(|v| v.concat()),
        query in prop::collection::vec(TRICKY, 1..4).prop_map(|v| v.concat()),
    ) {
        if let Ok(compiled) = Query::new(&query, Mode::ScriptBlind) {
            prop_assert_eq!(compiled.find_iter(&text).collect::<Vec<_>>(), naive(&query, &text));
        } else {
            prop_assert_eq!(fold(&query).text, "");
        }
    }
}
