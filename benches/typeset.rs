//! How fast Chinese news is set, beside the line segmenter alone and a wrapper of plain text, and how well: marks at
//! the wrong edge, numbers split, cells left free. The text is the sample newspaper, lines made from it, and the files
//! of the folder that `KANBAO_TEXTS` names, a paragraph a line.

use std::{collections::BTreeMap, fmt::Write as _, hint::black_box, io::Write as _, path::Path, sync::Arc};

use criterion::{Criterion, Throughput};
use icu_segmenter::{LineSegmenter, options::LineBreakOptions};
use kanbao::{
    article::{Article, Block},
    script::{Language, rendition::Rendition},
    text::{Part, Place, width, width::Ambiguous},
    typeset::{Indent, Setting, layout::Layout},
};

const MEASURE: u16 = 76;
const NO_START: &str = "、，。．：；！？‼⁇」』）》〉】〗〕］｝·・‧／～”’%％℃,.:;!?)]}";
const NO_END: &str = "「『（《〈【〖〔［｛“‘([{";

/// The text of the files of a folder, in order of their names.
fn texts(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path()).collect();
    files.sort();
    files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

/// Lines that fill more than one line of the measure, or about.
fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.chars().count() > 40).map(str::to_owned)
}

/// The paragraphs of the sample newspaper by language, with its name; those that hold much narrow text apart, since
/// their words are kept whole.
fn sample() -> BTreeMap<&'static str, Vec<String>> {
    let narrow = |text: &String| text.chars().filter(char::is_ascii).count() * 10 > text.chars().count();
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for text in texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_articles")) {
        let whole = Language::detect(&text, None);
        for paragraph in paragraphs(&text) {
            let group = match Language::detect(&paragraph, Some(whole)) {
                Language::Korean => "sample, Korean",
                Language::Other => "sample, Latin",
                Language::Japanese if narrow(&paragraph) => "sample, Japanese with Latin",
                Language::Japanese => "sample, Japanese",
                _ if narrow(&paragraph) => "sample, Chinese with Latin",
                _ => "sample, Chinese",
            };
            groups.entry(group).or_default().push(paragraph);
        }
    }
    groups
}

/// A paragraph of sentences with names, quotations, numbers, dates and dashes, different for every number.
fn made(number: usize) -> String {
    const SENTENCES: &[&str] = &[
        "新华社北京1月15日电（记者王小明）国务院总理今天下午在人民大会堂会见了来访的客人。",
        "据统计，去年全省完成工业总产值3,856.7亿元，比上年增长12.5%，其中出口占35%以上。",
        "他说：“我们要把这件事办好，办实，办到群众的心坎上！”",
        "《经济日报》——一家有影响的报纸——在头版发表评论员文章《加快改革步伐》。",
        "会议于上午9:30开始，出席的有来自20多个国家和地区的代表约1500人……",
        "约翰·史密斯先生在谈到“两国关系”时指出，贸易额有望在2000年突破600亿美元。",
        "气温零下5℃～3℃，风力３至４级，相对湿度４０％—６０％。",
        "该厂引进的IBM设备已于1997-12-28投产，日产量达到1.2万吨/天。",
        "群众反映强烈的“乱收费、乱罚款、乱摊派”问题，正在逐步得到解决；",
        "记者日前来到这个偏远的山村，看到家家户户的屋顶上都装了太阳能热水器，村口新修的水泥路一直通到镇上。",
        "老人坐在门前的石阶上，一边剥着豆子，一边说起当年修水库的情形，脸上不时露出笑容。",
        "有关部门负责人表示，将进一步完善制度，加强管理，切实保护消费者的合法权益。",
        "双方就共同关心的国际和地区问题交换了意见，并签署了经济技术合作协定。",
        "代表们认为，这个报告实事求是，总结成绩恰如其分，分析问题切中要害，提出的任务鼓舞人心。",
        "雨还在下，江水却已经慢慢退去，堤上的灯火连成一线，守了七天七夜的人们终于可以合一合眼。",
        "这家企业从一个只有几名工人的小作坊起步，靠的是不断改进技术和讲求信誉，如今产品远销海外。",
        "图书馆门口排起了长队，多数是放了学的孩子和退了休的老人，他们等的是同一本书。",
        "问题在哪里呢？有人说是体制，有人说是资金，也有人说：都不是！",
    ];
    let mut text = String::new();
    let mut seed = number.wrapping_mul(2_654_435_761) | 1;
    for _ in 0..3 + number % 6 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let sentence = SENTENCES[(seed >> 33) % SENTENCES.len()];
        // Another start, so that sentences meet the line's end at every character.
        let han = sentence.chars().take_while(|c| ('一'..='龥').contains(c)).count();
        text.extend(sentence.chars().skip((seed >> 40) % han.max(1)));
    }
    text
}

/// What is wrong with the lines of paragraphs.
#[derive(Default)]
struct Quality {
    bad_starts: usize,
    bad_ends: usize,
    split_numbers: usize,
    free_cells: u32,
    full_lines: u32,
    too_wide: usize,
}

impl Quality {
    fn add(&mut self, lines: &[&str], gutter: usize) {
        for (index, line) in lines.iter().enumerate() {
            let cells = width::cells(line, Ambiguous::Narrow);
            self.too_wide += usize::from(cells > usize::from(MEASURE) + gutter);
            self.bad_starts += usize::from(index > 0 && line.starts_with(|c| NO_START.contains(c)));
            let Some(next) = lines.get(index + 1) else { continue };
            self.bad_ends += usize::from(line.ends_with(|c| NO_END.contains(c)));
            self.split_numbers += usize::from(splits_number(line, next));
            self.full_lines += 1;
            self.free_cells += usize::from(MEASURE).saturating_sub(cells) as u32;
        }
    }

    fn row(&self, name: &str) -> String {
        let shortfall = f64::from(self.free_cells) / f64::from(self.full_lines.max(1));
        format!(
            "{name:<34}{:>8}{:>12}{:>10}{:>15}{:>11}{shortfall:>12.4}",
            self.full_lines, self.bad_starts, self.bad_ends, self.split_numbers, self.too_wide
        )
    }
}

/// Whether a number goes on from one line to the next, with its separators, sign and unit.
fn splits_number(line: &str, next: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut back = line.chars().rev();
    let (last, second) = (back.next().unwrap_or(' '), back.next().unwrap_or(' '));
    let mut on = next.chars();
    let (first, then) = (on.next().unwrap_or(' '), on.next().unwrap_or(' '));
    (digit(last) && (digit(first) || "％%℃‰°".contains(first)))
        || (digit(last) && ".,:．：".contains(first) && digit(then))
        || (digit(second) && ".．:：,".contains(last) && digit(first))
        || ((digit(second) || "％%℃".contains(second)) && "～–".contains(last) && digit(first))
        || ("￥＄$€".contains(last) && digit(first))
}

fn article(paragraphs: &[String]) -> Article {
    Article { blocks: paragraphs.iter().map(Block::paragraph).collect(), ..Article::default() }
}

fn setting(hang: bool) -> Setting {
    // Without an indent, as the others are measured.
    Setting { hang, indent: Indent::Ems(0), paragraph_space: Some(0), ..Setting::with_measure(MEASURE) }
}

fn set(layout: &Layout, hang: bool) -> Quality {
    let mut quality = Quality::default();
    let lines = layout.lines_from(layout.first(), usize::MAX);
    for part in layout.rendition().parts() {
        let Some(shown) = layout.rendition().shown(part) else { continue };
        let from = lines.partition_point(|(_, line)| line.part < part);
        let to = lines.partition_point(|(_, line)| line.part <= part);
        let inks: Vec<&str> = lines[from..to].iter().map(|(_, line)| shown.text.slice(line.ink.clone())).collect();
        quality.add(&inks, if hang { 2 } else { 0 });
    }
    quality
}

/// Greedy lines at the segmenter's own breaks.
fn segmented(paragraphs: &[String]) -> Quality {
    let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
    let mut quality = Quality::default();
    for text in paragraphs {
        let (mut lines, mut start, mut end) = (Vec::new(), 0, 0);
        for next in segmenter.segment_str(text).skip(1) {
            if width::cells(text[start..next].trim_end(), Ambiguous::Narrow) > usize::from(MEASURE) && end > start {
                lines.push(text[start..end].trim_end());
                start = end;
            }
            end = next;
        }
        lines.push(&text[start..end]);
        quality.add(&lines, 0);
    }
    quality
}

fn wrapped(paragraphs: &[String]) -> Quality {
    let options = textwrap::Options::new(usize::from(MEASURE)).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let mut quality = Quality::default();
    for text in paragraphs {
        let lines = textwrap::wrap(text, &options);
        quality.add(&lines.iter().map(AsRef::as_ref).collect::<Vec<_>>(), 0);
    }
    quality
}

fn table(name: &str, paragraphs: &[String]) -> String {
    let article = article(paragraphs);
    let original = Arc::new(Rendition::original(&article));
    let bytes: usize = paragraphs.iter().map(String::len).sum();
    let mut table = format!("{name}: {} paragraphs, {bytes} bytes, at {MEASURE} cells\n", paragraphs.len());
    table += "                                     lines  bad starts  bad ends  split numbers   too wide   shortfall\n";
    for hang in [false, true] {
        let layout = Layout::new(&article, Arc::clone(&original), setting(hang));
        let name = if hang { "kanbao, hanging marks" } else { "kanbao" };
        let _ = writeln!(table, "{}", set(&layout, hang).row(name));
    }
    let _ = writeln!(table, "{}", segmented(paragraphs).row("icu_segmenter alone"));
    let _ = writeln!(table, "{}", wrapped(paragraphs).row("textwrap, first fit"));
    table
}

fn main() {
    let sample = sample();
    let made: Vec<String> = (0..2000).map(made).collect();
    let all: Vec<String> = sample.values().flatten().cloned().collect();
    let mut tables: Vec<(String, Vec<String>)> =
        sample.iter().map(|(name, paragraphs)| ((*name).to_owned(), paragraphs.clone())).collect();
    tables.push(("sample, all".to_owned(), all));
    tables.push(("made".to_owned(), made.clone()));
    if let Some(folder) = std::env::var_os("KANBAO_TEXTS") {
        for (number, text) in texts(Path::new(&folder)).iter().enumerate() {
            tables.push((format!("file {}", number + 1), paragraphs(text).collect()));
        }
    }
    for (name, paragraphs) in &tables {
        let _ = writeln!(std::io::stdout(), "{}", table(name, paragraphs));
    }
    let chinese = sample.get("sample, Chinese").cloned().unwrap_or_default();
    let paragraphs = [chinese, made].concat();
    let article = article(&paragraphs);
    let original = Arc::new(Rendition::original(&article));

    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let mut group = criterion.benchmark_group("typeset");
    group.throughput(Throughput::Bytes(paragraphs.iter().map(|text| text.len() as u64).sum()));
    for hang in [false, true] {
        let name = if hang { "kanbao_hanging" } else { "kanbao" };
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let layout = Layout::new(&article, Arc::clone(&original), setting(hang));
                black_box(layout.lines_from(layout.first(), usize::MAX).len())
            });
        });
    }
    group.bench_function("icu_segmenter_breaks_only", |bencher| {
        let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
        bencher.iter(|| paragraphs.iter().map(|text| segmenter.segment_str(black_box(text)).count()).sum::<usize>());
    });
    group.bench_function("textwrap", |bencher| {
        let options = textwrap::Options::new(usize::from(MEASURE)).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
        bencher.iter(|| paragraphs.iter().map(|text| textwrap::wrap(black_box(text), &options).len()).sum::<usize>());
    });
    group.finish();

    for megabytes in [10, 50] {
        long(&mut criterion, &paragraphs.concat(), megabytes);
    }
    criterion.final_summary();
}

/// One paragraph of many megabytes: what a reader waits for at its start, at its end, and in its middle after a resize.
fn long(criterion: &mut Criterion, text: &str, megabytes: usize) {
    let text = text.repeat(megabytes * 1_000_000 / text.len() + 1);
    let middle = Place { part: Part::Body(0), offset: text.len() / 2 };
    let article = Article { blocks: vec![Block::paragraph(text)], ..Article::default() };
    let mut group = criterion.benchmark_group(format!("one paragraph of {megabytes} MB"));
    group.sample_size(10);
    group.bench_function("open: display form and first screen", |bencher| {
        let article = Arc::new(article.clone());
        bencher.iter(|| {
            let rendition = Arc::new(Rendition::unconverted(Arc::clone(&article)));
            let layout = Layout::new(&article, rendition, setting(false));
            black_box(layout.lines_from(layout.first(), 50).len())
        });
    });
    let original = Arc::new(Rendition::original(&article));
    let layout = Layout::new(&article, original, setting(false));
    group.bench_function("last screen", |bencher| {
        bencher.iter(|| {
            let layout = layout.clone();
            layout.lines_from(layout.advance(layout.last(), -49), 50).len()
        });
    });
    group.bench_function("resize in the middle", |bencher| {
        bencher.iter(|| {
            let layout = layout.with_setting(Setting { measure: 60, ..setting(false) });
            layout.lines_from(layout.line_of(middle), 50).len()
        });
    });
    group.finish();
}
