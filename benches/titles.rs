//! How fast the list follows what is typed in a library of many articles: each row is a keystroke, from what was typed to
//! the numbers of the articles that are left. Beside it SQLite's own `LIKE` over the same titles.
//!
//! `KANBAO_BENCH_TITLES=1000000` makes so many articles; it begins with 100,000, which takes half a minute.
//! `KANBAO_BENCH_TITLES_IN=FILE` keeps the library there, and uses one that is there already.

#![allow(clippy::print_stdout, missing_docs)] // A benchmark prints what it measured.

use std::{error::Error, path::PathBuf, time::Instant};

use jiff::Timestamp;
use kanbao::{
    article::Article,
    date::Published,
    search::query::{Predicate, Terms},
    store::{LOCAL_READER, Library, articles::Arrival, lists::Titles, sources::SourceKind},
};

const MADE: usize = 100_000;
const RUNS: usize = 9;
const TYPED: [&str; 19] = [
    "国",
    "国务",
    "国务院",
    "經濟",
    "gw",
    "gwy",
    "guojia",
    "gdp",
    "'zhongguo",
    "zg",
    "karaoke",
    "からおけ",
    "经济 !国务院",
    "中国 发展 经济",
    "gwy !jingji",
    "国务院 OR 经济 after:2005",
    "is:unread 国务院",
    "source:晨光",
    "无此标题",
];
/// Pieces of headlines, some in Traditional characters.
const PIECES: [&str; 32] = [
    "国务院",
    "經濟",
    "经济",
    "公布",
    "新规",
    "图书馆",
    "圖書館",
    "开放",
    "读者",
    "疫苗",
    "接种",
    "统计局",
    "GDP",
    "增长",
    "中国",
    "發展",
    "地铁",
    "工程",
    "完成",
    "市民",
    "意见",
    "征求",
    "农业",
    "科技",
    "创新",
    "大会",
    "举行",
    "天气",
    "转凉",
    "足球",
    "联赛",
    "落幕",
];

fn main() -> Result<(), Box<dyn Error>> {
    let many = std::env::var("KANBAO_BENCH_TITLES").ok().and_then(|count| count.parse().ok()).unwrap_or(MADE);
    let folder = tempfile::tempdir()?;
    let path =
        std::env::var_os("KANBAO_BENCH_TITLES_IN").map_or_else(|| folder.path().join("library.db"), PathBuf::from);
    let is_there = path.exists();
    let mut library = Library::open(&path, LOCAL_READER)?;
    if !is_there {
        fill(&mut library, many)?;
    }
    let mut titles = Titles::default();
    let started = Instant::now();
    let _ = titles.matching(library.lists(), &Predicate::default(), || false)?;
    println!("{} articles; their titles are read in {:.0} ms", titles.count(), started.elapsed().as_secs_f64() * 1e3);
    println!("\n| typed | left | median, ms | worst |\n|---|---|---|---|");
    for typed in TYPED {
        let predicate = Predicate::compile(&Terms::parse(typed)?)?;
        let mut times = Vec::new();
        let mut left = 0;
        for _ in 0..RUNS {
            // What was found is remembered for the next keystroke; here it is not to be.
            let _ = titles.matching(library.lists(), &Predicate::default(), || false)?;
            let started = Instant::now();
            let found = titles.matching(library.lists(), &predicate, || false)?.unwrap_or_default();
            let rows = library.lists().rows_of(found.get(..100.min(found.len())).unwrap_or_default())?;
            times.push(started.elapsed().as_secs_f64() * 1e3);
            left = found.len().max(rows.len());
        }
        times.sort_by(f64::total_cmp);
        println!("| {typed} | {left} | {:.1} | {:.1} |", times[RUNS / 2], times[RUNS - 1]);
    }
    let plain = rusqlite::Connection::open(&path)?;
    let started = Instant::now();
    let count: i64 =
        plain.query_row("SELECT count(*) FROM articles WHERE title LIKE '%国务院%'", [], |row| row.get(0))?;
    println!("| `LIKE '%国务院%'` (one spelling) | {count} | {:.1} | |", started.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

/// Makes so many articles.
fn fill(library: &mut Library, many: usize) -> Result<(), Box<dyn Error>> {
    let mut seed = 20_211_217_u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let sources = (0..20)
        .map(|number| {
            library.sources().find_or_add(
                SourceKind::Folder,
                &format!("/{number}"),
                &format!("晨光日報{number}"),
                Timestamp::UNIX_EPOCH,
            )
        })
        .collect::<Result<Vec<_>, _>>()?;
    for from in (0..many).step_by(5000) {
        let articles: Vec<Article> = (from..(from + 5000).min(many))
            .map(|number| Article {
                title: (0..5).map(|_| PIECES[random(PIECES.len())]).collect::<String>() + &number.to_string(),
                author: (number % 3 == 0).then(|| format!("记者{}", number % 500)),
                lang: Some("zh-Hans".to_owned()),
                guid: Some(number.to_string()),
                published: Published::parse(&format!(
                    "{}-{:02}-{:02}T08:00:00",
                    2000 + random(22),
                    1 + random(12),
                    1 + random(28)
                )),
                ..Article::default()
            })
            .collect();
        let arrivals: Vec<Arrival<'_>> = articles.iter().map(Arrival::from).collect();
        library.articles().insert(sources[from / 5000 % sources.len()], &arrivals, Timestamp::UNIX_EPOCH)?;
    }
    Ok(())
}
