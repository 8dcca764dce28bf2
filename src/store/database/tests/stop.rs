//! Work stopped at any look leaves nothing half-done, and there are looks enough.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;

use crate::article::{Article, Block};
use crate::store::index;
use crate::store::{
    LOCAL_READER, Library, StoreError,
    articles::{Arrival, BatchOutcome},
    database::{Stop, restore::restore, salvage::salvage},
    sources::SourceKind,
};

/// A stop flag that is raised from the k-th question on, and its number of questions.
fn from(k: usize) -> (Stop, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    (Stop::new(move || counted.fetch_add(1, Ordering::Relaxed) + 1 >= k), asked)
}

fn articles(count: usize, first: usize) -> Vec<Article> {
    (first..first + count)
        .map(|n| Article {
            title: format!("第{n}號消息"),
            link: Some(format!("https://news.example/{n}")),
            blocks: vec![Block::paragraph(format!("第{n}段。海上無風。").repeat(40))],
            ..Article::default()
        })
        .collect()
}

fn put(library: &mut Library, count: usize, first: usize) -> Result<BatchOutcome, StoreError> {
    let source = library.sources().find_or_add(SourceKind::Import, "x", "x", Timestamp::UNIX_EPOCH)?;
    let articles = articles(count, first);
    let arrivals: Vec<_> = articles.iter().map(Arrival::from).collect();
    library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH)
}

fn library(path: &Path) -> Library {
    let mut library = Library::open(path, LOCAL_READER).unwrap();
    put(&mut library, 300, 0).unwrap();
    library
}

fn on<T>(_: T) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Looks to stop at: all of the first, some of the others, the last.
fn some(all: usize) -> impl Iterator<Item = usize> {
    (1..=all).filter(move |look| *look <= 8 || look % (all / 16 + 1) == 0 || *look == all)
}

fn looks(library: &mut Library, work: impl FnOnce(&mut Library)) -> usize {
    let (never, asked) = from(usize::MAX);
    library.stop_by(Some(never)).unwrap();
    work(library);
    library.stop_by(None).unwrap();
    asked.load(Ordering::Relaxed)
}

#[test]
fn a_backup_that_is_stopped_at_any_look_leaves_the_earlier_copy_and_no_part() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = library(&folder.path().join("library.db"));
    let copies = folder.path().join("copies");
    std::fs::create_dir(&copies).unwrap();
    let copy = copies.join("copy.db");
    library.backup(&copy).unwrap();
    let earlier = std::fs::read(&copy).unwrap();
    let all = looks(&mut library, |library| drop(library.backup(&copies.join("other.db")).unwrap()));
    std::fs::remove_file(copies.join("other.db")).unwrap();
    // One of every article, and the engine's own.
    assert!(all > 400, "{all}");
    for k in some(all) {
        let (stop, asked) = from(k);
        library.stop_by(Some(stop)).unwrap();
        let stopped = library.backup(&copy);
        assert!(matches!(stopped, Err(StoreError::Stopped)), "{k}: {stopped:?}");
        // Nothing is begun after it but what undoes the rest.
        assert!(asked.load(Ordering::Relaxed) <= k + 8, "{k} of {all}: {asked:?}");
        assert_eq!(std::fs::read(&copy).unwrap(), earlier, "{k}");
        assert_eq!(std::fs::read_dir(&copies).unwrap().count(), 1, "{k}");
        library.stop_by(None).unwrap();
    }
    assert_eq!(library.backup(&copy).unwrap().articles, 300);
}

#[test]
fn a_backup_whose_teller_breaks_off_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let library = library(&folder.path().join("library.db"));
    let copy = folder.path().join("copy.db");
    let stopped = library.backup_with_progress(&copy, &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(StoreError::Stopped)), "{stopped:?}");
    assert!(!copy.exists());
}

#[test]
fn a_batch_that_is_stopped_at_any_look_is_in_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = library(&folder.path().join("library.db"));
    let all = looks(&mut library, |library| drop(put(library, 64, 1000).unwrap()));
    assert!(all >= 64, "{all}");
    for k in some(all) {
        let first = 2000 + 100 * k;
        library.stop_by(Some(from(k).0)).unwrap();
        let stopped = put(&mut library, 64, first);
        library.stop_by(None).unwrap();
        assert!(matches!(stopped, Err(StoreError::Stopped)), "{k}: {stopped:?}");
        // It can be written again at once, and nothing of it was there.
        assert_eq!(put(&mut library, 64, first).unwrap().added, 64, "{k}");
    }
    assert_eq!(library.check(&mut on).unwrap().faults, []);
}

#[test]
fn a_change_that_waits_for_another_program_is_stopped_while_it_waits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let other = library(&path);
    let mut waiting = Library::open(&path, LOCAL_READER).unwrap();
    let held = other.database.begin().unwrap();
    let (stop, asked) = from(2);
    waiting.stop_by(Some(stop)).unwrap();
    let stopped = waiting.marks().set_starred(crate::store::ArticleId(1), true, Timestamp::UNIX_EPOCH);
    assert!(matches!(stopped, Err(StoreError::Stopped)), "{stopped:?}");
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    drop(held);
    waiting.stop_by(None).unwrap();
    waiting.marks().set_starred(crate::store::ArticleId(1), true, Timestamp::UNIX_EPOCH).unwrap();
}

#[test]
fn one_long_article_is_hashed_and_indexed_with_looks_in_between() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("library.db"), LOCAL_READER).unwrap();
    let source = library.sources().find_or_add(SourceKind::Import, "x", "x", Timestamp::UNIX_EPOCH).unwrap();
    let text = "海上無風，國務院今日公告。".repeat((4 << 20) / 39);
    let article = Article { blocks: vec![Block::paragraph(text)], ..Article::default() };
    let added = looks(&mut library, |library| {
        library.articles().insert(source, &[Arrival::from(&article)], Timestamp::UNIX_EPOCH).unwrap();
    });
    let checked = looks(&mut library, |library| assert_eq!(library.check(&mut on).unwrap().faults, []));
    let built = looks(&mut library, |library| _ = library.index().build(on).unwrap());
    let compared = looks(&mut library, |library| assert_eq!(index::check(library, on).unwrap().missed, []));
    assert!(added >= 3 && checked >= 3, "{added} {checked}");
    assert!(built >= 15 && compared >= 15, "{built} {compared}");
}

#[test]
fn a_check_that_is_stopped_says_that_nothing_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = library(&folder.path().join("library.db"));
    let all = looks(&mut library, |library| drop(library.check(&mut on).unwrap()));
    assert!(all > 300, "{all}");
    for k in some(all) {
        library.stop_by(Some(from(k).0)).unwrap();
        let stopped = library.check(&mut on);
        assert!(matches!(stopped, Err(StoreError::Stopped)), "{k}: {stopped:?}");
    }
}

#[test]
fn an_index_that_is_stopped_at_any_look_misses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = library(&folder.path().join("library.db"));
    let all = looks(&mut library, |library| _ = library.index().rebuild(on).unwrap());
    for k in some(all) {
        library.stop_by(Some(from(k).0)).unwrap();
        let _ = library.index().rebuild(on);
        library.stop_by(None).unwrap();
        assert_eq!(index::check(&library, on).unwrap().missed, [], "{k} of {all}");
    }
    library.index().build(on).unwrap();
    assert_eq!(index::check(&library, on).unwrap().compared, 300);
}

#[test]
fn a_restore_and_a_salvage_that_are_stopped_at_any_look_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let copy = folder.path().join("copy.db");
    let library = library(&path);
    library.backup(&copy).unwrap();
    library.close().unwrap();
    let before = std::fs::read(&path).unwrap();
    let new = folder.path().join("new.db");
    let names = || std::fs::read_dir(folder.path()).unwrap().count();
    let count = names();
    let (never, asked) = from(usize::MAX);
    salvage(&path, &new, &never, &mut |_| {}).unwrap();
    std::fs::remove_file(&new).unwrap();
    for k in some(asked.load(Ordering::Relaxed)) {
        let stopped = salvage(&path, &new, &from(k).0, &mut |_| {});
        assert!(matches!(stopped, Err(StoreError::Stopped)), "{k}: {stopped:?}");
        assert_eq!((names(), std::fs::read(&path).unwrap() == before), (count, true), "{k}");
    }
    let other = folder.path().join("other.db");
    let (never, asked) = from(usize::MAX);
    restore(&other, &copy, &never, &mut on).unwrap();
    std::fs::remove_file(&other).unwrap();
    for k in some(asked.load(Ordering::Relaxed)) {
        let stopped = restore(&path, &copy, &from(k).0, &mut on);
        assert!(matches!(stopped, Err(StoreError::Stopped)), "{k}: {stopped:?}");
        assert_eq!((names(), std::fs::read(&path).unwrap() == before), (count, true), "{k}");
    }
}
