//! The shape of the repository: which room may import which, which crate stays behind which wall, how long a file is.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Floors of the rooms. A room imports only rooms with a lower number.
const FLOORS: &[(&str, u8)] = &[
    ("text", 0),
    ("input", 0),
    ("system", 0),
    ("article", 1),
    ("script", 2),
    ("search", 2),
    ("typeset", 3),
    ("store", 3),
    ("import", 4),
    ("app", 5),
    ("view", 6),
    ("jobs", 6),
    ("term", 6),
    ("session", 7),
    ("local", 8),
    ("cli", 9),
    ("config", 9),
    ("surroundings", 9),
];

/// Crates that only some rooms may name.
const WALLS: &[(&str, &[&str])] = &[
    ("ratatui", &["view", "term", "session"]),
    ("crossterm", &["local", "term"]),
    ("rusqlite", &["store"]),
    ("opencc_rust", &["script/opencc.rs"]),
    ("jieba_rs", &["search/segment.rs"]),
    ("ureq", &["import/net"]),
    ("rustls", &["import/net"]),
    ("flate2", &["import/net"]),
    ("brotli_decompressor", &["import/net"]),
    ("ruzstd", &["import/net", "search/segment.rs"]),
    ("zip", &["import/epub.rs"]),
    ("anyhow", &["main.rs", "config.rs", "cli"]),
];

/// Calls that have one place each.
const CALLS: &[(&str, &[&str])] = &[
    (".set_symbol(", &["view/canvas.rs"]),
    (".set_char(", &[]),
    (".set_string(", &[]),
    (".set_stringn(", &[]),
    (".set_line(", &[]),
    (".set_span(", &[]),
    ("SetTitle", &[]),
    ("println!", &[]),
    ("eprintln!", &[]),
    ("print!(", &[]),
];

/// How a change of the library is begun: by `Database::begin`, which draws a stamp, and by a step of the schema.
const CHANGES: &[&str] = &["TransactionBehavior", ".transaction(", ".transaction_with_behavior(", "self.conn.execute("];
const CHANGED_BY: &[&str] = &["store/database.rs", "store/migrate.rs"];

/// The most lines a source file may have.
const LONGEST: usize = 400;

fn sources(folder: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    assert!(!found.is_empty());
    found
}

fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Code lines before a trailing test module, without comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]" || line.starts_with(' '))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line))
}

/// The rooms a line names after `crate::`, alone or in a braced list.
fn imports(text: &str) -> Vec<String> {
    let compact: String = code(text).map(|(_, line)| line.trim()).collect();
    let mut named = Vec::new();
    for (at, _) in compact.match_indices("crate::") {
        let rest = &compact[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            let mut first = true;
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => first = true,
                    _ if depth == 0 && first && (c.is_alphanumeric() || c == '_') => {
                        word.push(c);
                        continue;
                    }
                    _ => {}
                }
                if !word.is_empty() {
                    named.push(std::mem::take(&mut word));
                    first = c == ',';
                }
            }
            if !word.is_empty() {
                named.push(word);
            }
        } else {
            named.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    named
}

#[test]
fn rooms_import_only_lower_floors() {
    let floors: BTreeMap<_, _> = FLOORS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let room = room_of(&file);
        let Some(floor) = floors.get(room) else {
            assert!(["lib", "main"].contains(&room), "{file} is in a room without a floor");
            continue;
        };
        for other in imports(&text) {
            if other == room || other == "Error" {
                continue;
            }
            match floors.get(other.as_str()) {
                Some(below) if below < floor => {}
                _ => wrong.push(format!("{file} imports {other}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_stay_behind_their_walls() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        for (name, homes) in WALLS {
            let home = homes
                .iter()
                .any(|home| file == *home || room_of(&file) == *home || file.starts_with(&format!("{home}/")));
            let names = |line: &str| line.contains(&format!("{name}::")) || line.contains(&format!("use {name}"));
            if !home && code(&text).any(|(_, line)| names(line)) {
                wrong.push(format!("{file} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn calls_that_reach_the_terminal_have_one_place() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        // A file of tests may draw what it likes: nothing of it reaches a terminal.
        if file.contains("tests") || file.contains("emulators") {
            continue;
        }
        for (call, homes) in CALLS {
            for (number, line) in code(&text).filter(|(_, line)| line.contains(call)) {
                if !homes.contains(&file.as_str()) {
                    wrong.push(format!("{file}:{number}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_library_is_changed_in_one_way() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        // What tests spoil is theirs to spoil.
        if file.contains("tests") {
            continue;
        }
        for (number, line) in code(&text) {
            if CHANGES.iter().any(|call| line.contains(call)) && !CHANGED_BY.contains(&file.as_str()) {
                wrong.push(format!("{file}:{number}: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    for folder in ["src", "tests", "benches"] {
        for (file, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= LONGEST, "{folder}/{file} has {lines} lines");
            assert!(text.starts_with("//!"), "{folder}/{file} does not say what it is for");
        }
    }
}

#[test]
fn the_scan_sees_a_braced_import() {
    let text = "use crate::{\n    app::{App, Event},\n    text::Safe,\n    view,\n};\nuse crate::store::Row;\n";
    assert_eq!(imports(text), ["app", "text", "view", "store"]);
}
