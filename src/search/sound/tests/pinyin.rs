//! Characters found by their sounds.

use proptest::prelude::*;

use super::*;

/// Query, text, and what is found first; nothing if it is empty.
const CASES: &[(&str, &str, &str)] = &[
    ("guojia", "据国家公布", "国家"),
    ("guojiatongji", "國家統計局", "國家統計"),
    ("gjtjj", "中国国家统计局公布", "国家统计局"),
    ("gwy", "據國務院", "國務院"),
    ("GWY", "国务院", "国务院"),
    ("cq", "重庆", "重庆"),
    ("chongqing", "重慶", "重慶"),
    ("changan", "长安", "长安"),
    ("xian", "西安", "西安"),
    ("xian", "先生", "先"),
    ("xi'an", "先西安", "西安"),
    ("xi an", "先西安", "西安"),
    ("xi1an1", "先西安", "西安"),
    ("guójiā", "国家", "国家"),
    ("guo2jia1", "国家", "国家"),
    ("guo2jia", "国家", "国家"),
    ("guojia1", "国家", "国家"),
    ("tu2shuguan3", "圖書館", "圖書館"),
    ("tu shu1guan", "圖書館", "圖書館"),
    ("xi'an1", "先西安", "西安"),
    ("lv4se", "绿色", "绿色"),
    ("lu4se", "绿色", "绿色"),
    ("g20feng", "G20峰", "G20峰"),
    ("2yue3ri", "2月3日", "2月3日"),
    ("yue3ri4", "阅日", "阅日"),
    ("nv", "女", "女"),
    ("nu", "女", "女"),
    ("nü", "女", "女"),
    ("nǚ", "女", "女"),
    ("lvse", "绿色", "绿色"),
    ("lve", "掠夺", "掠"),
    ("lue", "掠夺", "掠"),
    ("jv", "举", "举"),
    ("zhongg", "中国", "中国"),
    ("zhg", "中国", "中国"),
    ("guoji", "国际", "国际"),
    ("guoji", "国家", "国家"),
    ("aq", "安全", "安全"),
    ("gdpzz", "今年GDP增长", "GDP增长"),
    ("gdpzz", "ＧＤＰ增長", "ＧＤＰ增長"),
    ("12yue", "１２月", "１２月"),
    ("中guo", "中國", "中國"),
    ("ㄍㄨㄛˊ ㄐㄧㄚ", "國家", "國家"),
    ("ㄍㄨㄛㄐㄧㄚ", "国家", "国家"),
    ("ㄓㄉㄠˋ", "知道", "知道"),
    ("ㄍㄐ", "国家", "国家"),
    ("guojia", "国\u{200b} 家", "国\u{200b} 家"),
    // What is not meant.
    ("she", "是和二", ""),
    ("guojia", "guojia", ""),
    ("xi'an", "先", ""),
    ("guojia", "国务家", ""),
    ("gwy", "国家院", ""),
    ("jia", "の", ""),
];

#[test]
fn characters_are_found_by_their_sounds() {
    for (query, text, want) in CASES {
        let found = PinyinQuery::new(query).unwrap().find(text, 0..text.len());
        assert_eq!(found.map_or("", |range| &text[range]), *want, "{query} in {text}");
    }
}

#[test]
fn the_shared_cases_hold() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/cjk-cases.json");
    let Ok(json) = std::fs::read_to_string(path) else { return };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let cases: Vec<_> = cases.iter().filter(|case| case["kind"] == "pinyin").collect();
    assert!(!cases.is_empty());
    for case in cases {
        let (query, text) = (case["query"].as_str().unwrap(), case["haystack"].as_str().unwrap());
        let found =
            PinyinQuery::new(query).unwrap().find(text, 0..text.len()).map(|found| vec![found.start, found.end]);
        assert_eq!(found, serde_json::from_value(case["match_bytes"].clone()).unwrap(), "{case}");
    }
}

#[test]
fn a_query_too_long_or_empty_is_refused() {
    assert_eq!(PinyinQuery::new(" ' ").unwrap_err(), QueryError::Empty);
    assert_eq!(PinyinQuery::new("\u{301}").unwrap_err(), QueryError::Empty);
    assert_eq!(PinyinQuery::new(&"guo".repeat(41)).unwrap_err(), QueryError::TooManySounds);
    assert!(PinyinQuery::new(&"guo".repeat(40)).is_ok());
    assert_eq!(PinyinQuery::new(&"g ".repeat(10_000)).unwrap_err(), QueryError::TooManySounds);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_row_of_characters_is_found_by_its_syllables_and_initials(
        text in "[国國家统統计局重庆慶西安女绿掠二会會行长長中]{1,12}",
        pick in prop::collection::vec(0..4_usize, 12),
        breaks in any::<bool>(),
    ) {
        let syllables: Vec<&str> = text
            .chars()
            .zip(&pick)
            .map(|(c, pick)| {
                let read: Vec<_> = readings::syllables_of(readings::set_of(c).unwrap()).collect();
                read[pick % read.len()]
            })
            .collect();
        let whole = PinyinQuery::new(&syllables.join(if breaks { "'" } else { "" })).unwrap();
        let found = whole.find(&text, 0..text.len());
        // Fewer characters may sound the same, never more.
        prop_assert!(found.is_some_and(|found| found.end <= text.len()));
        let initials: Vec<&str> = syllables.iter().map(|syllable| &syllable[..1]).collect();
        let initials = PinyinQuery::new(&initials.join("'")).unwrap();
        prop_assert!(initials.find(&text, 0..text.len()).is_some(), "{:?}", syllables);
    }

    #[test]
    fn the_quick_look_passes_over_no_match(
        text in "[国國家统局gdpA5安女绿二会長中㐀𠀀、\u{200b} ]{0,20}",
        query in "[gjtdpan中国5' ]{1,5}|(guo|jia|tong|ju|an|er|lv|'){1,3}[gjt]?",
        from in 0..10_usize,
    ) {
        if let Ok(query) = PinyinQuery::new(&query) && text.is_char_boundary(from) {
            let seen = text[from..].char_indices().filter(|(_, c)| Folding::of(*c) != Folding::Dropped);
            let slow = seen.into_iter().find_map(|(at, _)| query.match_at(&text, from + at));
            prop_assert_eq!(query.find(&text, from..text.len()), slow);
        }
    }

    #[test]
    fn every_match_of_every_query_lies_in_the_text(
        text in "(?s)[国家a1、\u{200b}\u{301}か\n]{0,30}|.{0,20}",
        query in "[gjuo'a1 国ㄍㄨㄛˊü]{1,12}|(?s).{0,10}",
        from in 0..20_usize,
    ) {
        if let Ok(query) = PinyinQuery::new(&query)
            && text.is_char_boundary(from)
            && let Some(found) = query.find(&text, from..text.len())
        {
            prop_assert!(found.start >= from && found.start < found.end && text.get(found).is_some());
        }
    }
}
