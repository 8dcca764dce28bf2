//! Spans and readings in the shown text.

use super::*;
use crate::{
    article::{Span, SpanKind},
    script::{conversion::tests::converters, wording::Ruby},
};

#[test]
fn spans_are_ranges_of_the_shown_text() {
    converters().load_all(&[Config::S2twp]).expect("dictionaries");
    let text = "用鼠标和e\u{301}和。";
    let span = |words: &str, kind| {
        let start = text.find(words).unwrap();
        Span::new(start..start + words.len(), kind)
    };
    let spans = vec![
        span("用鼠标", SpanKind::Strong),
        span("鼠", SpanKind::Emphasis),
        span("标和", SpanKind::Deleted),
        span("e", SpanKind::Inserted),
    ];
    let article = Arc::new(Article {
        lang: Some("zh-Hans".into()),
        blocks: vec![Block::paragraph(text).with_spans(spans)],
        ..Article::default()
    });
    let words = |script| {
        let rendition = Rendition::new(Arc::clone(&article), script, Wording::AS_WRITTEN, converters());
        let shown = rendition.shown(Part::Body(0)).unwrap();
        shown.spans.iter().map(|span| shown.text[span.range()].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(words(Script::Original), ["用鼠标", "鼠", "标和", "é"]);
    // A part of a replaced word stands for all of it.
    assert_eq!(words(Script::TaiwanPhrases), ["用滑鼠", "滑鼠", "滑鼠和", "é"]);
}

fn one_paragraph(lang: &str, text: &str, spans: Vec<Span>) -> Arc<Article> {
    let blocks = vec![Block::paragraph(text).with_spans(spans)];
    Arc::new(Article { lang: Some(lang.into()), blocks, ..Article::default() })
}

/// A span over the words in a text.
fn over(text: &str, words: &str, kind: SpanKind) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start..start + words.len(), kind)
}

fn ruby(reading: &str) -> SpanKind {
    SpanKind::Ruby { reading: reading.to_owned() }
}

#[test]
fn words_of_a_program_are_kept() {
    converters().load_all(&[Config::S2twp]).expect("dictionaries");
    let text = "发送鼠标发给ls,然后“发”,好";
    let spans = vec![over(text, "鼠标发", SpanKind::Code), over(text, "“发”,", SpanKind::Code)];
    let article = one_paragraph("zh-Hans", text, spans);
    let wording = Wording { quotes: crate::script::wording::Quotes::ByScript, ..Wording::default() };
    let rendition = Rendition::new(article, Script::TaiwanPhrases, wording, converters());
    let shown = rendition.shown(Part::Body(0)).unwrap();
    assert_eq!(shown.text.as_str(), "傳送鼠标发給ls，然後“发”,好");
    assert!(shown.converted);
    for (at, c) in text.char_indices().filter(|(at, _)| *at >= text.find("鼠").unwrap()) {
        assert_eq!(shown.map.source(shown.map.shown(at)), at, "{c}");
    }
    let kept: Vec<&str> = shown.spans.iter().map(|span| &shown.text[span.range()]).collect();
    assert_eq!(kept, ["鼠标发", "“发”,"]);
}

#[test]
fn readings_stand_behind_their_characters() {
    let text = "今日は東京へ、汐見橋";
    let spans = vec![
        over(text, "今日", ruby("きょう")),
        over(text, "東", ruby("とう")),
        over(text, "京", ruby("きょう")),
        over(text, "汐見橋", SpanKind::Strong),
        over(text, "橋", ruby("\u{1b}[2Jばし")),
    ];
    let article = one_paragraph("ja", text, spans);
    let of = |ruby| {
        let wording = Wording { ruby, ..Wording::default() };
        Rendition::new(Arc::clone(&article), Script::Original, wording, converters())
    };
    let rendition = of(Ruby::After);
    let shown = rendition.shown(Part::Body(0)).unwrap();
    assert_eq!(shown.text.as_str(), "今日（きょう）は東京（とうきょう）へ、汐見橋（ばし）");
    let readings: Vec<_> =
        shown.readings.iter().map(|it| (&shown.text[it.base.clone()], &shown.text[it.text.clone()])).collect();
    assert_eq!(readings, [("今日", "（きょう）"), ("東京", "（とうきょう）"), ("橋", "（ばし）")]);
    let spans: Vec<_> = shown.spans.iter().map(|span| &shown.text[span.range()]).collect();
    assert_eq!(spans, ["今日", "東", "京", "汐見橋", "橋"]);
    for (at, _) in text.char_indices() {
        assert_eq!(shown.map.source(shown.map.shown(at)), at);
    }
    // A place in a reading is the next place of the text.
    assert_eq!(shown.map.source(shown.readings[0].text.start + 3), text.find('は').unwrap());
    for (ruby, above) in [(Ruby::Off, false), (Ruby::Above, true)] {
        let rendition = of(ruby);
        let shown = rendition.shown(Part::Body(0)).unwrap();
        assert_eq!((shown.text.as_str(), shown.readings_above, shown.readings.len()), (text, above, 0));
    }
}
