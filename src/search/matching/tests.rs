//! Properties of every search through a text: it comes to an end, it can be stopped, and it costs what it says.

use std::{cell::Cell, ops::Range};

use proptest::prelude::*;

use super::*;
use crate::{
    article::{Article, Block},
    search::{
        CHECK_INTERVAL_BYTES,
        matching::{Query, Scan, in_article, other_spellings},
        query::{ArticleView, KnownFacts, Predicate, Terms},
    },
    text::fold::units,
};

/// Marks that join with what stands before or behind them, in every way that Unicode knows, and plain characters.
const MARKS: &str = "[ﾟﾞﾊｶ\u{3099}\u{309A}\u{309B}\u{309C}かがカ\u{301}\u{308}\u{20E3}\u{FE0E}\u{FE0F}\u{E0100}\
     \u{200D}\u{200B}\u{1112}\u{1161}\u{11AB}\u{1160}\u{115F}ᆨㅎ한하\u{600}\u{903}\u{93C}क🇨🇳👩\u{1F3FB}\r\n \
     \u{FFFF}\u{302A}…‥.—-国國a１e∀]";

fn marks(len: Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(MARKS, len).prop_map(|characters| characters.concat())
}

/// The plain scan: the text folded, then every stretch of units compared with each spelling of the word.
fn plain(word: &str, text: &str) -> Vec<Range<usize>> {
    let fold = |text: &str| units(text).map(|unit| unit.value).collect::<Vec<char>>();
    let spelled: Vec<Vec<char>> =
        std::iter::once(word.to_owned()).chain(other_spellings(word)).map(|it| fold(&it)).collect();
    let units: Vec<_> = units(text).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, first) in units.iter().enumerate() {
        let is_here = |word: &&Vec<char>| {
            let stretch = units.get(at..at + word.len());
            stretch.is_some_and(|units| units.iter().map(|unit| unit.value).eq(word.iter().copied()))
        };
        if first.range.start >= found.last().map_or(0, |last| last.end)
            && let Some(word) = spelled.iter().find(is_here)
        {
            found.push(cluster::widen(text, first.range.start..units[at + word.len() - 1].range.end));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_step_goes_on_and_steps_of_any_size_find_the_same(
        text in marks(0..30),
        query in marks(1..4),
        size in 1..40_usize,
    ) {
        for mode in Mode::ALL {
            let Ok(query) = Query::new(&query, mode) else { continue };
            let (mut cursor, mut found, mut steps) = (Cursor::default(), Vec::new(), 0);
            loop {
                let (before, mut allowance) = (cursor.place(), size);
                let step = cursor.step(query.engine(), &text, text.len(), &mut allowance);
                steps += 1;
                prop_assert!(steps <= text.len() + 1, "{mode:?}");
                prop_assert!(cursor.place() > before || step == Step::End);
                match step {
                    Step::Found(it) => {
                        let last = found.last().map_or(0, |last: &Range<usize>| last.end);
                        prop_assert!(it.range.start >= last && it.range.end > it.range.start);
                        found.push(it.range);
                    }
                    Step::Paused => {}
                    Step::End => break,
                }
            }
            prop_assert_eq!(cursor.place(), text.len());
            prop_assert_eq!(&found, &query.find_iter(&text).collect::<Vec<_>>());
            if mode == Mode::ScriptBlind {
                prop_assert_eq!(found, plain(query.text(), &text));
            }
        }
    }

    #[test]
    fn a_search_in_an_article_is_the_plain_scan_of_each_part(
        title in marks(0..8),
        blocks in prop::collection::vec(marks(0..12), 0..4),
        query in marks(1..4),
        budget in 1..60_usize,
    ) {
        let blocks = blocks.into_iter().map(Block::paragraph).collect();
        let article = Article { title, blocks, ..Article::default() };
        for mode in Mode::ALL {
            let Ok(query) = Query::new(&query, mode) else { continue };
            let (mut found, mut scan, mut steps) = (Vec::new(), Scan::new(&article), 0);
            while scan.step(&article, &query, budget, &mut found) {
                steps += 1;
                prop_assert!(steps <= 400);
            }
            prop_assert_eq!(&found, &in_article(&article, &query).collect::<Vec<_>>());
            if mode == Mode::ScriptBlind {
                let each = |part| {
                    plain(query.text(), &article.text(part)).into_iter().map(move |range| (part, range))
                };
                let want: Vec<_> = article.parts().flat_map(each).collect();
                prop_assert_eq!(found.into_iter().map(|it| (it.part, it.range)).collect::<Vec<_>>(), want);
            }
        }
    }
}

/// A flag that is raised at a certain look, and how often it was looked at.
fn raised_at(look: usize, judged: impl FnOnce(&StopCheck<'_>)) -> (usize, bool) {
    let seen = Cell::new(0);
    let stop = || {
        seen.set(seen.get() + 1);
        seen.get() > look
    };
    let stop = StopCheck::new(&stop);
    judged(&stop);
    (seen.get(), stop.is_stopped())
}

#[test]
fn an_article_of_any_size_is_searched_between_checks_of_the_flag() {
    let bytes = 4 << 20;
    let long = Article { blocks: vec![Block::paragraph("发展中国家".repeat(bytes / 15))], ..Article::default() };
    let blocks = (0..bytes / 6).map(|_| Block::paragraph("国家")).collect();
    let many = Article { blocks, ..Article::default() };
    for (article, typed) in [(&long, "疫苗"), (&long, "!疫苗"), (&long, "'yimiao"), (&many, "疫苗"), (&many, "'yimiao")]
    {
        let predicate = Predicate::compile(&Terms::parse(typed).unwrap()).unwrap();
        let work =
            |stop: &StopCheck<'_>| drop(ArticleView::new(article, &KnownFacts::default(), stop).matched(&predicate));
        let (all, stopped) = raised_at(usize::MAX, work);
        assert!(all >= bytes / CHECK_INTERVAL_BYTES && !stopped, "{typed}: {all}");
        for look in [0, 1, all / 2] {
            // It is not asked again once it is raised: the work ends there.
            assert_eq!(raised_at(look, work), (look + 1, true), "{typed}");
        }
    }
}

#[test]
fn many_words_are_compiled_between_checks_of_the_flag() {
    let words: Vec<String> = (0..300).map(|number| format!("ka{number}")).collect();
    let terms = Terms::parse(&words.join(" ")).unwrap();
    let (all, _) = raised_at(usize::MAX, |stop| drop(Predicate::compile_until(&terms, stop)));
    assert!(all >= 10, "{all}");
    assert_eq!(raised_at(3, |stop| drop(Predicate::compile_until(&terms, stop))), (4, true));
}

#[test]
fn what_is_found_and_not_meant_counts_as_work() {
    // Every place has the word and none is the beginning of one.
    let text = "a".repeat(CHECK_INTERVAL_BYTES / 4);
    let query = Query::new("あああ", Mode::Pinyin).unwrap();
    let (stop, _) = raised_at(usize::MAX, |stop| assert!(!query.is_in_until(&text, stop)));
    assert!(stop > text.len() * LOOKED_AT / CHECK_INTERVAL_BYTES / 2, "{stop}");
}

#[test]
fn no_text_takes_more_than_in_proportion_to_its_length() {
    // Each of these takes hours if every place costs the length of the text, or of what is looked past.
    const MANY: usize = 100_000;
    let gap = "\u{200B}".repeat(MANY);
    let clusters = format!("国アカ{}", "ﾟ".repeat(MANY));
    for (text, query, mode) in [
        (&"‥".repeat(MANY), "…b", Mode::ScriptBlind),
        (&clusters, "ﾟ", Mode::Whole),
        (&clusters, "ﾟ国", Mode::ScriptBlind),
        (&format!("{}{gap}", "国".repeat(2_000)), &("国".repeat(3_000) + "务"), Mode::ScriptBlind),
        (&format!("{}{gap}", "国".repeat(100)), &"guo".repeat(40), Mode::Pinyin),
        (&format!("{}{gap}", "か".repeat(100)), &"ka".repeat(60), Mode::Pinyin),
        (&format!("{}{}", "か".repeat(100), "-".repeat(MANY)), &"ka".repeat(60), Mode::Pinyin),
        (&"a".repeat(MANY), &"あ".repeat(10_000), Mode::Pinyin),
        (&format!("한국은{}", "국".repeat(MANY)), "국", Mode::Whole),
        (&"🇨🇳".repeat(MANY / 8), "🇨🇳", Mode::ScriptBlind),
    ] {
        let Ok(query) = Query::new(query, mode) else { continue };
        let mut end = 0;
        for found in query.find_iter(text) {
            assert!(found.start >= end);
            end = found.end;
        }
    }
}
