//! Filtered lists, compared with a look at every article.

use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};

use super::*;
use crate::store::{LOCAL_READER, Library, articles::Arrival, sources::SourceKind, state::TagEdit};
use crate::{
    article::{Article, Block},
    date::Published,
    search::{
        matching::Query,
        query::{Condition, ConditionKind, Matcher, Terms},
    },
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn library(articles: &[Article]) -> Library {
    let library = Library::open_in_memory(LOCAL_READER).unwrap();
    let source = library.sources().find_or_add(SourceKind::Folder, "/news", "望潮報", NOW).unwrap();
    for article in articles {
        library.articles().insert(source, &[Arrival::from(article)], NOW).unwrap();
    }
    library
}

fn article(title: &str, date: &str) -> Article {
    Article { title: title.into(), published: Published::parse(date), ..Article::default() }
}

fn titles(library: &Library, known: &mut Titles, typed: &str) -> Vec<String> {
    let predicate = Predicate::compile(&Terms::parse(typed).unwrap()).unwrap();
    let ids = known.matching(library.lists(), &predicate, || false).unwrap().unwrap();
    library.lists().rows_of(&ids).unwrap().into_iter().map(|row| row.title).collect()
}

#[test]
fn the_list_is_narrowed_by_words_names_dates_marks_and_tags() {
    let library = library(&[
        Article {
            author: Some("王小明".into()),
            lang: Some("zh-Hans".into()),
            ..article("国务院公布疫苗新规", "2021-11-30T08:00:00")
        },
        Article {
            source: Some("中央社".into()),
            lang: Some("zh-TW".into()),
            ..article("國務院說明經濟", "2021-12-01T08:00:00")
        },
        Article { lang: Some("ja".into()), ..article("経済ニュース", "2021-12-17T08:00:00") },
        article("无日期的新闻", ""),
    ]);
    let mut known = Titles::default();
    let cases: [(&str, &[&str]); 25] = [
        ("国务院", &["國務院說明經濟", "国务院公布疫苗新规"]),
        ("gwy", &["國務院說明經濟", "国务院公布疫苗新规"]),
        ("gwy !疫苗", &["國務院說明經濟"]),
        ("经济", &["経済ニュース", "國務院說明經濟"]),
        ("经济 lang:zh", &["國務院說明經濟"]),
        ("lang:z", &[]),
        ("lang:ZH-tw", &["國務院說明經濟"]),
        ("lang:zh", &["國務院說明經濟", "国务院公布疫苗新规", "无日期的新闻"]),
        ("!lang:zh-hans", &["経済ニュース", "國務院說明經濟"]),
        ("after:2021-12", &["経済ニュース", "國務院說明經濟"]),
        ("before:2021-12", &["国务院公布疫苗新规"]),
        ("after:2021-11-30 before:2021-12-01", &["国务院公布疫苗新规"]),
        ("!after:2021-12", &["国务院公布疫苗新规", "无日期的新闻"]),
        ("author:小明", &["国务院公布疫苗新规"]),
        ("wangxm", &["国务院公布疫苗新规"]),
        ("source:中央", &["國務院說明經濟"]),
        ("中央社 国务院", &["國務院說明經濟"]),
        ("source:望潮报", &["経済ニュース", "國務院說明經濟", "国务院公布疫苗新规", "无日期的新闻"]),
        ("title:中央", &[]),
        ("疫苗 OR 日期", &["国务院公布疫苗新规", "无日期的新闻"]),
        ("疫苗 OR !国务院", &["経済ニュース", "国务院公布疫苗新规", "无日期的新闻"]),
        ("新闻国务院", &[]),
        ("is:read", &[]),
        ("tag:later", &[]),
        ("is:unread ニュース", &["経済ニュース"]),
    ];
    for (typed, want) in cases {
        assert_eq!(titles(&library, &mut known, typed), want, "{typed}");
        assert_eq!(titles(&library, &mut known, typed), want, "{typed} again");
    }
    let all = library.lists().rows(&crate::store::lists::Filter::default(), 0..9).unwrap();
    library.marks().set_read(all[0].id, true, NOW).unwrap();
    library.marks().set_starred(all[1].id, true, NOW).unwrap();
    library.tags().edit(all[2].id, &TagEdit::parse("later").unwrap()).unwrap();
    assert_eq!(titles(&library, &mut known, "is:read"), ["経済ニュース"]);
    assert_eq!(titles(&library, &mut known, "is:unread is:starred"), ["國務院說明經濟"]);
    assert_eq!(titles(&library, &mut known, "tag:lat"), ["国务院公布疫苗新规"]);
    assert_eq!(titles(&library, &mut known, "later"), ["国务院公布疫苗新规"]);
    let source = all[0].source_id;
    library.articles().insert(source, &[Arrival::from(&article("新国务院", "2022-01-01T08:00:00"))], NOW).unwrap();
    assert_eq!(titles(&library, &mut known, "国务院 after:2022"), ["新国务院"]);
}

#[test]
fn a_search_that_nobody_waits_for_any_more_is_stopped() {
    let library = library(&[article("国务院", "2021-11-30T08:00:00")]);
    let predicate = Predicate::compile(&Terms::parse("国务院").unwrap()).unwrap();
    let mut known = Titles::default();
    assert_eq!(known.matching(library.lists(), &predicate, || true).unwrap(), Err(Stopped));
    assert_eq!(known.matching(library.lists(), &predicate, || false).unwrap().unwrap().len(), 1);
    let none = Library::open_in_memory(LOCAL_READER).unwrap();
    assert_eq!(Titles::default().matching(none.lists(), &predicate, || false).unwrap(), Ok(vec![]));
}

#[test]
fn titles_are_read_in_slices_and_those_that_are_read_are_searched() {
    let news: Vec<Article> = (0..10)
        .map(|number| Article {
            author: Some(format!("记者{}", number % 2)),
            guid: Some(number.to_string()),
            // Some of the same time, some without a time.
            ..article(&format!("国务院{number}"), if number % 3 == 0 { "" } else { "2021-11-30T08:00:00" })
        })
        .collect();
    let library = library(&news);
    let mut known = Titles::default();
    let all = titles(&library, &mut known, "国务院");
    let none = Predicate::default();
    for most in [1, 3, 5, 9] {
        let mut known = Titles::default();
        while !known.read_some(library.lists(), most).unwrap() {
            let ids = known.matching_so_far(library.lists(), &none, || false).unwrap().unwrap();
            assert_eq!(ids.len(), known.count());
            assert!(known.count() <= 10);
        }
        assert_eq!(titles(&library, &mut known, "国务院"), all);
        assert_eq!(titles(&library, &mut known, "author:记者1").len(), 5);
    }
    // What is found among some is not taken for what there is among all.
    let mut known = Titles::default();
    let predicate = Predicate::compile(&Terms::parse("国务院 is:unread").unwrap()).unwrap();
    assert!(!known.read_some(library.lists(), 4).unwrap());
    assert_eq!(known.matching_so_far(library.lists(), &predicate, || false).unwrap().unwrap().len(), 4);
    assert!(!known.read_some(library.lists(), 4).unwrap());
    assert_eq!(known.matching_so_far(library.lists(), &predicate, || false).unwrap().unwrap().len(), 8);
    // Others by now: from the beginning.
    let source = library.lists().rows(&crate::store::lists::Filter::default(), 0..1).unwrap()[0].source_id;
    library.articles().insert(source, &[Arrival::from(&article("新国务院", "2022-01-01T08:00:00"))], NOW).unwrap();
    assert!(!known.read_some(library.lists(), 4).unwrap());
    assert_eq!(known.count(), 4);
    assert_eq!(titles(&library, &mut known, "国务院 is:unread").len(), 11);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_title_that_holds_the_words_is_found_and_no_other(
        names in vec("[国國务務院a\u{301} ，]{0,6}", 0..80),
        word in "[国務院a]{1,3}",
    ) {
        let articles: Vec<Article> = names.iter().enumerate().map(|(number, name)| {
            Article { guid: Some(number.to_string()), ..article(name, "2021-12-01T08:00:00") }
        }).collect();
        let library = library(&articles);
        let query = Query::new(&word, crate::search::matching::Mode::ScriptBlind).unwrap();
        let want = names.iter().rev().filter(|name| query.is_in(name)).cloned().collect::<Vec<_>>();
        prop_assert_eq!(titles(&library, &mut Titles::default(), &format!("title:\"{word}\"")), want);
    }

    #[test]
    fn slices_of_any_length_find_the_same(
        names in vec("[国國务務院a\u{301} ，]{0,6}", 0..60),
        word in "[国務院a]{1,3}",
        slice in 1..40_usize,
        every in 1..4_usize,
    ) {
        let articles: Vec<Article> = names.iter().enumerate().map(|(number, name)| {
            Article { guid: Some(number.to_string()), ..article(name, "2021-12-01T08:00:00") }
        }).collect();
        let library = library(&articles);
        let mut known = Titles::default();
        prop_assert!(known.read_some(library.lists(), 1000).unwrap());
        let query = Query::new(&word, crate::search::matching::Mode::ScriptBlind).unwrap();
        let never = StopCheck::never();
        let whole = known.titled_in_slices(&query, None, usize::MAX, &never);
        prop_assert_eq!(known.titled_in_slices(&query, None, slice, &never), whole.clone());
        let mut among = BitSet::empty(names.len());
        (0..names.len()).step_by(every).for_each(|row| among.insert(row));
        let some = known.titled_in_slices(&query, Some(&among), slice, &never);
        let mut expected = whole;
        expected.intersect(&among);
        prop_assert_eq!(some, expected);
    }

    #[test]
    fn of_several_words_each_is_looked_for_in_what_the_others_leave(
        names in vec("[国國务務院經a ，]{0,6}", 0..80),
        (first, second, third) in ("[国務院a]", "[国務經a]", "[国務院a]"),
        (out, sounds) in any::<(bool, bool)>(),
        or in any::<bool>(),
    ) {
        let articles: Vec<Article> = names.iter().enumerate().map(|(number, name)| {
            Article { guid: Some(number.to_string()), ..article(name, "2021-12-01T08:00:00") }
        }).collect();
        let library = library(&articles);
        let second = if sounds { "guow".to_owned() } else { second };
        let (out, or) = (if out { "!" } else { "" }, if or { "OR" } else { "" });
        let typed = format!("title:{first} {out}title:{second} {or} title:{third} is:unread");
        let terms = Terms::parse(&typed).unwrap();
        let has = |condition: &Condition, name: &String| match &condition.what {
            ConditionKind::Title(word) => Matcher::compile(word).unwrap().is_in(name, &StopCheck::never()) != condition.excluded,
            _ => true,
        };
        let meets = |name: &&String| terms.iter().all(|term| term.any.iter().any(|condition| has(condition, name)));
        let want = names.iter().rev().filter(meets);
        let mut known = Titles::default();
        for _ in 0..2 {
            prop_assert_eq!(titles(&library, &mut known, &typed), want.clone().cloned().collect::<Vec<_>>(), "{}", &typed);
        }
    }
}

#[test]
fn an_article_is_in_the_language_of_its_text() {
    let text = |title: &str, body: &str| Article {
        blocks: vec![Block::paragraph(body)],
        ..article(title, "2021-12-17T08:00:00")
    };
    // The title alone could be of anywhere.
    let library = library(&[
        text("海港", "佢哋話呢度嘅海港係咁樣嘅，我哋喺度睇船。"),
        text("海港", "이 항구에는 배가 많다."),
        Article { lang: Some("en".into()), ..text("Harbour", "The harbour.") },
    ]);
    let langs = |library: &Library| -> Vec<usize> {
        let mut known = Titles::default();
        let asked = ["lang:zh-HK", "lang:ko", "lang:en", "lang:zh"];
        asked.into_iter().map(|typed| titles(library, &mut known, typed).len()).collect()
    };
    assert_eq!(langs(&library), [1, 1, 1, 1]);
    // One that came in before that was known goes by its title, until it is taken into the index anew.
    library.database.execute_batch("UPDATE articles SET spoken = NULL").unwrap();
    assert_eq!(langs(&library), [0, 0, 1, 2]);
    library.index().rebuild(|_| std::ops::ControlFlow::Continue(())).unwrap();
    assert_eq!(langs(&library), [1, 1, 1, 1]);
}
