//! The words that a text is about: frequent in it and rare in the language at large.

use std::{collections::HashMap, ops::Range};

use unicode_segmentation::UnicodeSegmentation;

use super::{edges::Kind, segment::Words};

/// A word that a text is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// As the text first writes it.
    pub word: String,
    /// In the form the dictionary knows: the same for every script.
    pub known: String,
    /// How much it says about the text.
    pub weight: f64,
}

impl Words {
    /// The words that a text is about, the weightiest first: nouns and names that are frequent in it and rare in
    /// Chinese at large.
    #[must_use]
    pub fn keywords(&self, text: &str, most: usize) -> Vec<Keyword> {
        let mut counts: HashMap<String, (usize, Range<usize>)> = HashMap::new();
        for range in self.of(text) {
            let word = text.get(range.clone()).unwrap_or_default();
            let letters = word.chars().filter(|c| c.is_alphabetic()).take(3).count();
            // A letter or two in Latin is no word to remember; a Chinese character alone says little.
            if letters >= 2 && (letters > 2 || Kind::of(word.chars().next().unwrap_or(' ')) == Kind::Han) {
                counts.entry(self.known_form(word).to_lowercase()).or_insert((0, range)).0 += 1;
            }
        }
        let mut keywords: Vec<Keyword> = counts
            .into_iter()
            .filter_map(|(known, (count, range))| {
                let weight = count as f64 * self.rarity(&known, count)?;
                Some(Keyword { word: text.get(range)?.to_owned(), known, weight })
            })
            .collect();
        keywords.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.known.cmp(&b.known)));
        keywords.truncate(most);
        keywords
    }
}

/// The first word of a text that says something: a noun or name if the dictionary is there and knows one, else the
/// first of two characters or more, else the first.
#[must_use]
pub fn first_word<'t>(text: &'t str, words: Option<&Words>) -> Option<&'t str> {
    let ranges = match words {
        Some(words) => words.of(text),
        None => text.unicode_word_indices().map(|(at, word)| at..at + word.len()).collect(),
    };
    let ranges = joined(text, ranges);
    let all = || ranges.iter().filter_map(|range| text.get(range.clone()));
    let long = |word: &&str| word.chars().nth(1).is_some() && word.chars().any(char::is_alphabetic);
    let says =
        |word: &&str| words.is_some_and(|words| long(word) && words.rarity(&words.known_form(word), 2).is_some());
    all().find(says).or_else(|| all().find(long)).or_else(|| all().next())
}

/// Words with those in one that a ヶ or a 々 joins: 凪ヶ浦, 三ヶ月, 佐々木.
fn joined(text: &str, words: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let joins = |c: Option<char>| matches!(c, Some('ヶ' | 'ヵ' | '々'));
    let mut all: Vec<Range<usize>> = Vec::new();
    for word in words {
        let ends = |last: &Range<usize>| joins(text.get(last.clone()).and_then(|text| text.chars().next_back()));
        let begins = joins(text.get(word.clone()).and_then(|text| text.chars().next()));
        match all.last_mut() {
            Some(last) if last.end == word.start && (begins || ends(last)) => last.end = word.end,
            _ => all.push(word),
        }
    }
    all
}
