//! How articles are judged: what meets the terms of a search, and what comes first.

use crate::search::query::{Judge, Judged, Rank, Verdict};
use crate::search::{
    Looks,
    matching::{Match, QueryError, query::Kind},
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
        let verdict = judge(typed, &article).unwrap();
        assert!(verdict.word.starts_with("国家"), "{typed}: {}", verdict.word);
    }
    assert_eq!(judge("'shehui", &article), None);
    let sounds = |typed: &str| Judge::by_sound(&Terms::read(typed).unwrap(), &Looks::never());
    assert!(sounds("国家").is_none() && sounds("\"gj\"").is_none() && sounds("5g").is_none());
    assert!(sounds("gjtjj").unwrap().may_be_titled("國家統計局公告", &Looks::never()));
    assert!(!sounds("gjtjj").unwrap().may_be_titled("天气", &Looks::never()));
}

#[test]
fn another_regions_word_is_known_as_such() {
    let terms = Terms::read("软件").unwrap().with_regional(|_| vec!["軟體".to_owned()]);
    let judge = |body: &str| {
        let article = article("", body);
        let judged = Judged::alone(&article);
        let verdict = Judge::new(&terms).unwrap().judge(&judged, &Looks::never()).unwrap();
        (verdict.word, verdict.other)
    };
    assert_eq!(judge("“軟體”與“軟件”"), ("軟件".to_owned(), false));
    assert_eq!(judge("“軟體”"), ("軟體".to_owned(), true));
    let found = Judge::new(&terms).unwrap().matches(&article("軟體", "軟件"));
    assert_eq!(found.iter().map(|found| found.kind).collect::<Vec<_>>(), [Kind::OtherWord, Kind::Same]);
}

fn judge(typed: &str, article: &Article) -> Option<Verdict> {
    let judged = Judged {
        article,
        langs: [article.lang.as_deref().unwrap_or_default(), "zh-Hant"],
        source: "人民网",
        source_number: 1,
        further_sources: &[],
        tags: &["要闻".to_owned()],
        read: true,
        starred: false,
    };
    Judge::new(&Terms::read(typed).unwrap()).unwrap().judge(&judged, &Looks::never())
}

#[test]
fn whole_words_come_before_parts_and_of_both_titles_before_bodies() {
    let best = judge("中国", &article("“中国”", "")).unwrap().rank;
    let body = judge("中国", &article("天气", "说“中国”。")).unwrap().rank;
    let both = judge("中国", &article("发展中国家", "“中国”")).unwrap().rank;
    let part = judge("中国", &article("发展中国家", "")).unwrap().rank;
    let least = judge("中国", &article("天气", "发展中国家")).unwrap().rank;
    assert!(best < body && body == both && body < part && part < least);
    // By sounds only the place tells.
    let sound = |title: &str, body: &str| judge("'zhongguo", &article(title, body)).unwrap().rank;
    assert!(sound("发展中国家", "") < sound("天气", "“中国”"));
    // The least of several words decides.
    let both = judge("中国 天气", &article("“天气”", "发展中国家")).unwrap().rank;
    assert_eq!(both, least);
}

#[test]
fn jieba_tells_words_from_parts() {
    let rank = |text: &str| {
        let article = article("", text);
        let judged = Judged::alone(&article);
        Judge::new(&Terms::read("中国").unwrap()).unwrap().judge(&judged, &Looks::never()).unwrap().rank
    };
    assert_eq!((rank("今天中国经济增长"), rank("广大发展中国家")), (Rank::new(false, true), Rank::new(false, false)));
    assert!(rank("發展中國家與中國經濟").is_whole());
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
        assert_eq!(judge(typed, &article).is_some(), met, "{typed}");
    }
}

#[test]
fn what_is_shown_is_in_the_text_where_it_can_be() {
    let verdict = judge("国务院", &article("國務院", "据国务院说")).unwrap();
    assert_eq!(
        verdict.shown,
        Some(Match { part: Part::Body(0), range: 3..12, kind: crate::search::matching::query::Kind::Same })
    );
    assert_eq!(judge("国务院", &article("國務院", "")).unwrap().shown.unwrap().part, Part::Title);
    assert_eq!(judge("is:read", &article("國務院", "")).unwrap().shown, None);
    assert_eq!(Judge::new(&Terms::read("  ").unwrap()).err(), Some(QueryError::Empty));
}
