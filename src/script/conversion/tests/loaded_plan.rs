//! Exact maps of single cases, and properties of every text and every plan.

use proptest::prelude::*;

use super::*;
use crate::script::{
    Script,
    conversion::{Config, is_boundary, tests::whole},
};

fn mapped(config: Config, text: &str) -> Mapped {
    let (text, plan) = (Safe::new(text), Plan::single(config));
    convert_mapped(whole::converters(), plan, &text).expect("conversion").expect("loaded")
}

/// The spans of a conversion as `source→shown` pairs.
fn changes(config: Config, text: &str) -> Vec<(String, String)> {
    let mapped = mapped(config, text);
    mapped.map.replaced().map(|(x, y)| (text[x].to_owned(), mapped.text.slice(y).to_owned())).collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(x, y)| (x.to_owned(), y.to_owned())).to_vec()
}

#[test]
fn spans_are_the_words_that_were_replaced() {
    assert_eq!(changes(Config::S2t, "头发发展，面条里面"), pairs([]));
    assert_eq!(
        changes(Config::S2twp, "乌兹别克斯坦的出租车里有鼠标、打印机。"),
        pairs([("乌兹别克斯坦", "烏茲別克"), ("出租车", "計程車"), ("鼠标", "滑鼠"), ("打印机", "印表機")])
    );
    assert_eq!(changes(Config::S2twp, "甲型肝炎"), pairs([("甲型肝炎", "A型肝炎")]));
    assert_eq!(
        changes(Config::Tw2sp, "滑鼠裡面的矽二極體"),
        pairs([("滑鼠", "鼠标"), ("矽", "硅"), ("二極體", "二极管")])
    );
    assert_eq!(changes(Config::Hk2sp, "伺服器和滑鼠。"), pairs([("伺服器", "服务器"), ("滑鼠", "鼠标")]));
    assert_eq!(changes(Config::S2hkp, "伍迪·艾伦的U盘"), pairs([("伍迪·艾伦", "活地·亞倫")]));
}

#[test]
fn characters_of_other_lengths_are_spans_of_their_own() {
    // 𫠆 is four bytes long, its Traditional form three.
    let text = "头𫠆发𫠆";
    let mapped = mapped(Config::S2t, text);
    for ((source, _), (shown, _)) in text.char_indices().zip(mapped.text.char_indices()) {
        assert_eq!((mapped.map.shown(source), mapped.map.source(shown)), (shown, source));
    }
    assert_eq!(mapped.map.replaced().count(), 2);
}

#[test]
fn addresses_stay() {
    let text = "发展https://例子.cn/头发?q=发展，见http://a.cn头发";
    assert_eq!(&*mapped(Config::S2twp, text).text, "發展https://例子.cn/头发?q=发展，見http://a.cn頭髮");
}

#[test]
fn a_conversion_that_is_not_one_to_one_is_mapped_clause_by_clause() {
    assert_eq!(by_marks("一二。三四。五", "一二。甲。五"), [(9..18, 9..15)]);
    assert_eq!(by_marks("一二三", "一。二"), [(0..9, 0..9)]);
    assert_eq!(one_to_one_spans("一二", "一"), None);
    assert_eq!(one_to_one_spans("一𫠆", "一二"), Some(vec![(3..7, 3..6)]));
}

#[test]
fn spans_grow_to_whole_clusters_and_none_is_empty() {
    let text = "ae\u{301}bc";
    assert_eq!(whole_clusters(vec![(1..2, 1..2)], text, text), [(1..4, 1..4)]);
    assert_eq!(whole_clusters(vec![(2..4, 2..4)], text, text), [(1..4, 1..4)]);
    assert_eq!(whole_clusters(vec![(1..2, 1..2), (2..4, 2..4)], text, text), [(1..4, 1..4)]);
    assert_eq!(whole_clusters(vec![(2..3, 2..2)], "abcd", "abd"), [(1..3, 1..2)]);
    assert_eq!(whole_clusters(vec![(0..1, 0..0)], "abcd", "bcd"), [(0..2, 0..1)]);
    assert_eq!(whole_clusters(vec![(0..1, 0..0)], "a", ""), [(0..1, 0..0)]);
    assert_eq!(whole_clusters(vec![], "", ""), []);
}

#[test]
fn hostile_texts_are_mapped() {
    let long = "乾隆头发国裡".repeat(10_000);
    for text in ["\u{301}", "\u{301}\u{301}头\u{301}发", "⿰⿰⿰", &long] {
        for config in [Config::S2twp, Config::Tw2sp, Config::T2s] {
            let display = Safe::new(text);
            let mapped = mapped(config, text);
            assert_eq!(mapped.map.source_len(), display.len());
            assert_eq!(mapped.map.shown_len(), mapped.text.len());
        }
    }
}

#[test]
fn nothing_is_converted_by_what_is_not_loaded() {
    let none = Converters::new(None, std::env::temp_dir());
    assert_eq!(convert_mapped(&none, Plan::single(Config::S2twp), &Safe::new("头发")).expect("no error"), None);
}

fn plans() -> Vec<Plan> {
    let pairs = Script::ALL.into_iter().flat_map(|from| Script::ALL.map(|to| (from, to)));
    let mut plans: Vec<_> = pairs.filter_map(|(from, to)| Plan::between(from, to)).collect();
    plans.dedup();
    plans
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_map_is_true(text in whole::text()) {
        let source = Safe::new(&text);
        for plan in plans() {
            let loaded = LoadedPlan::from_loaded(plan, whole::converters()).expect("words").expect("loaded");
            let Mapped { text: shown, map, .. } = loaded.convert_mapped(&source).expect("conversion");
            prop_assert_eq!(&*shown, &loaded.convert(&source).expect("conversion"), "the whole text's conversion");
            prop_assert_eq!((map.source_len(), map.shown_len()), (source.len(), shown.len()));

            let spans: Vec<_> = map.replaced().collect();
            for (x, y) in &spans {
                prop_assert!(!x.is_empty() && !y.is_empty(), "{:?} {:?}", plan, spans);
                for (text, range) in [(&source, x), (&shown, y)] {
                    for at in [range.start, range.end] {
                        prop_assert!(is_boundary(text, at), "{:?} cuts a cluster of {:?} at {}", plan, text, at);
                    }
                }
            }
            let mut last = 0;
            for (at, _) in source.char_indices() {
                let there = map.shown(at);
                prop_assert!(shown.is_char_boundary(there) && there >= last);
                last = there;
                let start = spans.iter().find(|(x, _)| x.contains(&at)).map_or(at, |(x, _)| x.start);
                prop_assert_eq!(map.source(there), start, "the character or the start of its word");
            }
            let mut last = 0;
            for (at, _) in shown.char_indices() {
                let there = map.source(at);
                prop_assert!(source.is_char_boundary(there) && there >= last);
                last = there;
            }
        }
    }

    #[test]
    fn words_between_marks_are_the_spans(picks in proptest::collection::vec(any::<proptest::sample::Index>(), 1..20)) {
        for config in Config::ALL.into_iter().filter(|config| config.one_to_one().is_some()) {
            let lines = include_str!("../../data/words.tsv").lines().filter_map(|line| line.split_once('\t'));
            let all: Vec<_> = lines.filter(|(name, _)| *name == config.name()).map(|(_, word)| word).collect();
            let picked: Vec<_> = picks.iter().map(|pick| *pick.get(&all)).collect();
            let converter = whole::converters().get(config).expect("loaded");
            let expected: Vec<_> =
                picked.iter().map(|word| ((*word).to_owned(), converter.convert(word).expect("conversion"))).collect();
            prop_assert_eq!(changes(config, &picked.join("，")), expected);
        }
    }
}
