//! How soon the list is there when a library of many articles is opened: the first rows, and how many there are.
//!
//! It makes libraries of 100,000 and of 1,000,000 articles, much faster than importing them; `KANBAO_BENCH_COUNT` names
//! another number. `KANBAO_BENCH_MAKE=FILE` makes one and leaves it there, to start the program on it in a terminal that
//! measures.

#![allow(clippy::print_stdout, missing_docs)] // A benchmark prints what it measured.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use kanbao::store::{LOCAL_READER, Library, lists::Filter};
use rusqlite::Connection;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Rows of a first screen.
const SCREEN: usize = 24;
const RUNS: usize = 21;

fn main() -> Outcome<()> {
    let named = std::env::var("KANBAO_BENCH_COUNT").ok().and_then(|text| text.parse().ok());
    if let Some(path) = std::env::var_os("KANBAO_BENCH_MAKE").map(PathBuf::from) {
        if path.exists() {
            return Err(format!("{} is there already", path.display()).into());
        }
        return make(&path, named.unwrap_or(1_000_000));
    }
    let folder = tempfile::tempdir()?;
    println!(
        "| articles | file | opened, p50 | first {SCREEN} rows, p50 | and counted, p50 | p95 |\n|---|---|---|---|---|---|"
    );
    for count in named.map_or(vec![100_000, 1_000_000], |count| vec![count]) {
        let path = folder.path().join(format!("{count}.db"));
        make(&path, count)?;
        let mut times = [const { Vec::new() }; 3];
        for _ in 0..RUNS {
            let begun = Instant::now();
            let library = Library::open(&path, LOCAL_READER)?;
            times[0].push(begun.elapsed());
            let rows = library.lists().rows(&Filter::default(), 0..SCREEN)?;
            times[1].push(begun.elapsed());
            let counted = library.lists().count(&Filter::default())?;
            times[2].push(begun.elapsed());
            if (rows.len() as i64, counted as i64) != (count.min(SCREEN as i64), count) {
                return Err("the library does not hold what was made".into());
            }
            library.close()?;
        }
        for times in &mut times {
            times.sort_unstable();
        }
        let megabytes = fs::metadata(&path)?.len() as f64 / 1e6;
        let [opened, first, counted] = times.each_ref().map(|times| times[RUNS / 2]);
        let late = times[2][RUNS * 95 / 100];
        println!("| {count} | {megabytes:.0} MB | {opened:.1?} | {first:.1?} | {counted:.1?} | {late:.1?} |");
    }
    Ok(())
}

/// Makes a library. Titles and bodies differ, hashes are random as real ones are; a minute lies between two articles. A
/// reader has read one in three and starred one in a thousand. The index of the search is another measure.
fn make(path: &Path, count: i64) -> Outcome<()> {
    Library::open(path, LOCAL_READER)?.close()?;
    let conn = Connection::open(path)?;
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN")?;
    conn.execute("INSERT INTO sources (kind, title, location, added_at) VALUES ('folder', '大報', '/big', 0)", [])?;
    conn.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
         INSERT INTO articles (source_id, newest, title, published, author, source, identity, likeness, arrival,
             text_bytes, imported_at)
         SELECT 1, 1600000000000 + i * 60000, '第' || i || '號：東河大橋今日通車，沿岸居民在橋頭等候',
             strftime('%Y-%m-%dT%H:%M:%S', 1600000000 + i * 60, 'unixepoch'), '林見', '海霧新聞',
             randomblob(16), randomblob(16), randomblob(16), 1200, 1700000000000 FROM n",
        [count],
    )?;
    let body = "沿岸居民清晨已在橋頭等候，首班巴士七時駛過橋面。".repeat(17);
    conn.execute(
        "INSERT INTO bodies (article_id, shape, text)
         SELECT id, 'p:' || length(CAST(title || ?1 AS BLOB)), title || ?1 FROM articles",
        [body],
    )?;
    conn.execute("INSERT INTO arrivals SELECT arrival, id FROM articles", [])?;
    conn.execute(
        "INSERT INTO reader_state (article_id, reader, read, read_at, starred)
         SELECT id, 'local', 1, 1700000000000, id % 1000 = 0 FROM articles WHERE id % 3 = 0",
        [],
    )?;
    conn.execute_batch("DELETE FROM index_waiting; COMMIT")?;
    Ok(())
}
