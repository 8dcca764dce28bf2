//! Windows, namespaces, kinds of text, and entries that are read again from their own text.

use std::ops::ControlFlow;

use super::{base, parse_text, read, text_of};
use crate::feed::error::FeedRemark;

#[test]
fn a_feed_of_many_windows_is_read_as_a_whole() {
    let items: Vec<String> = (0..3000)
        .map(|n| format!("<item><title>第{n}條</title><guid>g{n}</guid><x:box xmlns:x='https://x.example/'><title>別的</title></x:box>\
            <description><![CDATA[<p>潮水</item>{n}</p>]]></description></item>\n"))
        .collect();
    let whole =
        format!("<rss xmlns:x='https://x.example/'><channel><title>長</title>{}</channel></rss>", items.concat());
    let mut batches = 0;
    let mut titles = Vec::new();
    let head = read(&mut whole.as_str(), None, &mut |feed, some| {
        batches += 1;
        assert_eq!(feed.title, "長");
        titles.extend(some.into_iter().map(|entry| entry.title));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!((titles.len(), head.remarks.len(), batches > 5), (3000, 0, true), "{:?}", head.remarks);
    assert!(titles.iter().enumerate().all(|(n, title)| *title == format!("第{n}條")));
    let cut = parse_text(&whole[..whole.floor_char_boundary(whole.len() - 60)], None).unwrap();
    assert_eq!(cut.entries.len(), 3000);
    assert!(matches!(cut.remarks[0], FeedRemark::CutOff { entries: 3000, .. }), "{:?}", cut.remarks);
    // A reader that has enough gets no more.
    let mut taken = 0;
    read(&mut whole.as_str(), None, &mut |_, some| {
        taken += some.len();
        ControlFlow::Break(())
    })
    .unwrap();
    assert!(taken < 1000, "{taken}");
}

#[test]
fn elements_are_those_of_their_namespaces() {
    let rss = |inside: &str| {
        let text = format!(
            "<rss xmlns:c='http://purl.org/rss/1.0/modules/content/' xmlns:m='http://search.yahoo.com/mrss/' \
             xmlns:dc='https://other.example/' xmlns:d='http://purl.org/dc/elements/1.1/'><channel><item>{inside}</item></channel></rss>"
        );
        let mut feed = parse_text(&text, Some(&base())).unwrap();
        let entry = feed.entries.remove(0);
        entry.into_article(&feed.head)
    };
    let article = rss(
        "<q:title xmlns:q='https://q.example/'>假</q:title><dc:creator>假</dc:creator><d:creator>林澄</d:creator><m:title>假</m:title>\
         <q:box xmlns:q='https://q.example/'><title>假</title><link>https://q.example/</link></q:box><title>真</title>\
         <comments>https://news.example.org/talk</comments><c:encoded>&lt;p&gt;全文。&lt;/p&gt;</c:encoded><description>短</description>",
    );
    assert_eq!((article.title.as_str(), article.author.as_deref(), article.link), ("真", Some("林澄"), None));
    assert_eq!(text_of(&article.blocks), "全文。");
    // An element without an end tag does not swallow the rest.
    let article = rss("<z:open><title>真</title><description>文</description>");
    assert_eq!((article.title.as_str(), text_of(&article.blocks)), ("真", "文".to_owned()));
    let media = rss(
        "<title>題</title><description>文</description><m:group><m:content url='/a.jpg' medium='image' width='1'/>\
         <m:content url='/b.jpg' medium='image' width='9'><m:description>礁石</m:description></m:content></m:group>\
         <m:thumbnail url='/t.jpg'/><enclosure url='c.mp3' type='audio/mpeg' length='7'/>",
    );
    let expected = "[Paragraph, Figure { images: [Image { src: \"https://news.example.org/b.jpg\", alt: \"礁石\" }] }, \
        Media { media: Audio, src: \"https://news.example.org/rss/c.mp3\", length: Some(7) }]";
    assert_eq!(format!("{:?}", media.blocks.iter().map(|block| &block.kind).collect::<Vec<_>>()), expected);
}

#[test]
fn atom_says_what_a_text_is() {
    let entry = |inside: &str| {
        let text = format!(
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xmlns='http://www.w3.org/1999/xhtml' xml:base='https://a.example/'>\
             <a:entry xml:base='x/'><a:id>1</a:id>{inside}</a:entry></a:feed>"
        );
        let mut feed = parse_text(&text, None).unwrap();
        let article = feed.entries.remove(0).into_article(&feed.head);
        (article.title, text_of(&article.blocks), article.link)
    };
    for (inside, title, text) in [
        ("<a:title>用 &lt;b&gt;</a:title><a:content>一 &amp;lt;\n二\n\n三</a:content>", "用 <b>", "一 &lt;\n二|三"),
        ("<a:title type='html'>一&lt;blink&gt;二&lt;/blink&gt; &amp;amp;</a:title>", "一二 &", ""),
        ("<a:title type='xhtml'><div>一<em>二</em></div></a:title>", "一二", ""),
        (
            "<a:content type='xhtml'><div><p>一<script src='x'/></p><p/>二<br/>三&amp;lt;</div></a:content>",
            "一",
            "一|二\n三&lt;",
        ),
        ("<a:content type='html'>&lt;p&gt;一&lt;iframe/&gt;&lt;p&gt;二</a:content>", "一", "一|二"),
        ("<a:content>&lt;p&gt;一&lt;/p&gt;</a:content>", "一", "一"),
        ("<a:content type='text/plain'>&lt;p&gt;一&lt;/p&gt;</a:content>", "<p>一</p>", "<p>一</p>"),
        ("<a:content type='text/html' mode='base64'>PHA+5r2uPC9wPg==</a:content>", "潮", "潮"),
        ("<a:summary>霧</a:summary><a:content type='image/png'>iVBORw0KGgo=</a:content>", "霧", "霧"),
    ] {
        let found = entry(inside);
        assert_eq!((found.0.as_str(), found.1.as_str()), (title, text), "{inside}");
    }
    assert_eq!(entry("<a:title>一</a:title><a:link href='y'/>").2.as_deref(), Some("https://a.example/x/y"));
    assert_eq!(entry("<a:title>一</a:title><a:link rel='replies' href='y'/><a:link rel='self' href='z'/>").2, None);
    let alone =
        parse_text("<entry xmlns='http://www.w3.org/2005/Atom'><title>獨</title><id>1</id></entry>", None).unwrap();
    assert_eq!((alone.entries.len(), &alone.entries[0].title, &alone.remarks[..]), (1, &"獨".to_owned(), &[][..]));
}

#[test]
fn an_entry_can_be_read_again_from_its_own_text() {
    let text = "<!DOCTYPE f [<!ENTITY 報 '海霧'>]><a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>&報;</a:title>\
        <a:entry><a:id>1</a:id><a:title>一&報;</a:title></a:entry><a:entry><a:id>2</a:id><a:title>二&報;</a:title></a:entry></a:feed>";
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"海霧","items":[{"id":"1","title":"一海霧"},{"id":"2","title":"二海霧"}]}"#;
    for text in [text, json] {
        let feed = parse_text(text, Some(&base())).unwrap();
        for entry in &feed.entries {
            let source = entry.source_text.clone().unwrap();
            let alone = parse_text(&(source.head.unwrap() + &source.text), Some(&base())).unwrap();
            assert_eq!((alone.title.as_str(), &alone.entries[0].title), ("海霧", &entry.title));
            assert_eq!((alone.entries.len(), &alone.entries[0].guid), (1, &entry.guid));
        }
    }
}
