//! The screens, as they are drawn.

use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    app::{Desk, Event, desk::article, settings::Settings},
    article::{Article, Block, BlockKind, Span, SpanKind},
    text::{safe::Safe, width, width::Ambiguous},
};

/// The rows of the screen, a wide character once.
fn screen(desk: &Desk, columns: u16, rows: u16) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    super::draw(&desk.app, &mut buffer);
    let mut lines = Vec::new();
    for y in 0..rows {
        let mut line = String::new();
        let mut x = 0;
        while x < columns {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += (width::cells(symbol, Ambiguous::Narrow) as u16).max(1);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

fn newspaper() -> Vec<Article> {
    let mut full = article(3, &["据新社报道，国务院公布了新的名单。（一）海；（二）山。", "完。"]);
    full.author = Some("林一舟".to_owned());
    full.source = Some("望潮报".to_owned());
    full.notice = Some("This article has been translated.".to_owned());
    full.original_title = Some("第三號新聞".to_owned());
    full.related = vec!["另一條新聞".to_owned()];
    full.blocks.insert(1, Block::heading(2, "小标题"));
    full.blocks.push(Block::new(BlockKind::item(1, Some(1)), "第一项"));
    full.blocks.push(Block::new(BlockKind::Quote, "引文在此。"));
    let mut japanese = article(2, &["本文です。"]);
    japanese.title = "とても長い見出しで画面の幅に収まりきらないものをここに置いておくことにする".to_owned();
    japanese.lang = Some("ja".to_owned());
    let mut bare = article(1, &["본문"]);
    (bare.title, bare.published) = (String::new(), None);
    vec![full, japanese, bare]
}

#[test]
fn the_list_at_80_and_at_30_cells() {
    let mut desk = Desk::new(&newspaper(), Settings::default(), 80, 8);
    desk.keys("js");
    insta::assert_snapshot!("list_80", screen(&desk, 80, 8));
    desk.event(Event::Resize(30, 6));
    insta::assert_snapshot!("list_30", screen(&desk, 30, 6));
}

#[test]
fn an_article_in_two_scripts() {
    let mut desk = Desk::new(&newspaper(), Settings::default(), 60, 24);
    desk.keys("<Enter>");
    insta::assert_snapshot!("article", screen(&desk, 60, 24));
    desk.keys("zz/國務<Enter>");
    insta::assert_snapshot!("article_traditional_with_a_match", screen(&desk, 60, 24));
}

#[test]
fn the_welcome_and_the_help() {
    let mut desk = Desk::new(&[], Settings::default(), 80, 24);
    insta::assert_snapshot!("welcome", screen(&desk, 80, 24));
    desk.keys("?");
    insta::assert_snapshot!("help", screen(&desk, 80, 24));
}

#[test]
fn a_menu_over_an_article() {
    let mut desk = Desk::new(&newspaper(), Settings::default(), 60, 16);
    desk.keys("<Enter>gzj");
    insta::assert_snapshot!("menu", screen(&desk, 60, 16));
}

#[test]
fn results_of_a_search_and_an_empty_one() {
    let mut desk = Desk::new(&newspaper(), Settings::default(), 60, 10);
    insta::assert_snapshot!("results", screen(desk.keys("g/新闻"), 60, 10));
    insta::assert_snapshot!("results_of_nothing", screen(desk.keys("沒有"), 60, 10));
    insta::assert_snapshot!("results_before_words", screen(desk.keys("<C-u>"), 60, 10));
}

/// The text on the screen that has the colours of a match.
fn highlighted(desk: &Desk, columns: u16, rows: u16) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    super::draw(&desk.app, &mut buffer);
    let cells = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
    let matched = cells.filter(|at| buffer[*at].style().bg == super::theme::MATCH.bg).map(|at| buffer[at].symbol());
    matched.collect::<String>().split_whitespace().collect()
}

#[test]
fn a_match_at_the_end_of_a_title_is_seen_at_every_width() {
    let title = "とても長い見出しで画面の幅に収まりきらないものをここに置いておくことにする國務院";
    let titled = Article { title: title.to_owned(), ..article(1, &["本文です。"]) };
    for keys in ["&国务院", "g/国务院"] {
        let mut desk = Desk::new(std::slice::from_ref(&titled), Settings::default(), 80, 8);
        desk.keys(keys).keys("<Enter>");
        for columns in 36..120 {
            desk.event(Event::Resize(columns, 8));
            assert_eq!(highlighted(&desk, columns, 8), "國務院", "{keys} {columns}: {}", screen(&desk, columns, 8));
        }
    }
}

#[test]
fn a_sentence_too_long_for_the_status_line_is_shown_whole() {
    let mut desk = Desk::new(&newspaper(), Settings::default(), 60, 12);
    desk.keys("&after:2021-99<Enter>");
    let shown = screen(&desk, 60, 12);
    let rows: Vec<_> = shown.lines().collect();
    assert_eq!(
        rows[10..],
        [
            " 2021-99 is not a date: write a year, a month or a day, as",
            " in 2021, 2021-12 or 2021-12-17                   原文  1/3"
        ],
        "{shown}"
    );
    desk.keys("<Esc>");
    assert!(!screen(&desk, 60, 12).contains("2021-99"));
    // At any width every word of it is there, unless it takes more than half of the screen.
    desk.keys("&after:2021-99<Enter>");
    for columns in 20..120 {
        let shown = screen(&desk, columns, 24).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains("as in 2021, 2021-12 or 2021-12-17"), "{columns}: {shown}");
    }
    // A message beside what is typed stands above it.
    desk.keys("<Esc><Enter>/<C-t><C-t><C-t><C-t>(");
    let shown = screen(&desk, 40, 12);
    let rows: Vec<_> = shown.lines().collect();
    assert!(rows[11].starts_with("/("), "{shown}");
    assert_eq!(rows[9..11].join(" ").trim(), "the pattern cannot be used: unclosed  group", "{shown}");
}

/// An article with spans of every kind, a sound, a figure and a note.
fn rich() -> Article {
    let span = |range, kind| Span::new(range, kind);
    let link = |href: &str| SpanKind::Link { href: href.to_owned() };
    let text = "港務处昨日公布填海方案全文[1]，工程由海雾营造承包，原定十二月一日开工，来信请寄编辑部。";
    let long = "https://a.example/very/long/path/that/goes/on/until/it/fits/no/line/of/sixty/cells/at/all";
    let paragraph = Block::paragraph(text).with_spans(vec![
        span(21..39, link("https://haiwu.example/plan")),
        span(39..42, SpanKind::Note { note: "1".into() }),
        span(54..66, SpanKind::Strong),
        span(81..96, SpanKind::Deleted),
        span(117..126, link("mailto:tide@haiwu.example")),
    ]);
    let mut rich = article(9, &[]);
    rich.blocks = vec![
        paragraph,
        Block::paragraph("另见全文。").with_spans(vec![span(6..12, link(long))]),
        Block::new(BlockKind::Note { label: "1".into() }, "见港务处年报。"),
    ];
    rich.is_excerpt = true;
    rich.link = Some("https://haiwu.example/2026/plan".to_owned());
    rich
}

#[test]
fn hints_and_the_list_of_links() {
    let mut desk = Desk::new(&[rich()], Settings::default(), 60, 16);
    desk.keys("<Enter>f");
    insta::assert_snapshot!("hints", screen(&desk, 60, 16));
    desk.keys("<Esc>gl<Down><Down><Down>");
    insta::assert_snapshot!("links", screen(&desk, 60, 16));
    desk.keys("編輯");
    insta::assert_snapshot!("links_narrowed", screen(&desk, 60, 16));
    desk.keys("<Esc>");
    assert!(screen(&desk, 40, 16).contains("The feed carries only the beginning."));
    assert!(screen(&desk, 80, 16).contains("The feed carries only the beginning. o opens the whole."));
}

#[test]
fn every_size_can_be_drawn() {
    let articles: Vec<Article> = newspaper().into_iter().chain([rich()]).collect();
    let mut desk = Desk::new(&articles, Settings::default(), 80, 24);
    for keys in [
        "", "g/", "新闻", "<Enter>", "q", "gz", "<Esc>", "<Enter>", "/国", "<Enter>", ":se<Tab>", "<Esc>", "?", "q",
        "gz", "q", "g", "<Esc>", "gl", "x", "<Esc>", "f", "<Esc>", "gn",
    ] {
        desk.keys(keys);
        for columns in (0..45).chain([79, 80, 132, 300]) {
            for rows in [0, 1, 2, 3, 5, 24] {
                desk.event(Event::Resize(columns, rows));
                let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
                super::draw(&desk.app, &mut buffer);
            }
        }
    }
}

#[test]
fn hostile_text_is_drawn_as_text() {
    let mut hostile = article(1, &["a\u{1b}[31mb\u{9b}2Jc\u{7}\u{202e}d", "\u{1b}]0;title\u{7}after"]);
    hostile.title = "題\u{1b}[2J名\u{0}".to_owned();
    hostile.author = Some("x\u{1b}]52;c;AAAA\u{7}y".to_owned());
    let mut desk = Desk::new(&[hostile], Settings::default(), 80, 24);
    for keys in ["", "<Enter>", "/\u{1b}", "<Esc>"] {
        desk.keys(keys);
        let shown = screen(&desk, 80, 24);
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
        assert_eq!(Safe::new(&shown).as_str(), shown);
    }
}
