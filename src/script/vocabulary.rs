//! What the regions call things: the words that OpenCC puts for one another, in both directions, in any spelling.
//!
//! Its tables are made for texts and name each word once: 接口 and 界面 are both 介面 in Taiwan, and that is 界面 on the
//! way back. A query wants all of them.

use std::collections::HashMap;

use super::{Config, Converter, words};
use crate::text::fold::fold;

/// Words by what is left of a word when it is folded.
type Index = HashMap<String, Vec<String>>;

/// The words of the Mainland and those of other regions.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    to_mainland: Index,
    to_regions: Index,
}

impl Vocabulary {
    /// Asks converters for their words; nothing if one of them is missing or fails.
    pub(super) fn read<'c>(converters: impl Iterator<Item = Option<&'c Converter>>) -> Option<Vocabulary> {
        let mut vocabulary = Vocabulary::default();
        for converter in converters {
            let converter = converter?;
            let from = words::of(converter.config());
            let to = converter.convert(&from).ok()?;
            for (from, to) in from.lines().zip(to.lines()) {
                match converter.config() {
                    Config::Tw2sp | Config::Hk2sp => vocabulary.add(to, from),
                    _ => vocabulary.add(from, to),
                }
            }
        }
        Some(vocabulary)
    }

    fn add(&mut self, mainland: &str, region: &str) {
        let (folded, other) = (fold(mainland).text, fold(region).text);
        if folded != other {
            put(&mut self.to_regions, folded, region);
            put(&mut self.to_mainland, other, mainland);
        }
    }

    /// Whether a folded word has another one anywhere.
    pub(super) fn has_folded(&self, folded: &str) -> bool {
        self.to_mainland.contains_key(folded) || self.to_regions.contains_key(folded)
    }

    /// What the Mainland calls what another region calls so.
    pub(super) fn mainland(&self, word: &str) -> &[String] {
        self.to_mainland.get(&fold(word).text).map_or(&[], Vec::as_slice)
    }

    /// What other regions call what the Mainland calls so.
    pub(super) fn regions(&self, word: &str) -> &[String] {
        self.to_regions.get(&fold(word).text).map_or(&[], Vec::as_slice)
    }
}

fn put(index: &mut Index, folded: String, word: &str) {
    let words = index.entry(folded).or_default();
    if words.iter().all(|known| known != word) {
        words.push(word.to_owned());
    }
}
