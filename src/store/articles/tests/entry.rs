//! Entries that two feeds number for themselves: what is one article and what stays two, row by row, and that either
//! feed read again changes nothing.

use jiff::Timestamp;

use crate::store::{articles::Arrival, sources::SourceKind};
use crate::{
    article::{Article, Block},
    date::Published,
};

use super::{FIRE, FeedLibrary, MARKET, SHORT, article, count, feed_library, insert_one, published, source};
use crate::store::articles::ArrivalOutcome::{Added, Unchanged, Updated};

/// Entries of two feeds that number them for themselves, and whether they are one.
fn entries() -> Vec<(&'static str, Article, Article, bool)> {
    let full = format!("{MARKET}{FIRE}{MARKET}");
    let beginning: String = MARKET.chars().take(25).collect();
    let at = |hour: i8, minutes: i8, body: &str, guid: &str| Article {
        published: Published::parse(&format!("2024-05-06T{hour:02}:{minutes:02}:00Z")),
        ..article("夜市重開", guid, "https://a.example/m/1", 6, body)
    };
    let first = || at(8, 0, &full, "17");
    let on = |link: &str, guid: &str, body: &str| Article { link: Some(link.into()), ..at(8, 0, body, guid) };
    vec![
        ("the beginning", first(), at(9, 30, &format!("{beginning}…"), "s-3"), true),
        ("the beginning and where to read on", first(), at(9, 30, &format!("{beginning}…… [閱讀全文]"), "s-3"), true),
        ("the text, dated later", first(), at(20, 0, &full, "s-3"), true),
        (
            "another title's width",
            first(),
            Article { title: "夜市 重開！".into(), ..at(9, 0, &beginning, "s-3") },
            true,
        ),
        ("a teaser in other words at the same time", first(), at(8, 0, "夜市回來了，人潮不絕。", "s-3"), true),
        ("no text at the same time", first(), at(8, 0, "", "s-3"), true),
        ("an identifier that is the link", first(), at(9, 0, &beginning, "https://www.a.example/m/1"), true),
        ("no identifier", first(), at(9, 0, &beginning, ""), true),
        ("an identifier of its own in the world", first(), at(9, 0, &beginning, "urn:uuid:3"), true),
        (
            "two identifiers unique in the world",
            at(8, 0, &full, "urn:uuid:1"),
            at(8, 0, &beginning, "urn:uuid:3"),
            false,
        ),
        ("a teaser in other words later", first(), at(9, 0, "夜市回來了，人潮不絕，攤販說生意好。", "s-3"), false),
        ("two texts at the same time", at(8, 0, MARKET, "17"), at(8, 0, FIRE, "s-3"), false),
        ("too few words to tell", first(), at(9, 0, "停業三年的夜市", "s-3"), false),
        ("a day later", first(), Article { published: published(7, 8), ..at(8, 0, &beginning, "s-3") }, false),
        ("no date", first(), Article { published: None, ..at(8, 0, &beginning, "s-3") }, false),
        (
            "a date alone and other words",
            Article { published: Published::parse("2024-05-06"), ..first() },
            Article { published: Published::parse("2024-05-06"), ..at(8, 0, "夜市回來了。", "s-3") },
            false,
        ),
        ("another title", first(), Article { title: "碼頭夜市".into(), ..at(8, 0, &beginning, "s-3") }, false),
        ("another page", first(), on("https://a.example/m/2", "s-3", &beginning), false),
        ("the front page", on("https://a.example/", "17", &full), on("https://a.example/", "s-3", &beginning), false),
        (
            "parts of a page",
            on("https://a.example/l#1", "17", &full),
            on("https://a.example/l#2", "s-3", &beginning),
            false,
        ),
        (
            "a column of one page, its words the same but for a number",
            at(8, 0, "今日天氣晴，東北風三級，沿岸最高二十五度，夜間有霧，出海請留意。", "17"),
            at(
                20,
                0,
                "今日天氣晴，東北風三級，沿岸最高二十七度，夜間有霧，出海請留意。明日轉陰，午後有陣雨，浪高三米。",
                "s-3",
            ),
            false,
        ),
    ]
}

#[test]
fn an_entry_that_two_feeds_number_for_themselves() {
    for (row, one, other, same) in entries() {
        for (first, then) in [(&one, &other), (&other, &one)] {
            let FeedLibrary { mut library, feed } = feed_library();
            let section = source(&mut library, SourceKind::Feed, "https://a.example/section");
            let (id, _) = insert_one(&mut library, feed, first);
            library.marks().set_starred(id, true, Timestamp::UNIX_EPOCH).unwrap();
            let (found, change) = insert_one(&mut library, section, then);
            assert_eq!((found == id, count(&library)), (same, if same { 1 } else { 2 }), "{row}");
            assert_eq!(change == Added, !same, "{row}");
            assert_eq!(library.sources().further_of(id).unwrap().len(), usize::from(same), "{row}");
            let longer = |article: &Article| article.blocks.iter().map(|block| block.text.len()).sum::<usize>();
            if same {
                let fuller = if longer(first) < longer(then) { then } else { first };
                assert_eq!(library.articles().get(id).unwrap().blocks, fuller.blocks, "{row}");
                assert!(library.marks().get(id).unwrap().starred);
            }
            let whole = library.articles().get(id).unwrap();
            for (source, article, number) in [(feed, first, id), (section, then, found), (feed, first, id)] {
                assert_eq!(insert_one(&mut library, source, article), (number, Unchanged), "{row}");
            }
            assert_eq!(library.articles().get(id).unwrap(), whole, "{row}");
        }
    }
}

#[test]
fn a_name_that_several_entries_bear_joins_none() {
    let full = format!("{MARKET}{FIRE}{MARKET}");
    let at = |guid: &str, minute: i8, body: &str| Article {
        published: Published::parse(&format!("2024-05-06T08:{minute:02}:00Z")),
        ..article("即時", guid, "https://a.example/live", 6, body)
    };
    let (one, two, teaser) = (at("1", 0, &full), at("2", 5, FIRE), at("s-1", 0, MARKET));
    // In the feed that was read first.
    let FeedLibrary { mut library, feed } = feed_library();
    let section = source(&mut library, SourceKind::Feed, "https://a.example/section");
    let both = [Arrival::from(&one), Arrival::from(&two)];
    assert_eq!(library.articles().insert(feed, &both, Timestamp::UNIX_EPOCH).unwrap().added, 2);
    assert_eq!(insert_one(&mut library, section, &teaser).1, Added);
    // In the other; and one by one.
    let FeedLibrary { mut library, feed } = feed_library();
    let section = source(&mut library, SourceKind::Feed, "https://a.example/section");
    assert_eq!(insert_one(&mut library, section, &one).1, Added);
    let pair = [at("5", 0, MARKET), at("6", 1, &full)];
    let pair: Vec<Arrival<'_>> = pair.iter().map(Arrival::from).collect();
    assert_eq!(library.articles().insert(feed, &pair, Timestamp::UNIX_EPOCH).unwrap().added, 2);
    let FeedLibrary { mut library, feed } = feed_library();
    let section = source(&mut library, SourceKind::Feed, "https://a.example/section");
    let (id, _) = insert_one(&mut library, feed, &one);
    assert_eq!(insert_one(&mut library, section, &teaser).0, id);
    assert_eq!(insert_one(&mut library, section, &at("s-2", 0, FIRE)).1, Added);
    assert_eq!(count(&library), 2);
}

#[test]
fn an_entry_that_was_found_again_goes_on_as_one() {
    let full = format!("{MARKET}{FIRE}{MARKET}");
    let FeedLibrary { mut library, feed } = feed_library();
    let section = source(&mut library, SourceKind::Feed, "https://a.example/section");
    let entry = |title: &str, guid: &str, body: &str| article(title, guid, "https://a.example/m/1", 6, body);
    let (id, _) = insert_one(&mut library, feed, &entry("夜市重開", "17", SHORT));
    assert_eq!(insert_one(&mut library, section, &entry("夜市重開", "s-3", &full)), (id, Updated));
    // A teaser that is written anew does not take the text away; a title that the other feed changes is no other
    // article.
    assert_eq!(insert_one(&mut library, feed, &entry("碼頭夜市重開", "17", "稍後更新。")), (id, Updated));
    assert_eq!(library.articles().get(id).unwrap().blocks, [Block::paragraph(full.as_str())]);
    assert_eq!(insert_one(&mut library, section, &entry("夜市昨晚重開", "s-3", &full)).0, id);
    assert_eq!(library.articles().get(id).unwrap().title, "碼頭夜市重開");
    assert_eq!(count(&library), 1);
}
