//! A reader is killed, and a copy is put back over what it has left, by `mv` or by `cp`. What stands there then is the
//! copy, whole; where no copy is put back, everything that was acknowledged is there.
//!
//! `KANBAO_RESTORES` is how often (6), `KANBAO_SEED` with which marks and in which order (1).

use std::{collections::BTreeMap, fs, path::Path};

use rustix::process::Signal;
use serde_json::Value;

use crate::{
    long::kill::{Dice, number},
    terminal::{Home, Terminal},
};

/// What is listed: title, number and star.
type Listed = BTreeMap<String, (i64, bool)>;

struct World {
    home: Home,
    dice: Dice,
    files: usize,
    /// How often a journal was left, and set aside.
    left: usize,
    aside: usize,
}

impl World {
    fn run(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.home.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        out
    }

    fn import(&mut self, count: usize) {
        let folder = self.home.path().join(format!("in{}", self.files));
        fs::create_dir(&folder).unwrap();
        for _ in 0..count {
            self.files += 1;
            let title = format!("第{}號東河大橋通車", self.files);
            let body = format!("{title}，沿岸居民清晨已在橋頭等候。\n").repeat(20);
            fs::write(
                folder.join(format!("{}.txt", self.files)),
                format!("{title}\nPublished at Dec 17, 2021 03:30 pm\n{body}"),
            )
            .unwrap();
        }
        self.run(&["import", folder.to_str().unwrap()]);
    }

    fn listed(&self) -> Listed {
        let of = |line: &str| {
            let row: Value = serde_json::from_str(line).unwrap();
            let (id, starred) = (row["id"].as_i64().unwrap(), row["starred"].as_bool().unwrap());
            (row["title"].as_str().unwrap().to_owned(), (id, starred))
        };
        self.run(&["list", "--json", "--limit", "99999"]).lines().map(of).collect()
    }

    /// Stars some articles, or takes their stars away; each is acknowledged by the end of a verb.
    fn mark(&mut self) {
        for _ in 0..=self.dice.below(2) {
            let listed = self.listed();
            let at = self.dice.below(listed.len() as u64) as usize;
            let (id, starred) = listed.values().nth(at).unwrap();
            self.run(&["mark", &id.to_string(), if *starred { "--unstar" } else { "--star" }]);
        }
    }

    fn set_aside(&self) -> usize {
        let names = fs::read_dir(self.home.library().parent().unwrap()).unwrap();
        names.filter(|entry| entry.as_ref().unwrap().file_name().to_str().unwrap().contains("-wal.stale-")).count()
    }

    fn round(&mut self) {
        let good = self.home.path().join("good.db");
        self.run(&["backup", good.to_str().unwrap()]);
        let copied = self.listed();
        // As long as a reader is there, what the verbs write stays in the log.
        let mut reader = Terminal::start(&self.home, &[], 80, 24);
        reader.wait_for_text("shows the keys");
        self.mark();
        let more = self.dice.below(12) as usize;
        if more > 0 {
            self.import(more);
        }
        self.mark();
        let acknowledged = self.listed();
        reader.signal(Signal::KILL);
        let _ = reader.wait();
        let library = self.home.library();
        let log = library.with_file_name("library.db-wal");
        let left = fs::metadata(&log).is_ok_and(|log| log.len() > 0);
        self.left += usize::from(left);
        let aside = self.set_aside();
        let (way, wanted) = match self.dice.below(5) {
            0 => ("nothing", acknowledged),
            1 | 2 => {
                fs::rename(&good, &library).unwrap();
                ("mv", copied)
            }
            _ => {
                fs::copy(&good, &library).unwrap();
                ("cp", copied)
            }
        };
        // The first to open it finds it so, whoever that is.
        if self.dice.below(2) == 0 {
            self.check(&library);
        }
        assert_eq!(self.listed(), wanted, "{way}");
        self.check(&library);
        let now = self.set_aside();
        assert_eq!(now - aside, usize::from(left && way != "nothing"), "{way}");
        self.aside += now - aside;
    }

    fn check(&self, library: &Path) {
        let out = self.run(&["--library", library.to_str().unwrap(), "check"]);
        assert!(out.contains("the library is whole") && !out.contains("anew"), "{out}");
    }
}

#[test]
fn a_copy_put_back_after_a_kill_is_whole() {
    let (times, seed) = (number("KANBAO_RESTORES", 6), number("KANBAO_SEED", 1));
    let mut world = World { home: Home::new(), dice: Dice::new(seed), files: 0, left: 0, aside: 0 };
    world.import(30);
    for round in 0..times {
        let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.round()));
        assert!(held.is_ok(), "restore {round} of seed {seed}");
    }
    println!("{times} restores of seed {seed}: {} logs left, {} set aside", world.left, world.aside);
    assert!(world.left as u64 * 2 > times, "only {} of {times} kills left a log", world.left);
}
