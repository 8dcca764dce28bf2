//! Bytes a frame, and time a frame, beside ratatui's own crossterm backend and, where it is installed, `less` on the
//! same text: `cargo bench --bench paint`.
//!
//! The screens are generated: a reader full of Chinese text above a status line, and a list of titles.
#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)]

mod less;

use std::time::{Duration, Instant};

use kanbao::term::{Capability, Depth, Scroll, painter::Painter};
use ratatui::{
    backend::Backend,
    buffer::Buffer,
    layout::{Rect, Size},
    style::{Modifier, Style},
};
use ratatui_crossterm::CrosstermBackend;

/// Text of common characters with punctuation where a newspaper has it, always the same.
fn article(characters: usize) -> Vec<char> {
    const COMMON: &str = "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段研界拉林律叫且究觀越織裝影算低持音眾書布復容兒須際商非驗連斷深難近礦千週委素技備半辦青省列習響約支般史感勞便團往酸歷市克何除消構府稱太準精值號率族維劃選標寫存候毛親快效斯院查江型眼王按格養易置派層片始卻專狀育廠京識適屬圓包火住調滿縣局照參紅細引聽該鐵價嚴";
    let common: Vec<char> = COMMON.chars().collect();
    let mut state = 20_211_217_u64;
    let mut until_mark = 9;
    (0..characters)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let drawn = (state >> 33) as usize;
            until_mark -= 1;
            if until_mark == 0 {
                until_mark = 5 + drawn % 14;
                ['，', '，', '。', '、', '；'][drawn % 5]
            } else {
                common[drawn % common.len()]
            }
        })
        .collect()
}

/// Lines of `measure` cells: paragraphs of a hundred characters and more, indented by two.
fn lines(measure: u16) -> Vec<String> {
    let text = article(40_000);
    let mut lines = Vec::new();
    for paragraph in text.chunks(137) {
        let indented: Vec<char> = "　　".chars().chain(paragraph.iter().copied()).collect();
        lines.extend(indented.chunks(usize::from(measure / 2)).map(|line| line.iter().collect()));
    }
    lines
}

fn reader(size: Size, lines: &[String], top: usize) -> Buffer {
    let mut frame = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    let rows = size.height - 1;
    for (y, line) in (0..rows).zip(&lines[top..]) {
        // Indents are left blank, as a typesetter would.
        let indent = 2 * line.chars().take_while(|c| *c == '　').count() as u16;
        frame.set_string(indent, y, line.trim_start_matches('　'), Style::new());
    }
    let bar = Style::new().add_modifier(Modifier::REVERSED);
    frame.set_style(Rect::new(0, rows, size.width, 1), bar);
    frame.set_string(1, rows, "新的鐵路將於明年春天通車", bar);
    // Changes with every line, as the dearest kind of status does.
    let place = format!("{:>4}/{} {:>3} %", top, lines.len(), top * 100 / lines.len());
    frame.set_string(size.width - 1 - place.len() as u16, rows, place, bar);
    frame
}

fn list(size: Size, lines: &[String], top: usize, cursor: usize, bar: bool) -> Buffer {
    let mut frame = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    let rows = size.height - 1;
    for y in 0..rows {
        let number = top + usize::from(y);
        let title: String = lines[number].trim_start_matches('　').chars().take(24).collect();
        frame.set_string(2, y, format!("2021-12-{:02} 每日新聞  {title}", 1 + number % 28), Style::new());
    }
    let y = (cursor - top) as u16;
    frame.set_string(0, y, ">", Style::new().add_modifier(Modifier::BOLD));
    if bar {
        frame.set_style(Rect::new(0, y, size.width, 1), Style::new().add_modifier(Modifier::REVERSED));
    }
    let status = Style::new().add_modifier(Modifier::REVERSED);
    frame.set_style(Rect::new(0, rows, size.width, 1), status);
    frame.set_string(1, rows, format!("{}/{}", cursor + 1, lines.len()), status);
    frame
}

/// What stock ratatui sends for the second frame after the first.
fn stock(before: &Buffer, after: &Buffer) -> usize {
    let mut bytes = Vec::new();
    let mut backend = CrosstermBackend::new(&mut bytes);
    backend.draw(before.diff_iter(after)).expect("writing to memory does not fail");
    bytes.len()
}

fn modern() -> Capability {
    Capability { depth: Depth::True, sync: true, scroll: Scroll::Lines, measured: true, ..Capability::default() }
}

fn measure(name: &str, before: &Buffer, after: &Buffer, goal: usize, less: Option<usize>) {
    let size = after.area.as_size();
    let mut painter = Painter::new(size, modern());
    painter.paint(before, None);
    let _ = painter.take();
    painter.paint(after, None);
    row(name, painter.take().len(), goal, stock(before, after), less);
}

fn row(name: &str, ours: usize, goal: usize, stock: usize, less: Option<usize>) {
    let less = less.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
    println!("{name:<34} {ours:>6} {goal:>6} {stock:>8} {less:>6}");
}

fn main() {
    let size = Size::new(80, 24);
    let text = lines(80);
    let blank = Buffer::empty(Rect::new(0, 0, 80, 24));
    println!("{:<34} {:>6} {:>6} {:>8} {:>6}", "bytes a frame at 80x24", "ours", "goal", "ratatui", "less");
    let mut less = less::Less::start(&text, size);
    let mut pager = |keys: &str| less.as_mut().and_then(|less| less.keys(keys));
    // At line 30, as ours.
    pager("30j");
    let (down, up, page, half) = (pager("j"), pager("k"), pager(" "), pager("11d"));
    let mut painter = Painter::new(size, modern());
    painter.paint(&reader(size, &text, 30), None);
    let first = less.as_ref().map(|less| less.first);
    row("first screen", painter.take().len(), 3000, stock(&blank, &reader(size, &text, 30)), first);
    measure("one line down (full line)", &reader(size, &text, 30), &reader(size, &text, 31), 150, down);
    measure("one line up", &reader(size, &text, 31), &reader(size, &text, 30), 150, up);
    measure("page down", &reader(size, &text, 30), &reader(size, &text, 52), 2850, page);
    measure("half a page down", &reader(size, &text, 30), &reader(size, &text, 41), 2850, half);
    measure("list: cursor down, mark", &list(size, &text, 0, 5, false), &list(size, &text, 0, 6, false), 110, None);
    measure("list: cursor down, whole row", &list(size, &text, 0, 5, true), &list(size, &text, 0, 6, true), 270, None);
    measure(
        "list: scrolled by one, mark",
        &list(size, &text, 0, 22, false),
        &list(size, &text, 1, 23, false),
        260,
        None,
    );
    measure(
        "list: scrolled by one, whole row",
        &list(size, &text, 0, 22, true),
        &list(size, &text, 1, 23, true),
        260,
        None,
    );
    measure("list to article", &list(size, &text, 0, 22, false), &reader(size, &text, 30), 3000, None);
    // After some lines down the region is set, as it is in a session.
    let mut painter = Painter::new(size, modern());
    let sent: Vec<usize> = (30..130)
        .map(|top| {
            painter.paint(&reader(size, &text, top), None);
            painter.take().len()
        })
        .collect();
    let (sum, most) = (sent[1..].iter().sum::<usize>(), sent[1..].iter().max().unwrap_or(&0));
    println!("a hundred lines down one after the other: {} bytes a line, at most {most}", sum / 99);
    let mut highlighted = reader(size, &text, 30);
    for n in 0..10_u16 {
        highlighted.set_style(Rect::new(4 * n, 2 * n, 4, 1), Style::new().add_modifier(Modifier::REVERSED));
    }
    measure("ten matches highlighted", &reader(size, &text, 30), &highlighted, 500, None);

    let size = Size::new(200, 60);
    let text = lines(200);
    let frames: Vec<Buffer> = (0..200).map(|n| reader(size, &text, [n, n, n * 29 % 180][n % 3])).collect();
    let mut painter = Painter::new(size, modern());
    let mut times: Vec<Duration> = frames
        .iter()
        .map(|frame| {
            let start = Instant::now();
            painter.paint(frame, None);
            std::hint::black_box(painter.take());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("time a frame at 200x60: p50 {:?}, p95 {:?}, most {:?}", times[100], times[190], times[199]);
}
