//! The words that a text is about: frequent in it and rare in the language at large.

use std::{collections::HashMap, ops::Range};

use unicode_normalization::UnicodeNormalization;

use super::{
    korean,
    segment::{known_form, rarity, segment, segment_until},
    word_class::WordClass,
};
use crate::search::StopCheck;

/// Characters on either side of a word that an address is looked for in.
const ADDRESS_CHARACTERS: usize = 200;
/// Bytes of the longest of these.
const MAX_COMMON_BYTES: usize = 7;
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
    /// Spelling in the text, at its first place.
    pub word: String,
    /// Form that the dictionary knows: the same for every script.
    pub known: String,
    /// Weight in the text.
    pub weight: f64,
}

/// The words that a text is about, the weightiest first: nouns and names that are frequent in it and rare in
/// the language at large, at most `limit` of them. Words that no dictionary knows must come more than once, Korean ones and those of a text
/// in Latin letters more than once before another word: so a title that is repeated is not enough.
/// None where the search is stopped meanwhile.
#[must_use]
pub fn keywords(text: &str, limit: usize, stop: &StopCheck<'_>) -> Vec<Keyword> {
    let kind = |range: &Range<usize>| WordClass::from(text[range.clone()].chars().next().unwrap_or(' '));
    let mut words = segment_until(text, stop);
    if stop.is_stopped() {
        return Vec::new();
    }
    words.retain(|range| kind(range) != WordClass::Letter || !is_in_address(text, range));
    let is_latin = words.iter().filter(|range| kind(range) == WordClass::Letter).count() * 2 > words.len();
    let korean = words.iter().filter(|range| kind(range) == WordClass::Hangul);
    let nouns = korean::Nouns::of(korean.filter_map(|range| text.get(range.clone())));
    let mut counts: HashMap<String, Count> = HashMap::new();
    let next = words.iter().skip(1).map(|range| text.get(range.clone()).unwrap_or_default()).chain([""]);
    for (range, next) in words.iter().cloned().zip(next) {
        let word = text.get(range.clone()).unwrap_or_default();
        let kind = kind(&range);
        let word = match kind {
            WordClass::Letter if is_common(word) => continue,
            WordClass::Hangul => nouns.noun(word).unwrap_or_default(),
            _ => word,
        };
        let letters = word.chars().filter(|c| c.is_alphabetic()).take(3).count();
        // A letter or two in Latin is no word to remember; a Chinese character alone says little, and so do 一人 and
        // 一盏灯.
        let counted = kind == WordClass::Han && word.starts_with(['一', '两', '兩', '几', '幾']) && letters <= 3;
        if !counted && (letters > 2 || (letters == 2 && matches!(kind, WordClass::Han | WordClass::Hangul))) {
            let range = range.start..range.start + word.len();
            let first = Count { times: 0, first: range, next, varied: false };
            let counted = counts.entry(known_form(word).nfkc().collect::<String>().to_lowercase());
            let counted = counted.or_insert(first);
            counted.times += 1;
            counted.varied |= counted.next != next;
        }
    }
    let mut keywords: Vec<Keyword> = counts
        .into_iter()
        .filter_map(|(known, Count { times, first, varied, .. })| {
            let more = if kind(&first) == WordClass::Hangul { nouns.count(text.get(first.clone())?) } else { 0 };
            let (count, varied) = (times.max(more), varied || more > times);
            let once = match kind(&first) {
                WordClass::Letter => !is_latin,
                kind => kind != WordClass::Hangul,
            };
            let rarity = rarity(&known, count).filter(|_| once || varied)?;
            Some(Keyword { word: text.get(first)?.to_owned(), known, weight: count as f64 * rarity })
        })
        .collect();
    keywords.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.known.cmp(&b.known)));
    keywords.truncate(limit);
    keywords
}

/// Count of a word.
struct Count<'t> {
    times: usize,
    /// Its first place, and the word that follows there.
    first: Range<usize>,
    next: &'t str,
    /// True if another one follows elsewhere.
    varied: bool,
}

/// True if a word is one of English grammar, or of the beginnings of addresses.
fn is_common(word: &str) -> bool {
    word.len() <= MAX_COMMON_BYTES && COMMON.split(' ').any(|common| common.eq_ignore_ascii_case(word))
}

/// True if a word is a part of an address of the web or of mail.
fn is_in_address(text: &str, word: &Range<usize>) -> bool {
    let (head, tail) = (text.get(..word.start).unwrap_or_default(), text.get(word.end..).unwrap_or_default());
    let outside = |c: char| !c.is_ascii_graphic();
    let start = head
        .char_indices()
        .rev()
        .take(ADDRESS_CHARACTERS)
        .find(|(_, c)| outside(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let end = tail
        .char_indices()
        .take(ADDRESS_CHARACTERS)
        .find(|(_, c)| outside(*c))
        .map_or(text.len(), |(at, _)| word.end + at);
    let around = text.get(start..end).unwrap_or_default();
    let domain = |(name, rest): (&str, &str)| name.len() > 1 && rest.len() > 1 && rest.starts_with(char::is_alphabetic);
    around.contains("://") || around.contains('@') || around.split_once('.').is_some_and(domain)
}

/// The first word of a text with a meaning of its own: a noun or name if the dictionary knows one, else the first of two
/// characters or more, else the first.
#[must_use]
pub fn first_word(text: &str) -> Option<&str> {
    let ranges = joined(text, segment(text));
    let all = || ranges.iter().filter_map(|range| text.get(range.clone()));
    let long = |word: &&str| word.chars().nth(1).is_some() && word.chars().any(char::is_alphabetic);
    let has_weight = |word: &&str| long(word) && rarity(&known_form(word), 2).is_some();
    all().find(has_weight).or_else(|| all().find(long)).or_else(|| all().next())
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
