//! An article that several sources carry: one row, read once, in the list of each, and gone only when none keeps it.

use jiff::Timestamp;

use crate::search::query::{Predicate, Terms};
use crate::store::{
    ArticleId, Library, SourceId,
    articles::{Arrival, ArrivalOutcome},
    lists::{Filter, Titles},
    sources::{Retention, SourceKind},
};
use crate::{
    article::{Article, Block},
    date::Published,
};

fn day(day: i8) -> Timestamp {
    format!("2024-05-{day:02}T00:00:00Z").parse().unwrap()
}

fn article(number: i8) -> Article {
    Article {
        title: format!("第{number}條"),
        guid: Some(format!("https://a.example/{number}")),
        published: Published::parse(&format!("2024-05-{number:02}T08:00:00Z")),
        blocks: vec![Block::paragraph(format!("第{number}條的正文。"))],
        ..Article::default()
    }
}

struct Feeds {
    library: Library,
    one: SourceId,
    two: SourceId,
    shared: ArticleId,
}

/// Two feeds: the first has articles 1 and 2, the second 2 and 3.
fn two() -> Feeds {
    let mut library = Library::open_in_memory("local").unwrap();
    let one = library.sources().find_or_add(SourceKind::Feed, "https://a.example/1", "頻道甲", day(1)).unwrap();
    let two = library.sources().find_or_add(SourceKind::Feed, "https://a.example/2", "頻道乙", day(1)).unwrap();
    let put = |library: &mut Library, source, number| {
        library.articles().insert(source, &[Arrival::from(&article(number))], day(number)).unwrap().changes[0]
    };
    put(&mut library, one, 1);
    let (shared, _) = put(&mut library, one, 2);
    assert_eq!(put(&mut library, two, 2), (shared, ArrivalOutcome::Unchanged));
    put(&mut library, two, 3);
    Feeds { library, one, two, shared }
}

fn titles(library: &Library, source: SourceId, unread: bool) -> Vec<String> {
    let filter = Filter { source: Some(source), unread, ..Filter::default() };
    let rows = library.lists().rows(&filter, 0..9).unwrap();
    assert_eq!(library.lists().count(&filter).unwrap(), rows.len());
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(library.lists().position_of(&filter, row.id).unwrap(), Some(at));
        let older = library.lists().neighbours(&filter, row.id).unwrap().older;
        assert_eq!(older, rows.get(at + 1).map(|row| row.id));
    }
    rows.into_iter().map(|row| row.title).collect()
}

fn narrowed(library: &Library, terms: &str) -> usize {
    let predicate = Predicate::compile(&Terms::parse(terms).unwrap()).unwrap();
    Titles::default().matching(library.lists(), &predicate, || false).unwrap().unwrap().len()
}

#[test]
fn it_stands_in_the_list_of_each_and_is_read_once() {
    let Feeds { library, one, two, shared } = two();
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 3);
    assert_eq!(titles(&library, one, false), ["第2條", "第1條"]);
    assert_eq!(titles(&library, two, false), ["第3條", "第2條"]);
    assert_eq!((narrowed(&library, "source:頻道甲"), narrowed(&library, "source:頻道乙")), (2, 2));
    assert_eq!(library.sources().further_of(shared).unwrap(), [(two, "頻道乙".to_owned())]);
    library.marks().set_read(shared, true, day(4)).unwrap();
    assert_eq!(titles(&library, two, true), ["第3條"]);
    let counts: Vec<_> = library.sources().all().unwrap().iter().map(|it| (it.articles, it.unread)).collect();
    assert_eq!(counts, [(2, 1), (2, 1)]);
    // Marking all of one source marks what it carries.
    let carried = Filter { source: Some(two), ..Filter::default() };
    assert_eq!(library.markings().mark_all(&carried, day(4)).unwrap(), 1);
}

#[test]
fn it_has_the_tags_of_both() {
    let Feeds { library, one, two, shared } = two();
    for (source, tag) in [(one, "港"), (two, "市")] {
        library.tags().edit_of_source(source, &crate::store::state::TagEdit::parse(tag).unwrap()).unwrap();
    }
    let tags: Vec<String> =
        library.tags().of_article(shared).unwrap().of_source.iter().map(ToString::to_string).collect();
    assert_eq!(tags, ["市", "港"]);
    assert_eq!(library.tags().all().unwrap().iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(narrowed(&library, "tag:市"), 2);
}

#[test]
fn it_goes_only_when_no_source_keeps_it() {
    let Feeds { library, one, two, shared } = two();
    let nothing = Retention { most: Some(0), days: None, drop_unread: true };
    // Its own source lets go of it: the other has it now.
    library.retentions().set(one, nothing).unwrap();
    assert_eq!(library.retentions().apply(day(5)).unwrap(), 1);
    assert_eq!(titles(&library, one, false), [""; 0]);
    assert_eq!(titles(&library, two, false), ["第3條", "第2條"]);
    assert_eq!(library.lists().row(shared).unwrap().unwrap().source_id, two);
    // Brought again by the first it is in its list until the next time.
    library.articles().insert(one, &[Arrival::from(&article(2))], day(5)).unwrap();
    assert_eq!(titles(&library, one, false), ["第2條"]);
    assert_eq!(library.retentions().apply(day(5)).unwrap(), 0);
    assert_eq!(titles(&library, one, false), [""; 0]);
    library.retentions().set(two, nothing).unwrap();
    assert_eq!(library.retentions().apply(day(5)).unwrap(), 2);
    assert!(library.articles().is_empty().unwrap());
}

#[test]
fn a_source_that_is_taken_off_the_list_keeps_what_it_carries() {
    let mut library = Library::open_in_memory("local").unwrap();
    let add = |library: &mut Library, address: &str| {
        let feed = crate::store::sources::NewFeedSource {
            address: address.into(),
            title: address.into(),
            ..Default::default()
        };
        library.feeds().add(&feed, day(1)).unwrap().0
    };
    let (one, two) = (add(&mut library, "https://a.example/1"), add(&mut library, "https://a.example/2"));
    for source in [one, two] {
        library.articles().insert(source, &[Arrival::from(&article(1))], day(1)).unwrap();
    }
    library.readings().end(two).unwrap();
    assert_eq!(titles(&library, two, false).len(), 1);
    library.readings().end(one).unwrap();
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 1);
}
