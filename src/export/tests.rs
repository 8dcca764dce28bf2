//! Exported texts are read back as they were.

use proptest::prelude::*;

use super::clean;
use super::{ExportFormat, Exported, export};
use crate::{
    article::{Article, Block, BlockKind, LeftOut, LeftOutKind, Record},
    date::Published,
    format::{json, markdown, page},
    text::control,
};

fn exported(article: &Article, format: ExportFormat) -> Exported {
    export(article, Record::new(7, article, true, false), format).unwrap()
}

fn text(exported: &Exported) -> String {
    String::from_utf8(exported.bytes.clone()).unwrap()
}

fn written(article: &Article, format: ExportFormat) -> (String, Vec<&'static str>) {
    let exported = exported(article, format);
    (text(&exported), exported.altered)
}

fn back(text: &str, format: ExportFormat) -> Article {
    match format {
        ExportFormat::Page => page::parse(text).article,
        ExportFormat::Markdown => markdown::parse(text).article,
        ExportFormat::Epub => unreachable!("a book is no text"),
        ExportFormat::Json => {
            let mut found = Vec::new();
            json::parse(text, &mut |parsed| found.push(parsed.article));
            assert!(found.len() <= 1);
            found.pop().unwrap_or_default()
        }
    }
}

#[test]
fn the_page_layout_is_as_the_sample_has_it() {
    let article = Article {
        title: "大橋通車".into(),
        published: Some(Published::Local(jiff::civil::date(2021, 12, 17).at(15, 30, 0, 0))),
        author: Some("林見".into()),
        notice: Some("本文由 AI 翻譯。".into()),
        original_title: Some("A bridge opens".into()),
        related: vec!["座頭鯨".into()],
        blocks: vec![Block::paragraph("今日通車。"), Block::paragraph("眾人圍觀。")],
        ..Article::default()
    };
    let (text, lost) = written(&article, ExportFormat::Page);
    let expected = "大橋通車\nPublished at Dec 17, 2021 03:30 pm\n\n今日通車。\n\n眾人圍觀。\n\nAuthor\n林見\n\n\
         Related\n座頭鯨\n\nAI Translated\n本文由 AI 翻譯。\n\nA bridge opens\n";
    assert_eq!(text, expected);
    assert!(lost.is_empty(), "{lost:?}");
    assert_eq!(back(&text, ExportFormat::Page), article);
}

#[test]
fn fields_without_a_place_in_the_format_are_no_loss_of_words() {
    let some = |s: &str| Some(s.to_owned());
    let article = Article {
        title: "大橋通車".into(),
        published: Published::parse("2024-05-06T08:00:30+08:00"),
        author: some("林見"),
        source: some("海霧新聞"),
        lang: some("zh-Hant"),
        link: some("https://a.example/1"),
        blocks: vec![Block::paragraph("今日通車，眾人圍觀。"), Block::paragraph("橋長三百米，造價不詳。")],
        ..Article::default()
    };
    let page = exported(&article, ExportFormat::Page);
    assert_eq!(page.unplaced, ["its source", "its language", "its link"]);
    assert!(page.left_out().iter().all(|it| it.what == LeftOutKind::Field && it.count == Some(1)));
    let sentence = "was written without its source, its language and its link, for which the format has no place";
    assert_eq!(page.sentences(), [sentence]);
    for format in [ExportFormat::Page, ExportFormat::Markdown, ExportFormat::Json] {
        let exported = exported(&article, format);
        assert!(exported.altered.is_empty() && exported.controls == 0);
        assert!(format == ExportFormat::Page || exported.unplaced.is_empty(), "{:?}", exported.unplaced);
    }
}

#[test]
fn parts_that_a_page_cannot_hold_are_reported() {
    let article = Article {
        blocks: vec![Block::paragraph("第一段\n換行。"), Block::paragraph("Author"), Block::paragraph("林見")],
        ..Article::default()
    };
    assert_eq!(written(&article, ExportFormat::Page).1, ["its title", "paragraphs"]);
    assert!(written(&article, ExportFormat::Json).1.is_empty());
}

#[test]
fn the_sample_newspaper_is_exported_and_read_back() {
    for article in crate::import::articles() {
        for format in [ExportFormat::Page, ExportFormat::Markdown, ExportFormat::Json] {
            let (text, lost) = written(&article, format);
            let plain = article
                .blocks
                .iter()
                .all(|it| matches!(it.kind, BlockKind::Paragraph | BlockKind::Heading { level: 2 }));
            if format != ExportFormat::Page || plain {
                assert!(lost.is_empty(), "{} {format:?} {lost:?}\n{text}", article.title);
            }
        }
    }
}

fn words() -> impl Strategy<Value = String> {
    "[國家圖書館東河大橋的了一二三ａ-ｚa-zA-Z0-9、，「」“”]{1,30}[國橋a-z]"
}

fn sentence() -> impl Strategy<Value = String> {
    words().prop_map(|words| words + "。")
}

/// An article as pages have them.
fn pages() -> impl Strategy<Value = Article> {
    let date = (1980i16..2030, 1i8..=12, 1i8..=28, 0i8..24, 0i8..60).prop_map(|(year, month, day, hour, minute)| {
        Published::Local(jiff::civil::date(year, month, day).at(hour, minute, 0, 0))
    });
    let name = "[林王李]{1}[見山水文]{1,2}";
    let title = "[東河大橋通車國家圖書館]{5,20}";
    (
        title,
        prop::option::of(date),
        prop::collection::vec(sentence(), 1..6),
        prop::option::of(name),
        prop::collection::vec(title, 0..4),
        prop::option::of(sentence()),
    )
        .prop_map(|(title, published, paragraphs, author, related, notice)| Article {
            title,
            published,
            author,
            related,
            notice,
            blocks: paragraphs.into_iter().map(Block::paragraph).collect(),
            ..Article::default()
        })
}

fn any_block() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![
        Just(BlockKind::Paragraph),
        (1u8..=6).prop_map(|level| BlockKind::Heading { level }),
        Just(BlockKind::Quote),
        Just(BlockKind::item(1, None)),
    ];
    (kind, "[國家*_`#<>&!\\[\\](){}|~$^\"'\\\\.:+=0-9a-c-]{1,20}").prop_map(|(kind, text)| Block::new(kind, text))
}

proptest! {
    #[test]
    fn every_page_goes_out_and_comes_in(article in pages()) {
        let (text, lost) = written(&article, ExportFormat::Page);
        prop_assert!(lost.is_empty(), "{:?}\n{}", lost, text);
        prop_assert_eq!(back(&text, ExportFormat::Page), article);
    }

    #[test]
    fn what_was_read_from_a_page_is_read_again_or_told(text in "(?:[國家a。：\n \u{2028}-]|Author\n|AI Translated\n|Related\n|2021-12-17 15:30\n){0,30}") {
        let article = page::parse(&text).article;
        // A date alone is no article.
        prop_assume!(!article.title.is_empty() || !article.blocks.is_empty());
        for format in [ExportFormat::Page, ExportFormat::Markdown, ExportFormat::Json] {
            let (text, lost) = written(&article, format);
            let back = back(&text, format);
            prop_assert!(!lost.is_empty() || back.title == article.title && back.blocks.len() == article.blocks.len());
            // Without a title Markdown takes the first heading for it.
            let faithful = format == ExportFormat::Json || (format == ExportFormat::Markdown && !article.title.is_empty());
            prop_assert!(!faithful || lost.is_empty(), "{:?} {:?}\n{}", format, lost, text);
        }
    }

    #[test]
    fn every_mark_is_only_a_character(blocks in prop::collection::vec(any_block(), 1..5), title in words()) {
        let article = Article { title, blocks, ..Article::default() };
        for format in [ExportFormat::Markdown, ExportFormat::Json] {
            let (text, lost) = written(&article, format);
            prop_assert!(lost.is_empty(), "{:?} {:?}\n{}", format, lost, text);
        }
    }
}

/// Characters that a terminal or a pager acts on, among others.
fn hostile() -> impl Strategy<Value = String> {
    "([國a。 ]|[\u{0}-\u{8}\u{b}-\u{1f}\u{7f}-\u{9f}]|\u{1b}\\]52;c;eA==\u{7}|\u{1b}\\[2J|[\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]){1,12}"
}

proptest! {
    #[test]
    fn nothing_that_is_written_is_acted_on_and_json_holds_it_all(
        title in hostile(),
        author in prop::option::of(hostile()),
        related in prop::collection::vec(hostile(), 0..3),
        kinds in prop::collection::vec((any_block(), hostile()), 1..4),
    ) {
        let blocks = kinds.into_iter().map(|(block, text)| Block { text: text + &block.text, ..block }).collect();
        let article = Article { title, author, related, blocks, ..Article::default() };
        let (clean, dropped) = clean::clean(&article);
        for format in [ExportFormat::Page, ExportFormat::Markdown, ExportFormat::Json] {
            let exported = exported(&article, format);
            let raw: Vec<char> = text(&exported).chars().filter(|c| control::is_control(*c)).collect();
            prop_assert!(raw.is_empty(), "{:?} {:?}", format, raw);
            if format == ExportFormat::Json {
                let value: serde_json::Value = serde_json::from_slice(&exported.bytes).unwrap();
                prop_assert_eq!(value["title"].as_str(), Some(article.title.as_str()));
                prop_assert_eq!(value["author"].as_str(), article.author.as_deref());
                let texts: Vec<&str> = value["blocks"].as_array().unwrap().iter().filter_map(|it| it["text"].as_str()).collect();
                prop_assert_eq!(texts, article.blocks.iter().map(|it| it.text.as_str()).collect::<Vec<_>>());
                prop_assert_eq!(exported.controls, 0);
            } else {
                prop_assert_eq!(exported.controls, dropped);
                // But for those characters it is written as ever.
                prop_assert_eq!((text(&exported), exported.altered), written(&clean, format));
            }
        }
    }
}

#[test]
fn an_article_comes_back_as_it_was_but_for_controls() {
    let article = Article {
        title: "夜市\u{1b}[2J重開\u{202e}了".into(),
        author: Some("林\u{9b}見".into()),
        blocks: vec![Block::paragraph("今日\u{7}通車。"), Block::paragraph("眾人\u{2066}圍觀。")],
        ..Article::default()
    };
    for format in [ExportFormat::Page, ExportFormat::Markdown] {
        let exported = exported(&article, format);
        assert_eq!(
            (exported.left_out(), exported.sentences()),
            (
                vec![LeftOut::count(LeftOutKind::Controls, 5)],
                vec!["was written without 5 control characters".to_owned()]
            )
        );
        let back = back(&text(&exported), format);
        assert_eq!(
            (back.title.as_str(), back.author.as_deref(), back.blocks[0].text.as_str(), back.blocks[1].text.as_str()),
            ("夜市[2J重開了", Some("林見"), "今日通車。", "眾人圍觀。")
        );
    }
}
