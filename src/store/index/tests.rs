//! The index names every article that has a text, whatever has become of the articles and of the index.

use std::ops::ControlFlow;

use jiff::Timestamp;
use proptest::prelude::*;

use super::batch::MAX_BATCH_ARTICLES;
use super::candidates::{Candidate, candidates};
use super::segment::all;
use super::{LibrarySearch, build::IndexProgress, check, gram_query::GramQuery, related};
use crate::article::{Article, Block};
use crate::search::matching::{Mode, Query, in_article};
use crate::search::query::Terms;
use crate::store::{ArticleId, LOCAL_READER, Library, SourceId, articles::Arrival, lists::Filter, sources::SourceKind};
use crate::text::StopCheck;

fn library() -> (Library, SourceId) {
    let library = Library::open_in_memory(LOCAL_READER).unwrap();
    let source = library.sources().find_or_add(SourceKind::Folder, "/news", "news", Timestamp::UNIX_EPOCH).unwrap();
    (library, source)
}

fn put(library: &mut Library, source: SourceId, article: &Article) -> ArticleId {
    library.articles().insert(source, &[Arrival::from(article)], Timestamp::UNIX_EPOCH).unwrap().changes[0].0
}

fn article(title: &str, body: &str) -> Article {
    Article { title: title.into(), blocks: vec![Block::paragraph(body)], ..Article::default() }
}

fn build(library: &mut Library) -> IndexProgress {
    library.index().build(|_| ControlFlow::Continue(())).unwrap()
}

/// The candidates for a text that have it, in the order they come.
fn finds(library: &Library, text: &str) -> Vec<ArticleId> {
    let query = Query::new(text, Mode::ScriptBlind).unwrap();
    let mut found = Vec::new();
    let visit = |candidate: Candidate<'_>| {
        if in_article(candidate.article, &query).next().is_some() {
            found.push(candidate.row.id);
        }
        ControlFlow::Continue(())
    };
    candidates(library, &GramQuery::text(text), &StopCheck::never(), visit).unwrap();
    found
}

fn scans(library: &Library, text: &str) -> Vec<ArticleId> {
    let query = Query::new(text, Mode::ScriptBlind).unwrap();
    let mut found = Vec::new();
    let visit = |id, article: &Article| {
        if in_article(article, &query).next().is_some() {
            found.push(id);
        }
        ControlFlow::Continue(())
    };
    library.lists().scan(&Filter::default(), visit).unwrap();
    found
}

fn named(library: &Library, text: &str) -> usize {
    let mut count = 0;
    let visit = |_: Candidate<'_>| {
        count += 1;
        ControlFlow::Continue(())
    };
    candidates(library, &GramQuery::text(text), &StopCheck::never(), visit).unwrap();
    count
}

#[test]
fn what_has_come_in_is_found_before_and_after_it_is_taken_in() {
    let (mut library, source) = library();
    let a = put(&mut library, source, &article("國務院公告", "今日發布"));
    let b = put(&mut library, source, &article("天气", "国务院说今天下雨"));
    let c = put(&mut library, source, &article("体育", "没有什么"));
    assert_eq!(library.index().count_waiting().unwrap(), 3);
    // In the title first.
    assert_eq!(finds(&library, "国务院"), [a, b]);
    assert_eq!(build(&mut library), IndexProgress { done: 3, all: 3, bytes: 12 + 24 + 12 });
    assert_eq!(library.index().count_waiting().unwrap(), 0);
    assert_eq!(finds(&library, "国务院"), [a, b]);
    assert_eq!((named(&library, "国务院"), named(&library, "什"), named(&library, "无此词")), (2, 1, 0));
    assert_eq!(finds(&library, "沒有"), [c]);
}

#[test]
fn an_edited_article_is_found_by_its_new_text_only() {
    let (mut library, source) = library();
    let guid = |body: &str| Article { guid: Some("1".into()), ..article("今日天气预报", body) };
    let id = put(&mut library, source, &guid("东河大桥今日通车，沿岸居民清晨已在桥头等候。"));
    build(&mut library);
    assert_eq!(put(&mut library, source, &guid("东河大桥今日通车，沿岸居民昨夜已在桥头等候。")), id);
    assert_eq!(library.index().count_waiting().unwrap(), 1);
    assert_eq!(finds(&library, "昨夜"), [id]);
    assert_eq!(finds(&library, "清晨"), []);
    build(&mut library);
    assert_eq!(finds(&library, "昨夜"), [id]);
    assert_eq!(finds(&library, "清晨"), []);
    assert_eq!(check(&library, |_| ControlFlow::Continue(())).unwrap().missed, []);
}

#[test]
fn an_article_that_is_gone_is_not_found() {
    let (mut library, source) = library();
    let ids: Vec<ArticleId> = (0..20).map(|n| put(&mut library, source, &article(&format!("天气{n}"), "晴"))).collect();
    build(&mut library);
    library.database.execute_batch(&format!("DELETE FROM articles WHERE id = {}", ids[7])).unwrap();
    assert_eq!(finds(&library, "天气").len(), 19);
    put(&mut library, source, &article("又是天气", "晴"));
    library.database.execute_batch("DELETE FROM articles WHERE title = '又是天气'").unwrap();
    assert_eq!((library.index().count_waiting().unwrap(), finds(&library, "天气").len()), (0, 19));
}

#[test]
fn a_search_counts_the_articles_that_are_damaged_once() {
    let (mut library, source) = library();
    let [whole, damaged] = ["晴天", "晴れ"].map(|title| put(&mut library, source, &article(title, "晴")));
    library
        .database
        .execute_batch(&format!("UPDATE bodies SET shape = 'p:9' WHERE article_id = {}", damaged.0))
        .unwrap();
    // Words and sounds both come to it.
    for query in ["晴", "qing", "'qing"] {
        let search = LibrarySearch::compile(&Terms::parse(query).unwrap(), &StopCheck::never()).unwrap();
        let mut found = Vec::new();
        let passed_over = search.run(&library, &StopCheck::never(), |_, candidate, matched| {
            found.extend(matched.map(|_| candidate.row.id));
            ControlFlow::Continue(())
        });
        assert_eq!((passed_over.unwrap(), &found[..]), (1, &[whole][..]), "{query}");
    }
}

#[test]
fn many_small_segments_become_one() {
    let (mut library, source) = library();
    let guid = |n: usize, body: &str| Article { guid: Some(n.to_string()), ..article("天气预报今天", body) };
    for n in 0..8 {
        put(&mut library, source, &guid(n, &format!("第{n}天晴")));
        if n == 3 {
            // The first text of the second article is in an earlier segment.
            put(&mut library, source, &guid(1, "第1天雨"));
            library.database.execute_batch("DELETE FROM articles WHERE guid = '2'").unwrap();
        }
        build(&mut library);
    }
    let segments = all(&library.database).unwrap();
    assert_eq!(segments.len(), 1);
    assert_eq!(segments[0].articles.len(), 7);
    assert_eq!((finds(&library, "第1天雨").len(), finds(&library, "第1天晴").len()), (1, 0));
    // The former text is gone from the index as well.
    assert_eq!((named(&library, "天雨"), named(&library, "天晴"), named(&library, "第2")), (1, 6, 0));
    let pages: i64 =
        library.database.query_row("SELECT count(DISTINCT key >> 43) FROM index_pages", [], |row| row.get(0)).unwrap();
    assert_eq!(pages, 1);
    assert_eq!(check(&library, |_| ControlFlow::Continue(())).unwrap().missed, []);
}

#[test]
fn the_check_finds_what_a_search_would_miss_and_a_rebuild_mends_it() {
    let breaks: [(&str, usize, bool); 4] = [
        ("DELETE FROM index_pages WHERE key = (SELECT max(key) FROM index_pages)", 30, false),
        ("DELETE FROM index_segments", 30, false),
        // These are noticed when they are asked: all articles are candidates then.
        ("UPDATE index_pages SET page = x'ff'", 30, true),
        ("UPDATE index_segments SET articles = x'ff'", 30, true),
    ];
    for (damage, missed, still_found) in breaks {
        let (mut library, source) = library();
        for n in 0..30 {
            put(&mut library, source, &article(&format!("天气{n}"), "晴"));
        }
        build(&mut library);
        let fine = check(&library, |_| ControlFlow::Continue(())).unwrap();
        assert_eq!((fine.compared, fine.missed.len(), fine.waiting), (30, 0, 0));
        library.database.execute_batch(damage).unwrap();
        assert_eq!(finds(&library, "晴").len() == 30, still_found, "{damage}");
        assert_eq!(check(&library, |_| ControlFlow::Continue(())).unwrap().missed.len(), missed, "{damage}");
        library.index().rebuild(|_| ControlFlow::Continue(())).unwrap();
        assert_eq!(finds(&library, "晴").len(), 30, "{damage}");
        assert_eq!(check(&library, |_| ControlFlow::Continue(())).unwrap().missed, []);
    }
}

#[test]
fn an_index_of_another_folding_is_made_anew() {
    let (mut library, source) = library();
    let id = put(&mut library, source, &article("天气", "晴"));
    build(&mut library);
    library.database.execute_batch("UPDATE index_segments SET folding = 1; DELETE FROM index_pages").unwrap();
    assert_eq!(finds(&library, "晴"), [id]);
    assert_eq!(build(&mut library).done, 1);
    assert_eq!(named(&library, "晴"), 1);
    assert_eq!(named(&library, "雨"), 0);
}

#[test]
fn a_build_that_is_stopped_or_dies_leaves_everything_findable() {
    let (mut library, source) = library();
    let articles: Vec<Article> = (0..MAX_BATCH_ARTICLES + 88).map(|n| article(&format!("天气{n}"), "晴")).collect();
    let arrivals: Vec<Arrival<'_>> = articles.iter().map(Arrival::from).collect();
    library.articles().insert(source, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
    // Asked for the first time after the first lot, of which nobody waits for the rest.
    let stopped = library.index().build(|_| ControlFlow::Break(())).unwrap();
    assert!(stopped.all == MAX_BATCH_ARTICLES + 88 && [0, MAX_BATCH_ARTICLES].contains(&stopped.done), "{stopped:?}");
    assert_eq!(stopped.bytes, 3 * stopped.done as u64);
    assert_eq!(library.index().count_waiting().unwrap(), MAX_BATCH_ARTICLES + 88 - stopped.done);
    assert_eq!(finds(&library, "晴").len(), MAX_BATCH_ARTICLES + 88);
    // One that was killed while it wrote a segment.
    library.database.execute_batch("INSERT INTO index_segments (id, folding, count) VALUES (77, 0, 5)").unwrap();
    library.database.execute_batch("INSERT INTO index_pages VALUES (77 << 43, x'00'), (78 << 43, x'00')").unwrap();
    assert_eq!(finds(&library, "晴").len(), MAX_BATCH_ARTICLES + 88);
    build(&mut library);
    assert_eq!((library.index().count_waiting().unwrap(), finds(&library, "晴").len()), (0, MAX_BATCH_ARTICLES + 88));
    let stray = "SELECT count(*) FROM index_pages WHERE key >> 43 IN (77, 78) AND page = x'00'";
    assert_eq!(library.database.query_row(stray, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn the_same_story_is_found_across_scripts() {
    let (mut library, source) = library();
    let story = Article {
        related: vec!["《潮汐发电站并网》（2021-12-17）".into()],
        ..article("首艘氢动力渡轮在星湾下水", "首艘氢动力渡轮在星湾下水，渡轮由船厂建造，氢气燃料电池可航行四百公里。")
    };
    let first = put(&mut library, source, &story);
    let other = put(
        &mut library,
        source,
        &article("氫動力渡輪完成首航", "渡輪以氫氣燃料電池為動力，由星灣船廠建造，今日完成首航。"),
    );
    let named = put(&mut library, source, &article("潮汐發電站併網", "年發電量可供三萬戶使用。"));
    for n in 0..30 {
        put(&mut library, source, &article(&format!("第{n}日天气"), "全市多云转晴，最高气温二十度，适合出行。"));
    }
    for _ in 0..2 {
        let related = related(&library, first, 10, &StopCheck::never()).unwrap();
        assert_eq!(related.iter().map(|it| (it.row.id, it.named)).collect::<Vec<_>>(), [(named, true), (other, false)]);
        assert!(related[1].shared.contains(&"渡轮".to_owned()), "{:?}", related[1].shared);
        build(&mut library);
    }
}

/// Characters that meet in ways that matter.
const TRICKY: &str = "[国國囯家傢统統計计局发發髮a-dＡ1１①⑪.…‥—\\-か゛がｶﾞﾊﾟぱーコこ한하\u{1112}\u{1161}\u{11ab}ㅎé\u{301}\u{200b}\u{e0100}\u{fe0f}\n \t\u{3000}㍿株式会社ﬁß「」👨👩\u{200d}🇨🇳\u{0}]";

fn tricky(len: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(TRICKY, len).prop_map(|characters| characters.concat())
}

fn any_article() -> impl Strategy<Value = Article> {
    let some = || prop::option::of(tricky(0..6));
    (
        tricky(0..12),
        prop::collection::vec(tricky(0..40), 0..4),
        some(),
        some(),
        some(),
        prop::collection::vec(tricky(0..6), 0..2),
    )
        .prop_map(|(title, blocks, author, notice, original_title, related)| Article {
            title,
            author,
            notice,
            original_title,
            related,
            blocks: blocks.into_iter().map(Block::paragraph).collect(),
            ..Article::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_text_is_found_in_every_article_that_a_scan_finds(
        lots in prop::collection::vec(prop::collection::vec(any_article(), 1..4), 1..12),
        built in 0..12_usize,
        queries in prop::collection::vec(tricky(1..6), 1..12),
    ) {
        let (mut library, source) = library();
        for (index, lot) in lots.iter().enumerate() {
            for (at, article) in lot.iter().enumerate() {
                // Some are edits of earlier ones.
                let guid = Some(((index * 7 + at) % 9).to_string());
                put(&mut library, source, &Article { guid, ..article.clone() });
            }
            if index < built {
                build(&mut library);
            }
        }
        for text in queries {
            if Query::new(&text, Mode::ScriptBlind).is_ok() {
                let (mut found, mut wanted) = (finds(&library, &text), scans(&library, &text));
                found.sort_unstable();
                wanted.sort_unstable();
                prop_assert_eq!(found, wanted, "{:?}", text);
            }
        }
        prop_assert_eq!(check(&library, |_| ControlFlow::Continue(())).unwrap().missed, []);
    }
}
