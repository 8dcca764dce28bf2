//! Every configuration, every script from every language, and texts made of every dictionary.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::script::{
    conversion::{Config, Converters},
    cut,
};

/// The converters that this test process shares, with dictionaries in a folder of its own.
pub(crate) fn converters() -> &'static Converters {
    static SHARED: LazyLock<(tempfile::TempDir, Converters)> = LazyLock::new(|| {
        let home = tempfile::tempdir().expect("a folder");
        let converters = Converters::new(Some(home.path().to_owned()), home.path().to_owned());
        converters.load_all(&Config::ALL).expect("dictionaries");
        (home, converters)
    });
    &SHARED.1
}

/// Text of what conversions meet: words that are converted, Han of every kind, Latin, digits, marks, emoji,
/// combining marks, addresses, description sequences.
pub(crate) fn text() -> impl Strategy<Value = String> {
    static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        include_str!("../../data/words.tsv").lines().filter_map(|line| Some(line.split_once('\t')?.1)).collect()
    });
    static HAN: LazyLock<Vec<char>> = LazyLock::new(|| {
        include_str!("../../data/evidence.tsv")
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .flat_map(|(_, chars)| chars.chars())
            .collect()
    });
    const OTHER: [&str; 44] = [
        "，",
        "。",
        "、",
        "「",
        "」",
        "：",
        "！",
        "\n",
        " ",
        "……",
        "——",
        "·",
        "SQL",
        "PN结",
        "B超",
        "abc",
        "2021",
        "3.5%",
        "U盤",
        "〇",
        "々",
        "😀",
        "👨\u{200d}👩\u{200d}👧",
        "\u{301}",
        "\u{fe00}",
        "が",
        "ｶﾞ",
        "한국",
        "𠮷",
        "𫠆",
        "𬙊",
        "⿰",
        "⿱⿰",
        "https://例子.cn/头发?国=1",
        "http://a.b发",
        "着",
        "著",
        "里面",
        "头发",
        "乌兹别克斯坦",
        "后",
        "台",
        "\r\n",
        "\u{f9dc}",
    ];
    let piece = prop_oneof![
        4 => (0..WORDS.len()).prop_map(|index| WORDS[index].to_owned()),
        4 => (0..HAN.len()).prop_map(|index| HAN[index].to_string()),
        1 => proptest::char::range('\u{4e00}', '\u{9fff}').prop_map(String::from),
        1 => prop_oneof![proptest::char::range('\u{3400}', '\u{4dbf}'), proptest::char::range('\u{20000}', '\u{323af}')]
            .prop_map(String::from),
        4 => (0..OTHER.len()).prop_map(|index| OTHER[index].to_owned()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn every_configuration_converts() {
    let table = [
        ("hk2s", "虛偽歎息看着裏面", "虚伪叹息看着里面"),
        ("hk2sp", "滑鼠和伺服器", "鼠标和服务器"),
        ("hk2t", "裏面説線", "裏面說線"),
        ("jp2t", "広国の図書館", "廣國の圖書館"),
        ("s2hk", "虚伪叹息里面说", "虛偽嘆息裏面説"),
        ("s2hkp", "鼠标和服务器", "滑鼠和伺服器"),
        ("s2t", "头发发展面条里面", "頭髮發展麪條裏面"),
        ("s2tw", "着装污染虚伪里面", "著裝汙染虛偽裡面"),
        ("s2twp", "鼠标里的硅二极管坏了", "滑鼠裡的矽二極體壞了"),
        ("t2hk", "虛僞裏面說", "虛偽裏面説"),
        ("t2jp", "舊字體歷史", "旧字体歴史"),
        ("t2s", "乾隆乾燥瞭解", "乾隆干燥了解"),
        ("t2tw", "着裝裏面麪條", "著裝裡面麵條"),
        ("tw2s", "他看著裡面", "他看着里面"),
        ("tw2sp", "滑鼠裡面的矽二極體", "鼠标里面的硅二极管"),
        ("tw2t", "他看著裡面", "他看着裏面"),
    ];
    for ((name, source, expected), config) in table.into_iter().zip(Config::ALL) {
        assert_eq!(config.name(), name);
        let converter = converters().get(config).expect("loaded");
        assert_eq!(converter.convert(source).expect("conversion"), expected, "{name}");
    }
}

#[test]
fn characters_with_two_forms_go_by_the_word_they_stand_in() {
    for (name, source, expected) in [
        ("s2t", "皇后后来发现头发长，理发去", "皇后後來發現頭髮長，理髮去"),
        ("s2t", "公里里面的里程", "公里裏面的里程"),
        ("s2t", "干燥的干部若干，乾隆", "乾燥的幹部若干，乾隆"),
        ("s2t", "面对方便面", "面對方便麪"),
        ("s2t", "一只猫只有一只", "一隻貓只有一隻"),
        ("s2t", "余额归余某，我余年", "餘額歸餘某，我餘年"),
        ("s2t", "钟表与钟情", "鐘錶與鍾情"),
        ("s2t", "复杂的复习反复", "複雜的複習反覆"),
        ("s2t", "历史与日历", "歷史與日曆"),
        ("s2t", "系统的关系与联系", "系統的關係與聯繫"),
        ("s2t", "丑时不丑陋", "丑時不醜陋"),
        ("s2t", "谷物在山谷", "穀物在山谷"),
        ("s2t", "征求长征者", "徵求長征者"),
        ("s2t", "斗争与北斗", "鬥爭與北斗"),
        ("s2t", "岳父登五岳", "岳父登五嶽"),
        ("s2t", "游泳与旅游", "游泳與旅遊"),
        ("s2tw", "台湾的台风与平台", "臺灣的颱風與平臺"),
        ("s2twp", "视频软件网络程序", "影片軟體網路程式"),
        ("s2hk", "里面说着火", "裏面説着火"),
        ("tw2sp", "影片軟體網路程式", "视频软件网络程序"),
        ("t2s", "藉口不是慰藉，狼藉", "借口不是慰藉，狼藉"),
        ("t2s", "乾坤乾淨的餅乾", "乾坤干净的饼干"),
        ("t2s", "一目瞭然的瞭望", "一目了然的瞭望"),
        ("t2s", "著名的著作", "著名的著作"),
        ("hk2s", "裏面着火", "里面着火"),
        ("t2jp", "臺灣國際圖書", "台湾国際図書"),
        ("jp2t", "駅の図書", "驛の圖書"),
        ("tw2t", "裡面為什麼", "裏面爲什麼"),
        ("hk2t", "裏面為什麼", "裏面爲什麼"),
    ] {
        let converter = converters().get(name.parse().expect("a configuration")).expect("loaded");
        assert_eq!(converter.convert(source).expect("conversion"), expected, "{name}");
    }
}

#[test]
fn ascii_and_nul_stay_and_nothing_else_is_lost_beside_them() {
    let ascii: String = (1..=127u8).map(char::from).collect();
    for config in Config::ALL {
        let converter = converters().get(config).expect("loaded");
        // A Han character makes OpenCC look at it all.
        assert_eq!(converter.whole(&format!("{ascii}一")).expect("conversion"), format!("{ascii}一"), "{config}");
        assert_eq!(converter.convert(&ascii).expect("conversion"), ascii);
    }
    let t2s = converters().get(Config::T2s).expect("loaded");
    assert_eq!(t2s.convert("\0國\0\0務院\0").expect("conversion"), "\0国\0\0务院\0");
    assert_eq!(t2s.convert("").expect("conversion"), "");
}

#[test]
fn the_shared_cases_pass() {
    #[derive(serde::Deserialize)]
    struct Case {
        id: String,
        kind: String,
        #[serde(default)]
        config: String,
        #[serde(default)]
        input: String,
        #[serde(default)]
        expected: serde_json::Value,
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/cjk-cases.json");
    let Ok(json) = std::fs::read(path) else { return };
    let cases: Vec<Case> = serde_json::from_slice(&json).expect("a list of cases");
    let mut tried = 0;
    for case in cases.into_iter().filter(|case| case.kind == "convert") {
        let converter = converters().load(case.config.parse().expect("a configuration")).expect("dictionaries");
        assert_eq!(Some(&*converter.convert(&case.input).expect("conversion")), case.expected.as_str(), "{}", case.id);
        tried += 1;
    }
    assert!(tried > 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pieces_convert_to_the_whole(text in text(), limit in 1_usize..200) {
        for config in Config::ALL {
            let converter = converters().get(config).expect("loaded");
            let whole = converter.whole(&text).expect("conversion");
            let (mut rest, mut pieces) = (&*text, String::new());
            while !rest.is_empty() {
                let (piece, behind) = rest.split_at(cut::piece(rest, limit));
                pieces += &converter.whole(piece).expect("conversion");
                rest = behind;
            }
            prop_assert_eq!(&pieces, &whole, "{} {}", config, limit);
            let at = cut::last(&text);
            let halves = converter.whole(&text[..at]).expect("conversion") + &converter.whole(&text[at..]).expect("conversion");
            prop_assert_eq!(&halves, &whole, "{} at {}", config, at);
        }
    }

    #[test]
    fn all_but_four_configurations_are_one_to_one(text in text()) {
        for config in Config::ALL.into_iter().filter(|config| config.one_to_one().is_none()) {
            let converted = converters().get(config).expect("loaded").convert(&text).expect("conversion");
            prop_assert_eq!(converted.chars().count(), text.chars().count(), "{}", config);
        }
    }
}
