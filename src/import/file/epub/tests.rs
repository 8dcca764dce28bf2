//! Books whole, damaged and too long.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::source;
use crate::{
    article::{Article, Block, BlockKind, Cell, Image, LeftOut, LeftOutKind, Span, SpanKind},
    export::EpubWriter,
    import::{Format, Options, file::read},
    text::StopCheck,
};

/// The package document of a book of some chapters, by their names, with more items of the manifest.
// Clearer here than a fold, and nobody waits for it.
#[allow(clippy::format_collect)]
fn package(chapters: &[&str], items: &str) -> String {
    let chapter =
        |(n, name): (usize, &&str)| format!("<item id=\"c{n}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>");
    let own: String = chapters.iter().enumerate().map(chapter).collect();
    let spine: String = (0..chapters.len()).map(|n| format!("<itemref idref=\"c{n}\"/>")).collect();
    format!(
        "<package><metadata><dc:title>望潮选集</dc:title><dc:creator>钟离苇</dc:creator><dc:language>zh-Hans</dc:language><dc:date>2021-12-17</dc:date><dc:identifier>urn:1</dc:identifier></metadata><manifest>{own}{items}</manifest><spine>{spine}</spine></package>"
    )
}

/// An archive of some files, by name and text; names ending in `!` are stored as they are, without that mark.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        let options = if name.ends_with('!') { stored } else { SimpleFileOptions::default() };
        zip.start_file(name.trim_end_matches('!'), options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const CONTAINER: (&str, &str) =
    ("META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"OEBPS/a.opf\"/></rootfiles></container>");

/// A book of some chapters, by name and text.
pub(in crate::import) fn book(chapters: &[(&str, &str)]) -> Vec<u8> {
    let names: Vec<&str> = chapters.iter().map(|(name, _)| *name).collect();
    let list = package(&names, "");
    let paths: Vec<String> = names.iter().map(|name| format!("OEBPS/{name}")).collect();
    let mut files = vec![("mimetype!", "application/epub+zip"), CONTAINER, ("OEBPS/a.opf", &list)];
    files.extend(paths.iter().map(String::as_str).zip(chapters.iter().map(|(_, text)| *text)));
    archive(&files)
}

/// The articles of a book, the parts that were left out, and the sentences on them.
fn taken(bytes: &[u8]) -> (Vec<Article>, Vec<LeftOut>, String) {
    let mut articles = Vec::new();
    let summary = read("-", bytes, &Options::default(), &StopCheck::never(), &mut |incoming, _| {
        let again = source::reparse(incoming.source.as_ref().unwrap(), &StopCheck::never());
        assert_eq!(again.as_ref(), Some(&incoming.article));
        articles.push(incoming.article);
        std::ops::ControlFlow::Continue(())
    });
    let summary = summary.unwrap();
    assert_eq!(summary.format, Format::Epub);
    let sentences: Vec<String> = summary.warnings.iter().map(ToString::to_string).collect();
    (articles, summary.left_out, sentences.join("\n"))
}

fn titles(articles: &[Article]) -> Vec<&str> {
    articles.iter().map(|article| article.title.as_str()).collect()
}

fn page(title: &str, body: &str) -> String {
    format!("<html><head><title>{title}</title></head><body>{body}</body></html>")
}

#[test]
fn chapters_are_named_by_nav_then_ncx_then_headings_then_the_page() {
    let text = "<p>渡船又开了。</p>";
    let files = [
        ("OEBPS/Text/1.xhtml", page("x", &format!("<h1>第一章</h1><h2>潮 生</h2>{text}"))),
        ("OEBPS/Text/2.xhtml", page("x", text)),
        ("OEBPS/Text/3.xhtml", page("x", &format!("<h2>三</h2>{text}"))),
        ("OEBPS/Text/4.xhtml", page("四", text)),
        ("OEBPS/Text/5.xhtml", page("5.xhtml", text)),
        ("OEBPS/Text/6.xhtml", page("x", "<h1>下卷</h1>")),
        ("OEBPS/nav/nav.xhtml", "<nav epub:type='toc'><a href='../Text/1.xhtml#b'>潮</a><a href='../Text/1.xhtml'>第一章　潮生</a></nav>".into()),
        ("OEBPS/toc.ncx", "<navMap><navLabel><text>不是</text></navLabel><content src='Text/1.xhtml'/><navLabel><text>二</text></navLabel><content src='Text/2.xhtml'/></navMap>".into()),
    ];
    let chapters: Vec<&str> = files[..6].iter().map(|(name, _)| name.trim_start_matches("OEBPS/")).collect();
    let items = "<item id='n' href='nav/nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>\
         <item id='x' href='toc.ncx' media-type='application/x-dtbncx+xml'/>";
    let list = package(&chapters, items);
    let mut all = vec![CONTAINER, ("OEBPS/a.opf", &*list)];
    all.extend(files.iter().map(|(name, text)| (*name, text.as_str())));
    let (articles, left_out, sentences) = taken(&archive(&all));
    assert!(left_out.is_empty() && sentences.is_empty(), "{sentences}");
    assert_eq!(titles(&articles), ["第一章 潮生", "二", "三", "四", "望潮选集 5", "下卷"]);
    let numbers: Vec<Option<u32>> = articles.iter().map(|article| article.chapter).collect();
    assert_eq!(numbers, (1..=6).map(Some).collect::<Vec<_>>());
    // The name is not said twice, and a page that is only a name is not empty.
    let texts: Vec<Vec<&str>> =
        articles.iter().map(|article| article.blocks.iter().map(|block| block.text.as_str()).collect()).collect();
    assert_eq!((&texts[0], &texts[5]), (&vec!["渡船又开了。"], &vec!["下卷"]));
}

#[test]
fn names_of_files_are_found_in_any_spelling() {
    let text = page("x", "<h1>章</h1><p>渡船又开了。</p>");
    let list =
        package(&["%e7%ac%ac%20%E4%B8%80.xhtml", "\u{304c}く.xhtml", "Text/C3.xhtml", "../top.xhtml", "a#b.xhtml"], "");
    let files = [
        CONTAINER,
        ("OEBPS/a.opf", &*list),
        ("OEBPS/第 一.xhtml", &*text),
        ("OEBPS/\u{304b}\u{3099}く.xhtml", &*text),
        ("OEBPS/text\\c3.XHTML", &*text),
        ("top.xhtml", &*text),
    ];
    let (articles, left_out, sentences) = taken(&archive(&files));
    assert_eq!((articles.len(), left_out), (4, vec![LeftOut::count(LeftOutKind::Chapter, 1).at("a#b.xhtml")]));
    assert!(sentences.contains("a#b.xhtml"), "{sentences}");
}

#[test]
fn encrypted_chapters_are_named() {
    let text = page("x", "<h1>章</h1><p>渡船又开了。</p>");
    let list = package(&["a.xhtml", "b.xhtml"], "");
    let locked = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/>\
         <CipherData><CipherReference URI='OEBPS/b.xhtml'/></CipherData></EncryptedData></encryption>";
    let files = [
        CONTAINER,
        ("META-INF/encryption.xml", locked),
        ("OEBPS/a.opf", &*list),
        ("OEBPS/a.xhtml", &*text),
        ("OEBPS/b.xhtml", "\u{1}\u{2}"),
    ];
    let (articles, left_out, sentences) = taken(&archive(&files));
    assert_eq!((articles.len(), left_out), (1, vec![LeftOut::count(LeftOutKind::Chapter, 1).at("b.xhtml")]));
    assert!(sentences.contains("b.xhtml is encrypted"), "{sentences}");
}

#[test]
fn an_article_a_chapter() {
    let (one, two) = (page("x", "<h1>一</h1><p>渡船又开了。</p>"), page("x", "<h1>二</h1><p>羊也来了。</p>"));
    let cover = "<html><body><img src='img/a%20b.png'/></body></html>";
    let (articles, ..) = taken(&book(&[("b.xhtml", &one), ("cover.xhtml", cover), ("a.xhtml", &two)]));
    assert_eq!(titles(&articles), ["一", "x", "二"].map(|title| if title == "x" { "望潮选集 2" } else { title }));
    assert_eq!((articles[2].blocks[0].text.as_str(), articles[2].source.as_deref()), ("羊也来了。", Some("望潮选集")));
    assert_eq!(articles[2].guid.as_deref(), Some("urn:1#a.xhtml"));
    let picture = Image { src: "OEBPS/img/a b.png".into(), alt: String::new() };
    assert_eq!(articles[1].blocks, [Block::new(BlockKind::Figure { images: vec![picture] }, "")]);
}

#[test]
fn chapters_that_are_left_out_are_named() {
    let text = |text: &str| format!("<html><body><h1>章</h1><p>{text}</p></body></html>");
    let chapters = [("a.xhtml", text("一")), ("b.xhtml", text("二")), ("c.xhtml", text("三"))];
    let whole: Vec<(&str, &str)> = chapters.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let taken = |bytes: &[u8]| {
        let (articles, left_out, sentences) = taken(bytes);
        (articles.len(), left_out, sentences)
    };
    assert_eq!(taken(&book(&whole)), (3, Vec::new(), String::new()));
    // One is not in the archive: its name is another one there.
    let mut bytes = book(&whole);
    for at in memchr::memmem::find_iter(&bytes.clone(), b"OEBPS/b.xhtml") {
        bytes[at + 6] = b'x';
    }
    let (count, left_out, sentences) = taken(&bytes);
    assert_eq!((count, left_out), (2, vec![LeftOut::count(LeftOutKind::Chapter, 1).at("b.xhtml")]));
    assert!(sentences.contains("b.xhtml"), "{sentences}");
    // One is damaged: what is unpacked has another sum.
    let mut bytes = book(&whole);
    let names: Vec<usize> = memchr::memmem::find_iter(&bytes, b"OEBPS/b.xhtml").collect();
    bytes[names[0] + 20] ^= 0x55;
    let (count, left_out, _) = taken(&bytes);
    assert_eq!((count, left_out), (2, vec![LeftOut::count(LeftOutKind::Chapter, 1).at("b.xhtml")]));
    // One is too long, and bytes of another mean nothing.
    let endless = text(&"一".repeat(3_000_000));
    let (count, left_out, sentences) = taken(&book(&[whole[0], ("b.xhtml", &endless), whole[2]]));
    assert_eq!((count, left_out.len(), left_out[0].what), (3, 1, LeftOutKind::Text));
    assert!(left_out[0].bytes.is_some_and(|bytes| bytes > 600_000) && sentences.contains("b.xhtml"), "{sentences}");
    // One has nothing in it, and nothing is missed.
    let empty = [("cover.xhtml", "<html><head><title>x</title></head><body><p> </p></body></html>"), whole[0]];
    let (count, left_out, sentences) = taken(&book(&empty));
    assert!(count == 1 && left_out.is_empty() && sentences.contains("cover.xhtml"), "{sentences}");
}

#[test]
fn a_bomb_ends_at_its_bound() {
    let long = format!("<p>{}</p>", "一".repeat(4 * 1024 * 1024));
    let bytes = book(&[("a.xhtml", &long)]);
    assert!(bytes.len() < 200_000);
    let mut length = 0;
    let result = read("-", bytes.as_slice(), &Options::default(), &StopCheck::never(), &mut |incoming, _| {
        length = incoming.article.blocks.iter().map(|block| block.text.len()).sum();
        std::ops::ControlFlow::Continue(())
    });
    assert!(result.is_ok() && length <= crate::import::file::limits::MAX_CHAPTER_BYTES as usize);
    assert!(
        read(
            "-",
            &b"PK\x03\x04 mimetypeapplication/epub+zip"[..],
            &Options::default(),
            &StopCheck::never(),
            &mut |_, _| panic!()
        )
        .is_err()
    );
}

/// An article with every kind of block and span that a book can hold.
fn rich() -> Article {
    let link = SpanKind::Link { href: "https://a.example/?a=1&b=2".into() };
    let ruby = SpanKind::Ruby { reading: "しお".into() };
    let note = SpanKind::Note { note: "1".into() };
    let cell = |text: &str| Cell::from_text(text);
    let head = |text: &str| Cell { header: true, ..Cell::from_text(text) };
    let item = |level, number, text: &str| Block::new(BlockKind::item(level, number), text);
    let spans = |text: &str, spans: &[(&str, SpanKind)]| {
        let span = |(words, kind): &(&str, SpanKind)| {
            let start = text.find(words).unwrap();
            Span::new(start..start + words.len(), kind.clone())
        };
        Block::paragraph(text).with_spans(spans.iter().map(span).collect())
    };
    Article {
        title: "潮 <生> & \"他\"".into(),
        lang: Some("zh-Hant".into()),
        blocks: vec![
            spans(
                "潮水漲了又落[1]，見地圖。",
                &[("潮", ruby), ("漲了又落", SpanKind::Strong), ("[1]", note), ("地圖", link)],
            ),
            spans(
                "甲乙丙丁",
                &[
                    ("甲", SpanKind::Emphasis),
                    ("乙", SpanKind::Code),
                    ("丙", SpanKind::Deleted),
                    ("丁", SpanKind::Highlight),
                ],
            ),
            Block::heading(2, "二"),
            Block::new(BlockKind::Quote, "一\n二"),
            item(1, Some(3), "三"),
            item(2, None, "點"),
            item(1, Some(4), "四"),
            Block::new(BlockKind::Code, "if a < b {\n    c\n}"),
            Block::new(BlockKind::Rule, ""),
            Block::table(vec![vec![head("日"), head("潮")], vec![cell("一"), cell("312")]]),
            Block::new(BlockKind::Term, "潮"),
            Block::new(BlockKind::Definition, "海水的漲落。"),
            Block::new(BlockKind::Note { label: "1".into() }, "見舊志。"),
        ],
        ..Article::default()
    }
}

fn exported(articles: &[Article]) -> Vec<u8> {
    let mut book = EpubWriter::new().unwrap();
    for article in articles {
        book.push(article).unwrap();
    }
    book.finish(Some("望潮")).unwrap().bytes
}

#[test]
fn an_exported_book_is_read_as_it_was() {
    let plain = Article { title: "二".into(), blocks: vec![Block::paragraph("文。")], ..Article::default() };
    let bytes = exported(&[rich(), plain]);
    assert_eq!(
        bytes,
        exported(&[
            rich(),
            Article { title: "二".into(), blocks: vec![Block::paragraph("文。")], ..Article::default() }
        ])
    );
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let (articles, left_out, sentences) = taken(&bytes);
    assert!(left_out.is_empty() && sentences.is_empty(), "{sentences}");
    assert_eq!(titles(&articles), ["潮 <生> & \"他\"", "二"]);
    assert_eq!((articles[0].source.as_deref(), articles[0].lang.as_deref()), (Some("望潮"), Some("zh-Hant")));
    assert_eq!(articles[0].blocks, rich().blocks);
}

#[test]
fn hostile_articles_make_a_book() {
    let spans = (0..30_000).map(|n| Span::new(n % 7..n % 11 + 8, SpanKind::Strong)).collect();
    let blocks = vec![
        Block::paragraph("a".repeat(40)).with_spans(spans),
        Block::new(BlockKind::Note { label: "]]><script>".into() }, "\u{1b}[2J\u{ffff}]]>"),
        Block::new(BlockKind::item(250, Some(u32::MAX)), "深"),
        Block { quoted: 255, ..Block::new(BlockKind::Quote, "引") },
        Block::new(BlockKind::Table { rows: vec![vec![Cell::from_text("x"); 9], Vec::new()] }, "不"),
        Block::new(
            BlockKind::Figure { images: vec![Image { src: "javascript:alert(1)".into(), alt: "\"<".into() }] },
            "",
        ),
    ];
    let article = Article { title: "../<b>&\u{0}\n".into(), blocks, ..Article::default() };
    let mut book = EpubWriter::new().unwrap();
    assert_eq!(book.push(&article).unwrap(), 3);
    let (articles, left_out, sentences) = taken(&book.finish(None).unwrap().bytes);
    assert!(left_out.is_empty() && sentences.is_empty(), "{sentences}");
    assert_eq!(titles(&articles), ["../<b>&"]);
    let text: String = articles[0].blocks.iter().map(|block| block.text.as_str()).collect();
    for words in ["aaaa", "]]>", "深", "引", "\"<"] {
        assert!(text.contains(words), "{words} {text}");
    }
}
