//! Grams: the runs of one, two or three folded characters that the index knows.
//!
//! Every character and every two neighbours are a gram. Of letters, digits and kana there are so few that two of them
//! say little, so three neighbours of these are one as well. What two parts of an article hold is never one gram.

use super::sort::sort_distinct;
use crate::article::Article;
use crate::search::matching::spoken;
use crate::text::Part;
use crate::text::StopCheck;
use crate::text::fold::{UnitValues, units};

/// A gram as a number of less than [`BITS`] bits. Different grams may have one number where three characters share
/// it; a candidate more does no harm.
pub(super) type Gram = u64;

/// Bits of a gram's number, with the one that says it stands in a title.
pub(super) const BITS: u32 = 43;
/// Set in the number of a gram that stands in a title.
pub(super) const IN_TITLE: Gram = 1 << 42;

/// Bits of its second half. A gram that is not two neighbours has nothing there.
pub(super) const HALF: u32 = 21;
const CHARACTER: u32 = HALF;
/// The first number of 21 bits that is no character.
const BEYOND: u64 = 0x11_0000;
/// A prime that fits between [`BEYOND`] and 21 bits.
const THREES: u64 = 983_009;
/// Grams gathered of one article before the repeated ones are left out.
const MIN_GRAMS_SORTED: usize = 1 << 16;
/// Bytes of text folded between two looks at whether to stop.
const PIECE_BYTES: usize = 32 << 10;

fn one(a: char) -> Gram {
    u64::from(a) << CHARACTER
}

fn two(a: char, b: char) -> Gram {
    (u64::from(a) << CHARACTER) | u64::from(b)
}

/// Three characters of a small alphabet.
fn three(a: char, b: char, c: char) -> Option<Gram> {
    let small = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{3041}'..='\u{30FF}');
    (small(a) && small(b) && small(c)).then(|| {
        let mixed = (u64::from(a) * 0x1_0001 + u64::from(b)) * 0x1_0001 + u64::from(c);
        // Hashed into the numbers behind the characters. A collision names an article too many, never one too few.
        (BEYOND + mixed % THREES) << CHARACTER
    })
}

/// Gives `each` the grams of a text, some more than once, until it is stopped.
fn each_gram(text: &str, stop_check: &StopCheck<'_>, mut each: impl FnMut(Gram)) {
    let (mut before, mut before_that) = (None, None);
    let mut next = |c| {
        each(one(c));
        if let Some(b) = before {
            each(two(b, c));
            if let Some(gram) = before_that.and_then(|a| three(a, b, c)) {
                each(gram);
            }
        }
        (before_that, before) = (before, Some(c));
    };
    let mut values = UnitValues::default();
    let mut rest = text;
    while !rest.is_empty() {
        // One paragraph may be all of a book.
        let (piece, more) = rest.split_at(rest.ceil_char_boundary(PIECE_BYTES));
        if !stop_check.go_on_after(piece.len()) {
            return;
        }
        values.feed(piece, &mut next);
        rest = more;
    }
    values.finish().into_iter().for_each(next);
}

/// Gives `each` the grams of an article, some more than once, until it is stopped. Those of the title come twice: as
/// any other, and as the title's.
pub(super) fn each_of_article(article: &Article, stop_check: &StopCheck<'_>, mut each: impl FnMut(Gram)) {
    // Readings are searched as they are spoken, beside the characters that they belong to.
    for (spoken, _) in article.blocks.iter().filter_map(spoken) {
        each_gram(&spoken, stop_check, &mut each);
    }
    for part in article.parts() {
        let title = part == Part::Title;
        each_gram(&article.text(part), stop_check, |gram| {
            each(gram);
            if title {
                each(gram | IN_TITLE);
            }
        });
    }
}

/// The grams of an article, ascending, each once; not all of them if it was stopped.
pub(super) fn of_article(article: &Article, stop_check: &StopCheck<'_>) -> Vec<Gram> {
    let mut grams = Vec::new();
    let mut limit = MIN_GRAMS_SORTED;
    each_of_article(article, stop_check, |gram| {
        grams.push(gram);
        if grams.len() >= limit {
            sort_distinct(&mut grams, stop_check);
            limit = MIN_GRAMS_SORTED.max(2 * grams.len());
        }
    });
    sort_distinct(&mut grams, stop_check);
    grams
}

/// The grams that every text has in which this word stands; none for a word without a character.
pub(super) fn of_word(word: &str) -> Vec<Gram> {
    /// More would hardly narrow it down.
    const MAX_GRAMS: usize = 48;
    let characters: Vec<char> = units(word).map(|unit| unit.value).take(4 * MAX_GRAMS).collect();
    let mut grams: Vec<Gram> = match characters.as_slice() {
        [] => Vec::new(),
        [a] => vec![one(*a)],
        more => {
            // Two neighbours say nothing that three do not.
            let threes: Vec<Option<Gram>> = more.windows(3).map(|w| three(w[0], w[1], w[2])).collect();
            let within = |at: usize| {
                at.checked_sub(1).is_some_and(|at| matches!(threes.get(at), Some(Some(_))))
                    || matches!(threes.get(at), Some(Some(_)))
            };
            let twos = more.windows(2).enumerate().filter(|(at, _)| !within(*at)).map(|(_, w)| two(w[0], w[1]));
            twos.chain(threes.iter().flatten().copied()).collect()
        }
    };
    grams.sort_unstable();
    grams.dedup();
    if grams.len() > MAX_GRAMS {
        // Any choice is right, since all of them are in every match; an even one does not depend on a single part of the word.
        let step = grams.len().div_ceil(MAX_GRAMS);
        grams = grams.into_iter().step_by(step).collect();
    }
    grams
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::CHECK_INTERVAL_BYTES;

    #[test]
    fn a_gram_keeps_to_its_bits_and_is_the_same_in_every_spelling() {
        assert!(two(char::MAX, char::MAX) < IN_TITLE);
        assert!(three('z', 'z', 'z').unwrap() < IN_TITLE && three('a', 'a', 'a').unwrap() >= BEYOND << CHARACTER);
        const { assert!(IN_TITLE < 1 << BITS) };
        assert_eq!(of_word("國務院"), of_word("国务院"));
        assert_eq!(of_word("GDP"), of_word("ｇｄ ｐ"));
        assert_eq!(of_word("好"), [one('好')]);
        assert!(of_word(" \u{301}").is_empty());
        assert_eq!(of_word("GDP").len(), 1);
        assert_eq!(of_word("iPhone手机").len(), 4 + 2);
    }

    #[test]
    fn the_grams_of_one_long_text_are_made_with_a_look_in_every_stretch() {
        use std::cell::Cell;

        // One paragraph of 4 MB, of characters that are kept, joined and dropped.
        for unit in ["國務院今日公告", "abc def ", "-", " \u{301}", "か\u{3099}"] {
            let text = unit.repeat((4 << 20) / unit.len());
            let bytes = text.len();
            let article = Article { blocks: vec![crate::article::Block::paragraph(text)], ..Article::default() };
            let (made, last, most, asked) = (Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(0));
            let look = || {
                most.set(most.get().max(made.get() - last.get()));
                last.set(made.get());
                asked.set(asked.get() + 1);
                asked.get() == 12
            };
            let stop_check = StopCheck::new(&look);
            each_of_article(&article, &stop_check, |_| made.set(made.get() + 1));
            // Three grams a byte at the most, and at most a piece more than a stretch.
            assert!(most.get() <= 3 * (CHECK_INTERVAL_BYTES + PIECE_BYTES), "{unit:?}: {most:?}");
            assert!(stop_check.is_stopped() && asked.get() == 12, "{unit:?}: {asked:?} of {bytes}");
            assert!(made.get() <= 3 * 12 * (CHECK_INTERVAL_BYTES + PIECE_BYTES), "{unit:?}: {made:?}");
        }
    }

    #[test]
    fn long_words_ask_for_no_more_than_is_useful() {
        let word: String = ('\u{4E00}'..='\u{9000}').collect();
        assert!(of_word(&word).len() <= 48);
    }

    proptest! {
        #[test]
        fn every_part_of_a_text_has_grams_of_the_text(text in "[国國か\u{3099}a-cー…. \n㍿]{1,30}", a in 0..30_usize, b in 1..30_usize) {
            let folded: Vec<char> = units(&text).map(|unit| unit.value).collect();
            let part: String = folded.iter().skip(a).take(b).collect();
            // What is folded and cut may fold again to less.
            if units(&part).map(|unit| unit.value).eq(part.chars()) {
                let article = Article { title: text, ..Article::default() };
                let grams = of_article(&article, &StopCheck::never());
                for gram in of_word(&part) {
                    prop_assert!(grams.binary_search(&gram).is_ok());
                    prop_assert!(grams.binary_search(&(gram | IN_TITLE)).is_ok());
                }
            }
        }
    }
}
