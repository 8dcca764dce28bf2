//! Configuration files, right and wrong.

use kanbao::{
    app::{
        commands::{Action, KeyContext},
        input::Meaning,
    },
    input::Press,
    script::Script,
    text::width::Ambiguous,
};
use proptest::prelude::*;

use super::*;

fn whole(text: &str) -> Settings {
    let (settings, problems) = parse(text);
    assert_eq!(problems, [], "{text}");
    settings
}

fn meaning(settings: &Settings, key: char) -> Meaning {
    settings.keymap.meaning(KeyContext::Article, &[Press::char(key)])
}

#[test]
fn an_empty_file_and_the_dump_are_the_defaults() {
    assert_eq!(whole(""), Settings::default());
    assert_eq!(whole(&Settings::default().dump()), Settings::default());
    let settings = Settings { browser: "a \"b\\c\" \u{202e}e\u{301} %s".to_owned(), ..Settings::default() };
    assert_eq!(whole(&settings.dump()), settings);
}

#[test]
fn every_kind_of_value_is_read() {
    let settings = whole(
        "script = \"taiwan\"\nscripts = [\"original\", \"simplified\"]\nmeasure = 60\nambiguous = \"wide\"\nhanging = true\n[keys]\nfind = [\"/\", \"<F3>\"]\nquit = \"X\"\n",
    );
    assert_eq!(settings.script, Script::Taiwan);
    assert_eq!(settings.cycle, [Script::Original, Script::Simplified]);
    assert_eq!((settings.text.measure, settings.ambiguous, settings.text.hang), (60, Some(Ambiguous::Wide), true));
    assert_eq!(settings.keymap.meaning(KeyContext::List, &[Press::char('X')]), Meaning::Action(Action::Quit));
    assert_eq!(settings.keymap.meaning(KeyContext::List, &[Press::char('Q')]), Meaning::None);
}

#[test]
fn mistakes_are_reported_with_their_place_and_the_rest_applies() {
    let cases = [
        ("mesure = 4", (1, 1), "there is no setting “mesure”; did you mean “measure”?"),
        ("  \"口\" = 4", (1, 3), "there is no setting “口”"),
        ("口 = 4", (1, 1), "invalid unquoted key"),
        ("script = \"klingon\"", (1, 1), "script cannot be “klingon”"),
        ("scripts = []", (1, 1), "scripts cannot be"),
        ("\nambiguous = \"double\"", (2, 1), "ambiguous cannot be “double”; write auto, narrow or wide"),
        ("ambiguous = 1.5", (1, 1), "ambiguous is no text"),
        ("mesure = 1.5", (1, 1), "there is no setting “mesure”"),
        ("browser = \"'firefox\"", (1, 1), "browser cannot be"),
        ("keys = \"x\"", (1, 1), "keys is a table"),
        ("[key]\nfind = \"/\"", (1, 2), "there is no table “key”; did you mean “keys”?"),
        ("[keys]\n\nfnd = \"f\"", (3, 1), "there is no command “fnd”; did you mean “find”?"),
        ("[keys]\nfind = \"<Foo>\"", (2, 8), "“<Foo>” is not a key"),
        ("[keys]\nfind = \"\"", (2, 8), "a key of find is empty"),
        ("[keys]\nfind = \"j\"", (2, 8), "find and down cannot both be on j"),
        ("[keys]\nfind = \"g\"", (2, 8), "find and top cannot both be on g"),
        ("[keys]\nfind = 1.5", (2, 8), "the keys of find are no list"),
    ];
    for (text, place, what) in cases {
        let (settings, problems) = parse(&format!("{text}\n[extra]\n"));
        let first = problems.first().unwrap();
        assert!((first.line, first.column) == place && first.what.starts_with(what), "{text}: {first:?}");
        assert!(settings == Settings::default(), "{text}");
        // What stands before it holds.
        let (settings, problems) = parse(&format!("measure = 44\n{text}\n"));
        assert!(settings.text.measure == 44 && problems.len() == 1, "{text}: {problems:?}");
    }
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let (settings, problems) =
        parse("mesure = 60\nscript = \"taiwan\"\nmeasure = = 3\nmouse = true\n[keys]\nfnd = \"x\"\nquit = \"X\"\n");
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert!([1, 3, 6].iter().all(|line| lines.contains(line)), "{problems:?}");
    assert!(lines.is_sorted());
    assert_eq!((settings.script, settings.text.measure), (Script::Taiwan, Settings::default().text.measure));
    assert_eq!(settings.keymap.meaning(KeyContext::List, &[Press::char('X')]), Meaning::Action(Action::Quit));
}

#[test]
fn commands_of_the_file_make_room_for_each_other() {
    let settings = whole("[keys]\nup = [\"j\", \"<Up>\"]\ndown = [\"k\", \"<Down>\"]\n");
    assert_eq!(
        (meaning(&settings, 'j'), meaning(&settings, 'k')),
        (Meaning::Action(Action::Lines(-1)), Meaning::Action(Action::Lines(1)))
    );
    // Two on one key: the first has it, the other keeps what it had.
    let (settings, problems) = parse("[keys]\ndown = \"X\"\nup = \"X\"\n");
    assert!(problems.len() == 1 && problems[0].line == 3, "{problems:?}");
    assert_eq!(
        (meaning(&settings, 'X'), meaning(&settings, 'k')),
        (Meaning::Action(Action::Lines(1)), Meaning::Action(Action::Lines(-1)))
    );
    let (settings, problems) = parse("[keys]\ndown = [\"<Foo>\", \"X\"]\nup = []\n");
    assert_eq!((problems.len(), meaning(&settings, 'X')), (1, Meaning::Action(Action::Lines(1))));
    assert_eq!(meaning(&settings, 'k'), Meaning::None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_read_and_its_places_are_in_it(
        text in prop_oneof![
            any::<String>(),
            "(?s)[\\[\\]=\"'#.,{}a-k \\n\u{1b}國\\\\-]{0,80}",
            "((measure|mesure|scripts|keys|find)( = |\\.|\\]|\\[)(60|\"x\"|\\[|\\{)?\\n?){0,12}",
        ],
    ) {
        let (_, problems) = parse(&text);
        for Problem { line, column, what } in problems {
            prop_assert!((1..=text.matches('\n').count() + 1).contains(&line));
            let length = text.split('\n').nth(line - 1).map_or(0, |line| line.chars().count());
            prop_assert!((1..=length + 1).contains(&column), "{}:{} {}", line, column, what);
        }
    }
}
