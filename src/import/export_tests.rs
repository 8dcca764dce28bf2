//! What is written is read back as it was.

use proptest::prelude::*;

use super::{ExportFormat, export};
use crate::article::{Article, Block, BlockKind, Published, Record, json, markdown, page};

fn written(article: &Article, format: ExportFormat) -> (String, Vec<&'static str>) {
    let exported = export(article, Record::new(7, article, true, false), format);
    (exported.text, exported.lost)
}

fn back(text: &str, format: ExportFormat) -> Article {
    match format {
        ExportFormat::Page => page::parse(text).article,
        ExportFormat::Markdown => markdown::parse(text).article,
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
fn what_a_page_cannot_hold_is_told() {
    let article = Article {
        blocks: vec![Block::paragraph("第一段\n換行。"), Block::paragraph("Author"), Block::paragraph("林見")],
        ..Article::default()
    };
    assert_eq!(written(&article, ExportFormat::Page).1, ["its title", "paragraphs"]);
    assert!(written(&article, ExportFormat::Json).1.is_empty());
}

#[test]
fn the_sample_newspaper_goes_out_and_comes_in() {
    for article in crate::import::sample::articles() {
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
        Just(BlockKind::Item { level: 1, number: None }),
    ];
    (kind, "[國家*_`#<>&!\\[\\](){}|~$^\"'\\\\.:+=0-9a-c-]{1,20}").prop_map(|(kind, text)| Block { kind, text })
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
