//! Marks that are repaired, marks that stay, and places, which all survive.

use proptest::prelude::*;

use super::{Quotes, Wording};
use crate::script::conversion::{is_boundary, tests::text};
use crate::{
    script::{Language, Script},
    text::safe::Safe,
};

fn shown(wording: Wording, script: Script, text: &str) -> String {
    let text = Safe::new(text);
    let applied = wording.apply(&text, Language::ChineseSimplified, script);
    applied.map_or_else(|| text.as_str().to_owned(), |(shown, _)| shown.as_str().to_owned())
}

fn repaired(text: &str) -> String {
    shown(Wording { punctuation: true, quotes: Quotes::AsWritten, ..Wording::default() }, Script::Original, text)
}

fn quoted(script: Script, text: &str) -> String {
    shown(Wording { punctuation: false, quotes: Quotes::ByScript, ..Wording::default() }, script, text)
}

#[test]
fn western_marks_in_a_chinese_sentence_become_full_width() {
    for (written, expected) in [
        ("据新华社报道,国家主席说:好;真的?真的!", "据新华社报道，国家主席说：好；真的？真的！"),
        ("国务院(北京)发布", "国务院（北京）发布"),
        ("(完)", "（完）"),
        ("他说(见图),然后走了", "他说（见图），然后走了"),
        ("什么?!不会吧...", "什么？！不会吧……"),
        ("等等......再说", "等等……再说"),
        ("你好, 世界", "你好，世界"),
        ("你好,  世界", "你好，  世界"),
        ("据报道,2021年由WHO,世卫", "据报道，2021年由WHO，世卫"),
        ("他说:“好”,“行”", "他说：“好”，“行”"),
        ("比分(上半场(中场)后)为", "比分（上半场（中场）后）为"),
        ("题目:\n第二行", "题目：\n第二行"),
        ("开会是3:30,人数为1,000人,比分3:2;好!", "开会是3:30，人数为1,000人，比分3:2；好！"),
        ("电话:010-123,邮箱:a.b@example.org,好", "电话：010-123，邮箱：a.b@example.org，好"),
        ("见http://example.org/a,b?c=d:e,很好", "见http://example.org/a,b?c=d:e，很好"),
        ("这是中文,and this is English, 而已", "这是中文，and this is English, 而已"),
        ("版本为1.2,价为$1,234.56,真贵!", "版本为1.2，价为$1,234.56，真贵！"),
    ] {
        assert_eq!(repaired(written), expected);
    }
}

#[test]
fn what_is_not_of_the_sentence_stays() {
    for text in [
        "3:30到4:00有1,000人,",
        "Hello, world! (a b) c",
        "世卫组织(WHO)的",
        "1)第一 2)第二",
        "见https://例子.cn/a,b?q=1:2!发",
        "等级........3页",
        "哈哈 :) 好",
        "中文\u{a0}, 好",
        "，。！？",
        "the 国家, meaning nation",
        "一,\u{301}二",
        "3...4",
    ] {
        let text = text.trim_end_matches("人,");
        assert_eq!(repaired(text), text);
    }
}

#[test]
fn quotes_follow_the_script_and_nest() {
    for (written, taiwan, simplified) in [
        ("他说“好‘吧’了”。", "他说「好『吧』了」。", "他说“好‘吧’了”。"),
        ("他說「好『吧』了」。", "他說「好『吧』了」。", "他說“好‘吧’了”。"),
        ("「外“中”外」", "「外『中』外」", "“外‘中’外”"),
        ("“一‘二“三”二’一”", "「一『二「三」二』一」", "“一‘二“三”二’一”"),
        ("他读了‘题目’。", "他读了「题目」。", "他读了“题目”。"),
        ("it’s中文 students’ 文", "it’s中文 students’ 文", "it’s中文 students’ 文"),
        ("“段一\n“段二”", "「段一\n「段二」", "“段一\n“段二”"),
        ("没有开头”的", "没有开头」的", "没有开头”的"),
        ("叫“GDP”的", "叫「GDP」的", "叫“GDP”的"),
        ("the “state” of 中文", "the “state” of 中文", "the “state” of 中文"),
        ("“It’s 他的”", "「It’s 他的」", "“It’s 他的”"),
    ] {
        assert_eq!(quoted(Script::Taiwan, written), taiwan);
        assert_eq!(quoted(Script::Hongkong, written), taiwan);
        assert_eq!(quoted(Script::Simplified, written), simplified);
        assert_eq!(quoted(Script::Original, written), written);
    }
}

#[test]
fn only_chinese_is_reworded() {
    let wording = Wording { punctuation: true, quotes: Quotes::ByScript, ..Wording::default() };
    for language in [Language::Japanese, Language::Korean, Language::Other] {
        assert_eq!(wording.apply(&Safe::new("中,文“中”"), language, Script::Taiwan), None);
    }
    assert_eq!(Wording::AS_WRITTEN.apply(&Safe::new("中,文“中”"), Language::ChineseTaiwan, Script::Taiwan), None);
    assert_eq!(wording.apply(&Safe::new("中文"), Language::ChineseTaiwan, Script::Taiwan), None);
}

#[test]
fn names_are_read() {
    for quotes in Quotes::ALL {
        assert_eq!(quotes.name().parse(), Ok(quotes));
    }
    assert!("straight".parse::<Quotes>().is_err());
}

fn marked() -> impl Strategy<Value = String> {
    const MARKS: [&str; 22] = [
        ",", ":", ";", "?", "!", "(", ")", ".", "...", " ", "\n", "“", "”", "‘", "’", "「", "」", "『", "』", "中",
        "a1", "\u{301}",
    ];
    let marks = proptest::collection::vec((0..MARKS.len()).prop_map(|index| MARKS[index]), 0..40);
    prop_oneof![marks.prop_map(|marks| marks.concat()), (marks_of(), text()).prop_map(|(marks, text)| text + &marks)]
}

fn marks_of() -> impl Strategy<Value = String> {
    "[,:;?!().“”‘’「」『』中a]{0,20}"
}

proptest! {
    #[test]
    fn places_survive(text in marked()) {
        let source = Safe::new(&text);
        let wording = Wording { punctuation: true, quotes: Quotes::ByScript, ..Wording::default() };
        for script in [Script::Original, Script::Simplified, Script::Taiwan] {
            let Some((shown, map)) = wording.apply(&source, Language::ChineseSimplified, script) else { continue };
            prop_assert_eq!((map.source_len(), map.shown_len()), (source.len(), shown.len()));
            for (x, y) in map.replaced() {
                prop_assert!(!x.is_empty() && !y.is_empty());
                prop_assert!(is_boundary(&source, x.start) && is_boundary(&source, x.end));
                prop_assert!(is_boundary(&shown, y.start) && is_boundary(&shown, y.end));
            }
            let mut last = 0;
            for (at, _) in source.char_indices() {
                let there = map.shown(at);
                prop_assert!(shown.is_char_boundary(there) && there >= last);
                last = there;
                let start = map.replaced().find(|(x, _)| x.contains(&at)).map_or(at, |(x, _)| x.start);
                prop_assert_eq!(map.source(there), start);
            }
            // Letters are never touched.
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&source), letters(&shown));
        }
    }
}
