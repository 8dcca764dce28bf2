//! Queries and their terms.

use jiff::civil::date;
use proptest::prelude::*;

use crate::search::query::{Condition, ConditionKind, Mark, Terms, TermsError, Word};

fn word(text: &str) -> Word {
    Word { text: text.into(), ..Word::default() }
}

fn phrase(text: &str) -> Word {
    Word { text: text.into(), phrase: true, ..Word::default() }
}

fn pinyin(text: &str) -> Word {
    Word { text: text.into(), pinyin: true, ..Word::default() }
}

/// The conditions of a request of terms without alternatives.
fn conditions(typed: &str) -> Vec<(bool, ConditionKind)> {
    let terms = Terms::parse(typed).unwrap();
    terms
        .iter()
        .map(|term| match term.any.as_slice() {
            [Condition { excluded, what }] => (*excluded, what.clone()),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
#[allow(clippy::too_many_lines)] // A table of cases.
fn words_names_and_marks_are_told_apart() {
    let cases = [
        ("国务院", vec![(false, ConditionKind::Word(word("国务院")))]),
        (
            "国务院　!疫苗",
            vec![(false, ConditionKind::Word(word("国务院"))), (true, ConditionKind::Word(word("疫苗")))],
        ),
        ("-疫苗 ！is:read", vec![(true, ConditionKind::Word(word("疫苗"))), (true, ConditionKind::Is(Mark::Read))]),
        (
            "\"New York\" “国 务”",
            vec![(false, ConditionKind::Word(phrase("New York"))), (false, ConditionKind::Word(phrase("国 务")))],
        ),
        ("!\"a b", vec![(true, ConditionKind::Word(phrase("a b")))]),
        (
            "IS:Unread is:star",
            vec![(false, ConditionKind::Is(Mark::Unread)), (false, ConditionKind::Is(Mark::Starred))],
        ),
        (
            "source:\"人民 日报\" lang：zh-TW",
            vec![(false, ConditionKind::Source(phrase("人民 日报"))), (false, ConditionKind::Lang("zh-tw".into()))],
        ),
        (
            "author:王 title:经济 tag:later",
            vec![
                (false, ConditionKind::Author(word("王"))),
                (false, ConditionKind::Title(word("经济"))),
                (false, ConditionKind::Tag(word("later"))),
            ],
        ),
        (
            "after:2021-12 before:2022",
            vec![(false, ConditionKind::After(date(2021, 12, 1))), (false, ConditionKind::Before(date(2022, 1, 1)))],
        ),
        (
            "after:2021/2/3 before:2021年12月7日",
            vec![(false, ConditionKind::After(date(2021, 2, 3))), (false, ConditionKind::Before(date(2021, 12, 7)))],
        ),
        (
            "'guojia title:'gwy",
            vec![(false, ConditionKind::Word(pinyin("guojia"))), (false, ConditionKind::Title(pinyin("gwy")))],
        ),
        ("'ㄍㄨㄛˊㄐㄧㄚ", vec![(false, ConditionKind::Word(pinyin("ㄍㄨㄛˊㄐㄧㄚ")))]),
        // What only looks like syntax is text.
        (
            "3:30 http://a.b/ don't 5\" - ! !! --",
            vec![
                (false, ConditionKind::Word(word("3:30"))),
                (false, ConditionKind::Word(word("http://a.b/"))),
                (false, ConditionKind::Word(word("don't"))),
                (false, ConditionKind::Word(word("5\""))),
                (false, ConditionKind::Word(word("-"))),
                (false, ConditionKind::Word(word("!"))),
                (false, ConditionKind::Word(word("!!"))),
                (false, ConditionKind::Word(word("--"))),
            ],
        ),
        (
            "NEAR ^a* (b) a OR",
            vec![
                (false, ConditionKind::Word(word("NEAR"))),
                (false, ConditionKind::Word(word("^a*"))),
                (false, ConditionKind::Word(word("(b)"))),
                (false, ConditionKind::Word(word("a"))),
            ],
        ),
        // Syllables with spaces between them are one word.
        ("'guo jia", vec![(false, ConditionKind::Word(pinyin("guo jia")))]),
        (
            "!'guó jiā is:unread",
            vec![(true, ConditionKind::Word(pinyin("guó jiā"))), (false, ConditionKind::Is(Mark::Unread))],
        ),
        (
            "'guojia tongji",
            vec![(false, ConditionKind::Word(pinyin("guojia"))), (false, ConditionKind::Word(word("tongji")))],
        ),
        ("'ra-men", vec![(false, ConditionKind::Word(pinyin("ra-men")))]),
        (
            "ㄍㄨㄛˊ ㄐㄧㄚ 国",
            vec![(false, ConditionKind::Word(word("ㄍㄨㄛˊ ㄐㄧㄚ"))), (false, ConditionKind::Word(word("国")))],
        ),
        // What a ! or - excludes may not be typed yet; AND is what is meant anyway.
        ("国 !", vec![(false, ConditionKind::Word(word("国")))]),
        ("国 －", vec![(false, ConditionKind::Word(word("国")))]),
        ("-", vec![(false, ConditionKind::Word(word("-")))]),
        ("国 !\"", vec![(false, ConditionKind::Word(word("国")))]),
        ("-「", vec![]),
        (
            "国　ＡＮＤ　家 ＯＲ",
            vec![(false, ConditionKind::Word(word("国"))), (false, ConditionKind::Word(word("家")))],
        ),
        ("国 AND 家 AND", vec![(false, ConditionKind::Word(word("国"))), (false, ConditionKind::Word(word("家")))]),
        ("AND", vec![(false, ConditionKind::Word(word("AND")))]),
        ("国 \"AND\"", vec![(false, ConditionKind::Word(word("国"))), (false, ConditionKind::Word(phrase("AND")))]),
        // As an input method for full-width characters writes it.
        (
            "ｉｓ：ｕｎｒｅａｄ　ａｆｔｅｒ：２０２１－１２　－疫苗",
            vec![
                (false, ConditionKind::Is(Mark::Unread)),
                (false, ConditionKind::After(date(2021, 12, 1))),
                (true, ConditionKind::Word(word("疫苗"))),
            ],
        ),
        // A quote by itself is text.
        ("\"", vec![(false, ConditionKind::Word(word("\"")))]),
        ("“”", vec![(false, ConditionKind::Word(word("“”")))]),
        // What OR joins may not be typed yet; alone it is a word.
        ("国 |", vec![(false, ConditionKind::Word(word("国")))]),
        ("OR 国", vec![(false, ConditionKind::Word(word("国")))]),
        ("OR", vec![(false, ConditionKind::Word(word("OR")))]),
        (
            "\"OR\" 国",
            vec![
                (false, ConditionKind::Word(Word { phrase: true, ..word("OR") })),
                (false, ConditionKind::Word(word("国"))),
            ],
        ),
        ("", vec![]),
        (" \u{3000}\n", vec![]),
    ];
    for (typed, want) in cases {
        assert_eq!(conditions(typed), want, "{typed}");
    }
}

#[test]
fn either_of_two_terms_is_one_term() {
    let terms = Terms::parse("北京 OR source:新华 | !上海 is:unread").unwrap();
    let texts: Vec<&str> = terms.iter().map(|term| term.text.as_str()).collect();
    assert_eq!(texts, ["北京 OR source:新华 OR !上海", "is:unread"]);
    assert_eq!(terms.iter().next().unwrap().any.len(), 3);
    assert_eq!(terms.without(0).to_string(), "is:unread");
    assert_eq!(terms.without(7), terms);
    assert_eq!(Terms::parse(&terms.to_string()).unwrap(), terms);
    assert_eq!(terms.clone().and(Terms::parse("is:unread a").unwrap()).iter().count(), 3);
}

#[test]
fn a_mistake_is_a_sentence() {
    for (typed, want) in [
        ("is:red", TermsError::Mark("red".into())),
        ("after:soon", TermsError::Date("soon".into())),
        ("after:2021-13", TermsError::Date("2021-13".into())),
        ("after:2021-02-30", TermsError::Date("2021-02-30".into())),
        ("before:21-02", TermsError::Date("21-02".into())),
        ("before:2021-", TermsError::Date("2021-".into())),
        ("after:1-1-1-1", TermsError::Date("1-1-1-1".into())),
        ("source:", TermsError::Missing("source", "新华")),
        ("tag:\"\"", TermsError::Missing("tag", "later")),
        ("\u{301}", TermsError::Nothing("\u{301}".into())),
        ("\" \"", TermsError::Nothing("\" \"".into())),
    ] {
        let error = Terms::parse(typed).unwrap_err();
        assert_eq!(error, want, "{typed}");
        assert!(error.to_string().contains(": "), "{error}");
    }
}

#[test]
fn other_regions_words_come_with_words_only() {
    let terms = Terms::parse("鼠标 'shubiao source:鼠标").unwrap().with_regional(|word| vec![format!("{word}!")]);
    let also: Vec<usize> = terms
        .iter()
        .map(|term| match &term.any[0].what {
            ConditionKind::Word(word) | ConditionKind::Source(word) => word.also.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(also, [1, 0, 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_request_is_read_or_refused_and_reads_the_same_again(
        typed in prop_oneof![
            "(?s).{0,30}",
            "[a国\"“”「」!\\-' :|OR&AND：－\u{301}\u{3000}]{0,20}",
            "((is|after|tag|title)[:：][\"2unread'\\- ]{0,5}){0,3}",
        ],
    ) {
        if let Ok(terms) = Terms::parse(&typed) {
            prop_assert_eq!(Terms::parse(&terms.to_string()), Ok(terms));
        }
    }
}
