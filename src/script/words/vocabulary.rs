//! The names that regions have for one thing: the words that OpenCC replaces by each other, in both directions, in any
//! spelling.
//!
//! OpenCC's tables are made for texts and name each word once: 接口 and 界面 are both 介面 in Taiwan, and that is 界面 on
//! the way back. A query needs all of them, so the pairs are in a file of their own, and no conversion is loaded for one.

use std::{collections::HashMap, sync::LazyLock};

use crate::text::fold::fold;

/// A pair a line, derived by `tools/script-tables`: the region, the word of the Mainland, the word of the region.
const TABLE: &str = include_str!("../data/vocabulary.tsv");

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::read);

/// A region with words of its own beside those of the Mainland.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::script) enum Region {
    Taiwan,
    Hongkong,
}

/// A word and the region it is about.
type Regional = (Region, &'static str);

/// The pairs by what is left of a word when it is folded.
#[derive(Debug, Default)]
struct Vocabulary {
    to_mainland: HashMap<String, Vec<Regional>>,
    to_regions: HashMap<String, Vec<Regional>>,
}

impl Vocabulary {
    fn read() -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for (region, mainland, word) in pairs() {
            let (folded, other) = (fold(mainland).text, fold(word).text);
            if folded != other {
                vocabulary.to_regions.entry(folded).or_default().push((region, word));
                vocabulary.to_mainland.entry(other).or_default().push((region, mainland));
            }
        }
        vocabulary
    }
}

/// The pairs of the table.
pub(super) fn pairs() -> impl Iterator<Item = (Region, &'static str, &'static str)> {
    TABLE.lines().filter_map(|line| {
        let (region, pair) = line.split_once('\t')?;
        let (mainland, word) = pair.split_once('\t')?;
        Some((if region == "taiwan" { Region::Taiwan } else { Region::Hongkong }, mainland, word))
    })
}

/// True if a folded word has another one anywhere.
pub(super) fn has_folded(folded: &str) -> bool {
    VOCABULARY.to_mainland.contains_key(folded) || VOCABULARY.to_regions.contains_key(folded)
}

/// The Mainland's words for a region's word, which is folded.
pub(super) fn mainland(folded: &str) -> &'static [Regional] {
    VOCABULARY.to_mainland.get(folded).map_or(&[], Vec::as_slice)
}

/// The words of the regions for a word of the Mainland, which is folded.
pub(super) fn regions(folded: &str) -> &'static [Regional] {
    VOCABULARY.to_regions.get(folded).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{
        conversion::{Config, tests::converters},
        dictionaries,
        words::phrases,
    };

    #[test]
    fn the_table_is_of_the_dictionaries_that_are_linked_in() {
        let stamp = TABLE.lines().next().expect("a first line");
        assert!(stamp.ends_with(&dictionaries::manifest_hash()), "run tools/script-tables");
    }

    #[test]
    fn the_table_has_what_every_configuration_puts_for_a_word() {
        let table: Vec<_> = pairs().collect();
        for config in [Config::Tw2sp, Config::Hk2sp, Config::S2twp, Config::S2hkp] {
            let from = phrases::source_words(config);
            let to = converters().load(config).expect("tables").convert(&from).expect("text");
            for (from, to) in from.lines().zip(to.lines()) {
                let pair = match config {
                    Config::Tw2sp => (Region::Taiwan, to, from),
                    Config::Hk2sp => (Region::Hongkong, to, from),
                    Config::S2hkp => (Region::Hongkong, from, to),
                    _ => (Region::Taiwan, from, to),
                };
                assert!(table.contains(&pair), "{config}: {from} {to}: run tools/script-tables");
            }
        }
    }
}
