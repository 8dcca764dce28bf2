//! Restoring while programs come and go: a kill at any moment leaves the old library or the new one, and a mark that was
//! acknowledged is in the library or in the one that is kept.
//!
//! `KANBAO_RESTORES` is how often (20), `KANBAO_SEED` which moments (1).

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    long::kill::{Dice, number},
    terminal::{Home, Terminal},
};

/// The numbers of articles with a star, or nothing if the library cannot be listed.
fn starred(home: &Home, library: &Path) -> Option<BTreeSet<i64>> {
    let (code, out, _) =
        home.run(&["--library", library.to_str().unwrap(), "list", "--starred", "--json", "--limit", "9999"]);
    // Nothing found is no failure here.
    (code < 2)
        .then(|| out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_i64().unwrap()).collect())
}

fn count(home: &Home, library: &Path) -> usize {
    let (code, out, err) = home.run(&["--library", library.to_str().unwrap(), "list", "--limit", "9999"]);
    assert_eq!((code, err.as_str()), (0, ""));
    out.lines().count()
}

fn import(home: &Home, from: usize, to: usize) {
    let file = home.path().join("in.jsonl");
    let line = |n| {
        let text = format!("第{n}則，東河大橋今晨通車。").repeat(20);
        serde_json::json!({ "title": format!("第{n}號"), "body": text, "url": format!("https://paper.example/{n}") })
            .to_string()
    };
    fs::write(&file, (from..to).map(line).collect::<Vec<_>>().join("\n")).unwrap();
    assert_eq!(home.run(&["import", file.to_str().unwrap()]).0, 0);
}

/// A home with a copy of 40 articles, and a library of 100 as a killed reader leaves it.
fn killed() -> Home {
    let home = Home::new();
    import(&home, 0, 40);
    assert_eq!(home.run(&["backup", home.path().join("copy.db").to_str().unwrap()]).0, 0);
    import(&home, 40, 100);
    let mut reader = Terminal::start(&home, &[], 80, 24);
    reader.wait_for_text("第99號");
    reader.keys("s");
    reader.wait_for_text("Starred");
    // Shown at once; on the disk a moment later.
    while starred(&home, &home.library()).unwrap().is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    reader.signal(rustix::process::Signal::KILL);
    reader.wait();
    home
}

#[test]
fn a_restore_killed_at_any_moment_leaves_one_library_or_the_other() {
    let mut dice = Dice::new(number("KANBAO_SEED", 1));
    let first = killed();
    let mut files = Vec::new();
    for ending in ["", "-wal", "-shm"] {
        let path = format!("{}{ending}", first.library().display());
        files.extend(fs::read(&path).ok().map(|bytes| (ending, bytes)));
    }
    let copy = fs::read(first.path().join("copy.db")).unwrap();
    let mut usual = Duration::from_millis(100);
    let (mut old, mut new) = (0, 0);
    for round in 0..number("KANBAO_RESTORES", 20) {
        let home = Home::new();
        fs::create_dir_all(home.library().parent().unwrap()).unwrap();
        for (ending, bytes) in &files {
            fs::write(format!("{}{ending}", home.library().display()), bytes).unwrap();
        }
        let from = home.path().join("copy.db");
        fs::write(&from, &copy).unwrap();
        let life = usual.mul_f64(dice.below(1200) as f64 / 1000.0);
        let begun = Instant::now();
        let mut child = home
            .command(&["restore", from.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut ended = None;
        while begun.elapsed() < life && ended.is_none() {
            ended = child.try_wait().unwrap();
            thread::sleep(Duration::from_micros(100));
        }
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            usual = begun.elapsed();
        }
        assert_eq!(fs::read(&from).unwrap(), copy, "round {round}");
        let there = count(&home, &home.library());
        assert!(there == 40 || there == 100, "round {round}: {there} articles");
        let (code, out, err) = home.run(&["check"]);
        assert_eq!(code, 0, "round {round}: {out}{err}");
        if there == 40 {
            new += 1;
            let kept = home.library().with_file_name("library.db.before-restore");
            assert_eq!(count(&home, &kept), 100, "round {round}");
            assert_eq!(starred(&home, &kept).unwrap().len(), 1, "round {round}");
        } else {
            old += 1;
            assert_eq!(starred(&home, &home.library()).unwrap().len(), 1, "round {round}");
        }
    }
    println!("restores killed: the old library {old} times, the new one {new} times");
}

#[test]
fn a_reader_that_is_open_keeps_its_library() {
    let home = Home::new();
    import(&home, 0, 40);
    let copy = home.path().join("copy.db");
    assert_eq!(home.run(&["backup", copy.to_str().unwrap()]).0, 0);
    import(&home, 40, 50);
    let mut reader = Terminal::start(&home, &[], 80, 24);
    reader.wait_for_text("第49號");
    let (code, _, err) = home.run(&["restore", copy.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(err.contains("another program has") && err.lines().count() == 1, "{err}");
    assert_eq!(count(&home, &home.library()), 50);
    // Salvage does not read under it either.
    let new = home.path().join("new.db");
    let (code, _, err) = home.run(&["salvage", new.to_str().unwrap()]);
    assert_eq!((code, err.contains("another program has"), new.exists()), (1, true, false), "{err}");
    reader.keys("q");
    reader.wait();
    let (code, out, err) = home.run(&["restore", copy.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("40 articles of 1 source") && out.contains("before-restore"), "{out}");
    assert_eq!(count(&home, &home.library()), 40);
}

#[test]
fn programs_that_start_while_a_copy_is_put_in_place_lose_no_mark() {
    for _ in 0..number("KANBAO_RESTORES", 20) / 4 {
        let home = Home::new();
        import(&home, 0, 30);
        let copy = home.path().join("copy.db");
        assert_eq!(home.run(&["backup", copy.to_str().unwrap()]).0, 0);
        let mut kept = BTreeSet::new();
        let restored = thread::scope(|scope| {
            let restoring = scope.spawn(|| home.run(&["restore", copy.to_str().unwrap()]).0 == 0);
            for id in 1..=12 {
                if home.run(&["mark", &id.to_string(), "--star"]).0 == 0 {
                    kept.insert(id);
                }
            }
            restoring.join().unwrap()
        });
        let mut found = starred(&home, &home.library()).unwrap();
        let before = home.library().with_file_name("library.db.before-restore");
        assert_eq!(restored, before.exists());
        if restored {
            found.extend(starred(&home, &before).unwrap());
            assert_eq!(home.run(&["--library", before.to_str().unwrap(), "check"]).0, 0);
        }
        assert_eq!(found, kept, "restored: {restored}");
        assert_eq!(home.run(&["check"]).0, 0);
    }
}
