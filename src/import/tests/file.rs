//! Files as they lie on a disk: their formats, refusals with their reasons, and no loss of other files by a bad one.

use std::{
    fs,
    io::{self, Read},
    ops::ControlFlow,
    os::unix::{fs::PermissionsExt, fs::symlink, net::UnixListener},
    path::Path,
};

use proptest::prelude::*;
use tempfile::TempDir;

use super::read_file;
use crate::{
    import::{
        Format, Options, Warning,
        error::ImportError,
        file::{limits::MAX_FILE_BYTES, read},
        folder::{SkipReason, list_files},
    },
    text::StopCheck,
};

const PAGE: &str = "标题\nPublished at Dec 17, 2021 03:30 pm\n第一段话，说完了。\nAuthor\nKHO\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn refused(name: &str, bytes: &[u8]) -> String {
    let folder = folder(&[(name, bytes)]);
    let path = folder.path().join(name);
    let error = read_file(&path, &Options::default()).unwrap_err().to_string();
    assert!(error.contains(name), "{error}");
    assert!(!error.contains('\n'), "{error}");
    error.replace(path.to_str().unwrap(), name)
}

fn titles_of(reader: impl Read, options: &Options) -> Vec<String> {
    let mut titles = Vec::new();
    let result = read("-", reader, options, &StopCheck::never(), &mut |incoming, _| {
        titles.push(incoming.article.title);
        ControlFlow::Continue(())
    });
    assert_eq!(result.map_or(0, |summary| summary.articles), titles.len());
    titles
}

#[test]
fn each_format_by_name_and_content() {
    let gbk = encoding_rs::GBK.encode(PAGE).0.into_owned();
    let page = format!(
        "<html><head><meta charset=gb2312><title>标题_望潮网</title></head><body><h1>标题</h1><p>{}</p></body></html>",
        "渡船又开了，船上坐着十一个人。".repeat(6)
    );
    let page = encoding_rs::GBK.encode(&page).0.into_owned();
    let feed = "<?xml version='1.0' encoding='gb2312'?><rss><channel><title>望潮</title><item><title>标题</title></item><item><title>二</title></item></channel></rss>";
    let feed = encoding_rs::GBK.encode(feed).0.into_owned();
    let json_feed = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\",\"title\":\"标题\",\"content_text\":\"文\"}]}";
    let cases: [(&str, &[u8], Format, usize); 13] = [
        ("i.html", &page, Format::Html, 1),
        ("i", &page, Format::Html, 1),
        ("j.xml", &feed, Format::Feed, 2),
        ("j", &feed, Format::Feed, 2),
        ("k.json", json_feed.as_bytes(), Format::Feed, 1),
        ("a.txt", PAGE.as_bytes(), Format::Page, 1),
        ("b.txt", &gbk, Format::Page, 1),
        ("c.md", "# 标题\n正文。".as_bytes(), Format::Markdown, 1),
        ("d", "---\ntitle: 标题\n---\n正文。".as_bytes(), Format::Markdown, 1),
        ("e.json", "[{\"title\":\"标题\"},{\"title\":\"二\"}]".as_bytes(), Format::Json, 2),
        ("f.jsonl", "{\"title\":\"标题\"}\n\n{\"title\":\"二\"}".as_bytes(), Format::JsonLines, 2),
        ("g", "{\"title\":\"标题\"}\n".as_bytes(), Format::Json, 1),
        (
            "h.jsonl",
            &"{\"title\":\"标题\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
            Format::JsonLines,
            1,
        ),
    ];
    for (name, bytes, format, articles) in cases {
        let folder = folder(&[(name, bytes)]);
        let imported = read_file(&folder.path().join(name), &Options::default()).unwrap();
        assert_eq!((imported.summary.format, imported.articles.len()), (format, articles), "{name}");
        assert_eq!(imported.articles[0].title, "标题", "{name}");
        assert_eq!(imported.summary.warnings, [], "{name}");
        assert_eq!(imported.summary.bytes, bytes.len() as u64, "{name}");
    }
    let folder = folder(&[("a.txt", b"# x\ny")]);
    let options = Options { format: Some(Format::Markdown), lang: Some("ja".to_owned()), ..Options::default() };
    let imported = read_file(&folder.path().join("a.txt"), &options).unwrap();
    assert_eq!((imported.articles[0].title.as_str(), imported.articles[0].lang.as_deref()), ("x", Some("ja")));
}

#[test]
fn texts_that_are_no_article_are_refused_with_a_reason() {
    assert_eq!(refused("a.txt", b""), "a.txt is empty; there is no article in it");
    assert!(refused("a.txt", " \n\u{3000}\n".as_bytes()).contains("is empty"));
    assert!(refused("a.jsonl", b"\n\n").contains("is empty"));
    assert!(refused("a.txt", b"\x89PNG\r\n\x1a\n").contains("a PNG image, not text"));
    assert!(refused("a.jsonl", b"PK\x03\x04....").contains("a ZIP archive"));
    assert!(refused("a.bin", &[0, 1, 2, 3].repeat(100)).contains("binary data"));
    assert!(refused("a.html", b"<!doctype html><title>x</title>").contains("no text on the page"));
    assert!(refused("a.xml", b"<rss><channel/></rss>").contains("has no entries now"));
    assert!(refused("a.xml", b"<?xml version='1.0'?><opml/>").contains("kanbao opml import"));
    assert!(refused("a.json", b"{\"title\":").contains("has no article in it: line 1: EOF"));
    assert!(refused("a.json", b"[]").contains("no object"));
    assert!(refused("a.jsonl", b"1\n2\n").contains("line 1: a JSON number is not an article"));
}

#[test]
fn paths_that_are_no_files_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let error = |path: &Path| read_file(path, &Options::default()).unwrap_err();
    assert!(matches!(error(&at("none")), ImportError::NotFound(_)));
    assert!(matches!(error(folder.path()), ImportError::Directory(_)));
    assert!(matches!(error(Path::new("/dev/null")), ImportError::NotAFile { what: "a device", .. }));
    let _socket = UnixListener::bind(at("socket")).unwrap();
    assert!(matches!(error(&at("socket")), ImportError::NotAFile { what: "a socket", .. }));
    // A pipe nobody writes to would be waited for for ever.
    assert!(std::process::Command::new("mkfifo").arg(at("pipe.txt")).status().unwrap().success());
    assert!(matches!(error(&at("pipe.txt")), ImportError::NotAFile { what: "a named pipe", .. }));
    symlink(at("none"), at("dangling.txt")).unwrap();
    symlink(folder.path(), at("loop")).unwrap();
    let found = list_files(folder.path(), &mut || ControlFlow::Continue(())).unwrap();
    assert!(found.files.is_empty());
    let reasons: Vec<SkipReason> = found.skipped.iter().map(|skipped| skipped.reason).collect();
    assert_eq!(reasons, [SkipReason::Dangling, SkipReason::NotAFile, SkipReason::NotAFile]);
    // A file may grow beyond the bound without taking room on the disk.
    let large = fs::File::create(at("large.txt")).unwrap();
    large.set_len(MAX_FILE_BYTES + 1).unwrap();
    assert!(matches!(error(&at("large.txt")), ImportError::TooLarge { .. }));
    assert!(matches!(
        read("-", io::repeat(b'a'), &Options::default(), &StopCheck::never(), &mut |_, _| ControlFlow::Continue(())),
        Err(ImportError::TooLarge { .. })
    ));
}

#[test]
fn texts_too_long_when_decoded_are_refused() {
    let error = |format, bytes: Vec<u8>| {
        let options = Options { format: Some(format), ..Options::default() };
        read("-", bytes.as_slice(), &options, &StopCheck::never(), &mut |_, _| ControlFlow::Continue(())).unwrap_err()
    };
    // 12 MiB of GBK are 18 MiB of text.
    let gbk = encoding_rs::GBK.encode(&"渡船又开了。".repeat(1 << 20)).0.into_owned();
    assert!(matches!(error(Format::Markdown, gbk), ImportError::TooLarge { .. }));
    assert!(matches!(error(Format::Page, b"a\n".repeat(2_000_002)), ImportError::Unsupported { .. }));
    let string = "\\u6e21\\\"".repeat(3 << 20);
    let long = format!(r#"{{"title": "渡船", "body": "{string}"}}"#);
    assert!(matches!(error(Format::Json, long.into_bytes()), ImportError::LongArticle { .. }));
}

#[test]
fn an_article_of_many_strings_that_is_too_long_is_left_out_and_reported() {
    let block = format!(r#"{{"text": "{}"}}"#, "渡船又开了。".repeat(1 << 18));
    let blocks = [block.as_str(); 4].join(",");
    let text = format!(r#"[{{"title": "长", "blocks": [{blocks}]}}, {{"title": "短", "body": "渡船又开了。"}}]"#);
    let options = Options { format: Some(Format::Json), ..Options::default() };
    let mut titles = Vec::new();
    let summary = read("-", text.as_bytes(), &options, &StopCheck::never(), &mut |incoming, _| {
        titles.push(incoming.article.title);
        ControlFlow::Continue(())
    });
    assert_eq!(titles, ["短"]);
    assert_eq!(summary.unwrap().warnings, [Warning::LongArticle]);
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let folder = folder(&[("a.txt", PAGE.as_bytes())]);
    let path = folder.path().join("a.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything; then there is nothing to see.
    if fs::File::open(&path).is_err() {
        assert!(matches!(read_file(&path, &Options::default()), Err(ImportError::Permission(_))));
    }
}

#[test]
fn json_lines_are_read_one_by_one() {
    let options = Options { format: Some(Format::JsonLines), ..Options::default() };
    assert_eq!(titles_of("\u{feff}{\"title\":\"a\"}\r\n{\"title\":\"b\"}".as_bytes(), &options), ["a", "b"]);
    let mut warnings = Vec::new();
    let text =
        [r#"{"title":"中文"}"#.as_bytes(), b"{\"title\":", b"{\"title\":\"b\xff\"}", b"[1]", b"{\"title\":\"c\"}"]
            .join(&b'\n');
    let summary =
        read("-", text.as_slice(), &options, &StopCheck::never(), &mut |_, _| ControlFlow::Continue(())).unwrap();
    warnings.extend(summary.warnings.iter().map(ToString::to_string));
    assert_eq!((summary.articles, warnings.len()), (3, 3), "{warnings:?}");
    assert!(warnings[0].starts_with("line 2: "), "{warnings:?}");
    assert!(
        warnings[1].contains("1 place could not be decoded as UTF-8 (the first in line 3, at byte "),
        "{warnings:?}"
    );
    assert!(warnings[2].starts_with("line 4: "), "{warnings:?}");
    // The first line that is not ASCII decides the encoding.
    let late = [
        b"{\"title\":\"a\"}\n".repeat(10_000),
        encoding_rs::BIG5.encode("{\"title\":\"霧溪茶園有了自己的軟體\"}\n").0.into_owned(),
    ]
    .concat();
    assert_eq!(titles_of(late.as_slice(), &options).last().map(String::as_str), Some("霧溪茶園有了自己的軟體"));
    // An endless stream ends when the sink has enough.
    let mut count = 0;
    let endless = io::Cursor::new(b"{\"title\":\"a\"}\n".repeat(1000)).chain(io::repeat(b'x'));
    let summary = read("-", endless, &options, &StopCheck::never(), &mut |_, bytes| {
        count += 1;
        assert_eq!(bytes, 14 * count);
        if count == 7 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(summary.unwrap().articles, 7);
}

#[test]
fn a_fault_of_the_sink_is_not_the_files() {
    let fault = std::panic::catch_unwind(|| {
        read("-", PAGE.as_bytes(), &Options::default(), &StopCheck::never(), &mut |_, _| panic!("the sink"))
    });
    assert!(fault.is_err());
}

#[test]
fn hostile_files() {
    let long = format!("标题\n{}", "潮".repeat(1_700_000));
    for text in
        [long, "\n".repeat(100_000) + PAGE, "题".repeat(10_000), "\u{1b}]0;x\u{7}\u{9b}2J\n\0\u{202e}。".to_owned()]
    {
        let folder = folder(&[("a.txt", text.as_bytes())]);
        let imported = read_file(&folder.path().join("a.txt"), &Options::default()).unwrap();
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let article = &imported.articles[0];
        let kept = visible(&article.title) + article.blocks.iter().map(|block| visible(&block.text)).sum::<usize>();
        assert!(kept >= 8 && (text.contains("Published") || kept == visible(&text)));
    }
    let options = Options { format: Some(Format::JsonLines), ..Options::default() };
    let line = format!("{{\"title\":\"a\",\"body\":\"{}\"}}\n{{\"title\":\"b\"}}\n", "潮".repeat(1_700_000));
    assert_eq!(titles_of(line.as_bytes(), &options), ["a", "b"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_bytes_in_any_format(bytes in prop::collection::vec(any::<u8>(), 0..300), format in 0..5_usize) {
        let formats = [None, Some(Format::Page), Some(Format::Markdown), Some(Format::Json), Some(Format::JsonLines)];
        let options = Options { format: formats[format], ..Options::default() };
        let result = read("-", bytes.as_slice(), &options, &StopCheck::never(), &mut |_, _| ControlFlow::Continue(()));
        let fault = matches!(result, Err(ImportError::Fault(_) | ImportError::Io { .. }));
        prop_assert!(!fault);
    }
}
