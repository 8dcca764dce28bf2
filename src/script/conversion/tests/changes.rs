//! Changes: their kinds, their places, their number, and that they are all there is.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    article::{Article, Block},
    script::{
        Script,
        conversion::{grouped, tests::converters},
        rendition::Rendition,
        wording::{Quotes, Wording},
    },
    text::Part,
};

const BODY: Part = Part::Body(0);

fn rendition(text: &str, script: Script, wording: Wording) -> Rendition {
    let article = Article { lang: Some("zh-Hans".into()), blocks: vec![Block::paragraph(text)], ..Article::default() };
    Rendition::new(Arc::new(article), script, wording, converters())
}

fn changed(text: &str, script: Script) -> Vec<(String, String, ChangeKind)> {
    let rendition = rendition(text, script, Wording { quotes: Quotes::ByScript, ..Wording::default() });
    let shown = rendition.shown(BODY).expect("a body");
    let changes = grouped(shown.changes(text, 0..usize::MAX)).into_iter();
    changes.map(|at| (text[at.source].to_owned(), shown.text[at.shown].to_owned(), at.kind)).collect()
}

#[test]
fn forms_and_words_are_told_apart_and_marks_are_neither() {
    let of = |from: &str, to: &str, kind| (from.to_owned(), to.to_owned(), kind);
    let text = "据新华社报道,乌兹别克斯坦的“出租车”头发𫠆(旧)";
    assert_eq!(
        changed(text, Script::TaiwanPhrases),
        [
            of("据", "據", ChangeKind::Form),
            of("华", "華", ChangeKind::Form),
            of("报", "報", ChangeKind::Form),
            of("乌兹别克斯坦", "烏茲別克", ChangeKind::Word),
            of("出租车", "計程車", ChangeKind::Word),
            of("头发𫠆", "頭髮頍", ChangeKind::Form),
            of("旧", "舊", ChangeKind::Form),
        ]
    );
    assert_eq!(changed(text, Script::Simplified), []);
    assert_eq!(changed(text, Script::Original), []);
}

#[test]
fn changes_are_counted() {
    let text = "鼠标和头发𫠆";
    let rendition = rendition(text, Script::TaiwanPhrases, Wording::default());
    let changes = rendition.shown(BODY).expect("a body").changes(text, 0..usize::MAX);
    let mut counts = ChangeCounts { characters: 1, words: 1 };
    counts.add(text, &changes);
    assert_eq!(counts, ChangeCounts { characters: 4, words: 2 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn between_changes_nothing_differs_but_marks(text in crate::script::conversion::tests::text(), at in any::<prop::sample::Index>()) {
        for script in Script::ALL {
            let rendition = rendition(&text, script, Wording { quotes: Quotes::ByScript, ..Wording::default() });
            let shown = rendition.shown(BODY).expect("a body");
            let all = shown.changes(&text, 0..usize::MAX);
            let mut last = 0;
            for change in &all {
                prop_assert!(change.shown.start >= last && !change.shown.is_empty() && !change.source.is_empty());
                prop_assert!(text.get(change.source.clone()).is_some() && shown.text.get(change.shown.clone()).is_some());
                last = change.shown.end;
            }
            if !shown.converted {
                prop_assert!(all.is_empty());
                continue;
            }
            // With the changes taken out, both have the same Han. (The display form alone changes compatibility forms.)
            let without = |text: &str, ranges: Vec<Range<usize>>| {
                let kept = text.char_indices().filter(|(at, _)| !ranges.iter().any(|range| range.contains(at)));
                kept.map(|(_, c)| c).filter(|c| is_han(*c)).collect::<String>()
            };
            let source = without(&text, all.iter().map(|change| change.source.clone()).collect());
            let result = without(&shown.text, all.iter().map(|change| change.shown.clone()).collect());
            prop_assert_eq!(source, result, "{}", script);
            // What is asked of a stretch is what touches it.
            let length = shown.text.len();
            let start = if length == 0 { 0 } else { at.index(length) };
            let within = start..(start + 20).min(length);
            let touching: Vec<_> =
                all.iter().filter(|change| change.shown.end > within.start && change.shown.start < within.end).cloned().collect();
            prop_assert_eq!(shown.changes(&text, within), touching);
        }
    }
}
