//! Script-blind search: a query's units are compared with a text's.
//!
//! An expression finds places where a match may begin at the speed of memory; there units are compared. Where a text
//! is made so that comparing costs more than it is worth, the rest is read once from left to right (Knuth, Morris and
//! Pratt), so no text takes more time than in proportion to its length.

use std::{collections::VecDeque, ops::Range};

use regex::Regex;

use super::{candidates, cluster, query::QueryError};
use crate::text::fold::{Folding, Units, starts_unit, units};

/// Units that may be compared in vain before a text is read from left to right, beside those its length allows.
const PATIENCE: usize = 4096;

/// A compiled script-blind query.
#[derive(Clone, Debug)]
pub(super) struct FoldedQuery {
    units: Vec<char>,
    candidates: Option<Regex>,
    /// For each unit the length of the longest beginning of the query that ends there, itself excluded.
    borders: Vec<usize>,
}

impl FoldedQuery {
    pub(super) fn new(text: &str) -> Result<FoldedQuery, QueryError> {
        let units: Vec<char> = units(text).map(|unit| unit.value).collect();
        if units.is_empty() {
            return Err(QueryError::Empty);
        }
        let candidates = candidates::compile(&units);
        let borders = borders(&units);
        Ok(FoldedQuery { units, candidates, borders })
    }

    /// The first match that begins within `within`, which lies on character boundaries: from the first character of
    /// its first unit to the last of its last.
    pub(super) fn find(&self, text: &str, within: Range<usize>) -> Option<Range<usize>> {
        let Some(candidates) = &self.candidates else { return self.read(text, within) };
        let head = text.get(..within.end)?;
        let (mut at, mut compared) = (within.start, 0);
        while let Some(candidate) = candidates.find_at(head, at) {
            let start = candidate.start();
            if let Some(found) = self.compare(text, start, &mut compared) {
                return Some(found);
            }
            at = cluster::ceil_character(text, start + 1);
            if compared > PATIENCE + (at - within.start) {
                return self.read(text, at..within.end);
            }
        }
        None
    }

    /// The match that begins with the character at `start`, if one does.
    fn compare(&self, text: &str, start: usize, compared: &mut usize) -> Option<Range<usize>> {
        let parts = Folding::of(text.get(start..)?.chars().next()?).len();
        let first = usize::from(!starts_unit(text, start));
        (first..parts).find_map(|skipped| {
            let mut wanted = self.units.iter();
            for unit in Units::from(text, start).skip(skipped) {
                *compared += 1;
                if wanted.next() != Some(&unit.value) {
                    return None;
                }
                if wanted.as_slice().is_empty() {
                    return Some(start..unit.range.end);
                }
            }
            None
        })
    }

    /// The same as [`FoldedQuery::find`], reading every unit once.
    pub(super) fn read(&self, text: &str, within: Range<usize>) -> Option<Range<usize>> {
        let start = text
            .get(within.start..)?
            .char_indices()
            .map(|(at, _)| within.start + at)
            .find(|&at| starts_unit(text, at))?;
        let mut recent: VecDeque<usize> = VecDeque::new();
        let mut same = 0;
        for unit in Units::from(text, start) {
            recent.push_back(unit.range.start);
            while same > 0 && self.units.get(same) != Some(&unit.value) {
                same = self.borders.get(same - 1).copied().unwrap_or_default();
            }
            same += usize::from(self.units.get(same) == Some(&unit.value));
            recent.drain(..recent.len() - same.max(1));
            let begun = recent.front().copied().unwrap_or(unit.range.start);
            if begun >= within.end {
                return None;
            }
            if same == self.units.len() {
                return Some(begun..unit.range.end);
            }
        }
        None
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
