//! Conversion: how fast the converters load, and how many megabytes a second they convert, by themselves and with
//! the map that keeps a reader's place.
//!
//! `plain` is OpenCC's time for the same text; the other rows show what kanbao adds. A change of script must fit into a frame:
//! 5 ms for an article, 16 ms for the titles of a screen.

// A benchmark that cannot be set up has nothing better to do than to stop.
#![allow(clippy::expect_used)]
// criterion's macros make public items of their own.
#![allow(missing_docs)]

use std::{hint::black_box, sync::Arc, time::Duration};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kanbao::{
    article::{Article, Block},
    script::{
        Language, Script,
        conversion::{Config, Converters, LoadedPlan, Plan, convert_line, convert_mapped},
        rendition::Rendition,
        wording::{Quotes, Wording},
    },
    text::{Part, Place, safe::Safe},
};

const SIMPLIFIED: &str = "望潮镇新闻：镇长昨日在海边的图书馆里说，今年夏天要换掉全部旧电脑，鼠标、打印机和软件都由邻镇的学校捐赠，\
出租车司机可以在网络上预订座位。“头发白了，面条还是老味道，”开了三十年面馆的老板笑着说，里面坐满了看比赛的人。\
据统计，这个季度来望潮的游客达到12,345人，比去年同期增加7.8%，详情见https://example.org/news?id=42。\n";

const TRADITIONAL: &str = "霧溪鎮消息：鎮長昨日在山上的圖書館裡說，今年夏天要換掉全部舊電腦，滑鼠、印表機和軟體都由鄰鎮的學校捐贈，\
計程車司機可以在網路上預訂座位。「頭髮白了，麵條還是老味道，」開了三十年麵店的老闆笑著說，裡面坐滿了看比賽的人。\
據統計，這一季來霧溪的遊客達到12,345人，比去年同期增加7.8%，詳情見https://example.org/news?id=42。\n";

fn source(config: Config) -> &'static str {
    if config.name().starts_with('s') { SIMPLIFIED } else { TRADITIONAL }
}

fn converters() -> (tempfile::TempDir, Converters) {
    let home = tempfile::tempdir().expect("a folder for the dictionaries");
    let converters = Converters::new(Some(home.path().to_owned()), std::env::temp_dir());
    converters.load_all(&Config::ALL).expect("the dictionaries");
    (home, converters)
}

fn load(c: &mut Criterion) {
    let (home, _) = converters();
    let mut group = c.benchmark_group("load");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    for config in [Config::T2s, Config::Tw2s, Config::S2t, Config::S2twp] {
        group.bench_function(config.name(), |b| {
            b.iter_batched(
                || Converters::new(Some(home.path().to_owned()), std::env::temp_dir()),
                |fresh| fresh.load(config).expect("the dictionaries"),
                BatchSize::PerIteration,
            );
        });
    }
    group.bench_function("first_time_t2s", |b| {
        b.iter_batched(
            || tempfile::tempdir().expect("a folder"),
            |home| {
                let fresh = Converters::new(Some(home.path().to_owned()), std::env::temp_dir());
                (fresh.load(Config::T2s).expect("the dictionaries"), home)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn convert(c: &mut Criterion) {
    let (_home, converters) = converters();
    for config in [Config::T2s, Config::Tw2s, Config::S2t, Config::S2tw, Config::S2twp, Config::Tw2sp] {
        let text = Safe::new(&source(config).repeat((1 << 20) / source(config).len()));
        let converter = converters.get(config).expect("loaded");
        let plan = Plan::single(config);
        let planned = LoadedPlan::from_loaded(plan, &converters).expect("words").expect("loaded");
        let mut group = c.benchmark_group(format!("convert_{config}"));
        group.sample_size(10).measurement_time(Duration::from_secs(3));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("plain", |b| b.iter(|| converter.convert(black_box(&text)).expect("a conversion")));
        group.bench_function("planned", |b| b.iter(|| planned.convert(black_box(&text)).expect("a conversion")));
        group.bench_function("mapped", |b| b.iter(|| convert_mapped(&converters, plan, black_box(&text))));
        group.finish();
    }
}

fn detect(c: &mut Criterion) {
    c.bench_function("detect_paragraph", |b| b.iter(|| Language::detect(black_box(SIMPLIFIED), None)));
}

fn toggle(c: &mut Criterion) {
    let (_home, converters) = converters();
    let blocks = SIMPLIFIED.repeat(7).lines().map(Block::paragraph).collect();
    let article = Arc::new(Article { title: "镇长会见记者".to_owned(), blocks, ..Article::default() });
    let wording = Wording { quotes: Quotes::ByScript, ..Wording::default() };
    for script in [Script::Traditional, Script::TaiwanPhrases] {
        c.bench_function(&format!("toggle_6kB_{script}"), |b| {
            b.iter(|| {
                let rendition = Rendition::new(Arc::clone(&article), script, wording, &converters);
                rendition.parts().filter_map(|part| rendition.shown(part)).map(|shown| shown.text.len()).sum::<usize>()
            });
        });
    }
    let title = "望潮轮渡满百岁 镇长：先把座位留给岛上的人";
    c.bench_function("titles_of_a_screen_taiwan-phrases", |b| {
        b.iter(|| {
            (0..60)
                .map(|_| convert_line(&converters, black_box(title), None, Script::TaiwanPhrases, wording).len())
                .sum::<usize>()
        });
    });
}

/// A part of 10 MB: what is seen at once, what one slice of the rest takes, and all of it.
fn long_part(c: &mut Criterion) {
    let (_home, converters) = converters();
    let article = Arc::new(Article {
        lang: Some("zh-Hans".into()),
        blocks: vec![Block::paragraph(SIMPLIFIED.replace('\n', "").repeat((10 << 20) / SIMPLIFIED.len()))],
        ..Article::default()
    });
    let begun = Rendition::at_place(
        Arc::clone(&article),
        None,
        Script::TaiwanPhrases,
        Wording::default(),
        &converters,
        Place::START,
    );
    let mut group = c.benchmark_group("part_of_10MB");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    group.bench_function("seen_at_once", |b| {
        b.iter(|| {
            let place = Place { part: Part::Body(0), offset: 5 << 20 };
            let shown = begun.in_script(Script::TaiwanPhrases, Wording::default(), &converters, place);
            shown.shown(Part::Body(0)).map(|shown| shown.text.len())
        });
    });
    begun.shown(Part::Body(0)).expect("a body");
    group.bench_function("slice", |b| {
        let mut unfinished = None;
        b.iter(|| {
            let (_, conversion) = unfinished.get_or_insert_with(|| begun.unfinished().expect("a part to make"));
            if !conversion.step() {
                unfinished = None;
            }
        });
    });
    group.bench_function("whole", |b| {
        b.iter(|| {
            let whole = Rendition::new(Arc::clone(&article), Script::TaiwanPhrases, Wording::default(), &converters);
            whole.shown(Part::Body(0)).map(|shown| shown.text.len())
        });
    });
    group.finish();
}

criterion_group!(benches, load, convert, detect, toggle, long_part);
criterion_main!(benches);
