//! The words that a text is about: frequent in it and rare in the language at large.

use std::{collections::HashMap, ops::Range};

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::{korean, segment::Words};
use crate::search::{Looks, matching::edges::Kind};

/// Characters on either side of a word that an address is looked for in.
const ADDRESS: usize = 200;
/// Bytes of the longest of these.
const LONGEST_COMMON: usize = 7;
/// Words that are in every text.
const COMMON: &str = "about above after again against all also although among and another any are around because been \
                      before being below between both but can could did does down during each even every few for from \
                      further had has have having her here him his how however http https into its itself just may me \
                      might more most much must near new nor not now off once one only onto or other our out over own \
                      per said same she should since some still such than that the their them then there these they \
                      this those though three through too two under until upon very was were what when where which \
                      while who whom whose why will with within without would www yet you your";

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
    /// the language at large. Words that no dictionary knows must come more than once, Korean ones and those of a text
    /// in Latin letters more than once before another word: so a title that is repeated is not enough.
    /// None where the search is stopped meanwhile.
    #[must_use]
    pub fn keywords(&self, text: &str, most: usize, looks: &Looks<'_>) -> Vec<Keyword> {
        let kind = |range: &Range<usize>| Kind::of(text[range.clone()].chars().next().unwrap_or(' '));
        let mut words = self.of_until(text, looks);
        if looks.is_stopped() {
            return Vec::new();
        }
        words.retain(|range| kind(range) != Kind::Letter || !is_in_address(text, range));
        let is_latin = words.iter().filter(|range| kind(range) == Kind::Letter).count() * 2 > words.len();
        let korean = words.iter().filter(|range| kind(range) == Kind::Hangul);
        let nouns = korean::Nouns::of(korean.filter_map(|range| text.get(range.clone())));
        let mut counts: HashMap<String, Count> = HashMap::new();
        let next = words.iter().skip(1).map(|range| text.get(range.clone()).unwrap_or_default()).chain([""]);
        for (range, next) in words.iter().cloned().zip(next) {
            let word = text.get(range.clone()).unwrap_or_default();
            let kind = kind(&range);
            let word = match kind {
                Kind::Letter if is_common(word) => continue,
                Kind::Hangul => nouns.noun(word).unwrap_or_default(),
                _ => word,
            };
            let letters = word.chars().filter(|c| c.is_alphabetic()).take(3).count();
            // A letter or two in Latin is no word to remember; a Chinese character alone says little, and so do 一人 and
            // 一盏灯.
            let counted = kind == Kind::Han && word.starts_with(['一', '两', '兩', '几', '幾']) && letters <= 3;
            if !counted && (letters > 2 || (letters == 2 && matches!(kind, Kind::Han | Kind::Hangul))) {
                let range = range.start..range.start + word.len();
                let first = Count { times: 0, first: range, next, varied: false };
                let counted = counts.entry(self.known_form(word).nfkc().collect::<String>().to_lowercase());
                let counted = counted.or_insert(first);
                counted.times += 1;
                counted.varied |= counted.next != next;
            }
        }
        let mut keywords: Vec<Keyword> = counts
            .into_iter()
            .filter_map(|(known, Count { times, first, varied, .. })| {
                let more = if kind(&first) == Kind::Hangul { nouns.count(text.get(first.clone())?) } else { 0 };
                let (count, varied) = (times.max(more), varied || more > times);
                let once = match kind(&first) {
                    Kind::Letter => !is_latin,
                    kind => kind != Kind::Hangul,
                };
                let rarity = self.rarity(&known, count).filter(|_| once || varied)?;
                Some(Keyword { word: text.get(first)?.to_owned(), known, weight: count as f64 * rarity })
            })
            .collect();
        keywords.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.known.cmp(&b.known)));
        keywords.truncate(most);
        keywords
    }
}

/// How often a word comes.
struct Count<'t> {
    times: usize,
    /// Where it comes first, and which word follows there.
    first: Range<usize>,
    next: &'t str,
    /// Whether another one follows elsewhere.
    varied: bool,
}

/// Whether a word is one of English grammar, or of the beginnings of addresses.
fn is_common(word: &str) -> bool {
    word.len() <= LONGEST_COMMON && COMMON.split(' ').any(|common| common.eq_ignore_ascii_case(word))
}

/// Whether a word is a part of an address of the web or of mail.
fn is_in_address(text: &str, word: &Range<usize>) -> bool {
    let (head, tail) = (text.get(..word.start).unwrap_or_default(), text.get(word.end..).unwrap_or_default());
    let outside = |c: char| !c.is_ascii_graphic();
    let start =
        head.char_indices().rev().take(ADDRESS).find(|(_, c)| outside(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let end = tail.char_indices().take(ADDRESS).find(|(_, c)| outside(*c)).map_or(text.len(), |(at, _)| word.end + at);
    let around = text.get(start..end).unwrap_or_default();
    let domain = |(name, rest): (&str, &str)| name.len() > 1 && rest.len() > 1 && rest.starts_with(char::is_alphabetic);
    around.contains("://") || around.contains('@') || around.split_once('.').is_some_and(domain)
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
