//! Properties of the display form: nothing a terminal could act on is left, and nothing that shows is lost.

use std::path::Path;

use proptest::prelude::*;
use regex::Regex;

use super::{Safe, compose, display, pieces::Pieces};
use crate::text::width::{Ambiguous, clusters::clusters};

/// Texts and their display forms.
const FORMS: &[(&str, &str)] = &[
    // Plain text is itself.
    ("", ""),
    ("国务院总理说：“你好”——……①×α Abc 123\n가나다、か゛", "国务院总理说：“你好”——……①×α Abc 123\n가나다、か゛"),
    // Commands to a terminal.
    ("\u{1B}[31m中", "中"),
    ("中\u{7}\u{9B}文", "中文"),
    ("abc\u{8}\u{8}\u{8}XYZ\u{7F}", "abcXYZ"),
    ("a\u{1B}]52;c;Q0FO\u{7}b", "ab"),
    ("a\u{1B}]0;标题", "a0;标题"),
    // Lines and tabs.
    ("a\r\nb\rc\u{85}d\u{2028}e", "a\nb\nc\nd\ne"),
    ("\tif x:\n\t\ty\tz", "    if x:\n        y z"),
    // Invisible characters.
    ("\u{FEFF}中\u{200B}文\u{AD}字\u{2060}", "中文字"),
    ("a\u{202E}b\u{2066}c\u{61C}d", "abcd"),
    ("葛\u{E0100}神\u{FE00}“\u{FE01}", "葛神“"),
    ("\u{3164}한\u{FFA0}\u{115F}국", "한국"),
    ("a\u{FFFF}\u{FDD0}b\u{FFF9}漢\u{FFFA}かん\u{FFFB}", "ab漢かん"),
    ("\u{E0041}\u{E007F}\u{200D}\u{FE0F}", ""),
    ("\u{6DD}", "\u{FFFD}"),
    // Marks.
    ("e\u{301}", "é"),
    ("か\u{3099}は\u{309A}カ\u{309A}", "がぱカ\u{309A}"),
    ("u\u{30C}\u{308}u\u{308}\u{30C}", "ǔ\u{308}ǚ"),
    ("\u{302A}漢", "漢"),
    ("\u{301}\u{200D}\u{302A}", ""),
    ("a\n\u{301}b", "a\nb"),
    ("e\u{7}\u{200B}\u{301}", "é"),
    ("e\u{200D}\u{301}👨\u{200D}\u{301}", "é👨\u{301}"),
    ("漢\u{302A}", "漢\u{302A}"),
    ("\u{F914}\u{212B}\u{2126}", "樂ÅΩ"),
    // Half-width kana.
    ("ﾊﾟｰﾃｨｰ､ｶﾞｷﾞ｡", "パーティー、ガギ。"),
    ("ｱﾞあﾞﾞ\nﾟ", "ア゛あ゛゛\n゜"),
    ("かﾞｶ\u{3099}ｳﾞ", "がガヴ"),
    // Hangul letters.
    ("\u{1112}\u{1161}\u{11AB}", "한"),
    ("가\u{11A8}각\u{11A8}", "각각ㄱ"),
    ("\u{1100}\u{1100}\u{1161}", "ㄱ가"),
    ("\u{1100}\u{200D}\u{1161}", "가"),
    ("\u{1161}\u{11A8}\u{1100}", "ㅏㄱㄱ"),
    ("\u{1100}\u{1160}\u{115F}\u{1161}", "ㄱㅏ"),
    ("가\u{115F}\u{11A8}나\u{1160}", "가ㄱ나"),
    ("\n\u{3164}\u{301}か\u{FFA0}\u{3099}", "\nが"),
    ("\u{1113}x\u{1176}", "ㄴㄱxㅏㅗ"),
    ("\u{A960}\u{D7B0}\u{11C3}", "\u{A960}\u{D7B0}\u{11C3}"),
    ("가\u{302E}나\u{302F}", "가·나:"),
    // Emoji.
    ("☀\u{FE0F}❤\u{FE0F}\u{200D}🔥", "☀❤"),
    ("👨\u{200D}👩\u{200D}👧!", "👨!"),
    ("👋\u{1F3FB}👩\u{1F3FD}\u{200D}🤝\u{200D}👨\u{1F3FB}", "👋👩"),
    ("\u{1F3FB}中\u{1F3FF}", "⬜中⬛"),
    ("1\u{FE0F}\u{20E3}#\u{20E3}A\u{20E3}", "1#A\u{20E3}"),
    ("🏳\u{FE0F}\u{200D}🌈🏴\u{E0067}\u{E0062}\u{E007F}", "🏳🏴"),
    ("🇰🇭🇰", "🇰🇭K"),
    ("🇨\u{200B}🇳🇨中🇨\u{30C}", "🇨🇳C中Č"),
    ("中\u{200D}文👨\u{200D}中", "中文👨中"),
    // Thai and Lao AM.
    ("น\u{E49}ำกำ", "น\u{E4D}\u{E49}าก\u{E4D}า"),
    ("\u{EB3}ກ\u{EB3}", "\u{EB2}ກ\u{ECD}\u{EB2}"),
];

/// Any character that has no glyph and is no line feed, by Unicode's own properties.
fn unsafe_character() -> Regex {
    Regex::new(
        r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}--\n]",
    )
    .unwrap()
}

/// The display form without the short cut for plain characters.
fn one_by_one(text: &str) -> String {
    let mut pieces = Pieces::new(text, 0).peekable();
    let (mut cluster, mut out) = (Vec::new(), String::new());
    while pieces.peek().is_some() {
        compose::push_cluster(&mut pieces, &mut cluster, &mut out);
    }
    out
}

/// Properties of the display form of every text.
fn check(text: &str, unsafe_character: &Regex) -> Result<(), TestCaseError> {
    let (shown, map) = display(text);
    prop_assert!(!unsafe_character.is_match(&shown), "{:?} shows {:?}", text, shown);
    let (again, identity) = display(&shown);
    prop_assert_eq!(&again, &shown, "of {:?}", text);
    prop_assert!(identity.is_identity());
    prop_assert_eq!(one_by_one(text), shown.as_str());
    prop_assert!(!Safe::line(text).contains('\n'));

    prop_assert_eq!((map.source_len(), map.shown_len()), (text.len(), shown.len()));
    for (offset, _) in text.char_indices() {
        let there = map.shown(offset);
        prop_assert!(shown.is_char_boundary(there) && there <= shown.len());
        let back = map.source(there);
        let start =
            map.replaced().find(|(source, _)| source.contains(&offset)).map_or(offset, |(source, _)| source.start);
        prop_assert!(back == start || shown.is_empty(), "{} of {:?} comes back as {}", offset, text, back);
    }
    for (_, cluster, cells) in clusters(&shown, Ambiguous::Narrow) {
        prop_assert!(cells > 0 || cluster == "\n", "{:?} takes no cell in {:?}", cluster, shown);
    }
    let starts: Vec<_> =
        clusters(&shown, Ambiguous::Narrow).map(|(at, _, _)| at).chain(std::iter::once(shown.len())).collect();
    for (source, on_screen) in map.replaced() {
        prop_assert!(text.is_char_boundary(source.start) && text.is_char_boundary(source.end) && !source.is_empty());
        prop_assert!(!on_screen.is_empty() || shown.is_empty());
        for edge in [on_screen.start, on_screen.end] {
            prop_assert!(starts.binary_search(&edge).is_ok(), "{:?} is cut at {}", shown, edge);
        }
    }
    Ok(())
}

#[test]
fn display_forms_are_as_listed() {
    let unsafe_character = unsafe_character();
    for &(text, expected) in FORMS {
        assert_eq!(Safe::new(text).as_str(), expected, "{text:?}");
        check(text, &unsafe_character).unwrap();
    }
}

#[test]
fn every_character_is_safe_alone_and_between_others() {
    let unsafe_character = unsafe_character();
    for c in ('\0'..='\u{1FFFF}').chain('\u{2F7F0}'..='\u{2FA30}').chain('\u{DFFF0}'..='\u{E1000}') {
        for text in [format!("{c}"), format!("か{c}\u{3099}e{c}\u{301}")] {
            let (shown, _) = display(&text);
            assert!(!unsafe_character.is_match(&shown), "{text:?} shows {shown:?}");
            assert_eq!(Safe::new(&shown), shown, "of {text:?}");
            let invisible =
                clusters(&shown, Ambiguous::Narrow).find(|&(_, cluster, cells)| cells == 0 && cluster != "\n");
            assert_eq!(invisible, None, "{text:?} shows {shown:?}");
        }
    }
}

#[test]
fn the_map_leads_to_the_character_or_the_cluster() {
    // 中, BEL and a mark that is dropped with it, é in two characters, half-width ｶﾞ, a line end of two.
    let text = "中\u{7}e\u{301}ｶﾞ\r\n文";
    let (shown, map) = display(text);
    assert_eq!(shown.as_str(), "中éガ\n文");
    let replaced: Vec<_> = map.replaced().collect();
    assert_eq!(replaced, [(0..4, 0..3), (4..7, 3..5), (7..13, 5..8), (13..15, 8..9)]);
    assert_eq!(map.shown(text.find('文').unwrap()), shown.find('文').unwrap());
    assert_eq!(map.source_range(5..8), 7..13);

    let (_, map) = display("ｱｲｳ\tx");
    assert!(map.is_identity(), "one character for another of the same length costs no span");
    let (shown, map) = display("\u{FEFF}\u{200B}");
    assert!(shown.is_empty());
    assert_eq!(map.replaced().collect::<Vec<_>>(), [(0..6, 0..0)]);
}

#[test]
fn marks_are_limited_and_cost_no_more_than_their_number() {
    let text = format!("a{}b", "\u{302}\u{323}".repeat(50_000));
    let (shown, map) = display(&text);
    assert_eq!(shown.chars().count(), 2 + 30);
    assert_eq!(map.shown(text.len() - 1), shown.len() - 1);
    assert_eq!(Safe::new(&shown), shown);
    let tabs = "\t".repeat(1000);
    assert_eq!(Safe::new(&tabs).len(), 4000);
}

#[test]
fn a_slice_never_panics() {
    let text = Safe::new("中文a");
    assert_eq!(text.slice(3..6), "文");
    assert_eq!(text.slice(1..5), "中");
    assert_eq!(text.slice(6..99), "a");
    assert_eq!(text.slice(99..100), "");
    #[allow(clippy::reversed_empty_ranges)]
    let reversed = text.slice(6..3);
    assert_eq!(reversed, "");
}

#[test]
fn hostile_payloads_leave_nothing_behind() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/terminal-payloads.tsv"));
    let Ok(table) = std::fs::read_to_string(path) else { return };
    let unsafe_character = unsafe_character();
    let mut seen = 0;
    for line in table.lines().skip(1) {
        let Some(payload) = line.split('\t').nth(1) else { continue };
        let text: String = serde_json::from_str(payload).unwrap();
        check(&text, &unsafe_character).unwrap();
        check(&format!("国务院{text}总理"), &unsafe_character).unwrap();
        let shown = Safe::new(&format!("国务院{text}\u{18}总理"));
        assert!(shown.starts_with("国务院") && shown.ends_with("总理"), "{shown:?}");
        seen += 1;
    }
    assert!(seen > 30);
}

/// Pieces of hostile text: introducers, terminators, marks, joiners, letters that combine.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<char>().prop_map(String::from),
        4 => "[ -~]{0,3}",
        4 => "[中国か“①가Яé]{1,3}",
        4 => (0u32..0xA0).prop_map(|c| char::from_u32(c).map_or_else(String::new, String::from)),
        6 => prop::sample::select(vec![
            "\u{1B}[", "\u{1B}]", "\u{1B}P", "\u{1B}_", "\u{1B}\\", "\u{9B}", "\u{9D}", "\u{9C}", "\u{7}", "31m", "0;",
        ]).prop_map(String::from),
        8 => prop::sample::select(vec![
            "\u{301}", "\u{3099}", "\u{200D}", "\u{200C}", "\u{FE0F}", "\u{20E3}", "\u{1F3FB}", "🇨", "🇳", "👨", "❤",
            "ｶ", "ﾊ", "ﾞ", "ﾟ", "か", "\u{1100}", "\u{1161}", "\u{11A8}", "가", "각", "\u{1113}", "\u{1176}", "\u{11C3}", "\u{115F}", "\u{1160}",
            "ก", "\u{E49}", "\u{E33}", "क", "\u{94D}", "\u{93F}", "\r", "\n", "\t", "    ", "1", "#", "\u{302E}", "\u{345}",
            "\u{9C7}", "\u{9BE}",
        ]).prop_map(String::from),
    ]
}

proptest! {
    #[test]
    fn every_text_is_safe_and_mapped(fragments in prop::collection::vec(fragment(), 0..12)) {
        thread_local!(static UNSAFE: Regex = unsafe_character());
        UNSAFE.with(|unsafe_character| check(&fragments.concat(), unsafe_character))?;
    }

    #[test]
    fn visible_text_is_shown_whole_and_in_order(
        parts in prop::collection::vec(("[中国か가aЯ“。①]{0,3}", prop::sample::select(vec![
            "\u{3}", "\u{1B}", "\u{200B}", "\u{202E}", "\u{1B}[1;31m", "\u{1B}[", "\u{9B}3", "\u{1B}]0;x\u{7}",
            "\u{1B}]", "\u{1B}P", "\u{1B}_q\u{1B}\\", "\u{9D}y\u{9C}", "\u{9D}", "\u{FEFF}", "\u{E0061}", "\u{FE0F}",
            "\u{200D}", "\u{AD}", "\u{7F}",
        ])), 0..9)
    ) {
        let text: String = parts.iter().flat_map(|(visible, noise)| [visible.as_str(), noise]).collect();
        let visible: String = parts.iter().map(|(visible, _)| visible.as_str()).collect();
        // A letter after a bare CSI would complete it, as it would in a terminal.
        let completed =
            |pair: &[(String, &str)]| pair[1].0.starts_with('a') && matches!(pair[0].1, "\u{1B}[" | "\u{9B}3");
        prop_assume!(!parts.windows(2).any(completed));
        let shown = Safe::new(&text);
        prop_assert_eq!(shown.as_str(), visible.as_str());
    }
}
