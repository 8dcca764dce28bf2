//! What the regions call things: the words that OpenCC puts for one another, in both directions, in any spelling.
//!
//! Its tables are made for texts and name each word once: 接口 and 界面 are both 介面 in Taiwan, and that is 界面 on the
//! way back. A query wants all of them.

use std::collections::HashMap;

use super::phrases;
use crate::script::{Converter, conversion::Config};
use crate::text::fold::fold;

/// Words by what is left of a word when it is folded, each with the region it is about.
type Index = HashMap<String, Vec<(Region, String)>>;

/// A region with words of its own beside those of the Mainland.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::script) enum Region {
    Taiwan,
    Hongkong,
}

/// The words of the Mainland and those of other regions.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    to_mainland: Index,
    to_regions: Index,
}

impl Vocabulary {
    /// Asks converters for their words; nothing if one of them is missing or fails.
    pub(in crate::script) fn read<'c>(converters: impl Iterator<Item = Option<&'c Converter>>) -> Option<Vocabulary> {
        let mut vocabulary = Vocabulary::default();
        for converter in converters {
            let converter = converter?;
            let from = phrases::of(converter.config());
            let to = converter.convert(&from).ok()?;
            for (from, to) in from.lines().zip(to.lines()) {
                match converter.config() {
                    Config::Tw2sp => vocabulary.add(to, (Region::Taiwan, from)),
                    Config::Hk2sp => vocabulary.add(to, (Region::Hongkong, from)),
                    Config::S2hkp => vocabulary.add(from, (Region::Hongkong, to)),
                    _ => vocabulary.add(from, (Region::Taiwan, to)),
                }
            }
        }
        Some(vocabulary)
    }

    fn add(&mut self, mainland: &str, (region, word): (Region, &str)) {
        let (folded, other) = (fold(mainland).text, fold(word).text);
        if folded != other {
            put(&mut self.to_regions, folded, (region, word));
            put(&mut self.to_mainland, other, (region, mainland));
        }
    }

    /// Whether a folded word has another one anywhere.
    pub(in crate::script) fn has_folded(&self, folded: &str) -> bool {
        self.to_mainland.contains_key(folded) || self.to_regions.contains_key(folded)
    }

    /// What the Mainland calls what another region calls so.
    pub(in crate::script) fn mainland(&self, word: &str) -> &[(Region, String)] {
        self.to_mainland.get(&fold(word).text).map_or(&[], Vec::as_slice)
    }

    /// What other regions call what the Mainland calls so.
    pub(in crate::script) fn regions(&self, word: &str) -> &[(Region, String)] {
        self.to_regions.get(&fold(word).text).map_or(&[], Vec::as_slice)
    }
}

fn put(index: &mut Index, folded: String, (region, word): (Region, &str)) {
    let words = index.entry(folded).or_default();
    if words.iter().all(|known| (known.0, known.1.as_str()) != (region, word)) {
        words.push((region, word.to_owned()));
    }
}
