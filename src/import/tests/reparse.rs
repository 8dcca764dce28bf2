//! Articles read anew from the texts that they were made from.

use std::{fs, ops::ControlFlow};

use jiff::Timestamp;

use crate::article::{Article, Block, PARSER_VERSION, SourceFormat, SourceText};
use crate::import::{Options, ReparseOutcome, import_paths, reparse};
use crate::store::{ArticleId, Library, articles::Arrival, sources::SourceKind};
use crate::text::{Part, Place, StopCheck};

fn library() -> Library {
    Library::open_in_memory("local").unwrap()
}

/// An article as an earlier version read it, with its source.
#[allow(clippy::needless_pass_by_value)]
fn insert(library: &Library, article: &Article, source: Option<SourceText>) -> ArticleId {
    let of = library.sources().find_or_add(SourceKind::Import, "x", "x", Timestamp::UNIX_EPOCH).unwrap();
    let arrival = Arrival { source: source.as_ref(), ..Arrival::from(article) };
    library.articles().insert(of, &[arrival], Timestamp::UNIX_EPOCH).unwrap().changes[0].0
}

fn outcomes(library: &Library, ids: &[ArticleId]) -> Vec<ReparseOutcome> {
    let mut outcomes = vec![ReparseOutcome::NoSource; ids.len()];
    let mut record = |id, outcome| {
        outcomes[ids.iter().position(|other| *other == id).unwrap()] = outcome;
        ControlFlow::Continue(())
    };
    assert!(reparse(library, ids, &StopCheck::never(), &mut record).unwrap().is_continue());
    outcomes
}

#[test]
fn files_are_read_anew_as_they_were_read() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a.txt", "标题\nPublished at Dec 17, 2021 03:30 pm\n正文一段。\n"),
        ("b.md", "# 標題\n\n正文**一**段。\n"),
        ("c.html", "<html><title>題</title><body><article><p>正文一段，說了些話。</p></article></body></html>"),
        ("d.jsonl", "{\"title\":\"丙\",\"body\":\"正文。\"}\n{\"title\":\"丁\",\"body\":\"另一篇。\"}\n"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut library = library();
    let paths = [folder.path().to_owned()];
    let _ = import_paths(&mut library, &paths, &Options::default(), Timestamp::UNIX_EPOCH, &mut |_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    let ids = library.articles().ids_after(ArticleId(0), None, 99).unwrap();
    assert_eq!(outcomes(&library, &ids), [ReparseOutcome::Unchanged; 5]);
    assert_eq!(library.articles().count_parsed_before(PARSER_VERSION).unwrap(), 0);
}

#[test]
fn a_better_parser_finds_more_and_the_place_stays_at_its_words() {
    let library = library();
    let plain = Article {
        title: "夜市重開".into(),
        blocks: vec![Block::paragraph("碼頭一帶擠滿了人。"), Block::paragraph("攤販說生意比從前還好。")],
        ..Article::default()
    };
    let text = "# 夜市重開\n\n- 一\n\n碼頭**一帶**擠滿了人。\n\n攤販說生意比從前還好。\n";
    let id = insert(&library, &plain, Some(SourceText::new(SourceFormat::Markdown, text)));
    library.marks().set_place(id, Place { part: Part::Body(1), offset: 6 }, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(outcomes(&library, &[id]), [ReparseOutcome::Changed]);
    let blocks = library.articles().get(id).unwrap().blocks;
    assert_eq!(blocks.len(), 3);
    assert_eq!(library.marks().get(id).unwrap().place, Some(Place { part: Part::Body(2), offset: 6 }));
    assert_eq!(outcomes(&library, &[id]), [ReparseOutcome::Unchanged]);
}

#[test]
fn pages_are_read_with_the_entry_that_they_belong_to() {
    let library = library();
    let page = |text: &str| {
        SourceText::new(SourceFormat::Html, format!("<html><body><article>{text}</article></body></html>"))
    };
    let pages = vec![
        page("<p>碼頭一帶擠滿了人，攤販說生意比從前還好。</p>"),
        page("<p>市府說下月起每週末都開，並增設座位。</p>"),
    ];
    let entry = "<entry><title>夜市重開</title><id>urn:1</id><summary>碼頭一帶擠滿了人…</summary></entry></feed>";
    let source = SourceText {
        head: Some("<feed xmlns='http://www.w3.org/2005/Atom'><title>報</title>".into()),
        pages: pages.clone(),
        ..SourceText::new(SourceFormat::Feed, entry)
    };
    let old = |title: &str| Article {
        title: title.into(),
        blocks: vec![Block::paragraph("碼頭一帶擠滿了人…")],
        ..Article::default()
    };
    let ids = [
        insert(&library, &old("夜市重開"), Some(source)),
        insert(&library, &old("另一題"), Some(SourceText { pages, ..SourceText::new(SourceFormat::Feed, "") })),
    ];
    assert_eq!(outcomes(&library, &ids), [ReparseOutcome::Changed; 2]);
    for (id, title) in ids.into_iter().zip(["夜市重開", "另一題"]) {
        let article = library.articles().get(id).unwrap();
        assert_eq!((article.title.as_str(), article.blocks.len()), (title, 2), "{article:?}");
    }
}

#[test]
fn what_gives_no_article_stays_as_it_is() {
    let library = library();
    let article = |title: &str| Article {
        title: title.into(),
        blocks: vec![Block::paragraph("正文一段。")],
        ..Article::default()
    };
    let two = "[{\"title\":\"甲\",\"body\":\"甲文\"},{\"title\":\"乙\",\"body\":\"乙文\"}]";
    let ids = [
        insert(&library, &article("一"), None),
        insert(&library, &article("二"), Some(SourceText::new(SourceFormat::Html, "<p>"))),
        insert(&library, &article("三"), Some(SourceText::new(SourceFormat::Json, "[1, 2"))),
        insert(&library, &article("四"), Some(SourceText::new(SourceFormat::Feed, "no feed"))),
        // Of several the one that it is.
        insert(&library, &article("丙"), Some(SourceText::new(SourceFormat::Json, two))),
        insert(&library, &article("乙"), Some(SourceText::new(SourceFormat::Json, two))),
    ];
    let found = outcomes(&library, &ids);
    assert_eq!(found[0], ReparseOutcome::NoSource);
    for (outcome, id) in found[1..5].iter().zip(&ids[1..]) {
        assert!(matches!(outcome, ReparseOutcome::Unreadable(_)), "{outcome:?}");
        assert_eq!(library.articles().get(*id).unwrap().blocks, [Block::paragraph("正文一段。")]);
    }
    assert_eq!(found[5], ReparseOutcome::Changed);
    assert_eq!(library.articles().get(ids[5]).unwrap().blocks, [Block::paragraph("乙文")]);
}

#[test]
fn reading_anew_stops_between_two_articles() {
    let library = library();
    let id = insert(&library, &Article { title: "一".into(), ..Article::default() }, None);
    let stopped = reparse(&library, &[id, id], &StopCheck::new(&|| true), &mut |_, _| panic!("it was stopped"));
    assert!(stopped.unwrap().is_break());
    let mut count = 0;
    let broken = reparse(&library, &[id, id], &StopCheck::never(), &mut |_, _| {
        count += 1;
        ControlFlow::Break(())
    });
    assert!(broken.unwrap().is_break() && count == 1);
}
