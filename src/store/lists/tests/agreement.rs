//! The list and the library search agree: they evaluate one predicate, and differ only in that a list knows no texts.

use std::{collections::BTreeSet, ops::ControlFlow};

use jiff::Timestamp;
use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::{
    article::{Article, Block},
    date::Published,
    script::words::regional::regional,
    search::{
        StopCheck,
        query::{KnownFacts, Terms},
    },
    store::{LOCAL_READER, Library, articles::Arrival, index::LibrarySearch, sources::SourceKind, state::TagEdit},
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
/// Texts that have the words of the queries in several scripts, as parts of longer words, and by their sounds.
const TEXTS: [&str; 14] = [
    "",
    "国务院公告",
    "據國務院說",
    "发展中国家的经济",
    "經濟日報",
    "中國",
    "學校官網路線圖",
    "滑鼠與網路",
    "鼠标",
    "カラオケ大会",
    "Tokyo 2021",
    "王小明",
    "疫苗",
    "gwy",
];
const WORDS: [&str; 17] = [
    "国务院",
    "gwy",
    "'gwy",
    "中国",
    "经济",
    "jingji",
    "网络",
    "網路",
    "鼠标",
    "karaoke",
    "とうきょう",
    "王",
    "wangxm",
    "新华",
    "xinhua",
    "要闻",
    "\"gwy\"",
];
const NAMES: [&str; 6] = ["title:经济", "source:xinhua", "author:王", "tag:要闻", "author:wangxm", "title:'guojia"];
const CONDITIONS: [&str; 10] = [
    "is:unread",
    "is:starred",
    "lang:zh",
    "lang:ja",
    "lang:zh-TW",
    "after:2021-12",
    "before:2021-12-02",
    "source:#2",
    "source:新華",
    "is:read",
];

/// An article and what the reader has made of it.
#[derive(Clone, Debug)]
struct Made {
    article: Article,
    source: usize,
    carried: bool,
    read: bool,
    starred: bool,
    tag: Option<&'static str>,
}

fn made(with_texts: bool) -> impl Strategy<Value = Made> {
    let text = || select(&TEXTS[..]);
    let article = (text(), text(), select(&["", "王小明", "𠮷田強"][..]), select(&["", "新华社", "中央社"][..]));
    let rest = (
        select(&["", "zh-Hans", "zh-TW", "ja", "en"][..]),
        select(&["", "2021-11-30T08:00:00", "2021-12-17T08:00:00"][..]),
        0..2_usize,
        any::<[bool; 3]>(),
        prop::option::of(select(&["要闻", "later"][..])),
    );
    (article, rest).prop_map(
        move |((title, body, author, named), (lang, date, source, [carried, read, starred], tag))| {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let blocks = if with_texts { vec![Block::paragraph(body)] } else { Vec::new() };
            let article = Article {
                title: title.into(),
                author: some(author),
                source: some(named),
                lang: some(lang),
                published: Published::parse(date),
                blocks,
                ..Article::default()
            };
            Made { article, source, carried, read, starred, tag }
        },
    )
}

/// A library with these articles, by two sources; some are carried by both.
fn library(articles: &[Made], is_indexed: bool) -> Library {
    let library = Library::open_in_memory(LOCAL_READER).unwrap();
    let sources = ["新華網", "Morning 2021"]
        .map(|title| library.sources().find_or_add(SourceKind::Feed, title, title, NOW).unwrap());
    for (number, made) in articles.iter().enumerate() {
        let article = Article { guid: Some(format!("https://a.example/{number}")), ..made.article.clone() };
        let (id, _) =
            library.articles().insert(sources[made.source], &[Arrival::from(&article)], NOW).unwrap().changes[0];
        if made.carried {
            library.articles().insert(sources[1 - made.source], &[Arrival::from(&article)], NOW).unwrap();
        }
        library.marks().set_read(id, made.read, NOW).unwrap();
        library.marks().set_starred(id, made.starred, NOW).unwrap();
        if let Some(tag) = made.tag {
            library.tags().edit(id, &TagEdit::parse(tag).unwrap()).unwrap();
        }
    }
    if is_indexed {
        library.index().build(|_| ControlFlow::Continue(())).unwrap();
    }
    library
}

fn term() -> impl Strategy<Value = String> {
    let one = || prop_oneof![6 => select(&WORDS[..]), 2 => select(&NAMES[..]), 2 => select(&CONDITIONS[..])];
    (one(), one(), 0..10_usize).prop_map(|(one, other, how)| match how {
        0 | 1 => format!("!{one}"),
        2 => format!("{one} OR {other}"),
        3 => format!("{one} OR !{other}"),
        _ => one.to_owned(),
    })
}

fn listed(library: &Library, terms: &Terms) -> BTreeSet<i64> {
    let predicate = Predicate::compile(&terms.clone().with_regional(regional)).unwrap();
    let ids = Titles::default().matching(library.lists(), &predicate, || false).unwrap().unwrap();
    ids.into_iter().map(|id| id.0).collect()
}

fn searched(library: &Library, terms: &Terms) -> BTreeSet<i64> {
    let search = LibrarySearch::compile(terms, &StopCheck::never()).unwrap();
    let mut found = Vec::new();
    search
        .run(library, &StopCheck::never(), |_, candidate, matched| {
            found.extend(matched.map(|_| candidate.row.id.0));
            ControlFlow::Continue(())
        })
        .unwrap();
    let distinct: BTreeSet<i64> = found.iter().copied().collect();
    assert_eq!(distinct.len(), found.len(), "each article is found once");
    distinct
}

/// The articles that the predicate takes one by one, as far as their texts are known or not.
fn evaluated(library: &Library, terms: &Terms, with_texts: bool) -> BTreeSet<i64> {
    let predicate = Predicate::compile(&terms.clone().with_regional(regional)).unwrap();
    let rows = library.lists().rows(&crate::store::lists::Filter::default(), 0..999).unwrap();
    let meets = |row: &crate::store::lists::Row| {
        let mut article = library.articles().get(row.id).unwrap();
        let further = library.sources().further_of(row.id).unwrap();
        let facts = KnownFacts {
            sources: std::iter::once((row.source_id.0, row.source_title.clone()))
                .chain(further.into_iter().map(|(id, title)| (id.0, title)))
                .collect(),
            tags: library
                .tags()
                .of_article(row.id)
                .unwrap()
                .all()
                .into_iter()
                .map(|tag| tag.as_str().to_owned())
                .collect(),
            languages: languages(library, row),
            is_read: row.read,
            is_starred: row.starred,
        };
        if !with_texts {
            article.blocks.clear();
        }
        facts.matched(&article, &predicate).is_some()
    };
    rows.iter().filter(|row| meets(row)).map(|row| row.id.0).collect()
}

/// Tags of the languages that the list finds an article in.
fn languages(library: &Library, row: &crate::store::lists::Row) -> Vec<String> {
    ["zh", "zh-Hans", "zh-Hant", "zh-TW", "ja", "en"]
        .into_iter()
        .filter(|tag| listed(library, &Terms::parse(&format!("lang:{tag}")).unwrap()).contains(&row.id.0))
        .map(str::to_owned)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn without_texts_the_list_and_the_library_find_the_same(
        articles in vec(made(false), 1..7),
        terms in vec(term(), 1..4),
        is_indexed in any::<bool>(),
    ) {
        let typed = terms.join(" ");
        let terms = Terms::parse(&typed).unwrap();
        let library = library(&articles, is_indexed);
        prop_assert_eq!(listed(&library, &terms), searched(&library, &terms), "{}", &typed);
    }

    #[test]
    fn with_texts_the_library_finds_what_the_list_finds_and_what_is_in_the_texts(
        articles in vec(made(true), 1..7),
        terms in vec(term(), 1..4),
        is_indexed in any::<bool>(),
    ) {
        let typed = terms.join(" ");
        let terms = Terms::parse(&typed).unwrap();
        let library = library(&articles, is_indexed);
        let (listed, searched) = (listed(&library, &terms), searched(&library, &terms));
        prop_assert_eq!(&searched, &evaluated(&library, &terms, true), "{}", &typed);
        if !typed.contains('!') {
            prop_assert!(listed.is_subset(&searched), "{}: {:?} {:?}", &typed, listed, searched);
        }
        prop_assert_eq!(&listed, &evaluated(&library, &terms, false), "{}", &typed);
    }
}
