//! Articles of every kind in every script.

use super::*;
use crate::script::conversion::tests::converters;

/// A Traditional title over a Simplified body, code, a quote from Taiwan, Latin.
fn mixed() -> Arc<Article> {
    Arc::new(Article {
        title: "中俄要發出更響亮聲音".to_owned(),
        author: Some("陈记者".to_owned()),
        notice: Some("AI translated.".to_owned()),
        original_title: Some("東京で国会が開かれた".to_owned()),
        related: vec!["里程".to_owned()],
        blocks: vec![
            Block::paragraph("据新华社报道,国家主席\u{1b}[31m在里面用鼠标。"),
            Block::heading(2, "头发发展"),
            Block::new(BlockKind::Code, "let 头发 = 1;"),
            Block::paragraph("這裡的資訊網路"),
            Block::paragraph("GDP 3%"),
            Block::new(BlockKind::Rule, ""),
        ],
        ..Article::default()
    })
}

fn texts(article: &Arc<Article>, script: Script) -> Vec<String> {
    converters().load(Config::T2s).expect("dictionaries");
    let rendition = Rendition::new(Arc::clone(article), script, Wording::AS_WRITTEN, converters());
    rendition.parts().map(|part| rendition.shown(part).expect("a part").text.as_str().to_owned()).collect()
}

#[test]
fn every_part_is_converted_from_its_own_language() {
    let article = mixed();
    let esc = Safe::new("国家主席\u{1b}[31m在");
    let body = |text: &str| text.replace('*', esc.trim_start_matches("国家主席").trim_end_matches('在'));
    assert_eq!(
        texts(&article, Script::Simplified),
        [
            "中俄要发出更响亮声音",
            "陈记者",
            "AI translated.",
            &*body("据新华社报道,国家主席*在里面用鼠标。"),
            "头发发展",
            "let 头发 = 1;",
            "这里的资讯网路",
            "GDP 3%",
            "",
            "里程",
            "東京で国会が開かれた",
        ]
    );
    assert_eq!(
        texts(&article, Script::TaiwanPhrases),
        [
            "中俄要發出更響亮聲音",
            "陳記者",
            "AI translated.",
            &*body("據新華社報道,國家主席*在裡面用滑鼠。"),
            "頭髮發展",
            "let 头发 = 1;",
            "這裡的資訊網路",
            "GDP 3%",
            "",
            "里程",
            "東京で国会が開かれた",
        ]
    );
    let stored: Vec<_> = article.parts().map(|part| Safe::new(&article.text(part)).as_str().to_owned()).collect();
    assert_eq!(texts(&article, Script::Original), stored);
}

#[test]
fn places_survive_every_script() {
    let article = mixed();
    for script in Script::ALL {
        let rendition = Rendition::new(Arc::clone(&article), script, Wording::AS_WRITTEN, converters());
        for part in rendition.parts() {
            let (stored, shown) = (article.text(part), rendition.shown(part).expect("a part"));
            assert_eq!((shown.map.source_len(), shown.map.shown_len()), (stored.len(), shown.text.len()));
            for (at, _) in stored.char_indices() {
                let back = shown.map.source(shown.map.shown(at));
                let spans = shown.map.replaced().find(|(x, _)| x.contains(&at));
                // What the display form drops is shown where the next character is.
                let dropped = spans.as_ref().is_some_and(|(_, y)| y.is_empty());
                let start = spans.map_or(at, |(x, _)| x.start);
                assert!(back == start || (dropped && back >= at), "{script} {part:?} {at}: {back}");
            }
        }
    }
}

#[test]
fn missing_configurations_are_listed_and_parts_converted_on_demand() {
    let home = tempfile::tempdir().expect("a folder");
    let fresh = Converters::new(Some(home.path().to_owned()), home.path().to_owned());
    let article = mixed();
    let of = |script| Rendition::new(Arc::clone(&article), script, Wording::AS_WRITTEN, &fresh);
    let is_converted = |rendition: &Rendition, part| rendition.shown(part).is_some_and(|shown| shown.converted);
    let unloaded = of(Script::TaiwanPhrases);
    // The title is of no known region: its standard forms become Taiwan's.
    assert_eq!(unloaded.missing(), [Config::S2twp, Config::S2tw, Config::T2tw], "the body's first");
    assert!(!is_converted(&unloaded, Part::Body(0)));
    assert!(of(Script::Original).missing().is_empty());
    fresh.load_all(&unloaded.missing()[..2]).expect("dictionaries");
    let half = of(Script::TaiwanPhrases);
    assert_eq!(half.missing(), [Config::T2tw], "the title does not hold back the body");
    assert!(is_converted(&half, Part::Body(0)) && !is_converted(&half, Part::Title));
    fresh.load_all(&half.missing()).expect("dictionaries");
    let rendition = of(Script::TaiwanPhrases);
    assert!(rendition.missing().is_empty());
    assert!(!rendition.is_ready(Part::Title));
    assert!(rendition.shown(Part::Title).is_some_and(|shown| shown.converted));
    assert!(rendition.is_ready(Part::Title) && !rendition.is_ready(Part::Body(0)));
    assert!(rendition.shown(Part::Body(99)).is_none() && !rendition.is_ready(Part::Body(99)));
    let clone = rendition.clone();
    let job = std::thread::spawn(move || clone.parts().filter_map(|part| clone.shown(part)).count());
    assert_eq!(job.join().expect("no panic"), 11);
    assert!(rendition.is_ready(Part::Body(0)), "clones share what they convert");
}

#[test]
fn the_tables_of_a_part_further_down_are_missing_once_it_is_looked_at() {
    let home = tempfile::tempdir().expect("a folder");
    let fresh = Converters::new(Some(home.path().to_owned()), home.path().to_owned());
    let article = mixed();
    let build = || Rendition::new(Arc::clone(&article), Script::Simplified, Wording::AS_WRITTEN, &fresh);
    let rendition = build();
    assert_eq!(rendition.missing(), [Config::Tw2s], "the title's; the body needs none");
    assert_eq!(build().missing_for_all(), [Config::Tw2s]);
    let traditional = Rendition::new(Arc::clone(&article), Script::Traditional, Wording::AS_WRITTEN, &fresh);
    assert_eq!(traditional.missing(), [Config::S2t]);
    let quote = traditional.shown(Part::Body(3)).expect("a part");
    assert!(!quote.converted && quote.text.contains("這裡"));
    assert_eq!(traditional.missing(), [Config::S2t, Config::Tw2t], "the body's first");
    let whole = Rendition::new(Arc::clone(&article), Script::Traditional, Wording::AS_WRITTEN, &fresh);
    assert_eq!(whole.missing_for_all(), [Config::S2t, Config::Tw2t]);
}

#[test]
fn parts_are_set_by_the_language_they_are_shown_in() {
    let article = mixed();
    let language = |script, part| {
        let rendition = Rendition::new(Arc::clone(&article), script, Wording::AS_WRITTEN, converters());
        rendition.shown(part).expect("a part").language
    };
    assert_eq!(language(Script::Original, Part::Title), Language::ChineseTraditional);
    assert_eq!(language(Script::Original, Part::Body(0)), Language::ChineseSimplified);
    assert_eq!(language(Script::Original, Part::Body(4)), Language::ChineseSimplified, "as its article");
    assert_eq!(language(Script::Hongkong, Part::Body(0)), Language::ChineseHongkong);
    assert_eq!(language(Script::Simplified, Part::Title), Language::ChineseSimplified);
    assert_eq!(language(Script::Japanese, Part::Body(0)), Language::ChineseSimplified);
    assert_eq!(language(Script::Simplified, Part::OriginalTitle), Language::Japanese);
}

#[test]
fn an_article_goes_by_its_body_then_its_title_then_its_tag() {
    let of = |lang: &str, title: &str, body: &[&str]| {
        article_language(&Article {
            title: title.to_owned(),
            lang: Some(lang.to_owned()),
            blocks: body.iter().map(|text| Block::paragraph(*text)).collect(),
            ..Article::default()
        })
    };
    assert_eq!(of("zh-TW", "國會", &["这是简体"]), Language::ChineseSimplified);
    assert_eq!(of("zh-TW", "", &["1", "中文"]), Language::ChineseTaiwan);
    assert_eq!(of("", "国会開会です", &["1"]), Language::Japanese);
    assert_eq!(of("ko", "1", &[]), Language::Korean);
    assert_eq!(of("", "", &[]), Language::Other);
    assert_eq!(of("", "", &[&"中".repeat(20_000), "國"]), Language::ChineseSimplified, "only the start counts");
}

#[test]
fn japanese_and_korean_articles_are_left_alone() {
    for body in ["東京で国会が開かれた", "北韓 미사일 發射했다"] {
        let article = Arc::new(Article {
            title: "国会 東京".to_owned(),
            blocks: vec![Block::paragraph(body)],
            ..Article::default()
        });
        for script in Script::ALL {
            assert_eq!(texts(&article, script)[1], body, "{script}");
        }
    }
    let article = Arc::new(Article {
        title: "国会 東京".to_owned(),
        blocks: vec![Block::paragraph("東京で国会が開かれた")],
        ..Article::default()
    });
    assert_eq!(texts(&article, Script::Traditional)[0], "国会 東京", "nor is a title without kana");
}

#[test]
fn a_long_part_is_the_same_in_slices_and_at_once() {
    let mut body =
        "据新华社报道,“乌兹别克斯坦”的出租车(旧)……见https://例子.cn/头发 \u{301}\u{1b}[31m头发\u{ad}发展。\n"
            .repeat(3_000);
    body.push_str(&"头发发展里面".repeat(20_000));
    let article = Arc::new(Article {
        lang: Some("zh-Hans".into()),
        blocks: vec![Block::paragraph(&*body), Block::paragraph("尾")],
        ..Article::default()
    });
    let wording = Wording { quotes: crate::script::wording::Quotes::ByScript, ..Wording::default() };
    let of = |offset| {
        let place = Place { part: Part::Body(0), offset };
        Rendition::at_place(Arc::clone(&article), None, Script::TaiwanPhrases, wording, converters(), place)
    };
    let whole = Rendition::new(Arc::clone(&article), Script::TaiwanPhrases, wording, converters());
    let expected = whole.shown(Part::Body(0)).expect("a body");
    assert!(expected.converted_range.is_none());
    for at in [0, 10_001, body.len() / 2, body.len() - 1, body.len()] {
        let offset = body.floor_char_boundary(at);
        let place = Place { part: Part::Body(0), offset };
        let begun = of(offset);
        let shown = begun.shown(Part::Body(0)).expect("a body");
        assert!(shown.converted_range.is_some() && begun.is_unfinished() && begun.is_converted_at(place), "{at}");
        assert_eq!((shown.map.source_len(), shown.map.shown_len()), (body.len(), shown.text.len()));
        let (part, mut conversion) = begun.unfinished().expect("a part to make");
        assert!(conversion.step(), "more than one slice");
        let made = begun.with_part(part, conversion);
        let shown = made.shown(Part::Body(0)).expect("a body");
        assert_eq!((&*shown.text, &shown.map, &shown.words), (&*expected.text, &expected.map, &expected.words));
        assert!(!made.is_unfinished() && made.is_converted_at(Place { part, offset: 0 }));
    }
    let far = of(0);
    assert!(far.shown(Part::Body(0)).is_some());
    assert!(!far.is_converted_at(Place { part: Part::Body(0), offset: body.len() / 2 }));
}

#[test]
fn places_survive_every_script_in_the_sample_articles() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sample_articles");
    let wording = Wording { quotes: crate::script::wording::Quotes::ByScript, ..Wording::default() };
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the sample articles") {
        let text = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
        let blocks = text.lines().map(Block::paragraph).collect();
        let article = Arc::new(Article {
            title: text.lines().next().unwrap_or_default().to_owned(),
            blocks,
            ..Article::default()
        });
        for script in Script::ALL {
            let rendition = Rendition::new(Arc::clone(&article), script, wording, converters());
            for part in rendition.parts() {
                let (stored, shown) = (article.text(part), rendition.shown(part).expect("a part"));
                for (x, y) in shown.map.replaced() {
                    assert!(
                        crate::script::conversion::is_boundary(&stored, x.start)
                            && crate::script::conversion::is_boundary(&stored, x.end)
                    );
                    assert!(
                        crate::script::conversion::is_boundary(&shown.text, y.start)
                            && crate::script::conversion::is_boundary(&shown.text, y.end)
                    );
                }
                let spans: Vec<_> = shown.map.replaced().collect();
                let (mut last, mut next) = (0, 0);
                for (at, _) in stored.char_indices() {
                    while spans.get(next).is_some_and(|(x, _)| x.end <= at) {
                        next += 1;
                    }
                    let there = shown.map.shown(at);
                    assert!(there >= last, "{script} {part:?} {at}");
                    last = there;
                    let start = spans.get(next).filter(|(x, _)| x.contains(&at)).map_or(at, |(x, _)| x.start);
                    assert_eq!(shown.map.source(there), start, "{script} {part:?} {at}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100_000, "{seen}");
}

#[test]
fn the_declared_language_goes_before_the_characters() {
    let article = mixed();
    converters().load(Config::T2s).expect("dictionaries");
    converters().load(Config::S2t).expect("dictionaries");
    let of = |declared, script| {
        Rendition::with_language(Arc::clone(&article), declared, script, Wording::AS_WRITTEN, converters())
    };
    for declared in [Language::Japanese, Language::Korean, Language::Other] {
        for script in [Script::Simplified, Script::TaiwanPhrases] {
            let rendition = of(Some(declared), script);
            assert!(rendition.missing().is_empty());
            for part in rendition.parts() {
                assert!(!rendition.shown(part).expect("a part").converted, "{declared:?} {script:?} {part:?}");
            }
        }
    }
    // The title by itself is Traditional. Declared to be Simplified like the rest, it is not converted to that script, and
    // the declaration stays in another script.
    let rendition = of(Some(Language::ChineseSimplified), Script::Simplified);
    assert!(!rendition.shown(Part::Title).expect("a title").converted);
    let traditional = rendition.in_script(Script::Traditional, Wording::AS_WRITTEN, converters(), Place::START);
    assert_eq!(traditional.language(Part::Title), Some(Language::ChineseSimplified));
    assert_eq!(traditional.declared_language(), Some(Language::ChineseSimplified));
}

#[test]
fn every_replaced_word_is_a_candidate_for_queries_in_its_shown_form() {
    let converters = converters();
    for (config, script) in [(Config::S2twp, Script::TaiwanPhrases), (Config::S2hkp, Script::HongkongPhrases)] {
        converters.load_all(&Plan::single(config).configs()).unwrap();
        let words = crate::script::words::source_words(config);
        // Every fifth word is enough.
        for word in words.lines().step_by(5) {
            let article =
                Article { blocks: vec![Block::paragraph(format!("这里有{word}，说。"))], ..Article::default() };
            let stored = article.blocks[0].text.clone();
            let rendition = Rendition::new(Arc::new(article), script, Wording::AS_WRITTEN, converters);
            assert!(rendition.changes_words());
            let shown = rendition.shown(Part::Body(0)).unwrap();
            for changed in &shown.words {
                let changed = shown.text.slice(changed.clone());
                let longer = [format!("有{changed}"), format!("{changed}，说")];
                let characters = changed.chars().map(String::from);
                for query in characters.chain([changed.to_owned()]).chain(longer) {
                    let candidates = rendition.candidate_words(&query).unwrap();
                    assert!(candidates.is_in(&stored), "{config}: {query} in {stored}, shown as {}", shown.text);
                }
            }
        }
    }
}
