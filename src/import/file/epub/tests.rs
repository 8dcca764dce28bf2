//! Books whole, damaged and too long.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    article::{LeftOut, LeftOutKind},
    import::{Format, Options, file::read},
    text::StopCheck,
};

/// A book of some chapters, by name and text.
// Clearer here than a fold, and nobody waits for it.
#[allow(clippy::format_collect)]
pub(in crate::import) fn book(chapters: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut add = |name: &str, text: &str, options| {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    add("mimetype", "application/epub+zip", stored);
    let packed = SimpleFileOptions::default();
    add(
        "META-INF/container.xml",
        "<container><rootfiles><rootfile full-path=\"OEBPS/a.opf\"/></rootfiles></container>",
        packed,
    );
    let items: String = chapters
        .iter()
        .enumerate()
        .map(|(n, (name, _))| format!("<item id=\"c{n}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>"))
        .collect();
    let spine: String = (0..chapters.len()).map(|n| format!("<itemref idref=\"c{n}\"/>")).collect();
    let list = format!(
        "<package><metadata><dc:title>望潮选集</dc:title><dc:creator>钟离苇</dc:creator><dc:language>zh-Hans</dc:language><dc:date>2021-12-17</dc:date><dc:identifier>urn:1</dc:identifier></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    );
    add("OEBPS/a.opf", &list, packed);
    for (name, text) in chapters {
        add(&format!("OEBPS/{name}"), text, packed);
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_article_a_chapter() {
    let page = |title: &str, text: &str| {
        format!(
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
        )
    };
    let (one, two) = (page("一", "渡船又开了。"), page("二", "羊也来了。"));
    let bytes =
        book(&[("b.xhtml", &one), ("cover.xhtml", "<html><body><img src='a'/></body></html>"), ("a.xhtml", &two)]);
    let mut articles = Vec::new();
    let summary = read("-", bytes.as_slice(), &Options::default(), &StopCheck::never(), &mut |incoming, _| {
        articles.push(incoming.article);
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!(summary.unwrap().format, Format::Epub);
    let titles: Vec<&str> = articles.iter().map(|article| article.title.as_str()).collect();
    assert_eq!(titles, ["一", "二"]);
    assert_eq!((articles[1].blocks[0].text.as_str(), articles[1].source.as_deref()), ("羊也来了。", Some("望潮选集")));
    assert_eq!(articles[1].guid.as_deref(), Some("urn:1#a.xhtml"));
}

#[test]
fn chapters_that_are_left_out_are_named() {
    let page = |text: &str| format!("<html><body><h1>章</h1><p>{text}</p></body></html>");
    let chapters = [("a.xhtml", page("一")), ("b.xhtml", page("二")), ("c.xhtml", page("三"))];
    let whole: Vec<(&str, &str)> = chapters.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let taken = |bytes: &[u8]| {
        let mut count = 0;
        let summary = read("-", bytes, &Options::default(), &StopCheck::never(), &mut |_, _| {
            count += 1;
            std::ops::ControlFlow::Continue(())
        });
        let summary = summary.unwrap();
        let sentences: Vec<String> = summary.warnings.iter().map(ToString::to_string).collect();
        (count, summary.left_out, sentences.join("\n"))
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
    let endless = page(&"一".repeat(3_000_000));
    let (count, left_out, sentences) = taken(&book(&[whole[0], ("b.xhtml", &endless), whole[2]]));
    assert_eq!((count, left_out.len(), left_out[0].what), (3, 1, LeftOutKind::Text));
    assert!(left_out[0].bytes.is_some_and(|bytes| bytes > 600_000) && sentences.contains("b.xhtml"), "{sentences}");
    // A picture is no chapter, and nothing is missed.
    let pictured = [("cover.xhtml", "<html><body><img src='a'/></body></html>"), whole[0]];
    let (count, left_out, sentences) = taken(&book(&pictured));
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
    assert!(result.is_ok() && length <= super::MAX_CHAPTER_BYTES as usize);
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
