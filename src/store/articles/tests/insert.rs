//! Articles go in and come out as they were, once each, and edits find their article.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::store::articles::published::tests::any_published;
use crate::store::{
    ArticleId, LOCAL_READER, Library, SourceId, StoreError,
    articles::{Arrival, ArrivalOutcome},
    lists::Filter,
    sources::SourceKind,
};
use crate::{
    article::{Article, Block, BlockKind},
    date::Published,
};

use crate::store::articles::ArrivalOutcome::{Added, Unchanged, Updated};

fn library() -> (Library, SourceId) {
    let mut library = Library::open_in_memory(LOCAL_READER).unwrap();
    let source = source(&mut library, SourceKind::Folder, "/news");
    (library, source)
}

fn source(library: &mut Library, kind: SourceKind, location: &str) -> SourceId {
    library.sources().find_or_add(kind, location, location, Timestamp::UNIX_EPOCH).unwrap()
}

fn put(library: &mut Library, source: SourceId, article: &Article) -> (ArticleId, ArrivalOutcome) {
    library.articles().insert(source, &[Arrival::from(article)], Timestamp::UNIX_EPOCH).unwrap().changes[0]
}

fn put_file(library: &mut Library, source: SourceId, path: &str, article: &Article) -> (ArticleId, ArrivalOutcome) {
    let arrival = Arrival { path: Some(Path::new(path)), ..Arrival::from(article) };
    library.articles().insert(source, &[arrival], Timestamp::UNIX_EPOCH).unwrap().changes[0]
}

fn count(library: &Library) -> usize {
    library.lists().count(&Filter::default()).unwrap()
}

fn article(title: &str, day: i8, body: &str) -> Article {
    Article {
        title: title.into(),
        published: (day > 0).then(|| Published::Local(jiff::civil::date(2024, 5, day).at(8, 0, 0, 0))),
        blocks: vec![Block::paragraph(body)],
        ..Article::default()
    }
}

const BRIDGE: &str = "東河大橋今日通車，沿岸居民清晨已在橋頭等候，首班巴士七時駛過。";
const EDITED: &str = "東河大橋昨日通車，沿岸居民清晨已在橋頭等候，首班巴士七時駛過橋面。";
const WHALES: &str = "研究船在北灣記錄到三十餘頭座頭鯨，為歷年之最，科學家仍在核對照片。";

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        vec(any::<char>(), 0..20).prop_map(String::from_iter),
        vec(prop_oneof![Just('\0'), Just('"'), Just('\\'), Just('\u{10ffff}'), Just('國'), Just('\n')], 0..6)
            .prop_map(String::from_iter),
        "[ a-c]{0,3}",
    ]
}

fn any_block() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![
        Just(BlockKind::Paragraph),
        any::<u8>().prop_map(|level| BlockKind::Heading { level }),
        Just(BlockKind::Quote),
        (any::<u8>(), option::of(any::<u32>())).prop_map(|(level, number)| BlockKind::item(level, number)),
        Just(BlockKind::Code),
        Just(BlockKind::Rule),
    ];
    (kind, any_text()).prop_map(|(kind, text)| Block::new(kind, text))
}

fn any_article() -> impl Strategy<Value = Article> {
    let field = || option::of(any_text());
    let fields = (field(), field(), field(), field(), field(), field(), field());
    let dates = (option::of(any_published()), option::of(any_published()));
    (any_text(), dates, fields, vec(any_text(), 0..4), vec(any_block(), 0..6)).prop_map(
        |(title, (published, revised), (author, source, lang, link, guid, notice, original_title), related, blocks)| {
            Article {
                is_excerpt: false,
                chapter: None,
                title,
                published,
                revised,
                author,
                source,
                lang,
                link,
                guid,
                notice,
                original_title,
                related,
                blocks,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_article_comes_out_as_it_went_in(article in any_article()) {
        let (mut library, source) = library();
        let (id, change) = put(&mut library, source, &article);
        prop_assert_eq!(change, Added);
        prop_assert_eq!(library.articles().get(id).unwrap(), article);
    }

    #[test]
    fn what_is_put_twice_adds_and_changes_nothing(
        batches in vec(vec(any_rival(), 0..8), 4).prop_map(|batches| batches.into_iter().enumerate().collect::<Vec<_>>())
            .prop_shuffle(),
    ) {
        let (mut library, _) = library();
        let sources = [
            source(&mut library, SourceKind::Feed, "https://a.example/feed"),
            source(&mut library, SourceKind::Feed, "https://b.example/feed"),
            source(&mut library, SourceKind::Folder, "/a"),
            source(&mut library, SourceKind::Import, "/b"),
        ];
        // A file of a folder holds one article.
        let name = |batch: usize, index: usize| PathBuf::from(format!("{batch}-{index}"));
        let round = |library: &mut Library| {
            let mut outcomes = Vec::new();
            for (number, (source, articles)) in batches.iter().enumerate() {
                let paths: Vec<_> = (0..articles.len()).map(|index| name(number, index)).collect();
                let arrivals: Vec<_> = articles
                    .iter()
                    .zip(&paths)
                    .map(|(article, path)| Arrival { path: (*source == 2).then_some(path.as_path()), ..Arrival::from(article) })
                    .collect();
                outcomes.push(library.articles().insert(sources[*source], &arrivals, Timestamp::UNIX_EPOCH).unwrap());
            }
            outcomes
        };
        let first = round(&mut library);
        let added: usize = first.iter().map(|outcome| outcome.added).sum();
        prop_assert_eq!(added, count(&library));
        let stored = everything(&library);
        for outcome in round(&mut library) {
            prop_assert_eq!((outcome.added, outcome.updated), (0, 0));
        }
        prop_assert_eq!(everything(&library), stored);
    }
}

fn everything(library: &Library) -> Vec<(ArticleId, Article)> {
    let mut all = Vec::new();
    let visit = |id, article: &Article| {
        all.push((id, article.clone()));
        ControlFlow::Continue(())
    };
    library.lists().scan(&Filter::default(), visit).unwrap();
    all
}

/// An article that is likely to have its identifier, its link, its title or its text in common with another.
fn any_rival() -> impl Strategy<Value = Article> {
    let fields = (
        prop_oneof![Just("大橋通車"), Just("座頭鯨"), Just("")],
        prop_oneof![Just(BRIDGE), Just(EDITED), Just(WHALES), Just("東河大橋今日通車"), Just("")],
        0i8..3,
        option::of(prop_oneof![Just("1"), Just("2"), Just("urn:x:1")]),
        option::of(prop_oneof![Just("https://a.example/"), Just("http://a.example/#a"), Just("https://a.example/1")]),
        option::of(Just("記者")),
    );
    fields.prop_map(|(title, body, day, guid, link, author)| Article {
        guid: guid.map(str::to_owned),
        link: link.map(str::to_owned),
        author: author.map(str::to_owned),
        ..article(title, day, body)
    })
}

#[test]
fn an_edited_file_keeps_its_article_and_its_state() {
    let (mut library, source) = library();
    let (id, _) = put_file(&mut library, source, "a.txt", &article("大橋通車", 6, BRIDGE));
    library.marks().set_starred(id, true, Timestamp::UNIX_EPOCH).unwrap();
    let edited = Article { author: Some("記者".into()), ..article("大橋通車", 6, EDITED) };
    assert_eq!(put_file(&mut library, source, "a.txt", &edited), (id, Updated));
    assert_eq!(put_file(&mut library, source, "a.txt", &edited), (id, Unchanged));
    assert_eq!(library.articles().get(id).unwrap(), edited);
    assert!(library.marks().get(id).unwrap().starred);
    assert_eq!(library.lists().rows(&Filter::default(), 0..9).unwrap()[0].updated, Some(Timestamp::UNIX_EPOCH));
    let retitled = Article { title: "東河大橋正式通車".into(), ..edited.clone() };
    assert_eq!(put_file(&mut library, source, "a.txt", &retitled), (id, Updated));
    let less = Article { author: None, ..retitled };
    assert_eq!(put_file(&mut library, source, "a.txt", &less), (id, Updated));
    assert_eq!(library.articles().get(id).unwrap(), less);
    assert_eq!(count(&library), 1);
}

#[test]
fn a_file_that_holds_another_article_replaces_none() {
    let (mut library, source) = library();
    let (old, _) = put_file(&mut library, source, "today.txt", &article("大橋通車", 6, BRIDGE));
    let (new, change) = put_file(&mut library, source, "today.txt", &article("座頭鯨", 7, WHALES));
    assert_eq!(change, Added);
    assert_ne!(old, new);
    // The name stays with the article that has it now.
    let edited = article("座頭鯨", 7, &WHALES.replace("三十", "四十"));
    assert_eq!(put_file(&mut library, source, "today.txt", &edited), (new, Updated));
    assert_eq!(library.articles().get(old).unwrap(), article("大橋通車", 6, BRIDGE));
}

#[test]
fn a_renamed_file_is_known_again() {
    let (mut library, source) = library();
    let (id, _) = put_file(&mut library, source, "a.txt", &article("大橋通車", 6, BRIDGE));
    library.articles().release_paths(source, |path| path == Path::new("a.txt")).unwrap();
    assert_eq!(put_file(&mut library, source, "b.txt", &article("大橋通車", 6, BRIDGE)), (id, Unchanged));
    assert_eq!(put_file(&mut library, source, "b.txt", &article("大橋通車", 6, EDITED)), (id, Updated));
    library.articles().release_paths(source, |_| false).unwrap();
    assert_eq!(put_file(&mut library, source, "b.txt", &article("大橋通車", 6, BRIDGE)), (id, Updated));
}

#[test]
fn copies_are_one_article_until_one_is_edited() {
    let (mut library, source) = library();
    let bridge = article("大橋通車", 6, BRIDGE);
    let edited = article("大橋通車", 6, EDITED);
    let (id, _) = put_file(&mut library, source, "a.txt", &bridge);
    assert_eq!(put_file(&mut library, source, "b.txt", &bridge), (id, Unchanged));
    let (other, change) = put_file(&mut library, source, "b.txt", &edited);
    assert_eq!(change, Added);
    for _ in 0..2 {
        assert_eq!(put_file(&mut library, source, "a.txt", &bridge), (id, Unchanged));
        assert_eq!(put_file(&mut library, source, "b.txt", &edited), (other, Unchanged));
    }
}

#[test]
fn the_same_article_from_elsewhere_is_not_added() {
    let (mut library, source) = library();
    let bridge = article("大橋通車", 6, BRIDGE);
    let (id, _) = put_file(&mut library, source, "a.txt", &bridge);
    let import = self::source(&mut library, SourceKind::Import, "import");
    assert_eq!(put(&mut library, import, &bridge), (id, Unchanged));
    // A feed knows the link, too; the file does not take it away again.
    let feed = self::source(&mut library, SourceKind::Feed, "https://a.example/feed");
    let linked = Article { link: Some("https://a.example/1".into()), ..bridge.clone() };
    assert_eq!(put(&mut library, feed, &linked), (id, Updated));
    for _ in 0..2 {
        assert_eq!(put(&mut library, feed, &linked), (id, Unchanged));
        assert_eq!(put_file(&mut library, source, "a.txt", &bridge), (id, Unchanged));
    }
    assert_eq!(library.articles().get(id).unwrap(), linked);
    let row = &library.lists().rows(&Filter::default(), 0..1).unwrap()[0];
    assert_eq!(row.source_id, source);
}

#[test]
fn two_feeds_with_one_link_keep_the_longer_text_and_come_to_rest() {
    let (mut library, _) = library();
    let one = source(&mut library, SourceKind::Feed, "https://a.example/short");
    let two = source(&mut library, SourceKind::Feed, "https://a.example/full");
    let link = Some("https://a.example/1".to_owned());
    let short = Article { link: link.clone(), ..article("大橋通車", 6, "東河大橋今日通車") };
    let full = Article { link, ..article("大橋通車", 6, BRIDGE) };
    let (id, _) = put(&mut library, one, &short);
    assert_eq!(put(&mut library, two, &full), (id, Updated));
    for _ in 0..2 {
        assert_eq!(put(&mut library, one, &short), (id, Unchanged));
        assert_eq!(put(&mut library, two, &full), (id, Unchanged));
    }
    assert_eq!(library.articles().get(id).unwrap(), full);
}

#[test]
fn a_guid_or_a_link_finds_an_edited_article() {
    for (guid, link) in [(Some("17"), None), (None, Some("https://a.example/1"))] {
        let (mut library, _) = library();
        let feed = source(&mut library, SourceKind::Feed, "https://a.example/feed");
        let with = |article| Article { guid: guid.map(str::to_owned), link: link.map(str::to_owned), ..article };
        let (id, _) = put(&mut library, feed, &with(article("大橋通車", 6, BRIDGE)));
        assert_eq!(put(&mut library, feed, &with(article("東河大橋通車", 7, EDITED))), (id, Updated));
        assert_eq!(library.articles().get(id).unwrap(), with(article("東河大橋通車", 7, EDITED)));
        // An identifier like 17 is another feed's as well.
        let other = source(&mut library, SourceKind::Feed, "https://b.example/feed");
        let whales = with(article("座頭鯨", 9, WHALES));
        assert_eq!(put(&mut library, other, &whales).1, Added);
        assert_eq!(count(&library), 2);
    }
}

#[test]
fn items_that_all_link_to_the_front_page_are_articles_of_their_own() {
    let (mut library, _) = library();
    let feed = source(&mut library, SourceKind::Feed, "https://a.example/feed");
    let link = Some("https://a.example/".to_owned());
    let items = [
        Article { link: link.clone(), ..article("大橋通車", 0, BRIDGE) },
        Article { link: link.clone(), ..article("座頭鯨", 0, WHALES) },
        Article {
            link, ..article("市場重開", 0, "老市場修繕三年後重新開門，攤販說生意比從前好。")
        },
    ];
    let arrivals: Vec<_> = items.iter().map(Arrival::from).collect();
    assert_eq!(library.articles().insert(feed, &arrivals, Timestamp::UNIX_EPOCH).unwrap().added, 3);
    for arrivals in [&arrivals[..], &arrivals[1..]] {
        let again = library.articles().insert(feed, arrivals, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(again.unchanged, arrivals.len());
    }
}

#[test]
fn two_in_one_batch_are_two_unless_their_texts_are_versions_of_one() {
    for (guid, link) in [(Some("17"), None), (None, Some("https://a.example/"))] {
        let (mut library, _) = library();
        let feed = source(&mut library, SourceKind::Feed, "https://a.example/feed");
        let with =
            |body| Article {
                guid: guid.map(str::to_owned), link: link.map(str::to_owned), ..article("快訊", 0, body)
            };
        let items = [with(BRIDGE), with(WHALES), with(EDITED)];
        let arrivals: Vec<_> = items.iter().map(Arrival::from).collect();
        let first = library.articles().insert(feed, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((first.added, first.updated), (2, 1));
        let again = library.articles().insert(feed, &arrivals, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(again.unchanged, 3);
        let texts: Vec<_> = everything(&library).into_iter().map(|(_, article)| article).collect();
        assert_eq!(texts, [with(WHALES), with(EDITED)]);
    }
}

#[test]
fn an_edit_may_be_taken_back() {
    let (mut library, source) = library();
    let (first, second) = (article("大橋通車", 6, BRIDGE), article("大橋通車", 6, EDITED));
    let (id, _) = put_file(&mut library, source, "a.txt", &first);
    assert_eq!(put_file(&mut library, source, "a.txt", &second), (id, Updated));
    // Elsewhere lies a copy of the former version.
    let import = self::source(&mut library, SourceKind::Import, "import");
    assert_eq!(put(&mut library, import, &first), (id, Unchanged));
    assert_eq!(library.articles().get(id).unwrap(), second);
    assert_eq!(put_file(&mut library, source, "a.txt", &first), (id, Updated));
    assert_eq!(library.articles().get(id).unwrap(), first);
}

#[test]
fn a_batch_is_all_or_nothing_and_needs_its_source() {
    let (library, _) = library();
    let article = article("題", 1, "文");
    let nowhere = SourceId(99);
    let error = library.articles().insert(nowhere, &[Arrival::from(&article)], Timestamp::UNIX_EPOCH).unwrap_err();
    assert!(matches!(error, StoreError::NoSuchSource(id) if id == nowhere));
    assert!(library.articles().is_empty().unwrap());
    assert!(matches!(library.articles().get(ArticleId(1)), Err(StoreError::NoSuchArticle(ArticleId(1)))));
}

#[test]
fn a_damaged_article_is_named() {
    let (mut library, source) = library();
    let (id, _) = put(&mut library, source, &article("題", 1, "文"));
    for sql in
        ["UPDATE bodies SET shape = 'p:9'", "UPDATE bodies SET related = '{'", "UPDATE articles SET published = '?'"]
    {
        library.database.execute_batch(sql).unwrap();
        let error = library.articles().get(id).unwrap_err();
        assert!(matches!(error, StoreError::DamagedArticle { article, .. } if article == id), "{error:?}");
    }
}
