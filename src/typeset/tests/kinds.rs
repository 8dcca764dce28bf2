//! Blocks of every kind as they are drawn, and readings over their characters.

use std::sync::Arc;

use proptest::prelude::*;

use super::page::page;
use crate::{
    article::{Article, Block, BlockKind, Image, MediaKind, NumberStyle, Span, SpanKind},
    script::{
        Script,
        conversion::tests::converters,
        rendition::Rendition,
        wording::{Ruby, Wording},
    },
    text::{Part, width},
    typeset::{PieceContent, Role, Setting, layout::Layout},
};

fn drawn(lang: &str, blocks: Vec<Block>, measure: u16) -> Vec<String> {
    let article = Article { lang: Some(lang.into()), blocks, ..Article::default() };
    page(&Layout::new(&article, Arc::new(Rendition::original(&article)), Setting::with_measure(measure)))
}

fn image(alt: &str) -> Image {
    Image { src: "https://haiwu.example/a.jpg".into(), alt: alt.into() }
}

#[test]
fn pictures_and_media_are_named_in_the_language() {
    let figure = |alts: &[&str], text: &str| {
        Block::new(BlockKind::Figure { images: alts.iter().map(|alt| image(alt)).collect() }, text)
    };
    let media = |media, length, text: &str| {
        Block::new(BlockKind::Media { media, src: "https://haiwu.example/a".into(), length }, text)
    };
    let blocks = vec![
        figure(&["港口的清晨"], "港口的清晨"),
        figure(&["灯塔", ""], "图为夜里的灯塔。"),
        figure(&[""], ""),
        media(MediaKind::Audio, Some(12_340_000), "访谈录音"),
        media(MediaKind::Video, None, "视频"),
    ];
    let expected = [
        "〔图：港口的清晨〕",
        "",
        "〔图：灯塔〕",
        "〔图〕",
        "图为夜里的灯塔。",
        "",
        "〔图〕",
        "",
        "〔音频：访谈录音　12 MB〕",
        "",
        "〔视频〕",
    ];
    assert_eq!(drawn("zh-Hans", blocks, 40), expected);
    assert_eq!(drawn("zh-Hant-TW", vec![figure(&["海邊的船"], "海邊的船")], 12), ["〔圖：海邊的", "船〕"]);
    assert_eq!(drawn("ja", vec![figure(&["朝の港です"], "朝の港です")], 40), ["〔写真：朝の港です〕"]);
}

#[test]
fn lists_notes_and_definitions_hang() {
    let item = |level, number, style, continued, text: &str| {
        Block::new(BlockKind::Item { level, number, style, continued }, text)
    };
    let note = |label: &str, text: &str| Block::new(BlockKind::Note { label: label.into() }, text);
    let blocks = vec![
        item(1, Some(1), NumberStyle::LowerAlpha, false, "见附件一"),
        item(1, None, NumberStyle::Decimal, true, "续一段"),
        item(2, Some(4), NumberStyle::UpperRoman, false, "见附件二"),
        item(1, Some(2), NumberStyle::Han, false, "见附件三"),
        Block::new(BlockKind::Term, "潮位"),
        Block::new(BlockKind::Definition, "海面的高度，随日月而变"),
        Block::new(BlockKind::Term, "潮差"),
        note("1", "海务局，年报，第三页，附表二"),
        note("12", "同上"),
        note("※", "未刊"),
    ];
    let expected = [
        " a. 见附件一",
        "      续一段",
        "  IV. 见附件二",
        "二、见附件三",
        "",
        "潮位",
        "  海面的高度，随日月",
        "  而变",
        "潮差",
        "",
        " 1. 海务局，年报，第",
        "    三页，附表二",
        "12. 同上",
        "  ※ 未刊",
    ];
    assert_eq!(drawn("zh-Hans", blocks, 20), expected);
}

#[test]
fn quotations_have_their_bars_around_every_kind() {
    let quoted = |quoted, block| Block { quoted, ..block };
    let blocks = vec![
        quoted(1, Block::new(BlockKind::item(1, None), "盐")),
        quoted(1, Block::new(BlockKind::item(1, None), "鱼干，是自家晒的，不卖")),
        quoted(2, Block::paragraph("信里这样写着")),
        quoted(1, Block::new(BlockKind::Quote, "他说")),
        Block::paragraph("完"),
    ];
    let expected =
        ["│ • 盐", "│ • 鱼干，是自家晒", "│   的，不卖", "│", "│ │   信里这样写着", "│ │", "│ │ 他说", "", "  完"];
    assert_eq!(drawn("zh-Hans", blocks, 20), expected);
}

fn with_readings(text: &str, readings: &[(&str, &str)], ruby: Ruby, measure: u16) -> Layout {
    let mut from = 0;
    let span = |(base, reading): &(&str, &str)| {
        let start = from + text[from..].find(base).unwrap();
        from = start + base.len();
        Span::new(start..from, SpanKind::Ruby { reading: (*reading).to_owned() })
    };
    let spans = readings.iter().map(span).collect();
    let blocks = vec![Block::paragraph(text).with_spans(spans)];
    let article = Arc::new(Article { lang: Some("ja".into()), blocks, ..Article::default() });
    let wording = Wording { ruby, ..Wording::default() };
    let rendition = Rendition::new(Arc::clone(&article), Script::Original, wording, converters());
    Layout::new(&article, Arc::new(rendition), Setting::with_measure(measure))
}

#[test]
fn readings_stay_with_their_characters() {
    let readings = [("今日", "きょう"), ("汐見橋", "しおみばし")];
    let text = "あしたではなく今日、汐見橋のそばです。";
    assert_eq!(
        page(&with_readings(text, &readings, Ruby::After, 24)),
        ["  あしたではなく", "今日（きょう）、", "汐見橋（しおみばし）のそ", "ばです。"]
    );
    assert_eq!(
        page(&with_readings(text, &readings, Ruby::Above, 34)),
        ["               きょう しおみばし", "  あしたではなく今日 、  汐見橋 の", "そばです。"],
    );
    assert_eq!(
        page(&with_readings("漢字", &[("漢", "かん"), ("字", "じ")], Ruby::Above, 30)),
        ["  かんじ", "   漢 字"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn readings_are_set_within_the_measure(
        text in "[今日汐見橋あいう、。a ]{1,30}",
        spans in prop::collection::vec((0..30_usize, 1..4_usize, "[あい うa]{1,9}"), 0..8),
        measure in 1_u16..60,
        ruby in prop::sample::select(&Ruby::ALL[..]),
    ) {
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let spans = spans.into_iter().filter_map(|(start, count, reading)| {
            let range = *offsets.get(start)?..*offsets.get(start + count)?;
            Some(Span::new(range, SpanKind::Ruby { reading }))
        });
        let block = Block::paragraph(text).with_spans(spans.collect());
        let article = Arc::new(Article { lang: Some("ja".into()), blocks: vec![block], ..Article::default() });
        let wording = Wording { ruby, ..Wording::default() };
        let rendition = Rendition::new(Arc::clone(&article), Script::Original, wording, converters());
        let layout = Layout::new(&article, Arc::new(rendition), Setting::with_measure(measure));
        let shown = layout.rendition().shown(Part::Body(0)).unwrap();
        let ambiguous = layout.setting().ambiguous;
        let mut at = 0;
        for (_, line) in layout.lines_from(layout.first(), usize::MAX) {
            let mut x = 0;
            for piece in line.pieces(&shown.text, ambiguous) {
                prop_assert!(piece.x >= x, "{:?}", line);
                x = piece.x + match piece.content {
                    PieceContent::Text(range) => width::cells(&shown.text[range], ambiguous),
                    PieceContent::Decoration(reading) => width::cells(&reading, ambiguous),
                    PieceContent::Label(_) => 0,
                } as u16;
            }
            prop_assert!(x <= measure.max(2), "{} over {measure}: {:?}", x, line);
            if line.role == Role::Ruby {
                prop_assert!(line.range.is_empty());
                continue;
            }
            prop_assert_eq!(line.range.start, at);
            at = line.range.end;
        }
        prop_assert_eq!(at, shown.text.len());
    }
}
