//! Whole articles: blocks with everything that belongs to them, and texts that come again with more of it.

use std::ops::ControlFlow;

use super::*;
use crate::article::{Cell, Image, KeptState, Span, SpanKind};
use crate::{
    article::BlockKind,
    store::database::Fault,
    text::{Part, Place},
};

fn link(range: std::ops::Range<usize>) -> Span {
    Span::new(range, SpanKind::Link { href: "https://a.example/2".into() })
}

fn picture(alt: &str) -> Block {
    let images = vec![Image { src: "https://a.example/1.jpg".into(), alt: alt.into() }];
    Block::new(BlockKind::Figure { images }, alt)
}

fn faults(library: &Library) -> Vec<Fault> {
    library.check(&mut |_| ControlFlow::Continue(())).unwrap().faults
}

#[test]
fn a_whole_article_comes_back_whole() {
    let FeedLibrary { mut library, feed } = feed_library();
    let row = |cells: [&str; 2]| cells.map(Cell::from_text).to_vec();
    let whole = Article {
        is_excerpt: true,
        chapter: Some(7),
        blocks: vec![
            Block { quoted: 1, ..Block::paragraph(MARKET).with_spans(vec![link(0..12)]) },
            picture("夜市"),
            Block::table(vec![row(["日期", "攤位"]), row(["六日", "三百"])]),
            Block::paragraph("Latin only, which is as short as it can be."),
        ],
        ..article("夜市重開", "urn:w:1", "https://a.example/1", 6, "")
    };
    let (id, _) = insert_one(&mut library, feed, &whole);
    assert_eq!(library.articles().get(id).unwrap(), whole);
    assert_eq!(faults(&library), []);
}

#[test]
fn the_same_text_with_other_details_is_no_edit_and_moves_nothing() {
    for kind in [SourceKind::Feed, SourceKind::Import] {
        let mut library = Library::open_in_memory("local").unwrap();
        let source = source(&mut library, kind, "https://a.example/feed");
        let plain = Article {
            blocks: vec![Block::paragraph(MARKET), Block::paragraph(FIRE), Block::paragraph(SHORT)],
            ..article("夜市重開", "urn:w:1", "https://a.example/1", 6, "")
        };
        let (id, _) = insert_one(&mut library, source, &plain);
        let place = Place { part: Part::Body(1), offset: 9 };
        library.marks().set_place(id, place, Timestamp::UNIX_EPOCH).unwrap();
        // Spans alone; then pictures and a table of the last two paragraphs.
        let linked = Article {
            blocks: plain.blocks.iter().map(|block| block.clone().with_spans(vec![link(3..6)])).collect(),
            is_excerpt: true,
            ..plain.clone()
        };
        let row = |text: &str| vec![Cell::from_text(text)];
        let pictured = Article {
            blocks: vec![picture("碼頭"), Block::paragraph(MARKET), Block::table(vec![row(FIRE), row(SHORT)])],
            ..plain.clone()
        };
        let places = [place, Place { part: Part::Body(2), offset: 9 }];
        for (version, place) in [linked, pictured].into_iter().zip(places) {
            assert_eq!(insert_one(&mut library, source, &version), (id, ArrivalOutcome::Unchanged));
            assert_eq!(library.articles().get(id).unwrap(), version);
            assert_eq!(library.articles().edits(id).unwrap(), []);
            assert_eq!(library.marks().get(id).unwrap().place, Some(place));
            assert_eq!(faults(&library), []);
        }
        // Other words are an edit.
        let edited = Article { blocks: vec![Block::paragraph(MARKET), Block::paragraph(FIRE)], ..plain };
        assert_eq!(insert_one(&mut library, source, &edited), (id, ArrivalOutcome::Updated));
        assert_eq!(library.articles().edits(id).unwrap().len(), 1);
    }
}

#[test]
fn damaged_details_never_hide_the_text() {
    let FeedLibrary { mut library, feed } = feed_library();
    let linked = Article {
        blocks: vec![Block::paragraph(MARKET).with_spans(vec![link(0..3)]), picture("夜市")],
        ..article("夜市重開", "urn:w:1", "", 6, "")
    };
    let (id, _) = insert_one(&mut library, feed, &linked);
    for spoiled in ["x'00'", "CAST(details || x'00' AS BLOB)", "zeroblob(1 << 20)"] {
        library.database.execute_batch(&format!("UPDATE bodies SET details = {spoiled}")).unwrap();
        let plain = library.articles().get(id).unwrap();
        assert_eq!(plain.blocks, [Block::paragraph(MARKET), Block::paragraph("夜市")], "{spoiled}");
        let [Fault::Article(found, what)] = faults(&library)[..] else { panic!("{spoiled}") };
        assert!(found == id && what.contains("plain text"), "{what}");
        // It comes again and is mended.
        assert_eq!(insert_one(&mut library, feed, &linked), (id, ArrivalOutcome::Unchanged));
        assert_eq!(library.articles().get(id).unwrap(), linked);
    }
}

#[test]
fn the_state_of_another_reader_is_taken_over_once() {
    let FeedLibrary { library, feed } = feed_library();
    let article = article("夜市重開", "urn:w:1", "", 6, MARKET);
    let kept = KeptState { starred: true, read: true, tags: vec!["要聞".into(), " ".into(), "要聞".into()] };
    let arrival = Arrival { kept: Some(&kept), ..Arrival::from(&article) };
    let insert = || library.articles().insert(feed, &[arrival], Timestamp::UNIX_EPOCH).unwrap().changes[0];
    let (id, _) = insert();
    let state = || library.marks().get(id).unwrap();
    assert!(state().starred && state().read);
    assert_eq!(library.tags().of_article(id).unwrap().own.len(), 1);
    library.marks().set_starred(id, false, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(insert(), (id, ArrivalOutcome::Unchanged));
    assert!(!state().starred && state().read);
}
