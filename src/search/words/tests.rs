//! Words in the spellings of several regions, and what must hold of every text.

use proptest::{prelude::*, test_runner::TestRunner};

use super::{
    dictionary::{self, DictionaryWord},
    first_word, keywords,
    segment::{cut, jieba_with, segment},
};
use crate::{
    article::{Article, Block},
    search::{
        StopCheck,
        matching::{Mode, Query, edges},
        query::{KnownFacts, Predicate, Terms},
    },
};

fn words(text: &str) -> Vec<&str> {
    segment(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn words_are_found_however_they_are_written() {
    let cases: [(&str, &[&str]); 13] = [
        ("发展中国家的经济", &["发展中国家", "的", "经济"]),
        ("發展中國家的經濟", &["發展中國家", "的", "經濟"]),
        ("据国务院公告，GDP增长5%", &["据", "国务院", "公告", "GDP", "增长", "5%"]),
        ("據國務院公告", &["據", "國務院", "公告"]),
        ("圖書館裏的電腦", &["圖書館", "裏", "的", "電腦"]),
        ("清朝乾隆皇帝", &["清朝", "乾隆皇帝"]),
        ("著名作家", &["著名作家"]),
        ("北\u{200b}京、上\u{e0100}海", &["北\u{200b}京", "上\u{e0100}海"]),
        (" ，。\n", &[]),
        ("등대는 바다에 있다.", &["등대는", "바다에", "있다"]),
        ("カメラで国際", &["カメラ", "で", "国際"]),
        ("Café Łódź 国务院", &["Café", "Łódź", "国务院"]),
        ("北京的naïve派", &["北京", "的", "naïve", "派"]),
    ];
    for (text, want) in cases {
        assert_eq!(words(text), want, "{text}");
    }
    let query = Query::new("中国", Mode::Whole).unwrap();
    assert_eq!(query.find_at("發展中國家裡的中國公司", 0), Some(21..27));
}

#[test]
fn whole_words_are_told_from_parts() {
    let cases = [
        ("中国", "中国经济", true),
        ("中国", "发展中国家", false),
        ("中國", "發展中國家", false),
        ("中國", "在中國，", true),
        ("中国", "中国人民银行", true),
        ("中國", "中國人民銀行", true),
        ("银行", "中国人民银行", true),
        ("人民", "中国人民银行", true),
        ("国人", "中国人民银行", false),
        ("国家", "发展中国家", false),
        ("自言", "自言自语", false),
        ("国务", "国务院", false),
        ("经济", "中国经济的", true),
        ("art", "start", false),
        ("art", "fine art.", true),
        ("12", "2012年", false),
        ("2012", "2012年", true),
        ("スト", "テスト", false),
        ("テスト", "テストの", true),
        ("한국", "한국은", true),
        ("한국", "한국인", false),
        ("한국", "대한국", false),
        ("国务院", "国务院", true),
        ("，中国", "在，中国", true),
    ];
    for (word, text, want) in cases {
        let at = text.find(word).unwrap();
        assert_eq!(edges::is_whole(text, &(at..at + word.len())), want, "{word} in {text}");
    }
}

#[test]
fn the_first_word_that_says_something_is_found() {
    for (text, want) in [
        ("，国务院公布了", "国务院"),
        ("的了 國務院", "國務院"),
        ("凪ヶ浦の灯台", "凪ヶ浦"),
        ("佐々木さん", "佐々木"),
        ("《GDP》", "GDP"),
        ("。。。", ""),
    ] {
        assert_eq!(first_word(text).unwrap_or_default(), want, "{text}");
    }
}

#[test]
fn other_words_are_found_where_a_word_begins_and_not_where_one_ends() {
    for (asked, other, text, want) in [
        ("网络", "網路", "學校官網路線圖。", None),
        ("网络", "網路", "官網路線圖在網路上。", Some("網路")),
        ("公交车", "公車", "辦公車間有公車站", Some("公車")),
        ("自行车", "單車", "清單車輛", None),
        ("信息", "資訊", "投資訊號", None),
        ("登录", "登入", "刊登入口", None),
        ("软件", "軟體", "用軟體", Some("軟體")),
        ("复印", "影印", "舊證的影印件", Some("影印")),
        // What was asked for itself is found everywhere.
        ("網路", "网络", "官網路線圖", Some("網路")),
    ] {
        let query = Query::also(asked, Mode::ScriptBlind, &[other.to_owned()]).unwrap();
        let found = query.find_at(text, 0);
        assert_eq!(found.clone().map(|range| &text[range]), want, "{asked} in {text}");
        // The same in the library.
        let terms = Terms::parse(asked).unwrap().with_regional(|_| vec![other.to_owned()]);
        let article = Article { blocks: vec![Block::paragraph(text)], ..Article::default() };
        let matched = KnownFacts::default().matched(&article, &Predicate::compile(&terms).unwrap());
        assert_eq!(matched.and_then(|matched| matched.shown).map(|shown| shown.range), found, "{asked} in {text}");
    }
}

#[test]
fn keywords_are_frequent_in_the_text_and_rare_elsewhere() {
    let text = "國務院發布疫苗接種規定。疫苗接種由國務院規定，進行疫苗研究的人員表示，疫苗是可以的。";
    let found = keywords(text, 3, &StopCheck::never());
    assert_eq!(found[0].word, "疫苗");
    assert!(found.iter().any(|keyword| keyword.word == "國務院" && keyword.known == "国务院"), "{found:?}");
    assert!(found.windows(2).all(|two| two[0].weight >= two[1].weight));
    let simplified = keywords("国务院的疫苗。国务院。", 3, &StopCheck::never());
    assert!(simplified.iter().any(|keyword| keyword.known == "国务院"));
    assert!(keywords("的了是。123 a", 5, &StopCheck::never()).is_empty());
    let names =
        |text: &str| keywords(text, 9, &StopCheck::never()).into_iter().map(|keyword| keyword.word).collect::<Vec<_>>();
    let korean = "등대지기는 바다를 본다. 등대지기가 있다. 바다에 등대지기의 불빛이 있다. 위한 것이 있다. 본다.";
    assert_eq!(names(korean), ["등대지기", "바다"]);
    // A text in Latin letters names what it comes back to; in a Chinese one a name stands out.
    let latin = "The lighthouse and the keeper of the café: see https://example.org/the/keeper. Café and lighthouse.";
    assert_eq!(names(latin), ["café", "lighthouse"]);
    assert_eq!(names("他说，ＧＤＰ与GDP，ｶﾒﾗとカメラ。"), ["ＧＤＰ", "ｶﾒﾗ"]);
    assert_eq!(names("他说，GDP与Łódź。请看 http://example.org/GDP/abc 或 me@example.org。"), ["GDP", "Łódź"]);
}

#[test]
fn words_of_any_text_lie_in_it_in_order() {
    let text = prop_oneof![
        "[国國务務院发展中發著乾的A5%，。 \u{200b}\u{e0100}한カ\n]{0,40}",
        "(?s).{0,30}",
        ("[国a，]", 0..9000_usize).prop_map(|(c, times)| c.repeat(times)),
    ];
    let mut runner = TestRunner::new(ProptestConfig::with_cases(200));
    let held = runner.run(&text, |text| {
        let mut end = 0;
        for range in segment(&text) {
            prop_assert!(range.start >= end && text.get(range.clone()).is_some_and(|word| !word.is_empty()));
            end = range.end;
        }
        for (at, _) in text.char_indices().take(20) {
            let whole = edges::is_whole(&text, &(at..text.len()));
            prop_assert!(whole || at > 0, "nothing stands before the whole text or behind it");
        }
        Ok(())
    });
    held.unwrap();
}

#[test]
fn texts_are_cut_as_jieba_cuts_them() {
    let lines: Vec<String> = dictionary::all()
        .into_iter()
        .map(|(word, DictionaryWord { count, .. })| format!("{word} {count} n\n"))
        .collect();
    let jieba = jieba_with(&lines.concat());
    let same = |text: &str| {
        for new in [true, false] {
            let theirs: Vec<_> = jieba.cut(text, new).iter().map(|word| word.byte_start..word.byte_end).collect();
            assert_eq!(cut(text, new), theirs, "{text}");
        }
    };
    for entry in std::fs::read_dir("sample_articles").unwrap().flatten() {
        std::fs::read_to_string(entry.path()).unwrap_or_default().lines().for_each(same);
    }
    let word = (0..lines.len(), 1..12_usize).prop_map(|(index, least)| {
        // A word, or what its beginning and the beginning of the next make together.
        let word = |index: usize| lines[index % lines.len()].split(' ').next().unwrap_or_default();
        word(index).chars().take(least).chain(word(index + 1).chars().take(least % 3)).collect::<String>()
    });
    let text = prop::collection::vec(prop_oneof![8 => word, 1 => "[国务院发展中a-c5%.，々 가]{0,5}"], 0..20);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(2000));
    runner
        .run(&text, |words| {
            same(&words.concat());
            Ok(())
        })
        .unwrap();
}
