//! Tables: where a text may break, and how it is set, with the reason where it is not plain.

use crate::{script::Language, text::Ambiguous};

use super::{
    breaks,
    breaks::units,
    fill::{Room, fill},
    kind::Kinds,
    refine,
    rules::Rules,
    setting::{Korean, Level},
};

use Language::{ChineseSimplified as Hans, ChineseTraditional as Hant, Japanese as Ja, Korean as Ko, Other};
use Level::{Basic, Gb, None as Free, Strict};

/// The text with `|` at every allowed break.
fn shown(text: &str, language: Language, level: Level) -> String {
    let mut out = String::new();
    let mut at = 0;
    for end in breaks(text, language, level) {
        out.push_str(&text[at..end]);
        out.push('|');
        at = end;
    }
    out + &text[at..]
}

/// The lines of a text, without white space at their ends.
fn lines(text: &str, width: usize, hang: bool, widow: bool, language: Language, level: Level) -> Vec<String> {
    let rules = Rules::of(language, level, Korean::Words);
    let units = units(text, &rules, Ambiguous::Narrow);
    let room = Room { first: width, rest: width, hangs: if hang { rules.hangs } else { Kinds::default() } };
    let mut lines = fill(&units, 0, room);
    if widow {
        refine::keep_company(&units, &mut lines, room);
    }
    let at = |unit: usize| units.get(unit).map_or(text.len(), |unit| unit.start as usize);
    lines.iter().map(|line| text[at(line.ink.start)..at(line.ink.end)].to_owned()).collect()
}

/// Breaks as `|`; a text with none given twice is one without a break.
const BREAKS: &[(&str, Language, Level)] = &[
    // Quotation marks are brackets beside wide characters.
    ("他|说|“你|好”。", Hans, Basic),
    ("他|说|“Hello”|然|后", Hans, Basic),
    ("“Hello,”|他|说", Hans, Basic),
    ("“《书》”", Hans, Basic),
    ("他|说：|“‘好’|是|什|么？”|我|说", Hans, Basic),
    ("叫|‘阿|明’|的|人", Hans, Basic),
    ("the |people’s |choice", Other, Basic),
    ("是|people’s|选|择", Hans, Basic),
    ("「民|主」|“规|则”|（Rule）|外|衣", Hans, Basic),
    ("他|说\"你|好\"吗", Hans, Basic),
    ("“a”，|“b”", Other, Basic),
    ("He |said |“no” |twice", Other, Basic),
];

#[test]
fn breaks_are_where_the_table_says() {
    let wrong: Vec<String> = BREAKS
        .iter()
        .filter_map(|&(expected, language, level)| {
            let got = shown(&expected.replace('|', ""), language, level);
            (got != expected).then(|| format!("{language:?} {level:?}: want {expected}, got {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn shared_cases_hold() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/cjk-cases.json");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for case in cases {
        let (kind, input) = (case["kind"].as_str().unwrap(), case["input"].as_str().unwrap_or_default());
        match kind {
            "linebreak" => {
                let language = match case["locale"].as_str().unwrap() {
                    "zh-Hans" => Hans,
                    "zh-Hant" => Hant,
                    "ja" => Ja,
                    "ko" => Ko,
                    _ => Other,
                };
                let level = match case["level"].as_str().unwrap() {
                    "basic" => Basic,
                    "GB-style" => Gb,
                    "strict" => Strict,
                    _ => Free,
                };
                let got = shown(input, language, level);
                if got != case["expected"].as_str().unwrap() {
                    wrong.push(format!("{}: {got}", case["id"]));
                }
            }
            "wrap" | "wrap-widow" => {
                let expected: Vec<&str> =
                    case["expected"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
                let width = case["width"].as_u64().unwrap() as usize;
                let got = lines(input, width, case["hang"] == 1, kind == "wrap-widow", Hans, Basic);
                if got != expected {
                    wrong.push(format!("{}: {got:?}", case["id"]));
                }
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
