//! Every stretch of the shelf is the same stretch of the whole list, in any filter.

use std::ops::ControlFlow;

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::store::{
    ArticleId, LOCAL_READER, Library,
    articles::Arrival,
    lists::{Filter, Neighbours, Row},
    sources::SourceKind,
};
use crate::{article::Article, date::Published};

/// An article of the model: number, date (none: undated), source, read, starred.
#[derive(Clone, Debug)]
struct Entry {
    id: ArticleId,
    day: Option<i8>,
    source: usize,
    read: bool,
    starred: bool,
}

/// A library with an article for each (day or 0, source, read, starred), and the model of it, newest first.
fn filled(specs: &[(i8, usize, bool, bool)]) -> (Library, Vec<crate::store::SourceId>, Vec<Entry>) {
    let now = Timestamp::UNIX_EPOCH;
    let library = Library::open_in_memory(LOCAL_READER).unwrap();
    let sources: Vec<_> = (0..3)
        .map(|n| library.sources().find_or_add(SourceKind::Folder, &format!("/{n}"), &format!("S{n}"), now).unwrap())
        .collect();
    let mut model = Vec::new();
    for (number, (day, source, read, starred)) in specs.iter().enumerate() {
        let day = (*day > 0).then_some(*day);
        let article = Article {
            title: format!("題{number}"),
            published: day.map(|day| Published::Local(jiff::civil::date(2024, 1, day).at(0, 0, 0, 0))),
            ..Article::default()
        };
        let id = library.articles().insert(sources[*source], &[Arrival::from(&article)], now).unwrap().changes[0].0;
        if *read {
            library.marks().set_read(id, true, now).unwrap();
        }
        if *starred {
            library.marks().set_starred(id, true, now).unwrap();
        }
        model.push(Entry { id, day, source: *source, read: *read, starred: *starred });
    }
    model.sort_by_key(|entry| std::cmp::Reverse((entry.day, entry.id)));
    (library, sources, model)
}

fn ids(rows: &[Row]) -> Vec<ArticleId> {
    rows.iter().map(|row| row.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_stretch_is_that_of_the_whole_list(
        specs in vec((0i8..5, 0usize..3, any::<bool>(), any::<bool>()), 0..30),
        unread: bool,
        starred: bool,
        source in proptest::option::of(0usize..3),
        start in 0usize..35,
        len in 0usize..35,
    ) {
        let (library, sources, all) = filled(&specs);
        let filter = Filter { unread, starred, source: source.map(|n| sources[n]) };
        let passes = |entry: &Entry| {
            !(unread && entry.read) && (!starred || entry.starred) && source.is_none_or(|n| n == entry.source)
        };
        let expected: Vec<ArticleId> = all.iter().filter(|entry| passes(entry)).map(|entry| entry.id).collect();

        prop_assert_eq!(library.lists().count(&filter).unwrap(), expected.len());
        let whole = library.lists().rows(&filter, 0..usize::MAX).unwrap();
        prop_assert_eq!(ids(&whole), expected.clone());
        for (row, entry) in whole.iter().zip(all.iter().filter(|entry| passes(entry))) {
            prop_assert_eq!((row.read, row.starred), (entry.read, entry.starred));
            prop_assert_eq!((row.source_id, row.source_title.clone()), (sources[entry.source], format!("S{}", entry.source)));
        }
        let within = |range: std::ops::Range<usize>| {
            let end = range.end.min(expected.len());
            expected[range.start.min(end)..end].to_vec()
        };
        prop_assert_eq!(ids(&library.lists().rows(&filter, start..start + len).unwrap()), within(start..start + len));
        for way in ["ASC", "DESC"] {
            // Both ends lead to the same rows, whichever is nearer.
            let end = (start + len).min(expected.len());
            let (offset, limit) = if way == "ASC" {
                (expected.len() - end, end.saturating_sub(start))
            } else {
                (start, end.saturating_sub(start))
            };
            prop_assert_eq!(ids(&library.lists().stretch(&filter, way, offset, limit).unwrap()), within(start..end.max(start)));
        }
        for (position, entry) in all.iter().enumerate() {
            let newer: Vec<_> = all[..position].iter().filter(|entry| passes(entry)).collect();
            let older = all[position + 1..].iter().find(|entry| passes(entry));
            prop_assert_eq!(library.lists().position_of(&filter, entry.id).unwrap(), Some(newer.len()));
            let neighbours =
                Neighbours { newer: newer.last().map(|entry| entry.id), older: older.map(|entry| entry.id) };
            prop_assert_eq!(library.lists().neighbours(&filter, entry.id).unwrap(), neighbours);
        }
        let mut scanned = Vec::new();
        library.lists().scan(&filter, |id, article| {
            assert_eq!(article, &library.articles().get(id).unwrap());
            assert_eq!(library.lists().position_of(&filter, id).unwrap(), Some(scanned.len()));
            scanned.push(id);
            ControlFlow::Continue(())
        }).unwrap();
        prop_assert_eq!(scanned, expected);
        prop_assert_eq!(library.articles().latest().unwrap(), all.first().map(|entry| entry.id));
        for (n, source) in library.sources().all().unwrap().iter().enumerate() {
            let of_source: Vec<_> = all.iter().filter(|entry| entry.source == n).collect();
            prop_assert_eq!(source.articles, of_source.len());
            prop_assert_eq!(source.unread, of_source.iter().filter(|entry| !entry.read).count());
        }
    }
}

#[test]
fn positions_far_down_are_found_from_the_nearer_end() {
    let now = Timestamp::UNIX_EPOCH;
    let library = Library::open_in_memory(LOCAL_READER).unwrap();
    let source = library.sources().find_or_add(SourceKind::Import, "x", "x", now).unwrap();
    let articles: Vec<_> = (0..9000).map(|n| Article { title: n.to_string(), ..Article::default() }).collect();
    let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
    library.articles().insert(source, &arrivals, now).unwrap();
    let all = Filter::default();
    let whole = library.lists().rows(&all, 0..9000).unwrap();
    assert_eq!(whole.len(), 9000);
    assert_eq!((whole[0].title.as_str(), whole[8999].title.as_str()), ("8999", "0"));
    for range in [4095..4100, 4096..4110, 4097..4200, 5000..5001, 8990..9000, 8990..9100, 8999..usize::MAX, 9000..9001]
    {
        let expected = whole.get(range.start..range.end.min(9000)).unwrap_or_default();
        assert_eq!(library.lists().rows(&all, range.clone()).unwrap(), expected, "{range:?}");
    }
}

#[test]
fn no_article_has_no_position() {
    let library = Library::open_in_memory(LOCAL_READER).unwrap();
    let all = Filter::default();
    assert_eq!(library.lists().position_of(&all, ArticleId(1)).unwrap(), None);
    assert_eq!(library.lists().neighbours(&all, ArticleId(1)).unwrap(), Neighbours::default());
    assert_eq!(library.articles().latest().unwrap(), None);
    assert_eq!(library.lists().rows(&all, 0..50).unwrap(), []);
}

/// The plan keeps a million rows quick, and that can be tested without a clock: articles are walked in an
/// index in the shelf's order, nothing is sorted but the rows of the stretch, no body is touched.
#[test]
fn plans_walk_the_index() {
    let (library, sources, _) = filled(&[(1, 0, false, false)]);
    for source in [None, Some(sources[0])] {
        for unread in [false, true] {
            let select = Filter { unread, starred: false, source }.select(&library.database, LOCAL_READER).unwrap();
            let index = if source.is_some() { "articles_of_source" } else { "articles_newest" };
            for way in ["ASC", "DESC"] {
                let sql = format!(
                    "EXPLAIN QUERY PLAN SELECT a.id FROM {} WHERE {} ORDER BY a.newest {way}, a.id {way} LIMIT 9 OFFSET 9",
                    select.from, select.condition
                );
                let mut statement = library.database.prepare(&sql).unwrap();
                let plan: Vec<String> = statement
                    .query_map(select.params(), |row| row.get(3))
                    .unwrap()
                    .collect::<rusqlite::Result<_>>()
                    .unwrap();
                assert!(plan[0].contains(&format!("COVERING INDEX {index}")), "{plan:?}");
                assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
            }
        }
    }
}
