//! Every way in which a part can be left out: it is reported, and the rest is in.

use std::{ops::ControlFlow, path::Path};

use jiff::Timestamp;

use crate::import::{FileReport, Format, ImportEvent, Options, file::read, import_paths};
use crate::{
    article::{LeftOut, LeftOutKind},
    store::{Library, lists::Filter},
    text::StopCheck,
};

/// The titles that came in and the parts that were left out.
fn taken(text: &[u8], format: Option<Format>) -> (Vec<String>, Vec<LeftOut>) {
    let mut titles = Vec::new();
    let options = Options { format, ..Options::default() };
    let summary = read("-", text, &options, &StopCheck::never(), &mut |incoming, _| {
        titles.push(incoming.article.title);
        ControlFlow::Continue(())
    })
    .unwrap();
    // A sentence for each thing that was left out.
    let reported = summary.warnings.iter().filter(|warning| warning.left_out().is_some()).count();
    assert!(reported > 0 || summary.left_out.is_empty());
    (titles, summary.left_out)
}

fn rss(items: &str, end: &str) -> String {
    format!("<?xml version='1.0'?><rss version='2.0'><channel><title>報</title>{items}{end}")
}

fn item(title: &str) -> String {
    format!("<item><title>{title}</title><description>正文在此。</description></item>")
}

#[test]
fn parts_that_a_parser_passes_over_are_reported() {
    use crate::import::Format::{Feed, Json, JsonLines};
    let json = |text: &str| text.to_owned();
    let one = |what| vec![(what, Some(1))];
    let good = r#"{"title":"甲","body":"文。"}"#;
    let long = (0..60).map(|n| format!("<enclosure url='https://a.example/{n}.mp3'/>")).collect::<Vec<_>>().concat();
    let rdf = |end: &str| format!("<rdf:RDF><channel><title>報</title></channel>{}{end}", item("甲"));
    for (name, text, format, left_out) in [
        ("a bad line", json(&format!("{good}\n{{\"title\":\n{good}")), JsonLines, one(LeftOutKind::Line)),
        ("a line that is no article", json(&format!("{good}\n17\n")), JsonLines, one(LeftOutKind::Value)),
        (
            "a value in a list",
            json(&format!("{{\"items\":[{good},5,{{\"x\":1}}]}}")),
            Json,
            vec![(LeftOutKind::Value, Some(2))],
        ),
        ("a value that is no article", json(&format!("[{good},5]")), Json, one(LeftOutKind::Value)),
        (
            "half a surrogate",
            json("{\"title\":\"甲\",\"body\":\"文\\ud800。\"}"),
            Json,
            vec![(LeftOutKind::Characters, None)],
        ),
        (
            "nesting too deep",
            json(&format!("{good}\n{{\"title\":\"深\",\"body\":{}", "[".repeat(9000))),
            JsonLines,
            one(LeftOutKind::Line),
        ),
        ("a feed cut in an entry", rss(&(item("甲") + "<item><title>乙"), ""), Feed, vec![(LeftOutKind::Rest, None)]),
        ("a feed cut between entries", rss(&item("甲"), ""), Feed, vec![(LeftOutKind::Rest, None)]),
        ("a feed cut in its end", rss(&item("甲"), "</chan"), Feed, vec![(LeftOutKind::Rest, None)]),
        ("RDF cut between entries", rdf(""), Feed, vec![(LeftOutKind::Rest, None)]),
        (
            "an entry of nothing",
            rss(&(item("甲") + "<item/><item><guid>1</guid></item>"), "</channel></rss>"),
            Feed,
            vec![(LeftOutKind::Entry, Some(2))],
        ),
        (
            "files beyond a bound",
            rss(&item("甲").replace("</item>", &(long + "</item>")), "</channel></rss>"),
            Feed,
            vec![(LeftOutKind::Enclosure, Some(10))],
        ),
        (
            "a broken JSON feed",
            json(
                "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"title\":\"甲\",\"content_text\":\"文\"},{\"title\":",
            ),
            Feed,
            vec![(LeftOutKind::Rest, None)],
        ),
    ] {
        let (titles, found) = taken(text.as_bytes(), Some(format));
        assert_eq!(titles.first().map(String::as_str), Some("甲"), "{name}");
        assert_eq!(found.iter().map(|it| (it.what, it.count)).collect::<Vec<_>>(), left_out, "{name}");
    }
    for whole in [
        rss(&item("甲"), "</channel></rss>"),
        rss(&item("甲"), "</channel>"),
        rss(&item("甲"), "</rss>"),
        rdf("</rdf:RDF>"),
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>甲</title></entry></feed>".to_owned(),
        item("甲"),
    ] {
        assert_eq!(taken(whole.as_bytes(), Some(Feed)), (vec!["甲".to_owned()], Vec::new()), "{whole}");
    }
    // A list that holds no articles at all is a field like any other.
    let words = "{\"title\":\"甲\",\"body\":\"文\",\"data\":[1,2]}";
    assert_eq!(taken(words.as_bytes(), Some(Json)), (vec!["甲".to_owned()], Vec::new()));
}

fn page(related: usize, text: &str) -> String {
    let link = |n| format!("<li><a href='/{n}'>第{n}則有關夜市重開的消息</a></li>");
    let links = (0..related).map(link).collect::<Vec<_>>().concat();
    let text_of_page = "停業三年的夜市昨晚重新開張，碼頭一帶擠滿了人，攤販說生意比從前還好，居民盼望它能長久開下去。";
    format!(
        "<html><head><title>甲</title></head><body><h1>甲</h1><article><p>{text_of_page}</p>{text}<p>{text_of_page}管理處說，今後每逢週末\
         都開到午夜，平日則到十一時。</p><p>首日共有一百二十個攤位，其中三成是新來的，賣的多是海鮮和糖水。</p></article>\
         <div><h3>相關新聞</h3><ul>{links}</ul></div></body></html>"
    )
}

#[test]
fn everything_on_a_page_is_kept_or_reported() {
    assert_eq!(taken(page(480, "").as_bytes(), Some(Format::Html)).1, []);
    let related = taken(page(507, "").as_bytes(), Some(Format::Html)).1;
    assert_eq!(related, [LeftOut::count(LeftOutKind::Related, 7)]);
    // The remark on a long page gives the number of bytes beyond the limit.
    let paragraph = "潮水退去之後，灘上的人慢慢多了起來。".repeat(40);
    let long = (0..8500).map(|n| format!("<p>{n}{paragraph}</p>")).collect::<Vec<_>>().concat();
    let [cut] = &taken(page(0, &long).as_bytes(), Some(Format::Html)).1[..] else { panic!() };
    let beyond = 8500 * (paragraph.len() + 4) - 16 * 1024 * 1024;
    assert_eq!(cut.what, LeftOutKind::Text);
    assert!(cut.bytes.is_some_and(|bytes| bytes.abs_diff(beyond as u64) < 10_000), "{cut:?} {beyond}");
}

#[test]
fn a_script_too_long_to_be_read_is_reported_if_the_text_may_lie_in_it() {
    let script = format!("<script>x = '{}'</script>", "a".repeat(9 << 20));
    let data = format!("<script type='application/ld+json'>{{\"a\":\"{}\"}}</script>", "a".repeat(9 << 20));
    let script_bytes = |page: String| {
        let left_out = taken(page.as_bytes(), Some(Format::Html)).1;
        assert!(left_out.iter().all(|it| it.what == LeftOutKind::Script));
        left_out.first().and_then(|it| it.bytes).unwrap_or(0)
    };
    // The text of a whole article is there without the scripts, but not without the data.
    let text = format!("<p>{}</p>{script}", "潮水退去之後，灘上的人慢慢多了起來。".repeat(10));
    assert_eq!(script_bytes(page(0, &text)), 0);
    assert!((9 << 20..10 << 20).contains(&script_bytes(page(0, &data))));
    let little = format!("<title>甲</title><body><p>停業三年的夜市昨晚重新開張。</p>{script}</body>");
    assert!((9 << 20..10 << 20).contains(&script_bytes(little)));
}

#[test]
fn pictures_of_an_endless_page_and_of_an_endless_tag_are_kept() {
    let paragraph = "<p>潮水退去之後，灘上的人慢慢多了起來，販子說今年的蟹比往年肥。</p>";
    let few = "<b>一</b>".repeat(110_000);
    let many = "<b>一</b>".repeat(210_000);
    let image = "<img alt='北碼頭上晾著的漁網'>";
    let attributes = "a=b ".repeat(100_000);
    for (name, html) in [
        ("tags", format!("{paragraph}{few}{image}{paragraph}")),
        ("tags and texts", format!("{paragraph}{many}{image}{paragraph}")),
        ("nothing else", format!("{paragraph}{}{image}", "<img alt='潮水'>".repeat(500_000))),
        ("attributes", format!("{paragraph}<img {attributes} alt='北碼頭上晾著的漁網'>{paragraph}")),
    ] {
        let blocks = crate::format::html::fragment_until(&html, None, &crate::text::StopCheck::never()).blocks;
        assert!(blocks.iter().any(|block| block.text.contains("北碼頭上晾著的漁網")), "{name}");
    }
}

#[test]
fn long_names_and_many_pictures_are_whole() {
    let name = "林".repeat(900);
    let pictures = (0..50).map(|n| format!("&lt;img src='https://a.example/{n}.png'&gt;")).collect::<Vec<_>>().concat();
    let entry = format!("<item><title>甲</title><author>{name}</author><description>{pictures}</description></item>");
    let mut found = Vec::new();
    let options = Options { format: Some(Format::Feed), ..Options::default() };
    read("-", rss(&entry, "</channel></rss>").as_bytes(), &options, &StopCheck::never(), &mut |incoming, _| {
        found.push(incoming.article);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!((found[0].author.as_ref(), found[0].blocks.len()), (Some(&name), 50));
}

#[test]
fn warnings_beyond_the_limit_are_counted() {
    let lines = "17\n".repeat(5000) + "{\"title\":\"甲\",\"body\":\"文\"}";
    let (titles, left_out) = taken(lines.as_bytes(), Some(Format::JsonLines));
    assert_eq!(titles, ["甲"]);
    assert!(left_out.len() <= 101, "{}", left_out.len());
    assert_eq!(left_out.iter().filter_map(|it| it.count).sum::<u64>(), 5000);
    let entries = item("甲").repeat(crate::feed::MAX_ENTRIES + 7);
    let (titles, left_out) = taken(rss(&entries, "</channel></rss>").as_bytes(), Some(Format::Feed));
    assert_eq!(titles.len(), crate::feed::MAX_ENTRIES);
    assert_eq!(left_out, [LeftOut::count(LeftOutKind::Entry, 7)]);
}

#[test]
fn undecodable_bytes_are_counted() {
    let text = ["题\n\n正文".as_bytes(), b"\xff\xfe\xff", "在此。\n".as_bytes()].concat();
    let options = Options {
        encoding: Some(crate::encoding::Label::parse("utf-8").unwrap()),
        format: Some(Format::Page),
        ..Options::default()
    };
    let summary =
        read("-", text.as_slice(), &options, &StopCheck::never(), &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(summary.left_out.len(), 1);
    assert_eq!(summary.left_out[0].what, LeftOutKind::Characters);
}

fn report(library: &mut Library, path: &Path) -> (Vec<FileReport>, Vec<LeftOut>) {
    let (mut files, mut skipped) = (Vec::new(), Vec::new());
    let _ = import_paths(library, &[path.to_owned()], &Options::default(), Timestamp::now(), &mut |event| {
        match event {
            ImportEvent::File(report) => files.push(report.clone()),
            ImportEvent::Skipped(skip) => skipped.extend(skip.left_out()),
            _ => {}
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    (files, skipped)
}

#[test]
fn a_file_with_something_left_out_is_read_again_and_reported_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    std::fs::write(&path, "{\"title\":\"甲\",\"body\":\"文\"}\n{\n{\"title\":\"乙\",\"body\":\"文\"}\n").unwrap();
    // So long ago that its stamp would tell of a change.
    let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(past).unwrap();
    std::fs::write(folder.path().join("whole.jsonl"), "{\"title\":\"丙\",\"body\":\"文\"}").unwrap();
    let mut library = Library::open_in_memory("local").unwrap();
    for round in 0..2 {
        let (files, _) = report(&mut library, folder.path());
        let left_out: Vec<_> = files.iter().flat_map(|file| &file.left_out).cloned().collect();
        assert_eq!(left_out, [LeftOut::count(LeftOutKind::Line, 1).at("line 2")], "{round}");
        assert_eq!(library.lists().count(&Filter::default()).unwrap(), 3);
    }
    // A file that cannot be read at all is left out as a whole.
    std::fs::write(folder.path().join("b.txt"), "").unwrap();
    let (files, _) = report(&mut library, folder.path());
    assert!(files.iter().any(|file| file.left_out.first().is_some_and(|it| it.what == LeftOutKind::File)));
}

#[test]
fn unreadable_files_of_a_folder_are_reported_and_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.json"), "{\"title\":\"甲\",\"body\":\"文\"}").unwrap();
    std::fs::write(folder.path().join("a.jpg"), "x").unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("gone.txt")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("gone.jpg")).unwrap();
    let deep = folder.path().join(vec!["d"; 70].join("/"));
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::write(deep.join("b.txt"), "題\n\n文").unwrap();
    let mut library = Library::open_in_memory("local").unwrap();
    let (_, skipped) = report(&mut library, folder.path());
    let mut whats: Vec<LeftOutKind> = skipped.iter().map(|it| it.what).collect();
    whats.sort();
    assert_eq!(whats, [LeftOutKind::File, LeftOutKind::Folder]);
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 1);
}
