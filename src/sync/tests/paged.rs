//! Articles that a site has cut into pages, and entries of which a feed has only the beginning.

use std::sync::Arc;

use super::{library, now, policy, rss};
use crate::net::{Client, Server, ServerReply};
use crate::store::Library;
use crate::sync::{SyncReport, add_feed};

/// A page of an article in four paragraphs, the first and the last of which stand on every page.
fn page(title: &str, number: usize, links: &str) -> ServerReply {
    let paragraph = |at: usize| {
        (1..9).map(|line| format!("第{number}頁第{at}段第{line}句寫港口的船和岸上等船的人，")).collect::<String>()
            + "寫完了。"
    };
    let html = format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>這一段寫在每一頁的開頭，說的是作者從哪裡來，又到哪裡去，一路上看見了甚麼。</p>\
         <p>{}</p><p>{}</p><p>這一段寫在每一頁的末尾，說的是照片是誰拍的，文章又是誰校的，印在哪一天的報上。</p></article>\
         <div class=pages>{links}</div></body></html>",
        paragraph(1),
        paragraph(2)
    );
    ServerReply::ok("Content-Type: text/html; charset=utf-8", html)
}

fn add(server: &Server) -> (Library, SyncReport) {
    let mut library = library();
    let client = Arc::new(Client::new(policy()));
    let added = add_feed(&mut library, &client, &server.url("/feed"), true, now(), &|| false).unwrap();
    (library, added.report)
}

fn feed(host: &str, path: &str) -> ServerReply {
    let item =
        format!("<item><title>港口</title><link>http://{host}{path}</link><description>提要…</description></item>");
    ServerReply::ok("ETag: \"1\"", rss(&item))
}

fn text_of(library: &Library, report: &SyncReport) -> String {
    let article = library.articles().get(report.articles[0]).unwrap();
    article.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_pages_of_one_article_are_joined() {
    let server = Server::start(|request, host| match request.target.as_str() {
        "/feed" => feed(host, "/5.html"),
        "/5.html" => page("港口", 1, "<a href='5_2.html'>2</a> <a href='5_3.html'>3</a> <a href='5_2.html'>下一页</a>"),
        "/5_2.html" => page("港口（2）", 2, "<a href='5.html'>1</a> <a href='5_3.html'>次のページ</a>"),
        "/5_3.html" => {
            page("港口（3）", 3, "<a href='5.html'>1</a> <a href='5_2.html'>2</a> <a href='/6.html'>다음 페이지</a>")
        }
        "/6.html" => page("另一篇", 9, ""),
        _ => ServerReply::status("404 Not Found", "", ""),
    });
    let (library, report) = add(&server);
    let text = text_of(&library, &report);
    for number in 1..=3 {
        assert_eq!(text.matches(&format!("第{number}頁第2段第1句")).count(), 1, "{text}");
    }
    assert_eq!((text.matches("每一頁的開頭").count(), text.matches("每一頁的末尾").count()), (1, 1), "{text}");
    assert!(text.ends_with("哪一天的報上。") && !text.contains("第9頁"), "{text}");
    assert!(report.left_out.is_empty() && !library.articles().get(report.articles[0]).unwrap().is_excerpt);
}

#[test]
fn a_page_that_is_missing_is_named_and_the_others_are_kept() {
    let server = Server::start(|request, host| match request.target.as_str() {
        "/feed" => feed(host, "/5.html"),
        "/5.html" => page("港口", 1, "<a href='5_2.html'>下一頁</a>"),
        "/5_2.html" => page("港口", 2, "<a href='5_3.html'>下一頁</a>"),
        _ => ServerReply::status("500 Broken", "", ""),
    });
    let (library, report) = add(&server);
    let text = text_of(&library, &report);
    assert!(text.contains("第2頁第1段") && text.contains("第1頁第1段"), "{text}");
    assert_eq!(report.left_out.len(), 1, "{report:?}");
    assert!(report.warnings[0].contains("page 3 is missing") && report.warnings[0].contains("500"), "{report:?}");
}

#[test]
fn an_article_has_twenty_pages_at_most_and_a_circle_ends() {
    let server = Server::start(|request, host| match request.target.as_str() {
        "/feed" => feed(host, "/5"),
        "/5" => page("港口", 1, "<a rel=next href='/5?page=2'>下一页</a>"),
        target => {
            let number: usize = target.rsplit('=').next().unwrap().parse().unwrap();
            page("港口", number, &format!("<a href='/5'>1</a><a rel=next href='/5?page={}'>下一页</a>", number + 1))
        }
    });
    let (_, report) = add(&server);
    assert!(report.warnings[0].contains("only 20 of them"), "{report:?}");
    assert_eq!(server.requests().len(), 21);
    let server = Server::start(|request, host| match request.target.as_str() {
        "/feed" => feed(host, "/5"),
        "/5" => page("港口", 1, "<a href='/5/2'>下一页</a>"),
        _ => page("港口", 2, "<a href='/5/3'>3</a><a href='/5/2'>下一页</a><a href='/5'>1</a>"),
    });
    let (_, report) = add(&server);
    assert!(report.left_out.is_empty(), "{report:?}");
    assert_eq!(server.requests().len(), 4);
}
