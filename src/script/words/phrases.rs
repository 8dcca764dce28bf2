//! The words that a configuration with phrases replaces, and the places in a converted text where it has done so.
//!
//! `tools/script-tables` derives the list of words from OpenCC's dictionaries; the replacements are asked of the loaded
//! converters, so the two cannot differ.

use std::collections::HashMap;

use super::candidates::CandidateWords;
use crate::script::{
    Converter, ScriptError,
    conversion::{Config, SpanPair},
    cut::{self, MARKS},
};
use crate::text::fold::fold;

/// One line for each word: the configuration, a tab, the word as a source text has it.
const TABLE: &str = include_str!("../data/words.tsv");

/// The most characters that are searched for the end of a change that no word explains.
const MAX_WINDOW_CHARS: usize = 32;

/// The most bytes that are searched for the next mark if the change ends nowhere in that window.
const MAX_MARK_BYTES: usize = 4 << 10;

/// Twice the bytes of the longest word. A word begins no farther before the point where the texts part, unless it only
/// repeats what follows it.
const MAX_REACH_BYTES: usize = 128;

/// Characters that must be equal for the two texts to be in step again.
const IN_STEP_CHARS: usize = 3;

/// The words that a configuration replaces, one a line.
pub(crate) fn source_words(config: Config) -> String {
    let lines = TABLE.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(|(name, _)| *name == config.name()).map(|(_, word)| word).collect::<Vec<_>>().join("\n")
}

/// The words that one configuration replaces.
#[derive(Debug, Default)]
pub(crate) struct ConfigWords {
    /// Lists by the first character, longest word first: the word as the one-to-one configuration writes it, and its
    /// replacement.
    by_first: HashMap<char, Vec<(String, String)>>,
    /// The word as a source text has it, and its replacement, folded.
    from_source: Vec<(String, String)>,
}

impl ConfigWords {
    /// Reads the words of `phrases` by converting the list with both converters.
    pub(in crate::script) fn read(phrases: &Converter, one_to_one: &Converter) -> Result<ConfigWords, ScriptError> {
        let source = source_words(phrases.config());
        let (same, other) = (one_to_one.convert(&source)?, phrases.convert(&source)?);
        let mut by_first: HashMap<char, Vec<(String, String)>> = HashMap::new();
        for (same, other) in same.lines().zip(other.lines()).filter(|(same, other)| same != other) {
            if let Some(first) = same.chars().next() {
                by_first.entry(first).or_default().push((same.to_owned(), other.to_owned()));
            }
        }
        for words in by_first.values_mut() {
            words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
            words.dedup();
        }
        let from_source = source.lines().zip(other.lines());
        let from_source = from_source.map(|(source, other)| (source.to_owned(), fold(other).text)).collect();
        Ok(ConfigWords { by_first, from_source })
    }

    /// The words of a source text that are shown as text in which a folded query may be found.
    pub(in crate::script) fn candidates_for(&self, query: &str) -> CandidateWords {
        CandidateWords::meeting(self.from_source.iter(), query)
    }

    /// The spans in which `other`, a conversion with phrases, has another word than `same`, the conversion of the same text
    /// by the one-to-one configuration. Between the spans the two are the same byte for byte.
    pub(in crate::script) fn changes(&self, same: &str, other: &str) -> Vec<SpanPair> {
        let mut spans = Vec::new();
        let (mut a, mut b, mut part) = (0, 0, 0);
        loop {
            if a >= part {
                // Skips to shortly before the texts part: no word lies on the way.
                let alike = same.as_bytes()[a..].iter().zip(&other.as_bytes()[b..]).take_while(|(x, y)| x == y).count();
                let skipped = cut::boundary(same, (a + alike).saturating_sub(MAX_REACH_BYTES)).saturating_sub(a);
                (a, b, part) = (a + skipped, b + skipped, a + alike + 1);
            }
            let (left, right) = (&same[a..], &other[b..]);
            if left == right && part > same.len() {
                return spans;
            }
            let (in_left, in_right) = match self.word(left, right) {
                Some(lengths) => lengths,
                None => match (left.chars().next(), right.chars().next()) {
                    (None, None) => return spans,
                    (Some(x), Some(y)) if x == y => {
                        a += x.len_utf8();
                        b += y.len_utf8();
                        continue;
                    }
                    _ => out_of_step(left, right),
                },
            };
            spans.push((a..a + in_left, b..b + in_right));
            (a, b) = (a + in_left, b + in_right);
            part = a;
        }
    }

    /// The word at the start of both texts behind which they go on alike, as its length in bytes in each.
    fn word(&self, left: &str, right: &str) -> Option<(usize, usize)> {
        self.candidates(left, right).find(|(x, y)| {
            let (left, right) = (&left[*x..], &right[*y..]);
            left.chars().next() == right.chars().next() || self.candidates(left, right).next().is_some()
        })
    }

    fn candidates(&self, left: &str, right: &str) -> impl Iterator<Item = (usize, usize)> {
        let words = left.chars().next().and_then(|first| self.by_first.get(&first)).map_or(&[][..], Vec::as_slice);
        words
            .iter()
            .filter(move |(same, other)| left.starts_with(same.as_str()) && right.starts_with(other.as_str()))
            .map(|(same, other)| (same.len(), other.len()))
    }
}

/// The shortest stretches of both texts behind which they go on alike, where no word explains the change. Marks are never
/// converted, so the two meet at the next mark at the latest.
fn out_of_step(left: &str, right: &str) -> (usize, usize) {
    let ends = |text: &str| -> Vec<usize> {
        let near = &text[..cut::boundary(text, MAX_MARK_BYTES)];
        let mark = near.find(MARKS).unwrap_or(near.len());
        let starts = text[..mark].char_indices().map(|(at, _)| at).take(MAX_WINDOW_CHARS);
        starts.chain([mark]).collect()
    };
    let (in_left, in_right) = (ends(left), ends(right));
    let (last_left, last_right) = (in_left.len() - 1, in_right.len() - 1);
    for sum in 1..=last_left + last_right {
        for x in sum.saturating_sub(last_right)..=sum.min(last_left) {
            let (x, y) = (in_left[x], in_right[sum - x]);
            if left[x..].chars().take(IN_STEP_CHARS).eq(right[y..].chars().take(IN_STEP_CHARS)) {
                return (x, y);
            }
        }
    }
    let (x, y) = (in_left[last_left], in_right[last_right]);
    // Both may not stand still: texts that do not even meet at a mark are one change.
    if x + y == 0 { (left.len(), right.len()) } else { (x, y) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{conversion::tests::converters, dictionaries};

    fn words(config: Config) -> (std::sync::Arc<Converter>, std::sync::Arc<Converter>, std::sync::Arc<ConfigWords>) {
        let phrases = converters().load(config).expect("dictionaries");
        let same = converters().load(config.one_to_one().expect("phrases")).expect("dictionaries");
        let words = converters().words(&phrases, &same).expect("words");
        (phrases, same, words)
    }

    #[test]
    fn the_table_is_of_the_dictionaries_that_are_linked_in() {
        let stamp = TABLE.lines().next().expect("a first line");
        assert!(stamp.ends_with(&dictionaries::manifest_hash()), "run tools/script-tables");
    }

    #[test]
    fn every_word_of_the_table_is_one_change_by_itself() {
        for (config, word) in TABLE.lines().filter_map(|line| line.split_once('\t')) {
            let (phrases, same, words) = words(config.parse().expect("a configuration"));
            let (same, other) = (same.convert(word).expect("same"), phrases.convert(word).expect("other"));
            assert_ne!(same, other, "{word} by {config}: run tools/script-tables");
            assert_eq!(words.changes(&same, &other), [(0..same.len(), 0..other.len())], "{word} by {config}");
        }
    }

    #[test]
    fn a_change_that_no_word_explains_is_as_short_as_can_be() {
        let none = ConfigWords::default();
        assert_eq!(none.changes("甲乙丙丁戊己", "甲子丙丁戊己"), [(3..6, 3..6)]);
        assert_eq!(none.changes("甲乙丙丁戊。己", "甲丁戊。己"), [(3..9, 3..3)]);
        assert_eq!(none.changes("甲乙", "甲"), [(3..6, 3..3)]);
        assert_eq!(none.changes("甲乙丙", "子丑。"), [(0..9, 0..6), (9..9, 6..9)]);
        assert_eq!(none.changes("", ""), []);
        assert_eq!(none.changes("", "。。甲"), [(0..0, 0..9)]);
    }
}
