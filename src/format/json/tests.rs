//! JSON as a whole: the contract, the names that programs really use, ill-formed and hostile texts.

use proptest::prelude::*;

use crate::{
    article::{Article, Block, BlockKind, Cell, Image, KeptState, MediaKind, NumberStyle, Record, Span, SpanKind},
    date::Published,
    format::{Parsed, Remark, json},
};

fn parse(text: &str) -> (Vec<Article>, Vec<Remark>) {
    let mut found = Vec::new();
    let mut remarks = json::parse(text, &mut |parsed| found.push(parsed));
    remarks.extend(found.iter().flat_map(|parsed: &Parsed| parsed.remarks.clone()));
    (found.into_iter().map(|parsed| parsed.article).collect(), remarks)
}

fn one(text: &str) -> Article {
    let (articles, remarks) = parse(text);
    assert_eq!(remarks, [], "{text}");
    assert_eq!(articles.len(), 1, "{text}");
    articles.into_iter().next().unwrap()
}

fn titles(text: &str) -> Vec<String> {
    parse(text).0.into_iter().map(|article| article.title).collect()
}

#[test]
fn a_record_comes_back_as_the_article_it_was() {
    let article = Article {
        title: "题\u{1b}[2J \"引\"".to_owned(),
        published: Published::parse("2021-12-17 15:30"),
        revised: None,
        author: Some("甲、乙".to_owned()),
        source: Some("望潮社".to_owned()),
        lang: Some("zh-Hant-TW".to_owned()),
        link: Some("https://example.org/1".to_owned()),
        guid: None,
        notice: Some("注".to_owned()),
        original_title: Some("題".to_owned()),
        related: vec!["一".to_owned(), "二".to_owned()],
        is_excerpt: false,
        chapter: None,
        blocks: vec![
            Block::paragraph(" 一\n二 "),
            Block::heading(3, "三"),
            Block::new(BlockKind::Quote, "四"),
            Block::new(BlockKind::item(2, Some(7)), "五"),
            Block::new(BlockKind::item(1, None), "六"),
            Block::new(BlockKind::Code, "  七\n  八\n"),
            Block::new(BlockKind::Rule, ""),
        ],
    };
    let line = Record::new(12, &article, true, false).to_json();
    assert!(line.starts_with(r#"{"id":12,"title":"题\u001b[2J \"引\"","published":"2021-12-17T15:30:00","author":"#));
    assert!(line.contains(r#""read":true,"starred":false,"notice":"注","original_title":"題","related":["一","二"],"blocks":[{"kind":"paragraph","text":" 一\n二 "},{"kind":"heading","level":3,"text":"三"}"#));
    assert_eq!(one(&line), article);
    assert_eq!(one(&format!("[{line}]")), article);
    let listed = Record { blocks: None, ..Record::new(12, &article, true, false) }.to_json();
    assert!(listed.ends_with(r#""related":["一","二"]}"#), "{listed}");
    let bare = Record::new(1, &Article::default(), false, false).to_json();
    assert!(bare.contains(r#""published":null,"author":null,"source":null,"lang":null,"link":null,"read":false"#));
}

fn spans() -> impl Strategy<Value = Vec<(usize, usize, SpanKind)>> {
    let kind = prop_oneof![
        Just(SpanKind::Strong),
        Just(SpanKind::Emphasis),
        Just(SpanKind::Code),
        Just(SpanKind::Deleted),
        Just(SpanKind::Inserted),
        Just(SpanKind::Highlight),
        Just(SpanKind::Quote),
        "[a-z\"\\\\]{1,5}".prop_map(|note| SpanKind::Note { note }),
        "[ぁ-ん\u{1b}]{1,5}".prop_map(|reading| SpanKind::Ruby { reading }),
        "(https://a\\.example/|mailto:|tel:)[a-z0-9]{1,5}".prop_map(|href| SpanKind::Link { href }),
    ];
    prop::collection::vec((0..20_usize, 0..20_usize, kind), 0..5)
}

/// A block of any kind whose text is not blank.
fn any_block() -> impl Strategy<Value = Block> {
    let style = prop_oneof![Just(NumberStyle::Decimal), Just(NumberStyle::LowerRoman), Just(NumberStyle::Han)];
    let item = (1..9_u8, prop::option::of(any::<u32>()), style, any::<bool>())
        .prop_map(|(level, number, style, continued)| BlockKind::Item { level, number, style, continued });
    let image = ("(|https://a\\.example/[a-z]{1,3}|img/[a-z]{1,3}\\.png)", "[甲乙丙 ]{0,3}");
    let images = prop::collection::vec(image.prop_map(|(src, alt)| Image { src, alt }), 0..3);
    let media =
        prop_oneof![Just(MediaKind::Audio), Just(MediaKind::Video), Just(MediaKind::Embed), Just(MediaKind::File)];
    let media = (media, "(|https://a\\.example/[a-z]{1,3})", prop::option::of(any::<u64>()))
        .prop_map(|(media, src, length)| BlockKind::Media { media, src, length });
    let cell = ("[甲乙丙\n ]{0,4}", any::<bool>(), 1..4_u16, 1..4_u16)
        .prop_map(|(text, header, colspan, rowspan)| Cell { text, header, colspan, rowspan });
    let rows = prop::collection::vec(prop::collection::vec(cell, 1..4), 1..4);
    let kind = prop_oneof![
        Just(BlockKind::Paragraph),
        (1..7_u8).prop_map(|level| BlockKind::Heading { level }),
        Just(BlockKind::Quote),
        item,
        Just(BlockKind::Code),
        Just(BlockKind::Math),
        Just(BlockKind::Term),
        Just(BlockKind::Definition),
        "[a-z1-9]{0,3}".prop_map(|label| BlockKind::Note { label }),
        images.prop_map(|images| BlockKind::Figure { images }),
        media,
        rows.prop_map(|rows| BlockKind::Table { rows }),
    ];
    let text = "[一-丙a-c <&\u{1b}\n😀]{0,12}字[一-丙a-c <&\n😀]{0,8}";
    (kind, text, 0..4_u8, spans()).prop_map(|(kind, text, quoted, spans)| {
        let block = match kind {
            BlockKind::Table { mut rows } => {
                rows[0][0].text.push('字');
                Block::table(rows)
            }
            kind => Block::new(kind, text),
        };
        let spans = spans.into_iter().map(|(start, end, kind)| Span::new(start..end, kind)).collect();
        Block { quoted, ..block.with_spans(spans) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_record_comes_back_as_the_article_it_was(
        blocks in prop::collection::vec(any_block(), 1..6),
        is_excerpt in any::<bool>(),
        chapter in prop::option::of(1..999_u32),
        state in (any::<bool>(), any::<bool>(), prop::collection::vec("[甲乙丙a-c]{1,4}", 0..3)),
    ) {
        let article = Article { title: "題".to_owned(), blocks, is_excerpt, chapter, ..Article::default() };
        let (read, starred, tags) = state;
        let record = Record { tags: tags.clone(), ..Record::new(3, &article, read, starred) };
        let mut found = Vec::new();
        let remarks = json::parse(&record.to_json(), &mut |parsed| found.push(parsed));
        prop_assert_eq!(remarks, []);
        prop_assert_eq!(&found[0].article, &article);
        prop_assert_eq!(found[0].kept.clone(), Some(KeptState { starred, read, tags }));
    }
}

#[test]
fn html_is_read_where_it_is_plainly_html() {
    let texts = |text: &str| one(text).blocks.into_iter().map(|block| block.text).collect::<Vec<_>>();
    for name in ["html", "content_html", "body_html", "contentHTML", "content", "body", "description"] {
        assert_eq!(
            texts(&format!(r#"{{"title":"t","{name}":"<p>甲。</p><p>乙 &amp; 丙。</p>"}}"#)),
            ["甲。", "乙 & 丙。"],
            "{name}"
        );
    }
    assert_eq!(texts(r#"{"title":"t","content":{"rendered":"<p>甲<br>乙</p>"}}"#), ["甲\n乙"]);
    assert_eq!(texts(r#"{"title":"t","content":["<p>甲</p>","乙<丙"]}"#), ["甲", "乙<丙"]);
    let plain = "若 a<b 且 c>d；vector<int>，1 < 2。";
    for name in ["content", "body", "text", "content_text"] {
        assert_eq!(texts(&format!(r#"{{"title":"t","{name}":"{plain}"}}"#)), [plain], "{name}");
    }
    assert_eq!(texts(r#"{"title":"t","content_text":"<p>甲"}"#), ["<p>甲"]);
    let both = one(r#"{"title":{"rendered":"A &amp; <b>B</b>"},"content_text":"x","content_html":"<p>y</p>"}"#);
    assert_eq!((both.title.as_str(), both.blocks[0].text.as_str()), ("A & B", "y"));
}

#[test]
fn exports_bring_stars_tags_and_what_was_read() {
    let kept = |text: &str| {
        let mut found = Vec::new();
        assert_eq!(json::parse(text, &mut |parsed| found.push(parsed)), [], "{text}");
        found.into_iter().map(|parsed: Parsed| (parsed.article.title, parsed.kept.unwrap())).collect::<Vec<_>>()
    };
    let state = |starred, read, tags: &[&str]| KeptState {
        starred,
        read,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
    };
    for (text, expected) in [
        (
            r#"{"title":"t","is_archived":1,"is_starred":"1","tags":["甲",{"label":"乙","id":3},7]}"#,
            state(true, true, &["甲", "乙"]),
        ),
        (r#"{"title":"t","is_marked":true,"is_archived":false,"labels":["光"]}"#, state(true, false, &["光"])),
        (
            r#"{"resolved_title":"t","favorite":"1","status":"1","tags":{"工程":{"tag":"工程"}}}"#,
            state(true, true, &["工程"]),
        ),
        (r#"{"title":"t","status":"archive","tags":"光|海, 港"}"#, state(false, true, &["光", "海, 港"])),
        (r#"{"entries":[{"title":"t","status":"read","starred":true,"feed":{"title":"社"}}]}"#, state(true, true, &[])),
        (r#"{"title":"t","contentHTML":"<p>a","status":{"read":true,"starred":false}}"#, state(false, true, &[])),
        (r#"{"title":"t","Folder":"Archive","starred":"0"}"#, state(false, true, &[])),
        (r#"{"list":{"229":{"given_title":"t","status":"0","favorite":"1"}},"status":1}"#, state(true, false, &[])),
    ] {
        assert_eq!(kept(text), [("t".to_owned(), expected)], "{text}");
    }
    assert_eq!(
        one(r#"{"title":"t","authors":{"1":{"author_id":"1","name":"甲"}},"excerpt":"文。"}"#).author.as_deref(),
        Some("甲")
    );
    assert!(one(r#"{"title":"t","excerpt":"文。"}"#).is_excerpt);
}

#[test]
fn other_names_for_the_same_fields() {
    let article = one(
        r#"{"id":"news.example-7","Headline":"题","pubDate":"Fri, 17 Dec 2021 15:30:00 +0800","authors":[{"name":"甲","url":"x"},"乙"],
        "publisher":{"name":"社"},"language":"zh_TW","url":"https://example.org","paragraphs":["小标题","一段话，说完了才停。"]}"#,
    );
    assert_eq!(article.title, "题");
    assert_eq!(article.guid.as_deref(), Some("news.example-7"));
    assert_eq!(article.published.map(|p| p.to_rfc3339()).as_deref(), Some("2021-12-17T15:30:00+08:00"));
    assert_eq!(article.author.as_deref(), Some("甲、乙"));
    assert_eq!(article.source.as_deref(), Some("社"));
    assert_eq!(article.lang.as_deref(), Some("zh-TW"));
    assert_eq!(article.blocks, [Block::heading(2, "小标题"), Block::paragraph("一段话，说完了才停。")]);

    let generated = one(
        r#"{"id": "news.example-0", "title": "题", "published": "2021-12-17T15:29:00+08:00", "author": "甲", "source": "晨光日报", "lang": "zh-Hans", "body": "北京1月2日电（记者 甲）一段话。\n【背景】风浪\n第二段话，说得长一些。"}"#,
    );
    assert_eq!(generated.blocks.len(), 3);
    assert_eq!(generated.blocks[1], Block::heading(2, "【背景】风浪"));

    let ranked =
        one(r#"{"title":"t","summary":"s","body":"b。","content":"c","date":"x","published":"2021-12-17","id":5}"#);
    assert_eq!(ranked.blocks, [Block::paragraph("b。")]);
    assert_eq!((ranked.guid, ranked.published.is_some()), (None, true));
    assert_eq!(one(r#"{"title":"t","summary":"s"}"#).blocks, [Block::paragraph("s")]);
    assert_eq!(one(r#"{"title":"t","content":{"rendered":"a。\nb。"}}"#).blocks.len(), 2);
    let unix = one(r#"{"title":"t","timestamp":1639726200}"#).published.unwrap();
    assert_eq!(unix.to_rfc3339(), "2021-12-17T07:30:00+00:00");
}

#[test]
fn blocks_of_every_kind_and_unknown_ones() {
    let article = one(
        r#"{"title":"t","blocks":["一。",{"kind":"h3","text":"三"},{"type":"heading","level":99,"content":"四"},{"kind":"zebra","text":"五"},
        {"kind":"item","level":0,"number":3,"text":"六"},{"text":["七","八"]},{"kind":"rule"},null,7,{"kind":"paragraph"},[["九"]]]}"#,
    );
    let expected = [
        Block::paragraph("一。"),
        Block::heading(3, "三"),
        Block::heading(6, "四"),
        Block::paragraph("五"),
        Block::new(BlockKind::item(1, Some(3)), "六"),
        Block::paragraph("七\n八"),
        Block::new(BlockKind::Rule, ""),
        Block::paragraph("7"),
        Block::paragraph("九"),
    ];
    assert_eq!(article.blocks, expected);
}

#[test]
fn arrays_lines_and_objects_that_hold_articles() {
    assert_eq!(titles(r#"[{"title":"a"},{"title":"b"}]"#), ["a", "b"]);
    assert_eq!(titles("{\"title\":\"a\"}\n\n{\"title\":\"b\"}\r\n"), ["a", "b"]);
    assert_eq!(titles(r#"{"title":"a"}{"title":"b"}"#), ["a", "b"]);
    assert_eq!(titles(r#"{"version":1,"title":"feed","items":[{"title":"a"},{"title":"b"}]}"#), ["a", "b"]);
    assert_eq!(titles("\u{feff}{\"title\":\"a\"}"), ["a"]);
    assert_eq!(titles(" \n"), [""; 0]);
}

#[test]
fn an_error_costs_one_line() {
    let (articles, remarks) =
        parse("{\"title\":\"a\"}\n{\"title\":\"b\"\n{\"title\":\"c\n{\"title\":\"d\"} x\n42\n{\"title\":\"e\"}\n");
    assert_eq!(articles.iter().map(|article| article.title.as_str()).collect::<Vec<_>>(), ["a", "d", "e"]);
    assert_eq!(remarks.len(), 3, "{remarks:?}");
    let (articles, remarks) = parse("[\n  {\n    \"title\": \"a\",\n  },\n  {\n    \"title\": \"b\"\n  }\n]\n");
    assert_eq!(articles.len(), 1);
    assert!(matches!(remarks.as_slice(), [Remark::Json { line: 4, .. }]), "{remarks:?}");
    assert_eq!(parse("\"text\" 1 null true").1.len(), 4);
    assert_eq!(
        parse("{} {\"id\":1}"),
        (Vec::new(), vec![Remark::NotAnArticle { line: 1, found: "object without title and body" }; 2])
    );
    assert!(matches!(parse("nonsense").1.as_slice(), [Remark::Json { line: 1, .. }]));
    assert!(matches!(parse("[{\"title\":\"a\"}").1.as_slice(), [Remark::Json { line: 1, .. }]));
    assert_eq!(
        parse("{\"title\":\"a\",\"date\":\"soon\",\"lang\":\"?\"}").1,
        [Remark::Date("soon".to_owned()), Remark::Language("?".to_owned())]
    );
}

#[test]
fn lone_surrogates_and_raw_controls_are_read() {
    let (articles, remarks) =
        parse("{\"title\":\"ok\"}\n{\"title\":\"a\\ud83d b\\ud83d\\ude00\t\u{1}c\"}\n{\"title\":\"z\"}");
    assert_eq!(articles.iter().map(|a| a.title.as_str()).collect::<Vec<_>>(), ["ok", "a\u{fffd} b😀\t\u{1}c", "z"]);
    assert_eq!(remarks, [Remark::Surrogate { line: 2 }]);
}

#[test]
fn hostile_nesting_ends() {
    for (open, close) in
        [("[", "]"), ("{\"a\":", "}"), ("{\"body\":[", "]}"), ("{\"items\":[", "]}"), ("{\"title\":{\"name\":", "}}")]
    {
        let _ = parse(&open.repeat(100_000));
        let _ = parse(&format!("{}1{}", open.repeat(100_000), close.repeat(100_000)));
        let _ = parse(&format!("{open}\n").repeat(100_000));
    }
    // What nobody reads may be as deep as it likes.
    let deep = format!("{{\"title\":\"a\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(titles(&deep), ["a"]);
    let zeros = format!("[{}0]", "0,".repeat(50_000));
    assert_eq!(parse(&zeros).1.last(), Some(&Remark::More(50_001 - 100)));
    let (articles, remarks) = parse(&format!("{{\"items\":[{}{{}}]}}", "{\"title\":\"a\"},".repeat(100_003)));
    assert_eq!((articles.len(), remarks.as_slice()), (100_000, [Remark::LeftOut(3), Remark::Others(1)].as_slice()));
    let (articles, _) = parse(&format!("{{\"body\":[{}\"a\"]}}", "\"a\",".repeat(250_000)));
    assert_eq!(articles[0].blocks.iter().map(|block| block.text.matches('a').count()).sum::<usize>(), 250_001);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_ends(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn pieces_of_json_end(text in "([\\[\\]{},:]|\"title\"|\"body\"|\"items\"|\"blocks\"|\"中\"|\"\\\\ud83d|1e999|null|\n| ){0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn every_line_but_the_broken_ones_comes_in(broken in prop::collection::vec(any::<bool>(), 0..20)) {
        let text: String = broken.iter().enumerate().map(|(n, broken)| if *broken { format!("{{\"title\":{n}\"}}\n") } else { format!("{{\"title\":\"{n}\"}}\n") }).collect();
        let expected: Vec<String> = (0..broken.len()).filter(|n| !broken[*n]).map(|n| n.to_string()).collect();
        let (articles, remarks) = parse(&text);
        prop_assert_eq!(articles.into_iter().map(|a| a.title).collect::<Vec<_>>(), expected);
        prop_assert_eq!(remarks.len(), broken.iter().filter(|b| **b).count());
    }
}
