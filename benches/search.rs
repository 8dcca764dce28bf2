//! How fast words are found in 10 MB of Chinese news, script-blind, beside a plain search for the same bytes and beside
//! folding the whole text first. Then a table beside `rg -c` on the same text in a file, if `rg` is on the path;
//! `KANBAO_BENCH_TEXT` names another text for it.

#![allow(clippy::print_stdout, missing_docs)] // A benchmark prints what it measured.

use std::{
    fmt::Write as _,
    hint::black_box,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kanbao::{
    search::matching::{Mode, Query},
    text::fold::fold,
};

const BYTES: usize = 10 << 20;

/// Frequent characters, the most frequent first.
const COMMON: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经\
     十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数\
     正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资\
     边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术\
     极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广\
     石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率\
     族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严";

/// News of a made-up sort: characters as frequent as their rank says, a comma or full stop now and then, a paragraph
/// every few hundred characters, 国务院 in every tenth paragraph and GDP in every hundredth.
fn news() -> String {
    let characters: Vec<char> = COMMON.chars().filter(|c| !c.is_whitespace()).chain('\u{4E00}'..='\u{6E00}').collect();
    // Zipf: the n-th character in proportion to 1/(n + 10).
    let mut total = 0_u64;
    let mut sums = Vec::with_capacity(characters.len());
    for (rank, _) in (10..).zip(&characters) {
        sums.push(total);
        total += 1_000_000_000 / rank;
    }
    let mut text = String::with_capacity(BYTES + 1000);
    let mut seed = 20_211_217_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 24) % below
    };
    let mut paragraphs = 0;
    while text.len() < BYTES {
        for sentence in 0..8 {
            for _ in 0..10 + random(20) {
                let drawn = random(total);
                text.push(characters[sums.partition_point(|&sum| sum <= drawn) - 1]);
            }
            text.push_str(if sentence % 3 == 2 { "。" } else { "，" });
        }
        paragraphs += 1;
        if paragraphs % 10 == 0 {
            text.push_str("据国务院公布");
        }
        if paragraphs % 100 == 0 {
            text.push_str("今年GDP增长5.2%。");
        }
        text.push('\n');
    }
    text
}

fn search(c: &mut Criterion) {
    let text = news();
    let mut group = c.benchmark_group("find in 10 MB");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    for word in ["国务院", "國務院", "经济", "的", "是不是", "麒麟", "gdp", "e", "パーティー", "——", "“"]
    {
        let Ok(blind) = Query::new(word, Mode::ScriptBlind) else { continue };
        group.bench_function(BenchmarkId::new("script-blind", word), |b| {
            b.iter(|| blind.find_iter(black_box(&text)).count());
        });
    }
    let others = ["計程車".to_owned(), "的士".to_owned()];
    if let Ok(regional) = Query::also("出租车", Mode::ScriptBlind, &others) {
        group.bench_function(BenchmarkId::new("with other regions' words", "出租车"), |b| {
            b.iter(|| regional.find_iter(black_box(&text)).count());
        });
    }
    for word in ["gwy", "guojia"] {
        let Ok(pinyin) = Query::new(word, Mode::Pinyin) else { continue };
        group.bench_function(BenchmarkId::new("pinyin", word), |b| {
            b.iter(|| pinyin.find_iter(black_box(&text)).count());
        });
    }
    for word in ["国务院", "GDP"] {
        let Ok(exact) = Query::new(word, Mode::Exact) else { continue };
        group.bench_function(BenchmarkId::new("exact", word), |b| {
            b.iter(|| exact.find_iter(black_box(&text)).count());
        });
        group.bench_function(BenchmarkId::new("std", word), |b| b.iter(|| black_box(&text).matches(word).count()));
    }
    let folded = fold("国务院").text;
    group.bench_function(BenchmarkId::new("fold first", "国务院"), |b| {
        b.iter(|| fold(black_box(&text)).text.matches(&folded).count());
    });
    group.finish();
    for (word, mode) in [("国务院", Mode::ScriptBlind), ("gdp", Mode::ScriptBlind), ("guojia", Mode::Pinyin)] {
        c.bench_function(&format!("compile {word}"), |b| b.iter(|| Query::new(black_box(word), mode)));
    }
}

/// The shortest of some runs.
fn best(mut run: impl FnMut()) -> Duration {
    let timed = |()| {
        let started = Instant::now();
        run();
        started.elapsed()
    };
    std::iter::repeat_n((), 15).map(timed).min().unwrap_or_default()
}

/// Each word by the matcher, every match, and by `rg -c`, which looks for one spelling and the first match of a line,
/// on the text as a file and on a file ten times as long, in which its start counts for less.
fn beside_rg(_: &mut Criterion) {
    let named = std::env::var_os("KANBAO_BENCH_TEXT").and_then(|path| std::fs::read_to_string(path).ok());
    let text = named.unwrap_or_else(news);
    let Ok(folder) = tempfile::tempdir() else { return };
    let files = [1, 10].map(|times| {
        let path = folder.path().join(times.to_string());
        std::fs::write(&path, text.repeat(times)).map(|()| (path, times * text.len()))
    });
    let mut table =
        String::from("| word | matches | GB/s | rg -c | rg -c, ten times the text |\n|---|---|---|---|---|\n");
    let speed = |bytes: usize, time: Duration| bytes as f64 / 1e9 / time.as_secs_f64();
    let also: [(&str, &[&str]); 14] = [
        ("国务院", &[]),
        ("经济", &[]),
        ("的", &[]),
        ("是不是", &[]),
        ("鼠标", &["滑鼠", "鼠標"]),
        ("出租车", &["計程車", "的士"]),
        ("gdp", &[]),
        ("e", &[]),
        ("the", &[]),
        ("1", &[]),
        ("“", &[]),
        ("——", &[]),
        ("，", &[]),
        ("パーティー", &[]),
    ];
    for (word, others) in also {
        let others: Vec<String> = others.iter().map(|&other| other.to_owned()).collect();
        let Ok(query) = Query::also(word, Mode::ScriptBlind, &others) else { continue };
        let mut count = 0;
        let time = best(|| count = query.find_iter(black_box(&text)).count());
        let _ = write!(table, "| {word} | {count} | {:.2} |", speed(text.len(), time));
        for (path, bytes) in files.iter().flatten() {
            let mut found = true;
            let time = best(|| {
                let mut rg = Command::new("rg");
                found &= rg.arg("-c").arg("--").arg(word).arg(path).stdout(Stdio::null()).status().is_ok();
            });
            let _ = if found { write!(table, " {:.2} |", speed(*bytes, time)) } else { write!(table, " no rg |") };
        }
        table.push('\n');
    }
    println!("{table}");
}

criterion_group!(benches, search, beside_rg);
criterion_main!(benches);
