//! The rules for the edges of a line, row by row: every character that may not begin or end a line, that is not to be
//! parted from its like, or that belongs to a number, in every language and at every level it is a rule for.

use std::path::Path;

use crate::{script::Language, text::width::Ambiguous};

use crate::typeset::{
    KinsokuLevel, Korean,
    breaking::{CharClass, Grade, Rules, graded_clusters},
};

/// A row of the table.
struct Row {
    c: char,
    language: Language,
    rule: String,
    level: String,
}

fn rows() -> Vec<Row> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/line-edge-rules.tsv"));
    let Ok(table) = std::fs::read_to_string(path) else { return Vec::new() };
    let row = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        Row {
            c: char::from_u32(u32::from_str_radix(&fields[0][2..], 16).unwrap()).unwrap(),
            language: match fields[3] {
                "zh-Hans" => Language::ChineseSimplified,
                "zh-Hant" => Language::ChineseTraditional,
                "ja" => Language::Japanese,
                "ko" => Language::Korean,
                other => panic!("{other}"),
            },
            rule: fields[4].to_owned(),
            level: fields[5].to_owned(),
        }
    };
    let rows: Vec<Row> = table.lines().skip(1).map(row).collect();
    assert!(rows.len() > 400);
    rows
}

/// True if a line may end before the character at `at`, counted in characters.
fn breaks_before(text: &str, at: usize, language: Language, level: KinsokuLevel, korean: Korean) -> bool {
    let clusters = graded_clusters(text, &Rules::for_language(language, level, korean), Ambiguous::Narrow);
    let offset = text.char_indices().nth(at).unwrap().0;
    clusters.iter().any(|cluster| cluster.start as usize == offset && cluster.grade >= Grade::Free)
}

/// The levels at which a row holds.
fn levels(row: &Row) -> &'static [KinsokuLevel] {
    match row.level.as_str() {
        "GB-style" => &[KinsokuLevel::Gb],
        level if level.starts_with("strict") => &[KinsokuLevel::Strict],
        "always" => &[KinsokuLevel::None, KinsokuLevel::Basic, KinsokuLevel::Gb, KinsokuLevel::Strict],
        _ => &[KinsokuLevel::Basic, KinsokuLevel::Gb, KinsokuLevel::Strict],
    }
}

/// Texts with the character in the place the rule is about, and the character before which no line may end.
fn texts(row: &Row) -> Vec<(String, usize)> {
    let c = row.c;
    let letters: &[char] = match row.language {
        Language::Japanese => &['国', 'か', 'ア'],
        Language::Korean => &['가', '國'],
        _ => &['国'],
    };
    let around = |inner: &str, at: usize| letters.iter().map(|l| (format!("{l}{inner}{l}"), at)).collect();
    match row.rule.as_str() {
        "no_line_start" => around(&c.to_string(), 1),
        "no_line_end" => around(&c.to_string(), 2),
        "unbreakable_pair" => around(&format!("{c}{c}"), 2),
        "no_break_before_after_number" => [around(&format!("12{c}"), 3), around(&format!("１２{c}"), 3)].concat(),
        "no_break_after_before_number" => [around(&format!("{c}12"), 2), around(&format!("{c}１２"), 2)].concat(),
        "hangable" | "interlinear_mark" => Vec::new(),
        other => panic!("{other}"),
    }
}

#[test]
fn no_row_of_the_rules_is_broken() {
    let mut wrong = Vec::new();
    for row in rows() {
        for (text, at) in texts(&row) {
            for &level in levels(&row) {
                for korean in [Korean::Words, Korean::Syllables] {
                    if breaks_before(&text, at, row.language, level, korean) {
                        wrong.push(format!("{:?} {level:?} {}: {text:?} at {at}", row.language, row.rule));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_marks_that_hang_in_horizontal_lines_hang() {
    for row in rows().into_iter().filter(|row| row.rule == "hangable") {
        let hangs = Rules::for_language(row.language, KinsokuLevel::Basic, Korean::Words)
            .hangs
            .contains(CharClass::from_char(row.c));
        let expected = row.level.starts_with("optional");
        assert_eq!(hangs, expected, "{:?} {}", row.language, row.c);
    }
}
