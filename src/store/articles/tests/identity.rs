//! The table of docs/KEEPING.md, row by row: what is one article and what stays two; and that reading a feed again adds
//! nothing, however it is spelled and cut.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::article::Article;
use crate::store::articles::identity::former;
use crate::store::{ArticleId, Library, articles::Arrival, sources::SourceKind};

use super::{FIRE, FeedLibrary, MARKET, SHORT, article, count, feed_library, insert_one, published, source};
use crate::store::articles::ArrivalOutcome::{Added, Unchanged, Updated};

/// Bytes as SQL writes them.
fn literal(bytes: &[u8]) -> String {
    format!("x'{}'", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat())
}

#[allow(clippy::too_many_lines)] // A table.
/// A first and a second version from a feed, and true if they are one article.
fn rows() -> Vec<(&'static str, Article, Article, bool)> {
    let one = |guid, link| article("夜市重開", guid, link, 6, MARKET);
    vec![
        (
            "http and https",
            one("http://a.example/1", "http://a.example/1"),
            one("https://a.example/1", "https://a.example/1"),
            true,
        ),
        ("www", one("https://a.example/1", ""), one("https://www.a.example/1", ""), true),
        ("www of a link", one("", "https://www.a.example/1"), one("", "https://a.example/1"), true),
        (
            "moved and edited",
            one("http://www.a.example/1", ""),
            article("夜市昨晚重開", "https://a.example/1", "", 6, MARKET),
            true,
        ),
        (
            "parts of a page are no spellings",
            article("快訊", "http://a.example/l#1", "", 6, MARKET),
            article("快訊之二", "https://a.example/l#2", "", 7, FIRE),
            false,
        ),
        ("numbered anew", one("a", "https://a.example/1"), one("a2", "https://a.example/1"), true),
        ("numbered anew on the front page", one("a", "https://a.example/"), one("a2", "https://a.example/"), true),
        ("numbered anew, another page", one("a", "https://a.example/1"), one("a2", "https://a.example/2"), false),
        ("numbered anew, no page", one("a", ""), one("a2", ""), false),
        (
            "a column of one title without dates or texts",
            article("今日漫畫", "a", "https://a.example/", 0, ""),
            article("今日漫畫", "b", "https://a.example/", 0, ""),
            false,
        ),
        (
            "rewritten",
            article("快訊：碼頭起火", "u1", "https://a.example/f", 6, SHORT),
            article("倉庫火災兩小時後撲滅", "u1", "https://a.example/f", 7, FIRE),
            true,
        ),
        (
            "another under the identifier of all, another page",
            article("第一條", "dup", "https://a.example/1", 6, MARKET),
            article("第二條", "dup", "https://a.example/2", 6, FIRE),
            false,
        ),
        (
            "another under the identifier of all and one title",
            article("快訊", "dup", "https://a.example/1", 6, MARKET),
            article("快訊", "dup", "https://a.example/2", 7, FIRE),
            false,
        ),
        (
            "another under the identifier of all on the front page",
            article("早報", "dup", "https://a.example/", 6, MARKET),
            article("晚報", "dup", "https://a.example/", 6, FIRE),
            false,
        ),
        (
            "the page has moved",
            article("夜市重開", "urn:uuid:1", "https://a.example/1", 6, MARKET),
            article("夜市重開", "urn:uuid:1", "https://a.example/market/1", 6, MARKET),
            true,
        ),
        (
            "a session in the link",
            one("", "https://a.example/v?id=5&sid=aa11"),
            one("", "https://a.example/v?id=5&sid=bb22"),
            true,
        ),
        (
            "a session in the link and in the identifier",
            one("https://a.example/v;jsessionid=1A?id=5", "https://a.example/v;jsessionid=1A?id=5"),
            one("https://a.example/v;jsessionid=2B?id=5", "https://a.example/v;jsessionid=2B?id=5"),
            true,
        ),
        (
            "numbers of pages are no sessions",
            one("", "https://a.example/v?id=5"),
            one("", "https://a.example/v?id=6"),
            false,
        ),
        (
            "a daily column",
            article("潮汐專欄", "c1", "https://a.example/c/1", 6, MARKET),
            article("潮汐專欄", "c2", "https://a.example/c/2", 7, FIRE),
            false,
        ),
        (
            "a ticker that links to parts of one page",
            article("即時", "", "https://a.example/live#1", 6, MARKET),
            article("即時", "", "https://a.example/live#2", 6, FIRE),
            false,
        ),
        (
            "the same weather on another day",
            article("天氣", "w1", "https://a.example/w/1", 6, "晴，東北風三級。"),
            article("天氣", "w2", "https://a.example/w/2", 7, "晴，東北風三級。"),
            false,
        ),
        (
            "the same weather on the front page on another day",
            article("天氣", "", "https://a.example/", 6, "晴，東北風三級。"),
            article("天氣", "", "https://a.example/", 7, "晴，東北風三級。"),
            false,
        ),
        (
            "published again",
            one("p1", "https://a.example/1"),
            article("夜市重開", "p2", "https://a.example/1", 20, MARKET),
            false,
        ),
        (
            "one text under two titles",
            article("夜市重開", "t1", "https://a.example/1", 6, MARKET),
            article("碼頭夜市", "t2", "https://a.example/2", 6, MARKET),
            false,
        ),
    ]
}

#[test]
fn every_row_of_the_table() {
    for (row, first, then, one) in rows() {
        let FeedLibrary { mut library, feed } = feed_library();
        let (id, change) = insert_one(&mut library, feed, &first);
        assert_eq!(change, Added, "{row}");
        library.marks().set_starred(id, true, Timestamp::UNIX_EPOCH).unwrap();
        let (other, change) = insert_one(&mut library, feed, &then);
        assert_eq!((other == id, change != Added, count(&library)), (one, one, if one { 1 } else { 2 }), "{row}");
        assert!(library.marks().get(id).unwrap().starred, "{row}");
        // Both again change nothing more.
        for article in [&then, &then] {
            assert_eq!(insert_one(&mut library, feed, article), (other, Unchanged), "{row}");
        }
    }
}

#[test]
fn in_one_reading_two_numbers_are_two() {
    let FeedLibrary { library, feed } = feed_library();
    let without_date = |guid| article("通知", guid, "https://a.example/notes", 0, "今日停水。");
    let (one, two) = (without_date("n1"), without_date("n2"));
    let outcome =
        library.articles().insert(feed, &[Arrival::from(&one), Arrival::from(&two)], Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(outcome.added, 2);
    assert_eq!(library.articles().insert(feed, &[Arrival::from(&two)], Timestamp::UNIX_EPOCH).unwrap().unchanged, 1);
}

#[test]
fn a_library_of_former_rules_knows_its_articles() {
    for (row, first, then, one) in rows().into_iter().filter(|row| row.3) {
        let FeedLibrary { mut library, feed } = feed_library();
        let (id, _) = insert_one(&mut library, feed, &first);
        if let Some(hash) = former(&first).first() {
            let set = format!("UPDATE articles SET identity = {}", literal(hash));
            library.database.execute_batch(&set).unwrap();
        }
        let (other, change) = insert_one(&mut library, feed, &then);
        assert!(one && other == id && change != Added, "{row}");
    }
    // Of two that came in twice, the one whose name it bears is met.
    let FeedLibrary { mut library, feed } = feed_library();
    let [plain, safe] =
        ["http://a.example/1", "https://a.example/1"].map(|guid| article("夜市重開", guid, "", 6, MARKET));
    let (old, _) = insert_one(&mut library, feed, &plain);
    let twice = format!(
        "UPDATE articles SET identity = {};
         INSERT INTO articles SELECT 9, source_id, newest, title, published, author, source, lang, link,
             'https://a.example/1', {}, zeroblob(16), zeroblob(16), path, text_bytes, imported_at, updated_at, spoken, revised,
             is_excerpt, chapter FROM articles;
         INSERT INTO bodies SELECT 9, notice, original_title, related, shape, text, packed, details FROM bodies;",
        literal(&former(&plain)[0]),
        literal(&former(&safe)[0])
    );
    library.database.execute_batch(&twice).unwrap();
    let edited = |title: &str, guid: &str| article(title, guid, "", 6, MARKET);
    assert_eq!(insert_one(&mut library, feed, &edited("夜市昨晚重開", "https://a.example/1")), (ArticleId(9), Updated));
    assert_eq!(insert_one(&mut library, feed, &edited("碼頭夜市重開", "http://a.example/1")), (old, Updated));
    assert_eq!(count(&library), 2);
}

#[test]
fn the_later_text_counts_whoever_brings_it() {
    let says = |hour: i8, body: &str| Article {
        revised: published(8, hour),
        ..article("燈塔", "urn:h:t", "https://a.example/t", 1, body)
    };
    let (early, late) = (says(3, "燈塔將換新燈，工程下月開始。"), says(9, "燈塔改用新燈，昨夜起亮。"));
    for kind in [SourceKind::Feed, SourceKind::Import, SourceKind::Folder] {
        for (first, then) in [(&early, &late), (&late, &early)] {
            let FeedLibrary { mut library, feed } = feed_library();
            let other = source(&mut library, kind, "other");
            let (id, _) = insert_one(&mut library, other, first);
            // By the same source and by another.
            for from in [other, feed] {
                assert_eq!(insert_one(&mut library, from, then).0, id);
                assert_eq!(library.articles().get(id).unwrap().blocks, late.blocks, "{kind:?}");
            }
        }
    }
}

#[test]
fn of_two_files_the_one_that_is_read_later_counts_but_no_summary_does() {
    let old = article("海堤", "s1", "https://a.example/s", 6, "海堤預計五月完工，工程處說一切順利，屆時請市民同賀。");
    let new = article("颱風誤期", "s1", "https://a.example/s", 6, "工程處改口：因颱風再等一季。");
    let summary = article("颱風誤期", "s1", "https://a.example/s", 6, "工程處改口");
    let mut library = Library::open_in_memory("local").unwrap();
    let folder = source(&mut library, SourceKind::Import, "files in /a");
    let from = |library: &mut Library, path: &str, article: &Article| {
        let arrival = Arrival { path: Some(std::path::Path::new(path)), ..Arrival::from(article) };
        library.articles().insert(folder, &[arrival], Timestamp::UNIX_EPOCH).unwrap().changes[0]
    };
    let (id, _) = from(&mut library, "1.rss", &old);
    assert_eq!(from(&mut library, "2.rss", &new), (id, Updated));
    for _ in 0..2 {
        assert_eq!(from(&mut library, "1.rss", &old), (id, Unchanged));
        assert_eq!(from(&mut library, "2.rss", &new), (id, Unchanged));
    }
    assert_eq!(from(&mut library, "3.rss", &summary).0, id);
    assert_eq!(library.articles().get(id).unwrap().blocks, new.blocks);
}

/// One entry of a feed: its text is nobody else's, its names may be.
fn entry(number: usize, (guid, link, title, day): (u8, u8, u8, i8)) -> Article {
    let guid = match guid {
        0 => String::new(),
        1 => format!("http://a.example/{number}"),
        2 => "dup".to_owned(),
        3 => "http://a.example/".to_owned(),
        _ => number.to_string(),
    };
    let link = match link {
        0 => format!("http://a.example/{number}"),
        1 => "http://a.example/".to_owned(),
        2 => format!("http://a.example/v?id={number}&sid=aa11"),
        _ => String::new(),
    };
    let body: String = (0..30).filter_map(|n| char::from_u32(0x4e00 + number as u32 * 40 + n)).collect();
    article(["快訊", "天氣", ""][usize::from(title) % 3], &guid, &link, day, &body)
}

/// The same entry after its site has moved.
fn respelled(entry: &Article, way: u8) -> Article {
    let spelled = |text: &String| match way {
        0 => text.clone(),
        1 => text.replace("http://", "https://"),
        2 => text.replace("http://", "https://www."),
        _ => text.replace("aa11", "b7c9"),
    };
    Article { guid: entry.guid.as_ref().map(spelled), link: entry.link.as_ref().map(spelled), ..entry.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn reading_a_feed_again_adds_nothing(
        entries in vec((0u8..5, 0u8..4, 0u8..3, 0i8..3), 1..7),
        readings in vec((0u8..4, subsequence((0..6usize).collect::<Vec<_>>(), 0..6).prop_shuffle()), 1..6),
    ) {
        let FeedLibrary { library, feed } = feed_library();
        let entries: Vec<Article> = entries.into_iter().enumerate().map(|(number, names)| entry(number, names)).collect();
        let arrivals: Vec<_> = entries.iter().map(Arrival::from).collect();
        let first = library.articles().insert(feed, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
        // Texts that have nothing in common are as many articles, whatever names they share.
        prop_assert_eq!(first.added, entries.len());
        for (way, some) in readings {
            let some: Vec<usize> = some.into_iter().filter(|index| *index < entries.len()).collect();
            let again: Vec<Article> = some.iter().map(|index| respelled(&entries[*index], way)).collect();
            let arrivals: Vec<_> = again.iter().map(Arrival::from).collect();
            let outcome = library.articles().insert(feed, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
            prop_assert_eq!(outcome.added, 0);
            for (index, (id, _)) in some.iter().zip(&outcome.changes) {
                prop_assert_eq!(*id, first.changes[*index].0);
                prop_assert_eq!(&library.articles().get(*id).unwrap().blocks, &entries[*index].blocks);
            }
        }
    }

    #[test]
    fn different_articles_never_join(
        pairs in vec((0usize..20, 0u8..4, 0usize..3), 2..12),
    ) {
        let FeedLibrary { mut library, feed } = feed_library();
        let sources = [
            feed,
            source(&mut library, SourceKind::Feed, "https://b.example/feed"),
            source(&mut library, SourceKind::Import, "files in /b"),
        ];
        let mut seen = std::collections::HashSet::new();
        for (number, way, from) in pairs {
            // Text, identifier and link are this entry's own.
            let article = respelled(&entry(number, (1, 2, 0, 1)), way);
            insert_one(&mut library, sources[from], &article);
            seen.insert(number);
            prop_assert_eq!(count(&library), seen.len());
        }
    }
}
