//! Articles with spans, tables, notes and pictures go out and come in as they were.

use proptest::prelude::*;

use super::{ExportFormat, export};
use crate::{
    article::{Article, Block, BlockKind, Cell, Image, MediaKind, NumberStyle, Record, Span, SpanKind},
    format::{json, markdown},
};

fn written(article: &Article, format: ExportFormat) -> (String, Vec<String>) {
    let exported = export(article, Record::new(7, article, true, false), format).unwrap();
    let sentences = exported.sentences();
    (String::from_utf8(exported.bytes).unwrap(), sentences)
}

fn address() -> impl Strategy<Value = String> {
    "https://a\\.example/[a-z0-9_()*]{0,6}(\\?[a-z]=[a-z*_]{1,3}(&[a-z]=1)?)?"
}

/// Spans that Markdown has marks for.
fn marked() -> impl Strategy<Value = SpanKind> {
    prop_oneof![
        Just(SpanKind::Strong),
        Just(SpanKind::Emphasis),
        Just(SpanKind::Deleted),
        Just(SpanKind::Code),
        address().prop_map(|href| SpanKind::Link { href }),
    ]
}

fn any_span() -> impl Strategy<Value = SpanKind> {
    prop_oneof![
        marked(),
        "[ぁ-ん]{1,4}".prop_map(|reading| SpanKind::Ruby { reading }),
        Just(SpanKind::Inserted),
        Just(SpanKind::Highlight),
        Just(SpanKind::Quote),
        "[1-9]".prop_map(|note| SpanKind::Note { note }),
    ]
}

/// A text with spans side by side.
fn line(kind: impl Strategy<Value = SpanKind>) -> impl Strategy<Value = (String, Vec<Span>)> {
    prop::collection::vec(("[國家潮水“”，。！a-c*_`~1-9]{0,4}[國家潮水a-c]", prop::option::of(kind)), 1..5).prop_map(
        |pieces| {
            let (mut text, mut spans) = (String::from("潮"), Vec::new());
            for (piece, kind) in pieces {
                let start = text.len();
                text.push_str(&piece);
                spans.extend(kind.map(|kind| Span::new(start..text.len(), kind)));
            }
            text.push('。');
            (text, spans)
        },
    )
}

fn paragraph(kind: impl Strategy<Value = SpanKind>) -> impl Strategy<Value = Block> {
    line(kind).prop_map(|(text, spans)| Block::paragraph(text).with_spans(spans))
}

fn cell(header: bool) -> impl Strategy<Value = Cell> {
    "[國家a-c|*1-9]{1,4}".prop_map(move |text| Cell { header, ..Cell::from_text(text) })
}

/// A table with a head, every cell one of a plain grid.
fn grid() -> impl Strategy<Value = Block> {
    (1usize..4).prop_flat_map(|columns| {
        let head = prop::collection::vec(cell(true), columns);
        let rows = prop::collection::vec(prop::collection::vec(cell(false), columns), 0..3);
        (head, rows).prop_map(|(head, rows)| Block::table([vec![head], rows].concat()))
    })
}

fn structured() -> impl Strategy<Value = Vec<Block>> {
    let one = |block: Block| vec![block];
    let image = (address(), "[國家a-c]{1,5}", "[國家a-c\"]{1,5}");
    prop_oneof![
        4 => paragraph(marked()).prop_map(one),
        1 => line(marked()).prop_map(move |(text, spans)| vec![Block::heading(3, text).with_spans(spans)]),
        1 => line(marked()).prop_map(move |(text, spans)| vec![Block::new(BlockKind::Quote, text).with_spans(spans)]),
        1 => prop::collection::vec((1u8..3, paragraph(marked())), 1..4).prop_map(|items| {
            let mut most = 0;
            let item = |(level, block): (u8, Block)| {
                most = level.min(most + 1);
                Block { kind: BlockKind::item(most, None), ..block }
            };
            items.into_iter().map(item).collect()
        }),
        1 => "[a-c{}國 \n`]{0,20}x".prop_map(move |text| vec![Block::new(BlockKind::Code, text)]),
        1 => grid().prop_map(one),
        1 => prop::collection::vec(cell(false), 1..4).prop_map(|row| vec![Block::table(vec![row.clone(), row])]),
        1 => image.prop_map(|(src, alt, text)| vec![Block::new(BlockKind::Figure { images: vec![Image { src, alt }] }, text)]),
    ]
}

fn any_block() -> impl Strategy<Value = Block> {
    let style = prop_oneof![Just(NumberStyle::Decimal), Just(NumberStyle::Han), Just(NumberStyle::UpperRoman)];
    let image = ("https?://a/[a-z]{0,3}|OEBPS/[a-z]{1,3}", "[國a]{0,3}").prop_map(|(src, alt)| Image { src, alt });
    let kind = prop_oneof![
        Just(BlockKind::Paragraph),
        (1u8..=6).prop_map(|level| BlockKind::Heading { level }),
        Just(BlockKind::Quote),
        (1u8..9, prop::option::of(1u32..9), style, any::<bool>())
            .prop_map(|(level, number, style, continued)| BlockKind::Item { level, number, style, continued }),
        Just(BlockKind::Code),
        Just(BlockKind::Math),
        Just(BlockKind::Term),
        Just(BlockKind::Definition),
        "[1-9]".prop_map(|label| BlockKind::Note { label }),
        prop::collection::vec(image, 1..3).prop_map(|images| BlockKind::Figure { images }),
        (prop::option::of(1u64..99)).prop_map(|length| BlockKind::Media {
            media: MediaKind::Video,
            src: "https://a/b".into(),
            length
        }),
    ];
    let block = (kind, line(any_span()), 0u8..3)
        .prop_map(|(kind, (text, spans), quoted)| Block { quoted, ..Block::new(kind, text).with_spans(spans) });
    prop_oneof![6 => block, 1 => grid()]
}

proptest! {
    #[test]
    fn json_carries_everything(
        blocks in prop::collection::vec(any_block(), 1..5),
        chapter in prop::option::of(1u32..999),
        is_excerpt: bool,
    ) {
        let article = Article { title: "潮".into(), blocks, chapter, is_excerpt, ..Article::default() };
        let (text, sentences) = written(&article, ExportFormat::Json);
        let mut back = Vec::new();
        json::parse(&text, &mut |parsed| back.push(parsed.article));
        prop_assert_eq!(&back, &[article]);
        prop_assert!(sentences.is_empty(), "{:?}", sentences);
    }

    #[test]
    fn markdown_carries_the_structure(blocks in prop::collection::vec(structured(), 1..4)) {
        let article = Article { title: "題".into(), blocks: blocks.concat(), ..Article::default() };
        let (text, _) = written(&article, ExportFormat::Markdown);
        let back = markdown::parse(&text).article;
        prop_assert_eq!(back.blocks, article.blocks, "{}", text);
    }
}
