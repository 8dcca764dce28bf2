//! Articles that meet the terms of a query, and their order.

use crate::search::query::{ArticleMatch, KnownFacts, Predicate, Score};
use crate::search::{
    matching::{Match, MatchKind},
    query::Terms,
};
use crate::{
    article::{Article, Block},
    date::Published,
    text::Part,
};

fn article(title: &str, body: &str) -> Article {
    Article { title: title.into(), blocks: vec![Block::paragraph(body)], ..Article::default() }
}

#[test]
fn a_word_may_be_written_by_its_sounds() {
    let article = article("天气", "据国家统计局说");
    for typed in ["'guojia", "'gjtjj", "'ㄍㄨㄛˊㄐㄧㄚ"] {
        let found = matched(typed, &article).unwrap();
        assert!(found.word.starts_with("国家"), "{typed}: {}", found.word);
    }
    assert_eq!(matched("'shehui", &article), None);
    let score = |typed: &str, title: &str| {
        let article = Article { title: title.into(), ..Article::default() };
        matched(typed, &article).and_then(|matched| matched.score)
    };
    // In a title a word may be a sound without being asked for; that comes last.
    assert!(score("gjtjj", "國家統計局公告").unwrap().is_by_sound());
    assert!(!score("'gjtjj", "國家統計局公告").unwrap().is_by_sound());
    assert!(score("gjtjj", "天气").is_none() && score("\"gj\"", "国家").is_none() && score("5g", "我贵").is_none());
    assert!(matched("gjtjj", &article).is_none());
    // So it may in the names of author, source and tags, and what is excluded may not sound so there.
    let named = Article { author: Some("王小明".into()), source: Some("中央社".into()), ..article.clone() };
    for typed in ["wangxm", "zhongys", "renmin", "yaowen", "author:wangxm", "tag:yaowen", "source:renmin"] {
        assert!(matched(typed, &named).is_some(), "{typed}");
        assert!(matched(&format!("天气 !{typed}"), &named).is_none(), "{typed}");
    }
}

#[test]
fn a_name_has_a_word_as_well_as_a_text_but_comes_behind_it() {
    let score = |typed: &str, title: &str| matched(typed, &article(title, "")).unwrap().score.unwrap();
    assert!(score("人民", "人民") < score("人民", "天气") && score("人民", "天气") < score("renmin", "天气"));
    assert!(matched("要闻", &article("天气", "")).unwrap().is_partial());
    assert_eq!(matched("要闻", &article("天气", "")).unwrap().shown, None);
    assert!(matched("!人民", &article("天气", "")).is_none());
}

#[test]
fn another_regions_word_is_known_as_such() {
    let terms = Terms::parse("软件").unwrap().with_regional(|_| vec!["軟體".to_owned()]);
    let matched = |body: &str| {
        let predicate = Predicate::compile(&terms).unwrap();
        let matched = KnownFacts::default().matched(&article("", body), &predicate).unwrap();
        (matched.word, matched.other, matched.others)
    };
    assert_eq!(matched("“軟體”與“軟件”"), ("軟件".to_owned(), false, false));
    assert_eq!(matched("“軟體”"), ("軟體".to_owned(), true, true));
    let found = Predicate::compile(&terms).unwrap().matches(&article("軟體", "軟件"));
    assert_eq!(found.iter().map(|found| found.kind).collect::<Vec<_>>(), [MatchKind::OtherWord, MatchKind::Same]);
}

fn matched(typed: &str, article: &Article) -> Option<ArticleMatch> {
    let facts = KnownFacts {
        sources: vec![(1, "人民网".to_owned())],
        tags: vec!["要闻".to_owned()],
        languages: vec![article.lang.clone().unwrap_or_default(), "zh-Hant".to_owned()],
        is_read: true,
        is_starred: false,
    };
    facts.matched(article, &Predicate::compile(&Terms::parse(typed).unwrap()).unwrap())
}

#[test]
fn whole_words_come_before_parts_and_of_both_titles_before_bodies() {
    let best = matched("中国", &article("“中国”", "")).unwrap().score;
    let body = matched("中国", &article("天气", "说“中国”。")).unwrap().score;
    let both = matched("中国", &article("发展中国家", "“中国”")).unwrap().score;
    let part = matched("中国", &article("发展中国家", "")).unwrap().score;
    let least = matched("中国", &article("天气", "发展中国家")).unwrap().score;
    assert!(best < body && body == both && body < part && part < least);
    // By sounds only the place tells.
    let sound = |title: &str, body: &str| matched("'zhongguo", &article(title, body)).unwrap().score;
    assert!(sound("发展中国家", "") < sound("天气", "“中国”"));
    // The least of several words decides.
    let both = matched("中国 天气", &article("“天气”", "发展中国家")).unwrap().score;
    assert_eq!(both, least);
}

#[test]
fn jieba_tells_words_from_parts() {
    let score = |text: &str| matched("中国", &article("", text)).unwrap().score.unwrap();
    assert_eq!(
        (score("今天中国经济增长"), score("广大发展中国家")),
        (Score::new(false, true), Score::new(false, false))
    );
    assert!(score("發展中國家與中國經濟").is_whole());
}

#[test]
fn every_term_is_held_against_the_article() {
    let mut article = article("國務院公告", "疫苗今日發布");
    article.lang = Some("zh-Hant-TW".into());
    article.author = Some("王小明".into());
    article.published = Published::parse("2021-12-17 15:30");
    for (typed, met) in [
        ("国务院 疫苗", true),
        ("国务院 -疫苗", false),
        ("总理 OR 疫苗", true),
        ("总理 | 首相", false),
        ("\"今日发布\" is:read", true),
        ("疫苗 is:unread", false),
        ("疫苗 is:starred", false),
        ("source:人民 lang:zh", true),
        ("source:#1", true),
        ("source:#11", false),
        ("!source:#11", true),
        ("lang:zh-Hant author:王", true),
        ("lang:zh-TW", true),
        ("lang:zh-HK", false),
        ("lang:zh-Hans", false),
        ("lang:z", false),
        ("tag:要", true),
        ("after:2021-12-17 before:2022", true),
        ("after:2021-12-18", false),
        ("title:疫苗", false),
        ("title:国务院 !天气", true),
        ("!国务院", false),
    ] {
        assert_eq!(matched(typed, &article).is_some(), met, "{typed}");
    }
}

#[test]
fn what_is_shown_is_in_the_text_where_it_can_be() {
    let found = matched("国务院", &article("國務院", "据国务院说")).unwrap();
    assert_eq!(
        found.shown,
        Some(Match { part: Part::Body(0), range: 3..12, kind: crate::search::matching::MatchKind::Same })
    );
    assert_eq!(matched("国务院", &article("國務院", "")).unwrap().shown.unwrap().part, Part::Title);
    assert_eq!(matched("is:read", &article("國務院", "")).unwrap().shown, None);
}
