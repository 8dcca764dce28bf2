//! Articles go in and come out as they were, once each. Libraries and articles that the tests share.

mod entry;
mod identity;
mod insert;
mod sources;
mod whole;

use jiff::Timestamp;

use crate::store::{
    ArticleId, Library, SourceId,
    articles::{Arrival, ArrivalOutcome},
    lists::Filter,
    sources::SourceKind,
};
use crate::{
    article::{Article, Block},
    date::Published,
};

const MARKET: &str = "停業三年的夜市昨晚重新開張，碼頭一帶擠滿了人，攤販說生意比從前還好。";
const FIRE: &str = "今晨五時許，三號倉庫起火，消防隊兩小時後撲滅，起火原因正在調查。";
const SHORT: &str = "詳情稍後。";

/// An empty library with one feed.
struct FeedLibrary {
    library: Library,
    feed: SourceId,
}

fn feed_library() -> FeedLibrary {
    let mut library = Library::open_in_memory("local").unwrap();
    let feed = source(&mut library, SourceKind::Feed, "https://a.example/feed");
    FeedLibrary { library, feed }
}

fn source(library: &mut Library, kind: SourceKind, location: &str) -> SourceId {
    library.sources().find_or_add(kind, location, location, Timestamp::UNIX_EPOCH).unwrap()
}

fn insert_one(library: &mut Library, source: SourceId, article: &Article) -> (ArticleId, ArrivalOutcome) {
    library.articles().insert(source, &[Arrival::from(article)], Timestamp::UNIX_EPOCH).unwrap().changes[0]
}

fn count(library: &Library) -> usize {
    library.lists().count(&Filter::default()).unwrap()
}

fn published(day: i8, hour: i8) -> Option<Published> {
    Published::parse(&format!("2024-05-{day:02}T{hour:02}:00:00Z"))
}

fn article(title: &str, guid: &str, link: &str, day: i8, body: &str) -> Article {
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Article {
        title: title.into(),
        published: if day > 0 { published(day, 8) } else { None },
        guid: filled(guid),
        link: filled(link),
        blocks: if body.is_empty() { Vec::new() } else { vec![Block::paragraph(body)] },
        ..Article::default()
    }
}
