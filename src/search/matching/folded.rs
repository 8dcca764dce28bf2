//! Script-blind search: the units of a word, or of several that mean the same, are compared with a text's.
//!
//! An expression finds places where a match may begin at the speed of memory; there units are compared. Where a text
//! is made so that comparing costs more than it is worth, the rest is read once from left to right (Knuth, Morris and
//! Pratt), so no text takes more time than in proportion to its length.

use std::{collections::VecDeque, ops::Range};

use super::{
    candidates::{CachedBlock, Candidates},
    cluster,
    error::QueryError,
    iteration_marks::other_spellings,
};
use crate::text::fold::{Folding, Unit, Units, may_grow, may_join, starts_unit, units};

/// Units, and bytes beside them, that may be compared in vain before a text is read from left to right, beside those its
/// length allows.
const PATIENCE: usize = 4096;

/// A compiled script-blind query.
#[derive(Clone, Debug)]
pub(crate) struct FoldedQuery {
    /// The words of the query in each of their spellings, then other regions’ words.
    words: Vec<Word>,
    /// Number of them that are of the query.
    same: usize,
    candidates: Option<Candidates>,
    /// The only unit of the only word, if nothing beside it makes it another one.
    single: Option<char>,
}

#[derive(Clone, Debug)]
struct Word {
    units: Vec<char>,
    /// Lengths, for each unit: the length of the longest beginning of the word that ends there, itself excluded.
    borders: Vec<usize>,
}

impl FoldedQuery {
    /// A query for a word, and for others if there are any; of those, what is nothing or the same again is left out.
    ///
    /// # Errors
    /// If nothing is left of the word.
    pub(in crate::search) fn new(text: &str, others: &[String]) -> Result<FoldedQuery, QueryError> {
        FoldedQuery::any(&[text], others)
    }

    /// The same for several words, any of which matches.
    ///
    /// # Errors
    /// If nothing is left of any of them.
    pub(in crate::search) fn any(texts: &[&str], others: &[String]) -> Result<FoldedQuery, QueryError> {
        let mut words: Vec<Word> = Vec::new();
        let mut same = 0;
        for (number, text) in texts.iter().copied().chain(others.iter().map(String::as_str)).enumerate() {
            for text in std::iter::once(text.to_owned()).chain(other_spellings(text)) {
                let units: Vec<char> = units(&text).map(|unit| unit.value).collect();
                if !units.is_empty() && words.iter().all(|word| word.units != units) {
                    words.push(Word { borders: borders(&units), units });
                }
            }
            if number < texts.len() {
                same = words.len();
            }
        }
        if same == 0 {
            return Err(QueryError::Empty);
        }
        let candidates = Candidates::new(&words.iter().map(|word| word.units.as_slice()));
        let single = match words.as_slice() {
            [Word { units, .. }] if units.len() == 1 => units.first().copied().filter(|&unit| is_complete(unit)),
            _ => None,
        };
        let candidates = if single.is_some() { candidates.map(Candidates::unchecked) } else { candidates };
        Ok(FoldedQuery { words, same, candidates, single })
    }

    /// The first match that begins within `within`, which lies on character boundaries, from the first character of
    /// its first unit to the last of its last; and the number of the word: 0 is the query itself.
    pub(in crate::search) fn find(&self, text: &str, within: Range<usize>) -> Option<(Range<usize>, usize)> {
        self.find_cached(text, within, &mut CachedBlock::default())
    }

    /// Like [`FoldedQuery::find`]; `cached` is from the last call for the same text, or new.
    #[inline]
    pub(in crate::search) fn find_cached(
        &self,
        text: &str,
        within: Range<usize>,
        cached: &mut CachedBlock,
    ) -> Option<(Range<usize>, usize)> {
        // A text may be full of a single character.
        if let Some(unit) = self.single
            && let Some(start) = cached.first_from(within.start).filter(|start| *start < within.end)
            && let Some(c) = text.get(start..).and_then(|rest| rest.chars().next())
            && Folding::of(c) == Folding::One(unit)
        {
            return Some((start..start + c.len_utf8(), 0));
        }
        self.find_on(text, within, cached)
    }

    fn find_on(&self, text: &str, within: Range<usize>, cached: &mut CachedBlock) -> Option<(Range<usize>, usize)> {
        let Some(candidates) = &self.candidates else { return self.read(text, within) };
        let (mut at, mut compared) = (within.start, 0);
        while let Some(start) = candidates.next(text, at, within.end, cached) {
            if let (Some(unit), Some(c)) = (self.single, text.get(start..).and_then(|rest| rest.chars().next()))
                && Folding::of(c) == Folding::One(unit)
            {
                return Some((start..start + c.len_utf8(), 0));
            }
            for (index, word) in self.words.iter().enumerate() {
                if let Some(found) = word.compare(text, start, &mut compared) {
                    return Some((found, self.number(index)));
                }
            }
            at = cluster::further(text, at, start + 1);
            if compared > PATIENCE + (at - within.start) {
                return self.read(text, at..within.end);
            }
        }
        None
    }

    /// The number of a word among the query itself (0) and the other words.
    fn number(&self, index: usize) -> usize {
        (index + 1).saturating_sub(self.same)
    }

    /// The same as [`FoldedQuery::find`], reading every unit once.
    pub(in crate::search) fn read(&self, text: &str, within: Range<usize>) -> Option<(Range<usize>, usize)> {
        let start = text
            .get(within.start..)?
            .char_indices()
            .map(|(at, _)| within.start + at)
            .take_while(|&at| at < within.end)
            .find(|&at| starts_unit(text, at))?;
        let mut readers: Vec<Reader<'_>> = self.words.iter().map(Reader::new).collect();
        let mut best: Option<(Range<usize>, usize)> = None;
        for unit in Units::from(text, start) {
            let mut open = false;
            for (index, reader) in readers.iter_mut().enumerate() {
                let before = best.as_ref().map_or(within.end, |(range, _)| range.start);
                let found = reader.take(&unit);
                // Of words that begin at one place the first will do.
                let earlier = reader.begun < before
                    || (reader.begun == before && best.as_ref().is_some_and(|(_, other)| index < *other));
                if let Some(range) = found
                    && earlier
                {
                    best = Some((range, index));
                } else {
                    open |= earlier;
                }
            }
            if !open {
                break;
            }
        }
        best.map(|(range, index)| (range, self.number(index)))
    }
}

/// True if a folded character is a whole unit, whatever stands beside it.
#[inline]
fn is_complete(unit: char) -> bool {
    !may_join(unit) && !may_grow(unit)
}

/// Neighbours may be one unit together, so they have to be read as units.
struct Joined;

impl Word {
    /// The match that begins with the character at `start`, if one does.
    #[inline]
    fn compare(&self, text: &str, start: usize, compared: &mut usize) -> Option<Range<usize>> {
        self.compare_plainly(text, start, compared).unwrap_or_else(|Joined| self.compare_units(text, start, compared))
    }

    /// Like `compare`, as long as each character is a unit, as nearly all are.
    #[inline]
    fn compare_plainly(&self, text: &str, start: usize, compared: &mut usize) -> Result<Option<Range<usize>>, Joined> {
        let mut expected = self.units.iter();
        let mut end = start;
        for (at, c) in text.get(start..).unwrap_or_default().char_indices() {
            match Folding::of(c) {
                Folding::One(unit) if !may_join(unit) => {
                    *compared += 1;
                    match expected.next() {
                        Some(&next) if next == unit => {
                            end = start + at + c.len_utf8();
                            // No character behind it can change this unit.
                            if expected.as_slice().is_empty() && is_complete(unit) {
                                return Ok(Some(start..end));
                            }
                        }
                        // It may be another one together with what follows.
                        Some(_) if may_grow(unit) => return Err(Joined),
                        Some(_) => return Ok(None),
                        None => return Ok(Some(start..end)),
                    }
                }
                // Skipped characters count as work, or a run of them would never be stopped.
                Folding::Dropped if at > 0 => *compared += 1,
                _ => return Err(Joined),
            }
        }
        Ok(expected.as_slice().is_empty().then_some(start..end))
    }

    fn compare_units(&self, text: &str, start: usize, compared: &mut usize) -> Option<Range<usize>> {
        let parts = Folding::of(text.get(start..)?.chars().next()?).len();
        let first = usize::from(!starts_unit(text, start));
        (first..parts).find_map(|skipped| {
            let mut expected = self.units.iter();
            let mut read = start;
            for unit in Units::from(text, start).skip(skipped) {
                // A unit may be a long run of dots, or stand behind many skipped characters.
                *compared += unit.range.end.saturating_sub(read).max(1);
                read = unit.range.end;
                if expected.next() != Some(&unit.value) {
                    return None;
                }
                if expected.as_slice().is_empty() {
                    return Some(start..unit.range.end);
                }
            }
            None
        })
    }
}

/// Reads a text unit after unit and knows how much of a word it ends with.
struct Reader<'w> {
    word: &'w Word,
    same: usize,
    /// Starts of the last units that are the beginning of the word.
    recent: VecDeque<usize>,
    /// Start of the first of them, or of the last unit.
    begun: usize,
}

impl<'w> Reader<'w> {
    fn new(word: &'w Word) -> Reader<'w> {
        Reader { word, same: 0, recent: VecDeque::new(), begun: 0 }
    }

    fn take(&mut self, unit: &Unit) -> Option<Range<usize>> {
        let Word { units, borders } = self.word;
        self.recent.push_back(unit.range.start);
        while self.same > 0 && units.get(self.same) != Some(&unit.value) {
            self.same = borders.get(self.same - 1).copied().unwrap_or_default();
        }
        self.same += usize::from(units.get(self.same) == Some(&unit.value));
        self.recent.drain(..self.recent.len() - self.same.max(1));
        self.begun = self.recent.front().copied().unwrap_or(unit.range.start);
        (self.same == units.len()).then_some(self.begun..unit.range.end)
    }
}

fn borders(units: &[char]) -> Vec<usize> {
    let mut borders = vec![0; units.len()];
    let mut same = 0;
    for at in 1..units.len() {
        while same > 0 && units[at] != units[same] {
            same = borders[same - 1];
        }
        same += usize::from(units[at] == units[same]);
        borders[at] = same;
    }
    borders
}
