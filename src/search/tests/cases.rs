//! Pairs of spellings, and what a query finds in a text.

use crate::search::matching::{MatchKind, Mode, Query, QueryError, TextMatch};

/// Query, text, and the stretch of the text that is found first; none if it is empty.
const CASES: &[(&str, &str, &str)] = &[
    // Scripts.
    ("国务院", "據國務院公告", "國務院"),
    ("國務院", "据国务院公告", "国务院"),
    ("臺灣", "去台湾", "台湾"),
    ("台湾", "去臺灣", "臺灣"),
    ("头发", "頭髪", "頭髪"),
    ("頭髮", "头发", "头发"),
    ("發展", "発展", "発展"),
    ("后来", "後來", "後來"),
    ("裏面", "里面", "里面"),
    ("裡面", "裏面", "裏面"),
    ("么", "甚麼", "麼"),
    ("麪", "面", "面"),
    ("麵包", "面包", "面包"),
    ("看着", "看著他", "看著"),
    ("干燥", "乾燥", "乾燥"),
    ("幹部", "干部", "干部"),
    ("図書館", "图书馆", "图书馆"),
    ("图书舘", "圖書館", "圖書館"),
    ("経済", "經濟", "經濟"),
    ("經濟", "经济", "经济"),
    ("吉野家", "𠮷野家", "𠮷野家"),
    ("高島屋", "髙嶋屋", "髙嶋屋"),
    ("山崎", "山﨑", "山﨑"),
    ("渡辺", "渡邉さん", "渡邉"),
    ("神", "神社", "神"),
    ("一", "⼀", "⼀"),
    // Width and case.
    ("gdp", "ＧＤＰ增长", "ＧＤＰ"),
    ("ＧＤＰ", "Gdp", "Gdp"),
    ("１２月", "12月", "12月"),
    ("12月", "⑫月", "⑫月"),
    ("パーティー", "ﾊﾟｰﾃｨｰ", "ﾊﾟｰﾃｨｰ"),
    ("ﾊﾟｰﾃｨｰ", "ぱーてぃー", "ぱーてぃー"),
    ("ガス", "か\u{3099}す", "か\u{3099}す"),
    ("strasse", "Straße", "Straße"),
    ("STRAẞE", "strasse", "strasse"),
    ("istanbul", "İstanbul", "İstanbul"),
    ("ISTANBUL", "ıstanbul", "ıstanbul"),
    ("σοφός", "ΣΟΦΟΣ", "ΣΟΦΟΣ"),
    ("cafe", "Cafe\u{301}!", "Cafe\u{301}"),
    ("café", "CAFE", "CAFE"),
    ("ngu", "Nguyễn", "Ngu"),
    ("file", "ﬁle", "ﬁle"),
    ("iv", "第Ⅳ章", "Ⅳ"),
    ("3", "③", "③"),
    ("株式会社", "㍿国", "㍿"),
    ("株式會社国", "㍿國", "㍿國"),
    ("会社国", "㍿國", "㍿國"),
    ("令和", "㋿元年", "㋿"),
    ("km2", "５㎞²", "㎞²"),
    // Korean.
    ("한국", "대한\u{200b}국", "한\u{200b}국"),
    ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
    ("\u{1112}\u{1161}\u{11ab}", "한", "한"),
    ("ㅋㅋ", "ﾻﾻ", "ﾻﾻ"),
    ("하", "한하", "하"),
    ("하", "\u{1112}\u{1161}\u{11ab}", ""),
    ("아버지 가방", "아버지가 방에", "아버지가 방"),
    // Marks.
    ("“你好”", "「你好」", "「你好」"),
    ("『你好』", "‘你好’", "‘你好’"),
    ("\"hi\"", "＂hi＂", "＂hi＂"),
    ("don't", "don’t", "don’t"),
    ("...", "等…", "…"),
    ("等……吧", "等...吧", "等...吧"),
    ("…", "等⋯⋯⋯", "⋯⋯⋯"),
    ("a—b", "a——b", "a——b"),
    ("他——我", "他－我", "他－我"),
    ("2020-21", "2020–21", "2020–21"),
    ("1.5", "1..5", ""),
    ("约翰·史密斯", "約翰‧史密斯", "約翰‧史密斯"),
    ("（一）", "(一)", "(一)"),
    ("，", "据新华社报道,国家", ","),
    ("《红楼梦》", "〈紅樓夢〉", "〈紅樓夢〉"),
    ("10～20", "10〜20", "10〜20"),
    // Spaces, breaks and what cannot be seen.
    ("国家统计局", "国家\n统计 局。", "国家\n统计 局"),
    ("葛飾", "葛\u{E0100}飾区", "葛\u{E0100}飾"),
    ("葛", "葛\u{E0100}飾区", "葛\u{E0100}"),
    ("北京", "北\u{200b}京", "北\u{200b}京"),
    ("北 京", "去北京", "北京"),
    ("北京", "北\u{3000}\u{a0}京", "北\u{3000}\u{a0}京"),
    ("北京", "北\r\n  京", "北\r\n  京"),
    ("newyork", "New\u{ad} York", "New\u{ad} York"),
    ("中文", "\u{feff}中\u{2060}文", "中\u{2060}文"),
    ("女", "👩‍👧女", "女"),
    ("👧", "👩‍👧", "👩‍👧"),
    ("❤", "❤\u{fe0f}", "❤\u{fe0f}"),
    // What stays apart.
    ("はし", "ばし", ""),
    ("か", "が", ""),
    ("か", "か\u{3099}", ""),
    ("か", "か\u{3099}か", "か"),
    ("つて", "って", ""),
    ("ビル", "ビール", ""),
    ("土", "士", ""),
    ("未", "末", ""),
    ("日", "曰", ""),
    ("北京", "北方京", ""),
];

#[test]
fn a_query_finds_the_word_however_it_was_written() {
    for (query, text, want) in CASES {
        let found = Query::new(query, Mode::ScriptBlind).unwrap().find_at(text, 0);
        assert_eq!(found.map_or("", |range| &text[range]), *want, "{query} in {text}");
    }
}

#[test]
fn the_shared_cases_hold() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/cjk-cases.json");
    let Ok(json) = std::fs::read_to_string(path) else { return };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let cases: Vec<_> = cases.iter().filter(|case| case["kind"] == "search").collect();
    assert!(!cases.is_empty());
    for case in cases {
        let query = Query::new(case["query"].as_str().unwrap(), Mode::ScriptBlind).unwrap();
        let want: Vec<usize> = serde_json::from_value(case["match_bytes"].clone()).unwrap();
        let found = query.find_at(case["haystack"].as_str().unwrap(), 0).map(|range| vec![range.start, range.end]);
        assert_eq!(found, Some(want), "{case}");
    }
}

#[test]
fn matches_do_not_overlap() {
    let all =
        |query: &str, text: &str| Query::new(query, Mode::ScriptBlind).unwrap().find_iter(text).collect::<Vec<_>>();
    assert_eq!(all("国", "国國国"), [0..3, 3..6, 6..9]);
    assert_eq!(all("哈哈", "哈哈哈哈哈"), [0..6, 6..12]);
    assert_eq!(all("1", "⑪1"), [0..3, 3..4]);
    assert_eq!(all("-", "a--b—"), [1..3, 4..7]);
    assert!(all("x", "").is_empty());
}

#[test]
fn exact_means_as_typed_but_for_case() {
    let find = |query: &str, text: &str| Query::new(query, Mode::Exact).unwrap().find_at(text, 0);
    assert_eq!(find("国", "國国"), Some(3..6));
    assert_eq!(find("gdp", "GDP"), Some(0..3));
    assert_eq!(find("Gdp", "GDP Gdp"), Some(4..7));
    assert_eq!(find("a.b", "axb"), None);
    assert_eq!(find("葛", "葛\u{E0100}"), Some(0..7));
    assert_eq!(find(" ", "a b"), Some(1..2));
}

#[test]
fn a_pattern_finds_what_it_says_and_never_nothing() {
    let all = |query: &str, text: &str| Query::new(query, Mode::Regex).unwrap().find_iter(text).collect::<Vec<_>>();
    assert_eq!(all("[国國]务?", "國国务"), [0..3, 3..9]);
    assert_eq!(all("a*", "baabab"), [1..3, 4..5]);
    assert_eq!(all("^国", "国\n国国"), [0..3, 4..7]);
    assert_eq!(all(r"\w+", "ab Cd"), [0..2, 3..5]);
    assert_eq!(all("Cd", "cd CdCd"), [3..5, 5..7]);
    assert!(all(r"(?m)$|\b", "一 二").is_empty());
}

#[test]
fn a_query_without_anything_to_find_is_refused() {
    for query in ["", " ", "\n\t\u{3000}", "\u{301}\u{308}", "\u{200b}\u{e0100}", "\u{115f}", "\0\u{7f}"] {
        assert_eq!(Query::new(query, Mode::ScriptBlind).unwrap_err(), QueryError::Empty, "{query:?}");
    }
    assert_eq!(Query::new("", Mode::Exact).unwrap_err(), QueryError::Empty);
    assert_eq!(Query::new("", Mode::Regex).unwrap_err(), QueryError::Empty);
    assert!(matches!(Query::new("(", Mode::Regex), Err(QueryError::Pattern(_))));
    assert_eq!(Query::new(r"(\pL{100}){100}", Mode::Regex).unwrap_err(), QueryError::TooLarge);
}

#[test]
fn another_word_for_it_is_found_and_marked() {
    let query = Query::also("鼠标", Mode::ScriptBlind, &["滑鼠".into(), "鼠標".into(), " ".into()]).unwrap();
    let text = "滑鼠、鼠標和鼠标";
    let found: Vec<_> = std::iter::successors(query.find_within(text, 0..text.len()), |last| {
        query.find_within(text, last.range.end..text.len())
    })
    .map(|found| (&text[found.range], found.kind))
    .collect();
    assert_eq!(found, [("滑鼠", MatchKind::OtherWord), ("鼠標", MatchKind::Same), ("鼠标", MatchKind::Same)]);
    assert!(!Query::also("鼠标", Mode::Exact, &["滑鼠".into()]).unwrap().is_in("滑鼠"));
}

#[test]
fn whole_words_without_a_dictionary_are_those_between_spaces_and_scripts() {
    let found = |query: &str, text: &str| Query::new(query, Mode::Whole).unwrap().find_at(text, 0);
    assert_eq!(found("art", "start of art"), Some(9..12));
    assert_eq!(found("テスト", "ペンテスト、テストを"), Some(18..27));
    assert_eq!(found("5", "15年 5月"), Some(6..7));
    assert_eq!(found("한국", "한국인 한국은"), Some(10..16));
    assert_eq!(found("a", "ab\u{200b}a"), None);
}

#[test]
fn sounds_are_found_in_their_mode() {
    let query = Query::new("gwy", Mode::Pinyin).unwrap();
    let text = "據國務\u{E0100}院公告 gwy";
    assert_eq!(query.find_within(text, 0..text.len()), Some(TextMatch { range: 3..16, kind: MatchKind::Sound }));
    assert_eq!(query.find_iter(text).count(), 1);
}

#[test]
fn modes_go_round() {
    let all: Vec<Mode> = std::iter::successors(Some(Mode::default()), |mode| Some(mode.next())).take(6).collect();
    assert_eq!(&all[..5], Mode::ALL);
    assert_eq!(all[5], Mode::ScriptBlind);
}
