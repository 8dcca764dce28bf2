//! The shape of the repository: which room may import which, which crate stays behind which wall, how long a file is.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Crates that only some rooms may name.
const WALLS: &[(&str, &[&str])] = &[
    ("ratatui", &["view", "term", "session"]),
    ("crossterm", &["local", "term"]),
    ("rusqlite", &["store"]),
    ("opencc_rust", &["script/opencc.rs"]),
    ("jieba_rs", &["search/words/segment.rs"]),
    ("ureq", &["net"]),
    ("rustls", &["net"]),
    ("flate2", &["net"]),
    ("brotli_decompressor", &["net"]),
    ("ruzstd", &["net"]),
    ("zip", &["import/file/epub"]),
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
const CHANGED_BY: &[&str] = &["store/database/mod.rs", "store/database/migrate.rs"];

/// The most lines a source file may have.
const LONGEST: usize = 400;

/// Floors of the rooms, as ARCHITECTURE.md has them. A room imports only rooms with a lower number.
fn floors() -> BTreeMap<String, u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let mut floors = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, floor, rooms, ..] = cells[..] else { continue };
        let Ok(floor) = floor.parse() else { continue };
        for room in rooms.split('`').skip(1).step_by(2) {
            floors.insert(room.trim_end_matches('/').trim_end_matches(".rs").to_owned(), floor);
        }
    }
    assert!(floors.len() > 20, "the table of rooms was not found");
    floors
}

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

/// The rooms that a file names by going up out of its own: `super::super::…`. A module inside a file goes up one more.
fn above(file: &str, text: &str) -> Vec<String> {
    let is_folder = file.ends_with("/mod.rs");
    let depth = file.matches('/').count() + usize::from(!is_folder);
    let mut named = Vec::new();
    for (_, line) in code(text) {
        for (at, _) in line.match_indices("super::").filter(|(at, _)| !line[..*at].ends_with("::")) {
            let mut rest = &line[at..];
            let mut up = 0;
            while let Some(next) = rest.strip_prefix("super::") {
                (rest, up) = (next, up + 1);
            }
            if up == depth {
                named.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
    }
    named
}

#[test]
fn rooms_import_only_lower_floors() {
    let floors = floors();
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let room = room_of(&file);
        let Some(floor) = floors.get(room) else {
            assert!(["lib", "main"].contains(&room), "{file} is in a room without a floor");
            continue;
        };
        for other in imports(&text).into_iter().chain(above(&file, &text)) {
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
        let files = sources(folder);
        for (file, text) in &files {
            let lines = text.lines().count();
            assert!(lines <= LONGEST, "{folder}/{file} has {lines} lines");
            let first = text.lines().next().unwrap_or_default();
            assert!(first.len() > 8 && first.starts_with("//! "), "{folder}/{file} does not say what it is for");
            let beside = file.rsplit_once('/').map_or(String::new(), |(above, _)| above.to_owned());
            // A folder of tests holds files that each belong to the file they test.
            let says =
                beside.is_empty() || beside.ends_with("/tests") || files.contains_key(&format!("{beside}/mod.rs"));
            assert!(says || files.contains_key(&format!("{beside}.rs")), "the folder of {folder}/{file} says nothing");
        }
    }
}

#[test]
fn the_scan_sees_a_braced_import() {
    let text = "use crate::{\n    app::{App, Event},\n    text::Safe,\n    view,\n};\nuse crate::store::Row;\n";
    assert_eq!(imports(text), ["app", "text", "view", "store"]);
}
