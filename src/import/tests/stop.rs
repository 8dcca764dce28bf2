//! Stops in the middle of an article, whatever its format: a parser asks after so many bytes of work, and hands on nothing
//! once it has been told to stop.

use std::{cell::Cell, ops::ControlFlow};

use crate::{
    import::{
        Format, Options,
        file::{epub::tests::book, read},
    },
    text::{CHECK_INTERVAL_BYTES, StopCheck},
};

/// The number of stop checks, of which the one numbered `until` is answered with yes, and that of articles.
fn asked(bytes: &[u8], options: &Options, until: usize) -> (usize, usize) {
    let (asked, articles) = (Cell::new(0), Cell::new(0));
    let is_stopped = || {
        asked.set(asked.get() + 1);
        asked.get() >= until
    };
    let stop = StopCheck::new(&is_stopped);
    let result = read("-", bytes, options, &stop, &mut |_, _| {
        articles.set(articles.get() + 1);
        ControlFlow::Continue(())
    });
    assert!(stop.is_stopped() || result.is_ok(), "{result:?}");
    (asked.get(), articles.get())
}

#[test]
fn every_parser_checks_for_a_stop_after_so_many_bytes() {
    let sentence = "潮水退去之後，灘上的人慢慢多了起來，販子說今年的蟹比往年肥。";
    let lines = |before: &str, after: &str| -> String {
        let line = [before, &sentence.repeat(8), after].concat();
        line.repeat(3 * 1024 * 1024 / line.len())
    };
    let long = lines("", "\\n");
    let page = format!("<html><head><title>甲</title></head><body>{}</body></html>", lines("<p>", "</p>\n"));
    let json_feed = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{{\"title\":\"甲\",\"content_html\":\"{}\"}}]}}",
        lines("<p>", "</p>")
    );
    let rss = format!(
        "<rss><channel><item><title>甲</title><description><![CDATA[{}]]></description></item></channel></rss>",
        lines("<p>", "</p>")
    );
    let gbk = encoding_rs::GBK.encode(&lines("", "\n")).0.into_owned();
    let texts: [(&str, Format, Vec<u8>); 11] = [
        ("a page", Format::Page, format!("題\n\n{}", lines("", "\n")).into_bytes()),
        ("a page in GBK", Format::Page, gbk),
        ("Markdown", Format::Markdown, format!("# 題\n\n{}", lines("", "\n\n")).into_bytes()),
        ("a long text in JSON", Format::Json, format!("{{\"title\":\"甲\",\"body\":\"{long}\"}}").into_bytes()),
        (
            "many texts in JSON",
            Format::Json,
            format!("{{\"title\":\"甲\",\"body\":[{}\"\"]}}", lines("\"", "\",")).into_bytes(),
        ),
        (
            "a list in JSON",
            Format::Json,
            format!("{{\"items\":[{}{{}}]}}", lines("{\"title\":\"甲\",\"body\":\"", "\"},")).into_bytes(),
        ),
        ("a long line", Format::JsonLines, format!("{{\"title\":\"甲\",\"body\":\"{long}\"}}").into_bytes()),
        ("a web page", Format::Html, page.clone().into_bytes()),
        ("a feed", Format::Feed, rss.into_bytes()),
        ("a JSON feed", Format::Feed, json_feed.into_bytes()),
        ("a book", Format::Epub, book(&[("a.xhtml", &page)])),
    ];
    for (name, format, bytes) in texts {
        let options = Options { format: Some(format).filter(|it| *it != Format::Epub), ..Options::default() };
        let (all, articles) = asked(&bytes, &options, usize::MAX);
        assert!(articles > 0, "{name}");
        assert!(all >= bytes.len() / CHECK_INTERVAL_BYTES, "{name}: {all} for {} bytes", bytes.len());
        for until in [1, 2, all / 2] {
            let (asked, articles) = asked(&bytes, &options, until);
            assert_eq!(asked, until, "{name}: nothing is asked after the answer");
            // A list is handed on article by article, everything else whole or not at all.
            assert!(articles == 0 || name == "a list in JSON", "{name}: {articles} articles at {until} of {all}");
        }
    }
}

#[test]
fn the_search_of_short_lines_for_words_counts_as_work() {
    let line = "<p>港口的燈塔在夜裡照著海面，漁船一隻一隻回來。</p>\n";
    let page = format!("<html><body>{}</body></html>", line.repeat((1 << 20) / line.len()));
    let options = Options { format: Some(Format::Html), ..Options::default() };
    let (all, articles) = asked(page.as_bytes(), &options, usize::MAX);
    assert_eq!(articles, 1);
    assert!(all >= 40 * page.len() / CHECK_INTERVAL_BYTES, "{all} for {} bytes", page.len());
    for until in [1, all / 4, all / 2, all - all / 4, all] {
        assert_eq!(asked(page.as_bytes(), &options, until), (until, 0), "nothing is asked after the answer");
    }
}

#[test]
fn lines_without_an_article_check_for_a_stop() {
    let options = Options { format: Some(Format::JsonLines), ..Options::default() };
    let endless = [b"{\"title\":\"a\"}\n".as_slice(), &b"17\n".repeat(CHECK_INTERVAL_BYTES)].concat();
    assert_eq!(asked(&endless, &options, 3), (3, 1));
    let long = [b"{\"title\":\"a\"}\n".as_slice(), &vec![b'x'; 17 << 20]].concat();
    assert_eq!(asked(&long, &options, 4), (4, 1));
}
