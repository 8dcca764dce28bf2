//! Retention: kept, dropped, and what is dropped stays away.

use jiff::{SignedDuration, Timestamp};

use crate::store::{
    ArticleId, Library, SourceId, StoreError,
    articles::{Arrival, ArrivalOutcome},
    lists::Filter,
    sources::{Retention, SourceKind},
    state::TagEdit,
};
use crate::{
    article::{Article, Block},
    date::Published,
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn day(n: i32) -> Timestamp {
    "2024-05-01T00:00:00Z".parse::<Timestamp>().unwrap() + DAY * n
}

fn article(n: i32) -> Article {
    Article {
        title: format!("第{n}號"),
        guid: Some(format!("https://news.example/{n}")),
        published: Some(Published::Local(day(n).to_zoned_datetime(jiff::tz::TimeZone::UTC).datetime())),
        blocks: vec![Block::paragraph(format!("第{n}號的正文。"))],
        ..Article::default()
    }
}

/// A feed whose article n came out and in on day n.
fn feed(count: i32) -> (Library, SourceId, Vec<ArticleId>) {
    let mut library = Library::open_in_memory("local").unwrap();
    let source = library.sources().find_or_add(SourceKind::Feed, "https://news.example/feed", "報", day(0)).unwrap();
    let ids = (0..count).map(|n| put(&mut library, source, &article(n), n).0).collect();
    (library, source, ids)
}

fn put(library: &mut Library, source: SourceId, article: &Article, on: i32) -> (ArticleId, ArrivalOutcome) {
    library.articles().insert(source, &[Arrival::from(article)], day(on)).unwrap().changes[0]
}

fn left(library: &Library) -> Vec<i64> {
    let mut ids: Vec<i64> =
        library.lists().rows(&Filter::default(), 0..100).unwrap().iter().map(|row| row.id.0).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn by_default_everything_is_kept() {
    let (library, source, _) = feed(5);
    assert_eq!(library.retentions().of_source(source).unwrap(), Retention::default());
    library.retentions().set(source, Retention { drop_unread: true, ..Retention::default() }).unwrap();
    assert_eq!(library.retentions().apply(day(10_000)).unwrap(), 0);
    let error = library.retentions().set(SourceId(99), Retention::default()).unwrap_err();
    assert!(matches!(error, StoreError::NoSuchSource(SourceId(99))));
}

#[test]
fn what_is_too_much_or_too_old_goes_and_the_rest_stays() {
    let (library, source, ids) = feed(6);
    let newest_three = Retention { most: Some(3), days: None, drop_unread: true };
    library.retentions().set(source, newest_three).unwrap();
    assert_eq!(library.retentions().of_source(source).unwrap(), newest_three);
    assert_eq!(library.retentions().apply(day(6)).unwrap(), 3);
    assert_eq!(left(&library), ids[3..].iter().map(|id| id.0).collect::<Vec<_>>());
    assert_eq!(library.retentions().apply(day(6)).unwrap(), 0);
    library.retentions().set(source, Retention { most: None, days: Some(2), drop_unread: true }).unwrap();
    assert_eq!(library.retentions().apply(day(7)).unwrap(), 2);
    assert_eq!(left(&library), [ids[5].0]);
    // A clock that has gone back drops nothing.
    assert_eq!(library.retentions().apply(Timestamp::UNIX_EPOCH).unwrap(), 0);
}

#[test]
fn what_a_reader_holds_on_to_is_never_dropped() {
    let (library, source, ids) = feed(6);
    let now = day(6);
    library.marks().set_starred(ids[0], true, now).unwrap();
    library.tags().edit(ids[1], &TagEdit::parse("留").unwrap()).unwrap();
    for id in &ids[..5] {
        library.marks().set_read(*id, *id != ids[2], now).unwrap();
    }
    library.retentions().set(source, Retention { most: Some(1), days: Some(1), drop_unread: false }).unwrap();
    assert_eq!(library.retentions().apply(day(100)).unwrap(), 2);
    let kept = [ids[0], ids[1], ids[2], ids[5]].map(|id| id.0);
    assert_eq!(left(&library), kept);
    library.retentions().set(source, Retention { most: Some(1), days: Some(1), drop_unread: true }).unwrap();
    assert_eq!(library.retentions().apply(day(100)).unwrap(), 2);
    assert_eq!(left(&library), kept[..2]);
}

#[test]
fn what_was_dropped_does_not_come_back() {
    let (mut library, source, ids) = feed(3);
    library.retentions().set(source, Retention { most: Some(1), days: None, drop_unread: true }).unwrap();
    library.retentions().apply(day(3)).unwrap();
    // To the letter, edited, and by way of another source.
    assert_eq!(put(&mut library, source, &article(0), 4), (ids[0], ArrivalOutcome::Dropped));
    let edited = Article { blocks: vec![Block::paragraph("全部重寫了。")], ..article(0) };
    assert_eq!(put(&mut library, source, &edited, 4), (ids[0], ArrivalOutcome::Dropped));
    assert_eq!(put(&mut library, source, &edited, 5), (ids[0], ArrivalOutcome::Dropped));
    let other = library.sources().find_or_add(SourceKind::Folder, "/news", "夾", day(0)).unwrap();
    assert_eq!(put(&mut library, other, &article(1), 4), (ids[1], ArrivalOutcome::Dropped));
    assert_eq!(left(&library), [ids[2].0]);
    // What only has the identifier of a dropped one is news, and gets a number of its own.
    let news = Article { guid: article(0).guid, ..article(9) };
    let (id, change) = put(&mut library, source, &news, 9);
    assert_eq!(change, ArrivalOutcome::Added);
    assert!(!ids.contains(&id));
    let outcome =
        library.articles().insert(source, &[Arrival::from(&article(1)), Arrival::from(&news)], day(9)).unwrap();
    assert_eq!((outcome.added, outcome.updated, outcome.unchanged), (0, 0, 2));
}
