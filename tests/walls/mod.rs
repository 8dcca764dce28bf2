//! The shape of the repository: which room may import which, which crate stays behind which wall, how long a file is.

mod cycles;
mod modules;
mod words;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use modules::Modules;

/// Crates that only some rooms may name.
const WALLS: &[(&str, &[&str])] = &[
    ("ratatui", &["view", "term", "session"]),
    ("crossterm", &["local", "term"]),
    ("rusqlite", &["store"]),
    ("opencc_rust", &["script/opencc.rs"]),
    ("jieba_rs", &["search/words/segment.rs"]),
    ("ureq", &["net"]),
    ("rustls", &["net"]),
    ("flate2", &["net", "store/articles/frame.rs"]),
    ("brotli_decompressor", &["net"]),
    ("ruzstd", &["net"]),
    ("zip", &["import/file/epub", "export/epub"]),
    ("image", &["picture"]),
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
const MAX_FILE_LINES: usize = 400;

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

#[test]
fn rooms_import_only_lower_floors() {
    let floors = floors();
    let mut wrong = Vec::new();
    let sources = sources("src");
    let modules = Modules::from_sources(&sources);
    for (file, others) in modules.files_passed() {
        let room = room_of(file);
        if ["lib", "main"].contains(&room) {
            continue;
        }
        let floor = floors.get(room).unwrap_or_else(|| panic!("{file} is in a room without a floor"));
        for other in others.into_iter().filter(|other| room_of(other) != room && *other != "lib.rs") {
            match floors.get(room_of(other)) {
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
        // A test may make an archive or ask a server as a stranger would.
        if file.contains("tests") {
            continue;
        }
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
            assert!(lines <= MAX_FILE_LINES, "{folder}/{file} has {lines} lines");
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
fn an_import_is_seen_however_it_is_written() {
    let lib = "mod app; mod store; mod text; mod view;";
    let view = "use crate::{store::Row, text::*}; mod inner { fn f() { super::super::app::go() } }";
    let sources = [
        ("lib.rs", lib),
        ("main.rs", "fn main() { kanbao::view::draw(); format!(\"{}\", kanbao::text::WIDTH) }"),
        ("app.rs", "pub fn go() {} #[cfg(test)] mod tests { use crate::view::draw; }"),
        ("store/mod.rs", "mod row; pub use row::Row;"),
        ("store/row.rs", "pub struct Row;"),
        ("text.rs", "pub const WIDTH: u8 = 1;"),
        ("view.rs", &format!("{view} pub fn draw() {{ WIDTH; }}")),
    ];
    let sources = sources.map(|(file, text)| (file.to_owned(), text.to_owned())).into();
    let modules = Modules::from_sources(&sources);
    let named = modules.files_passed();
    let of = |file: &str| named.get(file).map(|files| files.iter().copied().collect::<Vec<_>>()).unwrap_or_default();
    assert_eq!(of("view.rs"), ["app.rs", "lib.rs", "store/mod.rs", "store/row.rs", "text.rs"]);
    assert_eq!(of("main.rs"), ["lib.rs", "text.rs", "view.rs"]);
    assert_eq!(of("app.rs"), [""; 0]);
}
