//! Places where a script-blind match may begin. Han characters and kana are looked for by a regular expression of classes over
//! the bytes as they are stored; a letter, a quote or a dash, which is written in too many ways for that, by its first
//! character, after stretches without any have been passed over.
//!
//! Only the first units of a query are compared, with errors in one direction: every place where a match begins is found,
//! and the few others are rejected by comparing units. So the expression stays small however long the query is.

use std::{fmt::Write, ops::Range};

use regex::{Regex, RegexBuilder};

use super::{
    characters::Characters,
    cluster,
    prefilter::{BLOCK, Prefilter},
};
use unicode_normalization::char::decompose_canonical;

use crate::text::fold::{Folding, dropped, sources};

/// Units compared. A third makes candidates that are no matches rare.
const DEPTH: usize = 3;
const SIZE_LIMIT: usize = 4 << 20;
/// Blocks searched for a single character before the expression runs: quicker where it is frequent.
const NEAR: usize = 3;

/// Places in the block of a text last looked at where a match may begin. Handed from one call to the next for the same text, it
/// saves a text that is full of matches from being cached anew for each of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CachedBlock {
    /// Start of the block.
    at: usize,
    /// The places in it, a bit each, the lowest for its first byte.
    bits: u64,
    /// Start of the next block, a boundary of characters; 0 if there is no block yet.
    end: usize,
}

impl CachedBlock {
    /// The first place in the block at `from` or later, if there is one.
    #[inline]
    pub(in crate::search) fn first_from(&self, from: usize) -> Option<usize> {
        let passed = from.checked_sub(self.at).filter(|passed| *passed < BLOCK)?;
        let left = self.bits & u64::MAX << passed;
        (left != 0).then(|| self.at + left.trailing_zeros() as usize)
    }
}

/// Finds the places where folded words may begin.
#[derive(Clone, Debug)]
pub(crate) struct Candidates {
    first: Characters,
    prefilter: Option<Prefilter>,
    /// Expression that finds them where the prefilter skips too little.
    expression: Option<Regex>,
    /// True if every word is a single unit.
    single: bool,
    /// True if the candidates of the prefilter are compared with the characters here.
    checked: bool,
}

impl Candidates {
    /// `None` if there is no expression of a reasonable size.
    pub(in crate::search) fn new<'w>(words: &(impl Iterator<Item = &'w [char]> + Clone)) -> Option<Candidates> {
        let first = words.clone().filter_map(|units| units.first()).flat_map(|unit| Sources::of(*unit).all());
        let first = Characters::new(first.collect());
        let prefilter = Prefilter::new(first.sorted());
        let expression = match &prefilter {
            Some(_) if Prefilter::holds_back(first.sorted()) => None,
            _ => Some(expression(words.clone())?),
        };
        let single = words.clone().all(|units| units.len() == 1);
        Some(Candidates { first, prefilter, expression, single, checked: true })
    }

    /// Candidates without that comparison, for a caller that compares anyway.
    pub(in crate::search) fn unchecked(self) -> Candidates {
        Candidates { checked: false, ..self }
    }

    /// The first place within `from..to`, two boundaries of characters, where a match may begin. It may end later.
    #[inline]
    pub(in crate::search) fn next(
        &self,
        text: &str,
        from: usize,
        to: usize,
        cached: &mut CachedBlock,
    ) -> Option<usize> {
        match cached.first_from(from) {
            Some(place) => (place < to).then_some(place),
            None => self.next_block(text, from, to, cached),
        }
    }

    /// Like [`Candidates::next`], behind the cached block.
    fn next_block(&self, text: &str, from: usize, to: usize, cached: &mut CachedBlock) -> Option<usize> {
        // The rest of the block, if `from` is in it, has nothing.
        let mut at = if (cached.at..cached.end).contains(&from) { cached.end } else { from };
        if at >= to {
            return None;
        }
        if let (Some(prefilter), true) = (&self.prefilter, self.single) {
            for _ in 0..NEAR {
                at = match self.in_block(prefilter, text, at..to, cached) {
                    Ok(found) => return Some(found),
                    Err(end) if end >= to => return None,
                    Err(end) => end,
                };
            }
        }
        if let Some(expression) = &self.expression {
            // In the beginning of a text, it also finds where a match may begin that ends behind it.
            return expression.find_at(text.get(..to)?, at).map(|found| found.start());
        }
        let prefilter = self.prefilter.as_ref()?;
        while let Some(block) = prefilter.next(text.as_bytes(), at, to) {
            at = match self.in_block(prefilter, text, cluster::ceil_character(text, block)..to, cached) {
                Ok(found) => return Some(found),
                Err(end) => cluster::further(text, at, end),
            };
        }
        None
    }

    /// Filters the block at the start of `within`, a boundary of characters: the first place where a match may begin.
    ///
    /// # Errors
    /// The boundary of characters from which to go on, if there is none.
    fn in_block(
        &self,
        prefilter: &Prefilter,
        text: &str,
        within: Range<usize>,
        cached: &mut CachedBlock,
    ) -> Result<usize, usize> {
        let at = within.start;
        let Some(candidates) = prefilter.mark_block(text.as_bytes(), at) else {
            return self.first.find(text, at, within.end).ok_or(within.end);
        };
        let (mut bits, mut left) = (candidates, candidates);
        while self.checked && left != 0 {
            let lowest = left & left.wrapping_neg();
            if !self.first.are_at(text, at + left.trailing_zeros() as usize) {
                bits ^= lowest;
            }
            left ^= lowest;
        }
        *cached = CachedBlock { at, bits, end: cluster::ceil_character(text, at + BLOCK) };
        let found = cached.first_from(at).filter(|place| *place < within.end);
        found.ok_or(cached.end.min(within.end))
    }
}

fn expression<'w>(words: impl Iterator<Item = &'w [char]>) -> Option<Regex> {
    let mut gap = String::from("[");
    for (from, to) in dropped() {
        push_range(&mut gap, from, to);
    }
    gap.push_str("]*");
    let expressions: Option<Vec<String>> = words.map(|units| beginning(units, &gap)).collect();
    RegexBuilder::new(&expressions?.join("|")).size_limit(SIZE_LIMIT).build().ok()
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
    /// Characters that are this unit and nothing else: the next unit follows.
    whole: Vec<char>,
    /// Characters that are only a part of it, or more than it: nothing is known about what follows.
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
            let candidates = Candidates::new(&[units.as_slice()].into_iter()).unwrap();
            let find = |text: &str| candidates.next(text, 0, text.len(), &mut CachedBlock::default());
            assert_eq!(find(&format!("〇{word}")), Some(3), "{word}");
            assert_eq!(find(&format!("{}{word}", "〇".repeat(1000))), Some(3000), "{word}");
            // A beginning at the end of a text may go on behind it.
            let first = word.chars().next().unwrap();
            assert_eq!(find(&format!("〇{first}")), Some(3), "{word}");
            assert_eq!(find("〇"), None, "{word}");
        }
    }
}
