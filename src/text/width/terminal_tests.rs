//! The widths of display forms against what terminals were measured to draw.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use super::{Ambiguous, agreement::terminals_agree, cells, clusters::clusters, sent::sent};
use crate::text::safe::Safe;

/// Terminals that the display form is compared with.
const TERMINALS: [&str; 7] =
    ["tmux3.8", "xterm412", "foot1.28", "kitty0.48", "alacritty0.17", "vte0.84", "konsole26.08"];

/// The strings whose display form is drawn with different widths. `docs/WIDTHS.md` has the reasons.
const UNSETTLED: [&str; 9] =
    ["yijing", "yijing_tri", "taixuan", "counting_rod", "idc_new", "idc_31ef", "emoji16", "emoji17", "seq_deva"];

fn data(name: &str) -> Option<Value> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    let text = fs::read_to_string(folder.join(name)).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// The cells of a character that was not measured itself but is of a kind that all terminals draw alike: Latin, kana,
/// Hangul letters and syllables, Han, and pictographs older than Unicode 13, with two cells if they are emoji by
/// default and with one if they are text by default.
fn cells_of_its_kind(cluster: &str) -> Option<usize> {
    // A Thai letter, with a mark that takes no cell or without.
    if matches!(cluster, "ก\u{E4D}" | "า") {
        return Some(1);
    }
    let mut chars = cluster.chars();
    let first = chars.next().filter(|_| chars.next().is_none())?;
    match first {
        ' '..='~' | 'à'..='ɏ' | '❤' | '➡' | '↔' | '🏳' => Some(1),
        '。' | '「' | '」' | '\u{3041}'..='\u{3096}' | '\u{309B}'..='\u{30FF}' | '\u{3131}'..='\u{318E}' => Some(2),
        _ if matches!(first, '\u{4E00}'..='\u{9FA5}' | '\u{AC00}'..='\u{D7A3}' | '\u{20000}'..='\u{2A6D6}') => Some(2),
        _ if "⬜⬛🟧🟨🟫👋👨🧑🏴".contains(first) => Some(2),
        _ => None,
    }
}

#[test]
fn every_display_form_has_a_width_that_terminals_agree_on() {
    let Some(table) = data("terminal-widths.json") else { return };
    let table = table.as_object().unwrap();
    let measured: BTreeMap<&str, Option<usize>> = table
        .values()
        .map(|entry| {
            let widths = TERMINALS.map(|terminal| entry["terminals"][terminal].as_u64().map(|cells| cells as usize));
            let agreed = widths.iter().all(|&cells| cells == widths[0]).then_some(widths[0]).flatten();
            (entry["string"].as_str().unwrap(), agreed)
        })
        .collect();
    assert!(measured.len() > 200);
    let mut disputed = Vec::new();
    for (name, entry) in table {
        let shown = Safe::new(entry["string"].as_str().unwrap());
        let of_cluster = |cluster: &str| {
            let measured = measured.get(cluster).copied();
            measured.unwrap_or_else(|| {
                let cells = cells_of_its_kind(cluster);
                assert!(cells.is_some() || !terminals_agree(cluster), "{name}: nothing is known of {cluster:?}");
                cells
            })
        };
        let whole = measured.get(shown.as_str()).copied();
        let expected = whole
            .unwrap_or_else(|| clusters(&shown, Ambiguous::Narrow).map(|(_, cluster, _)| of_cluster(cluster)).sum());
        let agreed = clusters(&shown, Ambiguous::Narrow).all(|(_, cluster, _)| terminals_agree(cluster));
        if let Some(expected) = expected {
            assert_eq!(cells(&shown, Ambiguous::Narrow), expected, "{name}: {shown:?}");
            assert!(agreed, "{name}: {shown:?}");
        } else {
            assert!(!agreed, "{name}: {shown:?}");
            disputed.push(name.as_str());
        }
    }
    disputed.sort_unstable();
    let mut named = UNSETTLED;
    named.sort_unstable();
    assert_eq!(disputed, named);
}

#[test]
fn wide_mode_is_that_of_the_terminals_that_have_one() {
    let Some(table) = data("terminal-widths.json") else { return };
    for (name, entry) in table.as_object().unwrap() {
        let text = entry["string"].as_str().unwrap();
        let terminals = &entry["terminals"];
        let widths = ["xterm412_cjkwidth", "wezterm_v14_amb"].map(|terminal| terminals[terminal].as_u64());
        let shown = Safe::new(text);
        if sent(&shown, Ambiguous::Wide) == text
            && widths[0] == widths[1]
            && widths[0].is_some()
            && clusters(text, Ambiguous::Wide).all(|(_, cluster, _)| terminals_agree(cluster))
        {
            assert_eq!(Some(cells(text, Ambiguous::Wide) as u64), widths[0], "{name}");
        }
    }
}

/// Display forms, with their cells in narrow and in wide mode.
const CELLS: &[(&str, &str, usize, usize)] = &[
    ("——", "——", 2, 4),
    ("……", "……", 2, 4),
    ("“中”", "“中”", 4, 6),
    ("约翰·史密斯", "约翰·史密斯", 11, 12),
    ("①※°×", "①※°×", 4, 8),
    ("αяéè", "αяéè", 4, 6),
    ("e\u{301}u\u{308}\u{30C}", "éǚ", 2, 2),
    ("çöø", "çöø", 3, 4),
    ("─│█▒▶■○★→⇒Ⅳ℃№√∞•≤‰®″♥♪½", "─│█▒▶■○★→⇒Ⅳ℃№√∞•≤‰®″♥♪½", 23, 46),
    ("▸⸺©✓☀", "▸⸺©✓☀", 5, 5),
    ("\u{3000}、。「，", "\u{3000}、。「，", 10, 10),
    ("か\u{3099}", "が", 2, 2),
    ("𠀀𮯰𲎰", "𠀀𮯰𲎰", 6, 6),
    ("\u{FEFF}中", "中", 2, 2),
    ("\u{1112}\u{1161}\u{11AB}가", "한가", 4, 4),
    ("☀\u{FE0F}1\u{FE0F}\u{20E3}", "☀1", 2, 2),
    ("👨\u{200D}👩\u{200D}👧👋\u{1F3FB}", "👨👋", 4, 4),
    ("🇹🇼🇯🇵", "🇹🇼🇯🇵", 4, 4),
    ("︰︵﹏﹐", "︰︵﹏﹐", 8, 8),
    ("￥100", "￥100", 5, 5),
    ("\u{302A}漢\u{301}", "漢\u{301}", 2, 2),
    ("䷀☰", "䷀☰", 4, 4),
    ("ﾊﾟｱﾞ", "パア゛", 6, 6),
    ("\u{1B}[31m中\u{7}\u{9B}文", "中文", 4, 4),
    ("\u{E000}\u{FFFD}", "\u{E000}\u{FFFD}", 2, 3),
    ("㉈㉑", "㉈㉑", 3, 4),
    ("𪛟𪜀𫝀𫠠𬺰𰀀𱍐\u{323B0}\u{33479}", "𪛟𪜀𫝀𫠠𬺰𰀀𱍐\u{323B0}\u{33479}", 18, 18),
    ("\u{F900}\u{FA0E}\u{2F800}", "豈﨎丽", 6, 6),
    ("\u{31F7}\u{309A}か\u{309A}ヰ\u{3099}", "\u{31F7}\u{309A}か\u{309A}ヸ", 6, 6),
    ("ｶﾞｷﾟｿｰ｢｣", "ガキ゜ソー「」", 14, 14),
    ("￨￩￭￮", "￨￩￭￮", 4, 4),
    ("\u{1100}\u{1173}\u{11AF}\u{1100}\u{1160}中\u{115F}\u{1161}", "글ㄱ中ㅏ", 8, 8),
    ("⌚\u{FE0E}☀\u{FE0E}❤\u{FE0F}", "⌚☀❤", 4, 4),
    ("🏴\u{E0067}\u{E0062}\u{E007F}🧑🏻\u{200D}🤝\u{200D}🧑🏿", "🏴🧑", 4, 4),
    ("🅰🈁㊗🀄", "🅰🈁㊗🀄", 7, 8),
    ("↔⏩⏏", "↔⏩⏏", 4, 5),
    ("辻\u{E0100}。\u{FE00}…\u{FE0F}", "辻。…", 5, 6),
    ("±÷≠§¶¡¿¼", "±÷≠§¶¡¿¼", 8, 16),
    ("⑴⒈Ⅸⅿ₩£", "⑴⒈Ⅸⅿ₩£", 6, 9),
    ("～｜￣ＡＢ１２", "～｜￣ＡＢ１２", 14, 14),
    ("10\u{A0}kg\u{200B}\u{AD}中", "10\u{A0}kg中", 7, 7),
    ("สวัสดีน\u{E33}", "สวัสดีน\u{E4D}า", 6, 6),
    ("مرحبا", "مرحبا", 5, 5),
    ("\u{1B}]8;;http://e\u{1B}\\中\u{1B}]8;;\u{1B}\\", "中", 2, 2),
    ("㍿㎡⺀⼀⿰ꀀㄅ", "㍿㎡⺀⼀⿰ꀀㄅ", 14, 14),
    ("〰゛﹁", "〰゛﹁", 6, 6),
];

#[test]
fn cells_are_as_listed() {
    for &(text, form, narrow, wide) in CELLS {
        let shown = Safe::new(text);
        assert_eq!(shown.as_str(), form, "{text:?}");
        assert_eq!(cells(&shown, Ambiguous::Narrow), narrow, "{form}");
        assert_eq!(cells(&shown, Ambiguous::Wide), wide, "{form}");
    }
}

#[test]
fn the_hard_cases_hold() {
    let Some(cases) = data("cjk-cases.json") else { return };
    let cases: Vec<_> = cases.as_array().unwrap().iter().filter(|case| case["kind"] == "width").collect();
    assert!(cases.len() > 20);
    for case in cases {
        let shown = Safe::new(case["input"].as_str().unwrap());
        assert_eq!(shown.as_str(), case["app_display"].as_str().unwrap(), "{case}");
        assert_eq!(cells(&shown, Ambiguous::Narrow) as u64, case["cells_narrow"], "{case}");
        assert_eq!(cells(&shown, Ambiguous::Wide) as u64, case["cells_ambiguous_wide"], "{case}");
    }
}
