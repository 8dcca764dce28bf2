//! The program is killed at moments it does not choose. Whatever it has acknowledged by then, in a line it printed or
//! by ending well, is in the library afterwards, and the library needs no repair.
//!
//! `KANBAO_KILLS` is how often (50), `KANBAO_SEED` which moments (1).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    loopback::{Server, ServerReply},
    terminal::Home,
};

/// Numbers that look random and are the same at every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        // Any seed but 0 leads somewhere; the spread keeps neighbours apart.
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
}

/// What has to be true of one article, once it was acknowledged; `None` where a kill left it open.
#[derive(Clone, Debug, Default)]
struct Known {
    id: i64,
    read: Option<bool>,
    starred: Option<bool>,
    tagged: Option<bool>,
}

struct World {
    home: Home,
    dice: Dice,
    /// How long each verb takes when it is let live.
    lives: BTreeMap<&'static str, Duration>,
    /// How often a verb was killed before it had ended.
    cut: u64,
    files: usize,
    articles: BTreeMap<String, Known>,
    /// A server whose feed has so many entries.
    server: Server,
    entries: Arc<AtomicUsize>,
}

pub(crate) fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Runs a program to its end or to a kill after `life`: whether it ended well, and the whole lines it printed.
fn run(command: &mut Command, life: Duration) -> (bool, Vec<String>) {
    let mut child: Child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        stdout.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let begun = Instant::now();
    while begun.elapsed() < life {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        thread::sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    let well = child.wait().unwrap().success();
    let text = String::from_utf8(reader.join().unwrap()).unwrap();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    (well, whole.lines().map(str::to_owned).collect())
}

impl World {
    fn new(seed: u64) -> World {
        let home = Home::new();
        fs::create_dir(home.path().join("in")).unwrap();
        let lives = BTreeMap::new();
        let dice = Dice::new(seed);
        let entries = Arc::new(AtomicUsize::new(1));
        let count = Arc::clone(&entries);
        let server =
            Server::start(move |_, _| ServerReply::ok("Content-Type: text/xml", feed(count.load(Ordering::SeqCst))));
        let (code, _, err) = home.run(&["feed", "add", "--allow-private", &server.url("/feed")]);
        assert_eq!((code, err.as_str()), (0, ""));
        let articles = BTreeMap::from([(entry(0), Known::default())]);
        World { home, dice, lives, cut: 0, files: 0, articles, server, entries }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("in")
    }

    fn title(number: usize) -> String {
        format!("第{number}號東河大橋通車")
    }

    fn write_files(&mut self, count: usize) {
        for _ in 0..count {
            let title = World::title(self.files);
            let body = format!("{title}，沿岸居民清晨已在橋頭等候。\n").repeat(30);
            let text = format!("{title}\nPublished at Dec 17, 2021 03:30 pm\n{body}");
            fs::write(self.folder().join(format!("{}.txt", self.files)), text).unwrap();
            self.files += 1;
        }
    }

    /// Runs a verb and kills it somewhere between its first and its last moment, or lets it end now and then.
    fn kill(&mut self, verb: &'static str, arguments: &[&str]) -> (bool, Vec<String>) {
        let usual = self.lives.get(verb).copied().unwrap_or(Duration::from_millis(40));
        let life = usual.mul_f64(self.dice.below(1200) as f64 / 1000.0);
        let begun = Instant::now();
        let result = run(&mut self.home.command(arguments), life);
        self.cut += u64::from(!result.0);
        if result.0 {
            // How busy the machine is changes; the last life is the best guess at the next.
            self.lives.insert(verb, begun.elapsed());
        } else if life >= usual {
            self.lives.insert(verb, usual.mul_f64(1.5));
        }
        result
    }

    fn import(&mut self) {
        let more = 20 + self.dice.below(300) as usize;
        self.write_files(more);
        let folder = self.folder();
        let (_, lines) = self.kill("import", &["import", "--json", folder.to_str().unwrap()]);
        for line in lines {
            let told: Value = serde_json::from_str(&line).unwrap();
            assert!(told["error"].is_null(), "{line}");
            let stem = Path::new(told["path"].as_str().unwrap()).file_stem().unwrap().to_str().unwrap().to_owned();
            self.articles.entry(World::title(stem.parse().unwrap())).or_default();
        }
    }

    /// The feed has more entries; all of them are there once the reading of it has been told of.
    fn sync(&mut self) {
        let count = self.entries.load(Ordering::SeqCst) + 1 + self.dice.below(60) as usize;
        self.entries.store(count, Ordering::SeqCst);
        let (_, lines) = self.kill("sync", &["sync", "--json", "--allow-private"]);
        let address = self.server.url("/feed");
        for told in lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            assert!(told["error"].is_null(), "{told}");
            if told["url"] == *address {
                for number in 0..count {
                    self.articles.entry(entry(number)).or_default();
                }
            }
        }
    }

    fn mark(&mut self) {
        let ids: Vec<String> =
            self.articles.iter().filter(|(_, it)| it.id > 0).map(|(title, _)| title.clone()).collect();
        let Some(title) = ids.get(self.dice.below(ids.len() as u64) as usize) else { return self.import() };
        let mut known = self.articles[title].clone();
        let (read, starred, tagged) = (self.dice.below(2) == 0, self.dice.below(2) == 0, self.dice.below(2) == 0);
        let arguments = [
            "mark",
            &known.id.to_string(),
            if read { "--read" } else { "--unread" },
            if starred { "--star" } else { "--unstar" },
            if tagged { "--tag" } else { "--untag" },
            "要聞",
        ];
        let (well, _) = self.kill("mark", &arguments);
        let certain =
            |value: bool, before: Option<bool>| if well || before == Some(value) { Some(value) } else { None };
        known.read = certain(read, known.read);
        known.starred = certain(starred, known.starred);
        known.tagged = certain(tagged, known.tagged);
        self.articles.insert(title.clone(), known);
    }

    fn mark_all(&mut self) {
        let undo = self.dice.below(2) == 0;
        let (well, _) = self.kill("mark all", &["mark", if undo { "--undo" } else { "--all-read" }]);
        for known in self.articles.values_mut() {
            known.read = if well && !undo { Some(true) } else { None };
        }
    }

    fn backup(&mut self) {
        let target = self.home.path().join("copy.db");
        let before = fs::read(&target).ok();
        let (well, _) = self.kill("backup", &["backup", target.to_str().unwrap()]);
        assert!(!well || target.exists());
        let now = fs::read(&target).ok();
        if now != before {
            self.check(&target);
            let (titles, _) = self.listed(&target);
            let missing: Vec<_> = self.articles.keys().filter(|title| !titles.contains_key(*title)).collect();
            assert!(missing.is_empty(), "the copy lacks {missing:?}");
        }
    }

    /// A library of the first version is brought up to date.
    fn migration(&mut self) {
        let library = self.home.path().join("old.db");
        for ending in ["", "-wal", "-shm", ".backup-1"] {
            let _ = fs::remove_file(self.home.path().join(format!("old.db{ending}")));
        }
        first_version(&library, 200);
        let path = library.to_str().unwrap().to_owned();
        self.kill("migration", &["--library", &path, "list", "--limit", "1"]);
        assert_eq!(self.listed(&library).0.len(), 200);
        self.check(&library);
    }

    fn check(&self, library: &Path) {
        let (code, out, err) = self.home.run(&["--library", library.to_str().unwrap(), "check"]);
        assert!(code == 0 && out.contains("the library is whole") && !out.contains("anew"), "{out}{err}");
    }

    /// The titles in a library with what is known of each, and how many articles there are.
    fn listed(&self, library: &Path) -> (BTreeMap<String, Value>, usize) {
        let (_, out, err) = self.home.run(&["--library", library.to_str().unwrap(), "list", "--json"]);
        assert_eq!(err, "");
        let objects: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let count = objects.len();
        (objects.into_iter().map(|it| (it["title"].as_str().unwrap().to_owned(), it)).collect(), count)
    }

    /// Everything that was acknowledged is there, once, and nothing needs repair.
    fn verify(&mut self) {
        let library = self.home.library();
        self.check(&library);
        let (listed, count) = self.listed(&library);
        assert_eq!(count, listed.len(), "an article is there twice");
        let tagged: BTreeSet<i64> =
            if self.articles.values().any(|known| known.tagged.is_some()) { tagged(&library) } else { BTreeSet::new() };
        for (title, known) in &mut self.articles {
            let found = listed.get(title).unwrap_or_else(|| panic!("{title} was acknowledged and is not there"));
            known.id = found["id"].as_i64().unwrap();
            let has = |name: &str, wanted: Option<bool>| wanted.is_none_or(|wanted| found[name] == wanted);
            assert!(has("read", known.read) && has("starred", known.starred), "{known:?} {found}");
            assert!(known.tagged.is_none_or(|wanted| tagged.contains(&known.id) == wanted), "{known:?}");
        }
    }
}

fn entry(number: usize) -> String {
    format!("第{number}則快訊")
}

fn feed(count: usize) -> String {
    let item = |number: usize| {
        let (title, text) = (entry(number), format!("快訊{number}。").repeat(20));
        format!("<item><title>{title}</title><guid>urn:{number}</guid><description>{text}</description></item>")
    };
    let items = (0..count).map(item).collect::<Vec<_>>().concat();
    format!("<rss version='2.0'><channel><title>快訊</title>{items}</channel></rss>")
}

fn tagged(library: &Path) -> BTreeSet<i64> {
    let conn = rusqlite::Connection::open(library).unwrap();
    let mut statement = conn.prepare("SELECT article_id FROM tags_of_articles WHERE tag = '要聞'").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// A library as the first version made it.
fn first_version(path: &Path, count: i64) {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch(include_str!("../src/store/database/steps/1.sql")).unwrap();
    conn.execute_batch("PRAGMA application_id = 1262633295; PRAGMA user_version = 1; PRAGMA journal_mode = WAL")
        .unwrap();
    conn.execute_batch("BEGIN; INSERT INTO sources VALUES (1, 'folder', '舊', '/old', 0)").unwrap();
    for id in 1..=count {
        let (title, text) = (World::title(id as usize), "正文。".repeat(200));
        let (likeness, whole) = hashes(&title, &text);
        conn.execute(
            "INSERT INTO articles (id, source_id, newest, title, identity, likeness, arrival, text_bytes, imported_at)
             VALUES (?1, 1, ?1, ?2, ?3, ?3, ?4, ?5, 0)",
            (id, &title, likeness, whole, text.len() as i64),
        )
        .unwrap();
        let shape = format!("p:{}", text.len());
        conn.execute("INSERT INTO bodies VALUES (?1, NULL, NULL, NULL, ?2, ?3)", (id, shape, text)).unwrap();
    }
    conn.execute_batch("COMMIT").unwrap();
}

/// The hashes of an article without a date, of its text and of all of it, as the library makes them.
fn hashes(title: &str, text: &str) -> ([u8; 16], [u8; 16]) {
    let block = kanbao::article::Block::paragraph(text);
    let article = kanbao::article::Article { title: title.to_owned(), blocks: vec![block], ..Default::default() };
    let hashes = kanbao::store::articles::identity::hashes(&article);
    (hashes.likeness(), hashes.whole())
}

#[test]
fn a_kill_at_any_moment_loses_nothing() {
    let (kills, seed) = (number("KANBAO_KILLS", 50), number("KANBAO_SEED", 1));
    let mut world = World::new(seed);
    for round in 0..kills {
        let chance = world.dice.below(20);
        match chance {
            0..=3 => world.import(),
            4..=6 => world.sync(),
            7..=12 => world.mark(),
            13..=14 => world.mark_all(),
            15..=17 => world.backup(),
            _ => world.migration(),
        }
        // In what order a failure came about is in the seed.
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.verify()));
        assert!(told.is_ok(), "kill {round} of seed {seed}, chance {chance}");
        if world.files > 3000 {
            // Listing them all would take longer than the kills.
            let (dice, cut) = (world.dice.next(), world.cut);
            world = World { cut, ..World::new(dice) };
        }
    }
    assert!(world.cut * 4 > kills, "only {} of {kills} kills came in time", world.cut);
    // What was cut short is gone on with, and everything is there once.
    world.write_files(10);
    let folder = world.folder();
    for _ in 0..2 {
        let (code, _, err) = world.home.run(&["import", folder.to_str().unwrap()]);
        assert_eq!(code, 0, "{err}");
    }
    let (code, _, err) = world.home.run(&["sync", "--allow-private"]);
    assert_eq!(code, 0, "{err}");
    let (listed, count) = world.listed(&world.home.library());
    let all = world.files + world.entries.load(Ordering::SeqCst);
    assert_eq!((listed.len(), count), (all, all));
    world.verify();
}
