//! Damage of every kind, by seeds: what comes out is whole and has nearly everything, and the damaged file stays as it
//! was. `KANBAO_DAMAGE` is how many seeds are tried (3), `KANBAO_SEED` the first of them (1).

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{Loss, Salvaged, salvage};
use crate::article::{Article, Block};
use crate::store::index;
use crate::store::{
    ArticleId, Library, StoreError,
    articles::{Arrival, packed_text},
    database::Stop,
    lists::Filter,
    sources::SourceKind,
    state::{Tag, TagEdit},
};

/// Bytes that a disk loses at once.
const PAGE: usize = 4096;

/// Numbers that look random and are the same at every run.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn flip(&mut self, bytes: &mut [u8], from: usize) {
        let at = from + self.below(bytes.len() - from);
        bytes[at] ^= 1 << self.below(8);
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn article(n: usize) -> Article {
    let long = if n.is_multiple_of(10) { 40 } else { 2 + n % 4 };
    Article {
        title: format!("海霧新聞第{n}號：港口重開"),
        author: Some(format!("記者{}", n % 7)),
        link: Some(format!("https://paper.example/{n}")),
        blocks: (0..long).map(|p| Block::paragraph(format!("第{n}篇第{p}段。霧散了，船又開了。").repeat(3))).collect(),
        ..Article::default()
    }
}

/// A library of `count` articles with stars, places and tags; still open if its log is to stay beside it.
fn library(path: &Path, count: usize, with_log: bool) {
    let now = Timestamp::UNIX_EPOCH;
    let mut library = Library::open(path, "local").unwrap();
    let source = library.sources().find_or_add(SourceKind::Folder, "/news", "海霧新聞", now).unwrap();
    let put = |library: &mut Library, from: usize, to: usize| {
        let articles: Vec<Article> = (from..to).map(article).collect();
        for chunk in articles.chunks(100) {
            let arrivals: Vec<_> = chunk.iter().map(Arrival::from).collect();
            library.articles().insert(source, &arrivals, now).unwrap();
        }
    };
    put(&mut library, 0, count / 2);
    library.index().build(|_| ControlFlow::Continue(())).unwrap();
    if with_log {
        library.database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        library.database.pragma_update_and_check(None, "wal_autocheckpoint", 0, |_| Ok(())).unwrap();
    }
    put(&mut library, count / 2, count);
    library.index().build(|_| ControlFlow::Continue(())).unwrap();
    let ids: Vec<i64> = ids(&library);
    for id in ids.into_iter().map(ArticleId) {
        if id.0 % 10 == 0 {
            library.marks().set_starred(id, true, now).unwrap();
        }
        if id.0 % 6 == 0 {
            library.marks().set_read(id, true, now).unwrap();
        }
        if id.0 % 25 == 0 {
            let edit = TagEdit { add: vec![Tag::new("要聞").unwrap()], remove: vec![] };
            library.tags().edit(id, &edit).unwrap();
        }
    }
    if with_log {
        library.database.lose().unwrap();
        drop(library);
        assert!(fs::metadata(path.with_file_name("library.db-wal")).unwrap().len() > 100 * PAGE as u64);
    } else {
        library.close().unwrap();
    }
}

fn ids(library: &Library) -> Vec<i64> {
    let mut statement = library.database.prepare("SELECT id FROM articles ORDER BY id").unwrap();
    let ids = statement.query_map([], |row| row.get(0)).unwrap();
    ids.collect::<rusqlite::Result<_>>().unwrap()
}

/// The whole of a reader's library: each article with its number, its star and its tags.
type Contents = BTreeMap<i64, (Article, bool, usize)>;

fn contents(path: &Path) -> Contents {
    let library = Library::open(path, "local").unwrap();
    let mut contents = Contents::new();
    library
        .lists()
        .scan(&Filter::default(), |id, article| {
            let tags = library.tags().of_article(id).unwrap().all().len();
            contents.insert(id.0, (article.clone(), library.marks().get(id).unwrap().starred, tags));
            ControlFlow::Continue(())
        })
        .unwrap();
    contents
}

/// Files of a healthy library, to be damaged again and again.
struct Healthy {
    file: Vec<u8>,
    log: Option<Vec<u8>>,
    contents: Contents,
}

impl Healthy {
    fn new(count: usize, with_log: bool) -> Healthy {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        library(&path, count, with_log);
        let file = fs::read(&path).unwrap();
        let log = fs::read(folder.path().join("library.db-wal")).ok();
        Healthy { file, log, contents: contents(&path) }
    }

    /// Salvages a damaged library and holds what comes out against what was in it: articles and stars that are as they
    /// were, in thousandths.
    fn salvage(&self, file: &[u8], log: Option<&[u8]>, what: &str) -> (usize, usize, Salvaged) {
        let folder = tempfile::tempdir().unwrap();
        let (path, new) = (folder.path().join("library.db"), folder.path().join("new.db"));
        fs::write(&path, file).unwrap();
        if let Some(log) = log {
            fs::write(folder.path().join("library.db-wal"), log).unwrap();
        }
        let salvaged =
            salvage(&path, &new, &Stop::default(), &mut |_| {}).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(fs::read(&path).unwrap() == file, "{what}: the damaged file was changed");
        assert_eq!(fs::read(folder.path().join("library.db-wal")).ok().as_deref(), log, "{what}");
        let names = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names, 2 + usize::from(log.is_some()), "{what}: something was left beside it");
        let library = Library::open(&new, "local").unwrap();
        let health = library.check(&mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(health.faults, [], "{what}");
        assert_eq!(index::check(&library, |_| ControlFlow::Continue(())).unwrap().missed, [], "{what}");
        drop(library);
        let got = contents(&new);
        let same = |id: &i64, wanted: &Article| got.get(id).is_some_and(|(article, ..)| article == wanted);
        let kept = self.contents.iter().filter(|(id, (article, ..))| same(id, article)).count();
        let starred: Vec<_> = self.contents.iter().filter(|(_, (_, starred, _))| *starred).collect();
        let stars = starred.iter().filter(|(id, _)| got.get(*id).is_some_and(|(_, starred, _)| *starred)).count();
        // What is not as it was has been named.
        for (id, (wanted, ..)) in &self.contents {
            assert!(
                same(id, wanted) || names_it(&salvaged, *id),
                "{what}: article {id} is not as it was, and nothing tells"
            );
        }
        (kept * 1000 / self.contents.len(), stars * 1000 / starred.len().max(1), salvaged)
    }
}

/// True if a loss tells of an article, or of a part of the articles that nobody can number.
fn names_it(salvaged: &Salvaged, id: i64) -> bool {
    salvaged.losses.iter().any(|loss| match loss {
        Loss::Article { id: of, .. } => of.0 == id,
        Loss::Torn(table) | Loss::Rows { table, .. } => table == "articles" || table == "bodies",
        Loss::Log(_) => true,
        _ => false,
    })
}

#[test]
fn a_whole_library_comes_along_whole() {
    for with_log in [false, true] {
        let healthy = Healthy::new(120, with_log);
        let (articles, stars, salvaged) = healthy.salvage(&healthy.file, healthy.log.as_deref(), "whole");
        assert_eq!((articles, stars, &salvaged.losses[..]), (1000, 1000, &[][..]));
        assert_eq!((salvaged.articles, salvaged.as_they_were, salvaged.sources, salvaged.stars), (120, 120, 1, 12));
    }
}

#[test]
fn twenty_flips_cost_no_more_than_a_few_articles() {
    let healthy = Healthy::new(1200, false);
    let (first, seeds) = (number("KANBAO_SEED", 1), number("KANBAO_DAMAGE", 3));
    let (mut articles, mut stars) = (Vec::new(), Vec::new());
    for seed in first..first + seeds {
        let (mut dice, mut file) = (Dice::new(seed), healthy.file.clone());
        // Anywhere, the head of the file among it.
        (0..20).for_each(|_| dice.flip(&mut file, 0));
        let (kept, starred, _) = healthy.salvage(&file, None, &format!("seed {seed}"));
        assert!(kept >= 950 && starred >= 950, "seed {seed}: {kept} and {starred} of 1000");
        articles.push(kept);
        stars.push(starred);
    }
    articles.sort_unstable();
    stars.sort_unstable();
    let middle = articles.len() / 2;
    println!(
        "seeds {first}..{}: articles in thousandths min {} median {}, stars min {} median {}",
        first + seeds,
        articles[0],
        articles[middle],
        stars[0],
        stars[middle]
    );
}

#[test]
fn whole_pages_cuts_and_logs_may_be_damaged() {
    let (closed, killed) = (Healthy::new(300, false), Healthy::new(300, true));
    let (first, seeds) = (number("KANBAO_SEED", 1), number("KANBAO_DAMAGE", 3));
    let mut figures: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut note = |kind: &'static str, kept: (usize, usize, Salvaged)| {
        let least = figures.entry(kind).or_insert((1000, 1000));
        *least = (least.0.min(kept.0), least.1.min(kept.1));
    };
    for seed in first..first + seeds {
        let mut dice = Dice::new(seed);
        let page = |dice: &mut Dice, file: &[u8]| (1 + dice.below(file.len() / PAGE - 1)) * PAGE;
        let mut file = closed.file.clone();
        let at = page(&mut dice, &file);
        file[at..at + PAGE].fill_with(|| dice.below(256) as u8);
        note("a page of noise", closed.salvage(&file, None, &format!("noise, seed {seed}")));

        let mut file = closed.file.clone();
        for _ in 0..3 {
            let at = page(&mut dice, &file);
            file[at..at + PAGE].fill(0);
        }
        note("three pages of zeros", closed.salvage(&file, None, &format!("zeros, seed {seed}")));

        let cut = closed.file.len() * 3 / 4 + dice.below(closed.file.len() / 4);
        note("cut", closed.salvage(&closed.file[..cut], None, &format!("cut, seed {seed}")));

        let (mut file, mut log) = (killed.file.clone(), killed.log.clone().unwrap());
        (0..5).for_each(|_| dice.flip(&mut log, 0));
        (0..5).for_each(|_| dice.flip(&mut file, 0));
        note(
            "five flips in the log and five in the file",
            killed.salvage(&file, Some(&log), &format!("log, seed {seed}")),
        );

        let mut file = closed.file.clone();
        file[..PAGE].fill_with(|| dice.below(256) as u8);
        note("no first page", closed.salvage(&file, None, &format!("first page, seed {seed}")));
    }
    println!("seeds {first}..{}: least articles and stars in thousandths {figures:?}", first + seeds);
    assert!(figures["a page of noise"].0 >= 900 && figures["a page of noise"].1 >= 900, "{figures:?}");
    assert!(figures["three pages of zeros"].0 >= 800, "{figures:?}");
    assert!(figures["five flips in the log and five in the file"].0 >= 900, "{figures:?}");
    assert!(figures["no first page"].0 >= 900, "{figures:?}");
}

#[test]
fn what_reads_otherwise_is_given_and_named_and_mended_by_the_next_import() {
    let healthy = Healthy::new(40, false);
    let mut file = healthy.file.clone();
    let wanted = packed_text::pack("第7篇第0段").unwrap();
    // Pages may have older copies of it behind their cells.
    let at: Vec<usize> = (0..file.len()).filter(|at| file[*at..].starts_with(&wanted)).collect();
    assert!(!at.is_empty());
    at.iter().for_each(|at| file[at + 1] ^= 1);
    let folder = tempfile::tempdir().unwrap();
    let (path, new) = (folder.path().join("library.db"), folder.path().join("new.db"));
    fs::write(&path, file).unwrap();
    let salvaged = salvage(&path, &new, &Stop::default(), &mut |_| {}).unwrap();
    let [Loss::Article { id, title: Some(title), .. }] = &salvaged.losses[..] else { panic!("{:?}", salvaged.losses) };
    assert_eq!((*title).clone(), article(7).title);
    assert_eq!((salvaged.articles, salvaged.as_they_were), (40, 39));
    let library = Library::open(&new, "local").unwrap();
    assert_eq!(library.articles().get(*id).unwrap().blocks.len(), article(7).blocks.len());
    let source = library.sources().find_or_add(SourceKind::Folder, "/news", "海霧新聞", Timestamp::UNIX_EPOCH).unwrap();
    let again = article(7);
    let outcome = library.articles().insert(source, &[Arrival::from(&again)], Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!((outcome.updated, outcome.changes[0].0), (1, *id));
    assert_eq!(library.articles().get(*id).unwrap(), again);
}

#[test]
fn only_a_library_is_salvaged_and_nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| -> PathBuf { folder.path().join(name) };
    library(&at("library.db"), 3, false);
    fs::write(at("notes.txt"), "我的筆記\n".repeat(1000)).unwrap();
    fs::write(at("empty"), "").unwrap();
    rusqlite::Connection::open(at("foreign.db")).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let salvaged = |from: &str, to: &str| salvage(&at(from), &at(to), &Stop::default(), &mut |_| {});
    for from in ["notes.txt", "empty"] {
        assert!(matches!(salvaged(from, "new.db"), Err(StoreError::NotALibrary { .. })), "{from}");
    }
    assert!(matches!(salvaged("foreign.db", "new.db"), Err(StoreError::Foreign { .. })));
    assert!(matches!(salvaged("nowhere", "new.db"), Err(StoreError::Path { .. })));
    assert!(matches!(salvaged(".", "new.db"), Err(StoreError::Folder { .. })));
    assert!(matches!(salvaged("library.db", "notes.txt"), Err(StoreError::InTheWay { .. })));
    assert!(matches!(salvaged("library.db", "library.db"), Err(StoreError::InTheWay { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
}

#[test]
fn a_schema_that_is_not_ours_stays_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (path, new) = (folder.path().join("library.db"), folder.path().join("new.db"));
    library(&path, 20, false);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(
        "CREATE TABLE mine (x TEXT); INSERT INTO mine VALUES ('a');
         CREATE VIEW evil AS SELECT * FROM articles;
         CREATE TRIGGER thief AFTER UPDATE ON reader_state BEGIN DELETE FROM articles; END;",
    )
    .unwrap();
    drop(conn);
    let salvaged = salvage(&path, &new, &Stop::default(), &mut |_| {}).unwrap();
    assert_eq!((salvaged.articles, &salvaged.losses[..]), (20, &[][..]));
    let library = Library::open(&new, "local").unwrap();
    assert_eq!(library.check(&mut |_| ControlFlow::Continue(())).unwrap().faults, []);
}

#[test]
fn a_change_that_was_cut_off_is_put_back_from_its_journal() {
    let folder = tempfile::tempdir().unwrap();
    let (path, new) = (folder.path().join("library.db"), folder.path().join("new.db"));
    library(&path, 200, false);
    let before = contents(&path);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).unwrap();
    // So little memory that the file is written before the change is done.
    conn.execute_batch(
        "PRAGMA cache_size = 5; BEGIN; UPDATE bodies SET shape = 'r:0 ' || shape; DELETE FROM tags_of_articles;",
    )
    .unwrap();
    for ending in ["", "-journal"] {
        let name = format!("library.db{ending}");
        fs::create_dir_all(folder.path().join("killed")).unwrap();
        fs::copy(folder.path().join(&name), folder.path().join("killed").join(&name)).unwrap();
    }
    assert!(fs::read(&path).unwrap().windows(5).any(|bytes| bytes == b"r:0 p"));
    let salvaged = salvage(&folder.path().join("killed/library.db"), &new, &Stop::default(), &mut |_| {}).unwrap();
    assert_eq!(salvaged.losses, []);
    assert!(contents(&new) == before);
}
