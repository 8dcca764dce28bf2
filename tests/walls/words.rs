//! The words of the code: one meaning a name, functions of a length, comments that begin with a noun or a verb.

use std::collections::BTreeMap;

use super::{modules::Modules, sources};

/// The most lines of a function, and how many may be longer.
const MAX_FUNCTION_LINES: usize = 60;
const MAX_LONG_FUNCTIONS: usize = 5;

/// Words that begin a clause where the name of a thing belongs.
const CLAUSE_WORDS: &[&str] = &[
    "What",
    "Whether",
    "How",
    "Those",
    "Where",
    "When",
    "That",
    "Which",
    "Who",
    "Whose",
    "Why",
    "If",
    "Somebody",
    "Something",
    "Everything",
    "Anything",
    "Nothing",
    "It",
    "This",
    "These",
    "There",
];

#[test]
fn a_public_type_has_a_name_of_its_own() {
    let sources = sources("src");
    let modules = Modules::from_sources(&sources);
    let mut homes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (_, module) in modules.iter() {
        for name in &module.types {
            homes.entry(name).or_default().push(&module.file);
        }
    }
    homes.retain(|_, files| files.len() > 1);
    assert!(homes.is_empty(), "{homes:#?}");
}

#[test]
fn functions_are_short() {
    let sources = sources("src");
    let modules = Modules::from_sources(&sources);
    let long: Vec<String> = modules
        .iter()
        .flat_map(|(_, module)| module.functions.iter().map(move |(name, lines)| (module, name, *lines)))
        .filter(|(.., lines)| *lines > MAX_FUNCTION_LINES)
        .map(|(module, name, lines)| format!("{}: {name} has {lines} lines", module.file))
        .collect();
    assert!(long.len() <= MAX_LONG_FUNCTIONS, "{long:#?}");
}

#[test]
fn a_comment_begins_with_a_noun_or_a_verb() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let mut before = "";
        for (number, line) in text.lines().map(str::trim).enumerate() {
            let mark = ["///", "//!"].into_iter().find(|mark| line.starts_with(mark)).unwrap_or_default();
            if !mark.is_empty() && mark != before {
                let first = line[mark.len()..].split_whitespace().next().unwrap_or_default();
                if CLAUSE_WORDS.contains(&first.trim_end_matches([',', '.'])) {
                    wrong.push(format!("{file}:{}: {line}", number + 1));
                }
            }
            before = mark;
        }
    }
    assert!(wrong.is_empty(), "{} comments:\n{}", wrong.len(), wrong.join("\n"));
}
