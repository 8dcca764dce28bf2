//! How fast words are found in a whole library, and how completely: through the index, by reading every article, by
//! SQLite's trigram index, and by ripgrep over the same articles as files.
//!
//! It makes a library of its own. `KANBAO_BENCH_LIBRARY` names another one, of which a copy is measured. The program is built
//! without the trigram index; `LIBSQLITE3_FLAGS= cargo bench --bench library` builds SQLite with it.

#![allow(clippy::print_stdout, missing_docs)] // A benchmark prints what it measured.

use std::{
    collections::BTreeSet,
    error::Error,
    fs,
    ops::ControlFlow,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use kanbao::{
    article::{Article, Block},
    search::{
        StopCheck,
        matching::{Mode, Query, in_article},
        query::Terms,
    },
    store::{
        LOCAL_READER, Library,
        articles::Arrival,
        index::{Hit, LibrarySearch},
        lists::Filter,
        sources::SourceKind,
    },
};
use rusqlite::Connection;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Common, one character, rare, several, in Latin, in another script than most of the text, nowhere.
const QUERIES: [&str; 9] =
    ["经济", "的", "紫霄陨铁灯塔", "中国 经济 发展", "GDP", "經濟", "国务院", "\"有的\" -经济", "无此词汇"];
/// Results of a first screen.
const SCREEN: usize = 24;
/// Articles of the library it makes, and the most that are compared with the other ways.
const MADE: usize = 3000;
const COMPARED: usize = 10_000;
const RUNS: usize = 21;

fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("library.db");
    match std::env::var_os("KANBAO_BENCH_LIBRARY") {
        Some(named) => drop(fs::copy(named, &path)?),
        None => make(&path)?,
    }
    let library = Library::open(&path, LOCAL_READER)?;
    let started = Instant::now();
    let built = library.index().rebuild(|_| ControlFlow::Continue(()))?;
    let seconds = started.elapsed().as_secs_f64();
    let megabytes = built.bytes as f64 / 1e6;
    let library = reopened(library, &path)?;
    let file = fs::metadata(&path)?.len() as f64 / 1e6;
    println!(
        "{} articles, {megabytes:.0} MB of text; the library file is {:.2} times that",
        built.done,
        file / megabytes
    );
    println!("index built in {seconds:.1} s: {:.1} MB/s", megabytes / seconds);
    println!(
        "\n| query | first screen p50 | p95 | all | found | read through | missed |\n|---|---|---|---|---|---|---|"
    );
    for query in QUERIES {
        through_the_index(&library, query)?;
    }
    compare(&library, folder.path())
}

/// The file is compact again, as after some time of use.
fn reopened(library: Library, path: &Path) -> Outcome<Library> {
    library.close()?;
    Connection::open(path)?.execute_batch("VACUUM")?;
    Ok(Library::open(path, LOCAL_READER)?)
}

fn through_the_index(library: &Library, typed: &str) -> Outcome<()> {
    let search = LibrarySearch::compile(&Terms::parse(typed)?, &StopCheck::never())?;
    let find = |most: usize| -> Outcome<(Duration, BTreeSet<i64>)> {
        let (started, mut hits) = (Instant::now(), Vec::new());
        search.run(library, &StopCheck::never(), |_, candidate, matched| {
            hits.extend(matched.map(|matched| Hit::new(candidate, matched)));
            if hits.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok((started.elapsed(), hits.iter().map(|hit| hit.row.id.0).collect()))
    };
    let mut firsts = (0..RUNS).map(|_| Ok(find(SCREEN)?.0)).collect::<Outcome<Vec<_>>>()?;
    firsts.sort_unstable();
    let (all, found) = find(usize::MAX)?;
    let (started, mut scanned) = (Instant::now(), BTreeSet::new());
    search.scan(library, &StopCheck::never(), |_, candidate, matched| {
        scanned.extend(matched.map(|_| candidate.row.id.0));
        ControlFlow::Continue(())
    })?;
    println!(
        "| {typed} | {:.2?} | {:.2?} | {all:.0?} | {} | {:.0?} | {} |",
        firsts[RUNS / 2],
        firsts[RUNS * 95 / 100],
        found.len(),
        started.elapsed(),
        scanned.difference(&found).count()
    );
    Ok(())
}

/// The same words by other means, in at most [`COMPARED`] articles.
fn compare(library: &Library, folder: &Path) -> Outcome<()> {
    let files = folder.join("files");
    fs::create_dir(&files)?;
    let mut texts = Vec::new();
    library.lists().scan(&Filter::default(), |id, article| {
        let blocks: Vec<_> = article.blocks.iter().map(|block| block.text.as_str()).collect();
        texts.push((id.0, article.clone(), format!("{}\n{}", article.title, blocks.join("\n"))));
        if texts.len() < COMPARED { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let path = folder.join("trigram.db");
    let mut trigram = Connection::open(&path)?;
    trigram.execute_batch("PRAGMA journal_mode = WAL; CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'trigram')")?;
    let started = Instant::now();
    let tx = trigram.transaction()?;
    for (id, _, text) in &texts {
        tx.prepare_cached("INSERT INTO t (rowid, x) VALUES (?1, ?2)")?.execute((id, text))?;
        fs::write(files.join(id.to_string()), text)?;
    }
    tx.commit()?;
    let bytes: usize = texts.iter().map(|(_, _, text)| text.len()).sum();
    println!(
        "\n{} articles, {:.0} MB: the trigram index (and their files) written in {:.1?}, {:.2} times the text",
        texts.len(),
        bytes as f64 / 1e6,
        started.elapsed(),
        fs::metadata(&path)?.len() as f64 / bytes as f64
    );
    println!("\n| word | trigram | found | rg | found | there are |\n|---|---|---|---|---|---|");
    for word in ["经济", "的", "紫霄陨铁灯塔", "GDP", "經濟", "国务院"] {
        let query = Query::new(word, Mode::ScriptBlind)?;
        let has = |article: &Article| in_article(article, &query).any(|found| found.part != kanbao::text::Part::Byline);
        let there = texts.iter().filter(|(_, article, _)| has(article)).count();
        let started = Instant::now();
        let found: usize = trigram
            .prepare("SELECT count(*) FROM t WHERE t MATCH ?1")?
            .query_row([format!("\"{word}\"")], |row| row.get::<_, i64>(0))
            .map_or(0, |count| count as usize);
        let by_trigram = started.elapsed();
        let started = Instant::now();
        let rg = Command::new("rg").args(["-l", "-F", "-i", "-j2", word]).arg(&files).output();
        let by_rg = started.elapsed();
        let (time, count) = match rg {
            Ok(output) => (
                format!("{by_rg:.0?}"),
                output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count().to_string(),
            ),
            Err(_) => ("not installed".to_owned(), String::new()),
        };
        println!("| {word} | {by_trigram:.1?} | {found} | {time} | {count} | {there} |");
    }
    Ok(())
}

/// News of a made-up sort: words as frequent as their rank says, some of them in another script.
fn make(path: &Path) -> Outcome<()> {
    let mut seed = 20_211_217_u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut vocabulary: Vec<String> =
        ["的", "在", "经济", "中国", "发展", "有的", "國務院", "GDP", "發展", "经济学"].map(str::to_owned).to_vec();
    let characters: Vec<char> = ('\u{4E00}'..'\u{5E00}').collect();
    for length in 0..20_000 {
        vocabulary.push((0..2 + length % 3 / 2).map(|_| characters[random(characters.len())]).collect());
    }
    let mut word = |article: usize| match random(5000) {
        0 if article.is_multiple_of(1000) => "紫霄陨铁灯塔".to_owned(),
        // Zipf, near enough: the square of an even number is small more often than not.
        _ => {
            let at = random(1000) * random(1000) / 1000;
            vocabulary[at * at * vocabulary.len() / 1_000_000].clone()
        }
    };
    let library = Library::open(path, LOCAL_READER)?;
    let source = library.sources().find_or_add(SourceKind::Import, "made", "made", Timestamp::UNIX_EPOCH)?;
    let mut articles = Vec::new();
    for number in 0..MADE {
        let mut text = |words: usize| (0..words).map(|_| word(number)).collect::<Vec<_>>().concat();
        let blocks = (0..6).map(|_| Block::paragraph(text(100) + "。")).collect();
        let published = Timestamp::from_second(1_700_000_000 + number as i64 * 600)?;
        let published = kanbao::date::Published::Zoned(published, jiff::tz::Offset::UTC);
        articles.push(Article { title: text(6), published: Some(published), blocks, ..Article::default() });
    }
    for batch in articles.chunks(256) {
        let arrivals: Vec<Arrival<'_>> = batch.iter().map(Arrival::from).collect();
        library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH)?;
    }
    Ok(library.close()?)
}
