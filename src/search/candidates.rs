//! Where a script-blind match may begin: a regular expression of classes over the bytes as they are stored.
//!
//! It looks at the first units of a query only and may be wrong in one direction: every place where a match begins is
//! found, and the few others are sorted out by comparing units. So it stays small however long the query is.

use std::fmt::Write;

use regex::{Regex, RegexBuilder};

use super::{cluster, sieve::Sieve};
use unicode_normalization::char::decompose_canonical;

use crate::text::fold::{Folding, dropped, sources};

/// Units looked at. A third makes candidates that are no matches rare.
const DEPTH: usize = 3;
const SIZE_LIMIT: usize = 4 << 20;

/// Finds the places where folded words may begin.
#[derive(Clone, Debug)]
pub(super) struct Candidates {
    expression: Regex,
    sieve: Option<Sieve>,
}

impl Candidates {
    /// `None` if there is no expression of a reasonable size.
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w [char]> + Clone) -> Option<Candidates> {
        let mut gap = String::from("[");
        for (from, to) in dropped() {
            push_range(&mut gap, from, to);
        }
        gap.push_str("]*");
        let expressions: Option<Vec<String>> = words.clone().map(|units| beginning(units, &gap)).collect();
        let expression = RegexBuilder::new(&expressions?.join("|")).size_limit(SIZE_LIMIT).build().ok()?;
        let mut first: Vec<char> =
            words.filter_map(|units| units.first()).flat_map(|unit| Sources::of(*unit).all()).collect();
        first.sort_unstable();
        first.dedup();
        Some(Candidates { expression, sieve: Sieve::new(&first) })
    }

    /// The first place within `from..to`, two boundaries of characters, where a match may begin. It may end later.
    pub(super) fn next(&self, text: &str, from: usize, to: usize) -> Option<usize> {
        // In the beginning of a text, the expression also finds where a match may begin that ends behind it.
        let find = |from, to| self.expression.find_at(text.get(..to)?, from).map(|found| found.start());
        let Some(sieve) = &self.sieve else { return find(from, to) };
        let mut at = from;
        while let Some((start, end)) = sieve.next(text.as_bytes(), at, to) {
            let (start, end) = (cluster::ceil_character(text, start), cluster::ceil_character(text, end));
            if let Some(found) = find(start, end) {
                return Some(found);
            }
            at = end;
        }
        None
    }
}

/// The expression for one word; `gap` is what may be between its units.
fn beginning(units: &[char], gap: &str) -> Option<String> {
    let mut tail = String::new();
    for unit in units.iter().take(DEPTH).rev() {
        let Sources { whole, ends } = Sources::of(*unit);
        let mut ways = Vec::new();
        if !whole.is_empty() {
            ways.push(class(&whole) + &tail);
        }
        if !ends.is_empty() {
            ways.push(class(&ends));
        }
        tail = format!("{gap}(?:{}|\\z)", ways.join("|"));
    }
    // The first unit has no gap before it and is not the end of the text.
    let first = tail.strip_prefix(gap)?.strip_suffix("|\\z)")?;
    Some(format!("{first})"))
}

/// The characters a unit may begin with.
struct Sources {
    /// Those that are this unit and nothing else: the next unit follows.
    whole: Vec<char>,
    /// Those that are only a part of it, or more than it: nothing is said about what follows.
    ends: Vec<char>,
}

impl Sources {
    fn all(self) -> impl Iterator<Item = char> {
        self.whole.into_iter().chain(self.ends)
    }

    fn of(unit: char) -> Sources {
        let (whole, mut ends): (Vec<char>, Vec<char>) =
            sources(unit).partition(|&c| Folding::of(c) == Folding::One(unit) && !matches!(unit, '-' | '…'));
        // が may be written as か with a mark, and a Hangul syllable letter by letter.
        let mut bases = Vec::new();
        decompose_canonical(unit, |part| bases.push(part));
        if let [first, _, rest @ ..] = bases.as_slice() {
            ends.extend(sources(*first));
            // The syllable without its final consonant comes before it by less than 28.
            if !rest.is_empty()
                && let Some(index) = u32::from(unit).checked_sub(0xAC00)
            {
                ends.extend(char::from_u32(u32::from(unit) - index % 28).into_iter().flat_map(sources));
            }
        }
        if unit == '…' {
            ends.extend(sources('.'));
        }
        ends.sort_unstable();
        ends.dedup();
        Sources { whole, ends }
    }
}

/// A class of characters, which the engine takes as literals where they are few.
fn class(characters: &[char]) -> String {
    let mut out = String::from("[");
    for &c in characters {
        push_range(&mut out, c, c);
    }
    out.push(']');
    out
}

fn push_range(out: &mut String, from: char, to: char) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\\x{{{:X}}}-\\x{{{:X}}}", u32::from(from), u32::from(to));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::units;

    #[test]
    fn words_are_looked_for_where_they_may_begin() {
        let words =
            ["国务院", "的", "gdp", "パーティー", "한국", "——", "……", "“", "⑪㍿", "ﷺ", "e", "0", &"国".repeat(10_000)];
        for word in words {
            let units: Vec<char> = units(word).map(|unit| unit.value).collect();
            let candidates = Candidates::new([units.as_slice()].into_iter()).unwrap();
            let find = |text: &str| candidates.next(text, 0, text.len());
            assert_eq!(find(&format!("〇{word}")), Some(3), "{word}");
            assert_eq!(find(&format!("{}{word}", "〇".repeat(1000))), Some(3000), "{word}");
            // A beginning at the end of a text may go on behind it.
            let first = word.chars().next().unwrap();
            assert_eq!(find(&format!("〇{first}")), Some(3), "{word}");
            assert_eq!(find("〇"), None, "{word}");
        }
    }
}
