//! Titles and queries of marks that join with their neighbours: whatever they are, a search of the list and of the
//! library ends, and finds what a look at each title alone finds.

use std::{cell::Cell, ops::ControlFlow};

use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};

use super::*;
use crate::store::{LOCAL_READER, Library, articles::Arrival, index::LibrarySearch, sources::SourceKind};
use crate::{
    article::{Article, Block},
    search::{
        matching::{Mode, Query, other_spellings},
        query::{Condition, ConditionKind, KnownFacts, Matcher, Terms},
    },
    text::fold::units,
};

/// Characters that join with what stands before or behind them, and plain ones.
const MARKS: &str = "[ﾟﾞﾊｶ\u{3099}\u{309A}\u{309B}\u{309C}かがカ\u{301}\u{20E3}\u{FE0F}\u{E0100}\u{200D}\u{1112}\u{1161}\
     \u{11AB}\u{1160}ᆨㅎ한하\u{600}\u{93C}क🇨🇳👩\r\n\u{FFFF}…‥.—-国國a１e∀]";

fn marks(most: usize) -> impl Strategy<Value = String> {
    vec(MARKS, 0..most).prop_map(|characters| characters.concat())
}

/// Ways of typing a word: as it is, in quotes, by its sound, excluded, with another one.
fn typed() -> impl Strategy<Value = String> {
    (marks(4), marks(3), 0..9_usize).prop_map(|(one, other, how)| match how {
        0 => format!("\"{one}\""),
        1 => format!("'{one}"),
        2 => format!("!{one}"),
        3 => format!("{one} OR {other}"),
        4 => format!("title:{one} !title:{other}"),
        5 => format!("'ka{one}"),
        6 => format!("guo{one}"),
        7 => format!("{one} {other}"),
        _ => one,
    })
}

/// The plain scan of one text.
fn is_plainly_in(word: &str, text: &str) -> bool {
    let fold = |text: &str| units(text).map(|unit| unit.value).collect::<Vec<char>>();
    let text = fold(text);
    let mut spelled = std::iter::once(word.to_owned()).chain(other_spellings(word));
    spelled.any(|word| text.windows(fold(&word).len().max(1)).any(|units| units == fold(&word)))
}

/// True if a condition on the title holds of one, by itself.
fn holds(condition: &Condition, title: &str) -> bool {
    let (ConditionKind::Word(word) | ConditionKind::Title(word)) = &condition.what else { return false };
    let by_words = !word.pinyin && is_plainly_in(&word.text, title);
    // Sounds have no other definition than the query.
    let by_sound = || Matcher::compile(word).unwrap().sound().is_some_and(|sound| sound.is_in(title));
    (by_words || by_sound()) != condition.excluded
}

fn titles_of(names: &[String]) -> Titles {
    let mut titles = Titles::default();
    for (number, name) in names.iter().enumerate() {
        titles.ids.push(ArticleId(number as i64));
        titles.starts.push(titles.text.len());
        titles.text.push_str(name);
        titles.text.push(SEPARATOR);
    }
    titles
}

fn library_of(names: &[String]) -> Library {
    let library = Library::open_in_memory(LOCAL_READER).unwrap();
    let source = library.sources().find_or_add(SourceKind::Folder, "/news", "東", Timestamp::UNIX_EPOCH).unwrap();
    for (number, name) in names.iter().enumerate() {
        let blocks = vec![Block::paragraph(format!("{name}晴"))];
        let article = Article { title: name.clone(), guid: Some(number.to_string()), blocks, ..Article::default() };
        library.articles().insert(source, &[Arrival::from(&article)], Timestamp::UNIX_EPOCH).unwrap();
    }
    library
}

#[test]
fn a_mark_at_the_start_of_a_title_is_found_there_and_only_there() {
    let names = ["晴", "ﾟ∀ﾟ", "ﾞﾞ", "\u{309A}文", "\u{301}e", "\u{1161}", "\u{200D}👩", "🇳🇨", "ᆨ", "\u{FFFF}", "か"];
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let titles = titles_of(&names);
    for mode in Mode::ALL {
        for word in names.iter().map(String::as_str).chain(["ﾟ", "ﾞ", "が", "ガ", "한", "\u{FFFF}か", "晴\u{FFFF}"])
        {
            let Ok(query) = Query::new(word, mode) else { continue };
            let found = titles.titled(&query, None, &StopCheck::never());
            let want: Vec<usize> = (0..names.len()).filter(|&row| query.is_in(&names[row])).collect();
            assert_eq!(found.positions().collect::<Vec<_>>(), want, "{mode:?} {word:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn titles_joined_are_searched_as_each_alone(
        names in vec(marks(6), 0..8),
        word in marks(4),
        slice in 1..40_usize,
        every in 1..4_usize,
    ) {
        let titles = titles_of(&names);
        for mode in Mode::ALL {
            let Ok(query) = Query::new(&word, mode) else { continue };
            let mut among = BitSet::empty(names.len());
            (0..names.len()).step_by(every).for_each(|row| among.insert(row));
            let found = titles.titled_in_slices(&query, None, slice, &StopCheck::never());
            let some = titles.titled_in_slices(&query, Some(&among), slice, &StopCheck::never());
            for (row, name) in names.iter().enumerate() {
                let is_in = |set: &BitSet| set.positions().any(|one| one == row);
                prop_assert_eq!(is_in(&found), query.is_in(name), "{:?} {:?}", mode, name);
                prop_assert_eq!(is_in(&some), is_in(&found) && is_in(&among), "{:?} {:?}", mode, name);
                if mode == Mode::ScriptBlind {
                    prop_assert_eq!(is_in(&found), is_plainly_in(&word, name), "{:?}", name);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_list_and_the_library_find_what_each_title_alone_has(
        names in vec(marks(5), 1..7),
        typed in typed(),
        is_indexed in any::<bool>(),
    ) {
        let Ok(terms) = Terms::parse(&typed) else { return Ok(()) };
        let Ok(predicate) = Predicate::compile(&terms) else { return Ok(()) };
        let library = library_of(&names);
        // Folding of what came in may have changed a title; what is kept counts.
        let kept: Vec<(ArticleId, String)> =
            library.lists().rows(&crate::store::lists::Filter::default(), 0..99).unwrap().into_iter().map(|row| (row.id, row.title)).collect();
        let ids = Titles::default().matching(library.lists(), &predicate, || false).unwrap().unwrap();
        let meets = |title: &String| {
            terms.iter().all(|term| term.any.iter().any(|condition| holds(condition, title)))
        };
        let want: Vec<ArticleId> = kept.iter().filter(|(_, title)| meets(title)).map(|(id, _)| *id).collect();
        prop_assert_eq!(ids, want, "{:?}", &typed);
        // The library: every article held against the terms, one by one.
        let Ok(search) = LibrarySearch::compile(&terms, &StopCheck::never()) else { return Ok(()) };
        if is_indexed {
            library.index().build(|_| ControlFlow::Continue(())).unwrap();
        }
        let mut found = Vec::new();
        let visit = |_, candidate: &crate::store::index::Candidate<'_>, matched: Option<_>| {
            found.extend(matched.map(|_| candidate.row.id));
            ControlFlow::Continue(())
        };
        search.run(&library, &StopCheck::never(), visit).unwrap();
        let facts = KnownFacts { sources: vec![(1, "東".to_owned())], ..KnownFacts::default() };
        let meets = |id: &ArticleId| facts.matched(&library.articles().get(*id).unwrap(), search.predicate()).is_some();
        let mut want: Vec<ArticleId> = kept.iter().map(|(id, _)| *id).filter(meets).collect();
        found.sort_unstable();
        want.sort_unstable();
        prop_assert_eq!(found, want, "{:?}", &typed);
    }
}

#[test]
fn a_search_of_the_list_ends_at_whichever_look_it_is_stopped() {
    // About ten looks at many short titles, and as many at one long one.
    let many: Vec<String> =
        (0..40_000).map(|number| format!("{}国{number}", if number % 7 == 0 { "ﾟ" } else { "" })).collect();
    let long = vec!["国家ﾟ".repeat(200_000)];
    for names in [many, long] {
        let titles = titles_of(&names);
        for word in ["ﾟ", "天気", "guojia"] {
            let mode = if word == "guojia" { Mode::Pinyin } else { Mode::ScriptBlind };
            let query = Query::new(word, mode).unwrap();
            let run = |look: usize| {
                let seen = Cell::new(0);
                let stop = || {
                    seen.set(seen.get() + 1);
                    seen.get() > look
                };
                let looks = StopCheck::new(&stop);
                let _ = titles.titled_in_slices(&query, None, usize::MAX, &looks);
                (seen.get(), looks.is_stopped())
            };
            let (all, stopped) = run(usize::MAX);
            assert!(all > 0 && !stopped);
            for look in 0..all {
                assert_eq!(run(look), (look + 1, true), "{word}");
            }
        }
    }
}
