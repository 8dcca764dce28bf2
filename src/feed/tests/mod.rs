//! Feeds of every kind as a whole: in every dialect and encoding, well-formed, broken in the ways feeds are, and hostile.

// Clearer here than a fold, and nobody waits for it.
#![allow(clippy::format_collect, clippy::type_complexity, clippy::redundant_closure_for_method_calls)]

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8};
use proptest::prelude::*;
use url::Url;

use super::{
    FeedEntry, OnEntries, ParsedFeed, WholeFeed,
    error::{FeedError, FeedRemark},
    parse_text_until,
};
use crate::{
    article::Block,
    encoding::{self, Label},
    text::StopCheck,
};

mod vocabulary;

fn parse(bytes: Vec<u8>, label: Option<Label>, base: Option<&Url>) -> Result<WholeFeed, FeedError> {
    parse_text(&encoding::decode_markup(bytes, label, None).text, base)
}

fn parse_text(text: &str, base: Option<&Url>) -> Result<WholeFeed, FeedError> {
    parse_text_until(text, base, &StopCheck::never())
}

fn read(text: &mut &str, base: Option<&Url>, on_entries: &mut OnEntries<'_>) -> Result<ParsedFeed, FeedError> {
    super::read(text, base, &StopCheck::never(), on_entries)
}

const HANS: [&str; 3] = ["望潮镇的渡船又开了", "耐盐水稻：先收一碗饭", "旧冰厂里的《灯》与“船”"];
const HANT: [&str; 3] = ["霧溪茶園有了自己的軟體", "收衣服的人還沒回來", "這裡的年輕人都去了哪裡？"];
const JA: [&str; 3] = ["芝居小屋が三日に開場", "カタカナの演目も上演", "升席と桟敷を合わせて満員"];
const KO: [&str; 3] = ["방파제 끝의 벽돌집에 불이 켜진다", "소금밭에 첫 물을 들인다", "기계보다 사람이 빠른 까닭"];

fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{}", encoding.name());
    bytes.into_owned()
}

fn base() -> Url {
    Url::parse("https://news.example.org/rss/all.xml").unwrap()
}

/// A feed of three articles in a dialect, with its declaration of an encoding.
fn feed(dialect: &str, titles: &[&str], encoding: &str) -> String {
    let xml = format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n");
    let items: String = titles
        .iter()
        .enumerate()
        .map(|(n, title)| {
            let body = format!("&lt;p&gt;{title}。&lt;/p&gt;&lt;p&gt;{title}，{title}。&lt;/p&gt;");
            let day = n + 10;
            match dialect {
                "rss" => format!("<item><title>{title}</title><link>https://news.example.org/{n}</link><guid isPermaLink=\"false\">id-{n}</guid>\
                    <pubDate>Mon, {day} Dec 2021 15:30:00 +0800</pubDate><dc:creator>钟</dc:creator><description>{body}</description></item>\n"),
                "rdf" => format!("<item rdf:about=\"https://news.example.org/{n}\"><title>{title}</title><link>/{n}</link>\
                    <dc:date>2021-12-{day}T15:30:00+08:00</dc:date><content:encoded><![CDATA[<p>{title}。</p>]]></content:encoded></item>\n"),
                "atom03" => format!("<entry><title mode=\"escaped\">{title}</title><link rel=\"alternate\" href=\"/{n}\"/><id>tag:{n}</id>\
                    <issued>2021-12-{day}T15:30:00+08:00</issued><modified>2021-12-{day}T16:30:00+08:00</modified><content mode=\"escaped\" type=\"text/html\">{body}</content></entry>\n"),
                _ => format!("<entry><title type=\"html\">{title}</title><link rel=\"self\" href=\"/self\"/><link href=\"/{n}\"/><id>tag:{n}</id>\
                    <published>2021-12-{day}T15:30:00+08:00</published><author><name>钟</name></author>\
                    <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{title}。</p></div></content></entry>\n"),
            }
        })
        .collect();
    let items = if encoding.starts_with("gb") { items } else { items.replace('钟', "KHO") };
    match dialect {
        "rss" => format!(
            "{xml}<rss version=\"2.0\"><channel><title>{}</title><link>https://news.example.org/</link><image><title>x</title><link>y</link></image>{items}</channel></rss>",
            titles[0]
        ),
        "rdf" => format!(
            "{xml}<rdf:RDF><channel rdf:about=\"x\"><title>{}</title><link>https://news.example.org/</link><items><rdf:Seq><rdf:li resource=\"a\"/></rdf:Seq></items></channel>{items}</rdf:RDF>",
            titles[0]
        ),
        _ => format!(
            "{xml}<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{}</title><link href=\"https://news.example.org/\"/>{items}</feed>",
            titles[0]
        ),
    }
}

fn check(feed: &WholeFeed, titles: &[&str], what: &str) {
    let found: Vec<&str> = feed.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(found, titles, "{what}: {:?}", feed.remarks);
    for (n, entry) in feed.entries.iter().enumerate() {
        let date = entry.published.as_ref().map(|date| date.to_rfc3339());
        assert_eq!(date, Some(format!("2021-12-{}T15:30:00+08:00", n + 10)), "{what}");
        assert_eq!(entry.link, Some(format!("https://news.example.org/{n}")), "{what}");
        let blocks = if entry.content.is_empty() { &entry.summary } else { &entry.content };
        assert_eq!(blocks.first(), Some(&Block::paragraph(format!("{}。", titles[n]))), "{what}");
    }
    assert_eq!((feed.title.as_str(), feed.link.as_deref()), (titles[0], Some("https://news.example.org/")), "{what}");
}

const DIALECTS: [&str; 4] = ["rss", "rdf", "atom03", "atom"];

#[test]
fn every_dialect_in_every_encoding() {
    let cases: [(&[&str], &'static Encoding, &str); 8] = [
        (&HANS, UTF_8, "utf-8"),
        (&HANS, GBK, "gb2312"),
        (&HANS, GB18030, "gb18030"),
        (&HANT, BIG5, "big5"),
        (&JA, SHIFT_JIS, "shift_jis"),
        (&JA, EUC_JP, "euc-jp"),
        (&KO, EUC_KR, "euc-kr"),
        (&HANT, UTF_8, "utf-8"),
    ];
    for (titles, encoding, name) in cases {
        for dialect in DIALECTS {
            let text = feed(dialect, titles, name);
            let bytes = encode(&text, encoding);
            check(&parse(bytes.clone(), None, Some(&base())).unwrap(), titles, &format!("{dialect} {name}"));
            let latin = Label::parse("iso-8859-1").ok();
            check(&parse(bytes, latin, Some(&base())).unwrap(), titles, &format!("{dialect} {name} labelled latin"));
            let wrong = encode(&text.replace(&format!("\"{name}\""), "\"utf-8\""), encoding);
            check(&parse(wrong, None, Some(&base())).unwrap(), titles, &format!("{dialect} {name} declared utf-8"));
        }
    }
    for (mark, big) in [(&b"\xff\xfe"[..], false), (b"\xfe\xff", true), (b"", false), (b"", true)] {
        let text = feed("rss", &HANS, "utf-16");
        let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let bytes = [mark.to_vec(), text.encode_utf16().flat_map(unit).collect()].concat();
        check(&parse(bytes, None, Some(&base())).unwrap(), &HANS, "utf-16");
    }
}

#[test]
fn ill_formed_feeds_are_read_as_far_as_they_go() {
    let breaks: [(&str, fn(&str) -> String); 13] = [
        ("bare ampersands", |text| text.replace("<guid", "<comments>/a?b=1&c=2 & 3</comments><guid")),
        ("undefined entities", |text| text.replace("。&lt;", "。&nbsp;&nosuch;&lt;").replace("&nosuch;", "")),
        ("control characters", |text| text.replace("<item>", "\u{1}\u{8}<item>\u{b}")),
        ("leading junk", |text| format!("\n\n <br />\n<b>Warning</b>: mysql_connect() in /a.php\n{text}")),
        ("a second declaration", |text| format!("<?xml version='1.0'?>\n{text}")),
        ("a mark", |text| format!("\u{feff}\u{feff}{text}")),
        ("no end", |text| text.replace("</channel></rss>", "").replace("</rdf:RDF>", "").replace("</feed>", "")),
        ("unclosed titles", |text| text.replace("</title><link>h", "<link>h")),
        ("unclosed items", |text| text.replace("</item>", "").replace("</entry>", "")),
        ("capitals", |text| text.replace("<item", "<ITEM").replace("</item", "</ITEM").replace("<title", "<Title")),
        ("crossed tags", |text| {
            text.replace("</guid>", "</guid></b></i>").replace("<description>", "<b><description>")
        }),
        ("no root", |text| text.replace("<rss version=\"2.0\">", "").replace("</rss>", "")),
        ("trailing junk", |text| format!("{text}<!-- cached 0.1s --><script>x</script>\0\0")),
    ];
    for dialect in DIALECTS {
        for (what, broken) in &breaks {
            let text = broken(&feed(dialect, &HANS, "utf-8"));
            check(&parse(text.into_bytes(), None, Some(&base())).unwrap(), &HANS, &format!("{dialect}, {what}"));
        }
    }
}

fn first(inside: &str) -> FeedEntry {
    let text = format!("<rss><channel><title>T</title><item>{inside}</item></channel></rss>");
    parse_text(&text, Some(&base())).unwrap().entries.remove(0)
}

fn text_of(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("|")
}

#[test]
fn the_choice_of_the_text_of_an_entry() {
    for (inside, expected) in [
        ("<description><![CDATA[<p>一</p><p>二</p>]]></description>", "一|二"),
        ("<description>&lt;p&gt;一&amp;amp;二&lt;/p&gt;</description>", "一&二"),
        ("<description>&amp;lt;p&amp;gt;一&amp;lt;/p&amp;gt;</description>", "一"),
        ("<description><p>一<b>二</b></p><p>三</p></description>", "一二|三"),
        ("<description><![CDATA[一<![CDATA[二]]>三]]></description>", "一二三"),
        (
            "<description>短</description><content:encoded>&lt;p&gt;长得多的一段&lt;/p&gt;</content:encoded>",
            "长得多的一段",
        ),
        ("<description>长得多的一段话</description><content:encoded>短</content:encoded>", "长得多的一段话"),
        ("<media:group><media:description>说明</media:description></media:group>", "说明"),
        ("<itunes:summary>说明</itunes:summary><description>正文</description>", "正文"),
        ("<description>一行\n二行</description>", "一行|二行"),
        ("<title>题</title><enclosure url='/a.mp3' type='audio/mpeg' length='12'/>", "audio"),
        ("<description><![CDATA[没有结束</description></item><item><title>后</title>", "没有结束"),
    ] {
        let feed = ParsedFeed::default();
        assert_eq!(text_of(&first(inside).into_article(&feed).blocks), expected, "{inside}");
    }
}

#[test]
fn the_other_fields() {
    let entry = first(
        "<title>题 &lt;b&gt;甲&lt;/b&gt; &amp;amp; 乙</title><guid>https://news.example.org/g</guid><author>a@b.c (王小明)</author>\
         <category>国际</category><category>国际</category><dc:subject>港口</dc:subject><source url='x'>望潮社</source>\
         <enclosure url='https://e.org/a.jpg' type='image/jpeg'/><media:content url='b.mp4' medium='video'/>\
         <pubDate>昨天</pubDate><dc:date>2021-12-17 15:30</dc:date>",
    );
    assert_eq!(entry.title, "题 甲 & 乙");
    assert_eq!(entry.link.as_deref(), Some("https://news.example.org/g"));
    assert_eq!((entry.author.as_deref(), entry.source.as_deref()), (Some("王小明"), Some("望潮社")));
    assert_eq!(
        entry.enclosures.iter().map(|e| e.url.as_str()).collect::<Vec<_>>(),
        ["https://e.org/a.jpg", "https://news.example.org/rss/b.mp4"]
    );
    assert_eq!(entry.published.map(|date| date.to_rfc3339()).as_deref(), Some("2021-12-17T15:30:00"));
    let nameless = first("<description>没有题目的一条</description>").into_article(&ParsedFeed::default());
    assert_eq!(nameless.title, "没有题目的一条");
    let same = "<rss><item><guid>1</guid><title>一</title></item><item><guid>1</guid><title>二</title></item></rss>";
    assert!(parse_text(same, None).unwrap().entries.iter().all(|entry| entry.guid.is_none()));
    let atom = "<feed xml:lang='zh-TW'><entry><title>一</title><author><name>甲</name><uri>u</uri></author><author><name>乙</name></author>\
        <updated>2021-12-17T15:30:00Z</updated><source><title>源</title><id>x</id></source></entry></feed>";
    let feed = parse_text(atom, None).unwrap();
    let article = feed.entries[0].clone().into_article(&feed);
    assert_eq!((article.author.as_deref(), article.source.as_deref()), (Some("甲、乙"), Some("源")));
    assert_eq!((article.lang.as_deref(), article.published.is_some()), (Some("zh-TW"), true));
}

#[test]
fn json_feeds() {
    let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"望潮","home_page_url":"/","language":"zh_CN","items":[
        {"id":1,"url":"/a","title":"一 &amp; 二","content_html":"<p>甲</p><p>乙</p>","date_published":"2021-12-17T15:30:00+08:00",
         "authors":[{"name":"钟"}],"tags":["港"],"attachments":[{"url":"a.mp3","mime_type":"audio/mpeg","size_in_bytes":3}]},
        {"id":"https://news.example.org/b","content_text":"丙\n丁","author":{"name":"苇"},"date_published":null}]}"#;
    let feed = parse_text(text, Some(&base())).unwrap();
    assert_eq!((feed.title.as_str(), feed.language.as_deref(), feed.entries.len()), ("望潮", Some("zh-CN"), 2));
    assert_eq!((feed.entries[0].title.as_str(), text_of(&feed.entries[0].content)), ("一 & 二", "甲|乙".to_owned()));
    assert_eq!(feed.entries[0].guid.as_deref(), Some("1"));
    assert_eq!(feed.entries[1].link.as_deref(), Some("https://news.example.org/b"));
    let cut = &text[..text.find("丙").unwrap()];
    let feed = parse_text(cut, Some(&base())).unwrap();
    assert_eq!((feed.title.as_str(), feed.entries.len()), ("望潮", 1));
    let rest = cut.len() - cut.rfind(",\n").unwrap() - ",\n        ".len();
    assert!(
        matches!(feed.remarks[0], FeedRemark::Json { entries: 1, rest: bytes, .. } if bytes == rest),
        "{:?}",
        feed.remarks
    );
    assert!(matches!(parse_text("{\"a\":1}", None), Err(FeedError::OtherJson(_))));
    let plain = r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"<em> &amp; 元","content_text":"一\n<b>\n\n二",
        "attachments":[{"url":"https://e.org/a.mp3","mime_type":"audio/mpeg","title":"聲","size_in_bytes":9}]}]}"#;
    let mut feed = parse_text(plain, None).unwrap();
    let article = feed.entries.remove(0).into_article(&feed.head);
    assert_eq!((article.title.as_str(), text_of(&article.blocks)), ("<em> & 元", "一\n<b>|二|聲".to_owned()));
}

#[test]
fn unreadable_dates_are_named_or_counted() {
    let items = "<item><title>一</title><pubDate>17th of 2021</pubDate></item>".repeat(13);
    let remarks = parse_text(&format!("<rss><channel>{items}</channel></rss>"), None).unwrap().head.remarks;
    let named = remarks.iter().filter(|remark| matches!(remark, FeedRemark::Date(_))).count();
    assert_eq!((named, remarks.contains(&FeedRemark::MoreDates(3))), (10, true), "{remarks:?}");
}

#[test]
fn one_clear_date_decides_the_order_of_all() {
    let read = |dates: &[&str]| -> Vec<Option<String>> {
        let items: String =
            dates.iter().map(|date| format!("<item><title>渡船</title><pubDate>{date}</pubDate></item>")).collect();
        let feed = parse_text(&format!("<rss><channel>{items}</channel></rss>"), None).unwrap();
        feed.entries.iter().map(|entry| entry.published.as_ref().map(|date| date.to_line())).collect()
    };
    let line = |text: &str| Some(text.to_owned());
    assert_eq!(read(&["03/04/2021 15:30", "17/04/2021 9:05"]), [line("2021-04-03 15:30"), line("2021-04-17 09:05")]);
    assert_eq!(read(&["03/04/2021 15:30", "4/17/2021"]), [line("2021-03-04 15:30"), line("2021-04-17 00:00")]);
    assert_eq!(read(&["03/04/2021 3:30 PM", "17/04/2021"])[0], line("2021-04-03 15:30"));
    assert_eq!(read(&["03/04/2021 15:30", "04/05/2021"]), [None, None]);
    let json = r#"{"version":"https://jsonfeed.org/version/1","items":[{"title":"一","date_published":"17.04.2021"},
        {"title":"二","date_published":"03/04/2021 15:30"}]}"#;
    let feed = parse_text(json, None).unwrap();
    assert_eq!(feed.entries[1].published.as_ref().map(|date| date.to_line()), line("2021-04-03 15:30"));
}

#[test]
fn a_text_that_is_no_feed_is_named() {
    let error = |text: &str| parse(text.as_bytes().to_vec(), None, Some(&base())).unwrap_err();
    let page = error("<!DOCTYPE html><html><head><link rel=alternate type=application/rss+xml href=/f></head>");
    assert!(page.to_string().ends_with("it names this one: https://news.example.org/f"), "{page}");
    assert!(matches!(error("<!doctype html>\n<p>x"), FeedError::Page(feeds) if feeds.links.is_empty()));
    assert!(matches!(error("<opml><body/></opml>"), FeedError::Opml));
    assert!(
        matches!(error("<?xml version='1.0'?><urlset><url/></urlset>"), FeedError::OtherXml(name) if name == "urlset")
    );
    assert!(matches!(error("404 page not found"), FeedError::PlainText(_)));
    assert!(matches!(error(" \n"), FeedError::Empty));
    assert!(matches!(error("\u{1f}"), FeedError::PlainText(_)));
    let empty = parse_text("<rss><channel><title>空</title></channel></rss>", None).unwrap();
    assert_eq!(empty.remarks, [FeedRemark::NoEntries]);
    let cut = parse_text("<rss><channel><title>空", None).unwrap();
    assert!(
        matches!(&cut.remarks[0], FeedRemark::CutOff { element, entries: 0 } if element == "title"),
        "{:?}",
        cut.remarks
    );
}

#[test]
fn hostile_feeds_end() {
    let laughs: String =
        (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"ha\">{laughs}<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><item><title>&l9;&x;末</title></item></rss>"
    );
    assert_eq!(parse_text(&laughs, None).unwrap().entries[0].title, "&l9;&x;末");
    for piece in [
        "<item>",
        "<item><title>",
        "<a>",
        "<description><![CDATA[</description></item><item>",
        "&amp;",
        "<![CDATA[",
        "<!--",
        "<!a[",
        "<a b='",
        "</item>",
        "]]>",
        "<item><description><![CDATA[x</item>",
        "{",
        "[",
        "<item><link href=",
        "<source><title>",
    ] {
        for tail in ["", "]]>", "-->", "'>"] {
            let _ = parse_text(&format!("<rss>{}{tail}", piece.repeat(5_000)), None);
        }
        let _ = parse_text(&piece.repeat(20_000), None);
    }
    let _ = parse_text(&format!("{{\"items\":{}", "[{\"a\":".repeat(100_000)), None);
    let many = format!("<rss>{}", "<item><title>x</title></item>".repeat(super::MAX_ENTRIES + 3));
    let feed = parse_text(&many, None).unwrap();
    assert_eq!((feed.entries.len(), feed.remarks.contains(&FeedRemark::LeftOut(3))), (super::MAX_ENTRIES, true));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(bytes, None, None);
    }

    #[test]
    fn changed_bytes(dialect in 0..4_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..20)) {
        let mut bytes = encode(&feed(DIALECTS[dialect], &HANT, "big5"), BIG5);
        for (index, byte, what) in changes {
            let at = index.index(bytes.len());
            match what {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => bytes[at] = b"<>&\"]!/"[usize::from(byte) % 7],
            }
        }
        let _ = parse(bytes, None, Some(&base()));
    }
}
