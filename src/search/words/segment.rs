//! Words of a text: the likeliest way through the dictionary, and new words by jieba's model. The only door to jieba.
//!
//! The dictionary knows words as the Mainland writes them, so every Han character is first replaced by the form of its
//! class that the dictionary knows best; ranges stay those of the text. What a word is good for is decided elsewhere.

use std::{cmp::Reverse, ops::Range, sync::LazyLock};

use jieba_rs::Jieba;
use unicode_segmentation::UnicodeSegmentation;

use super::{
    dictionary::{Node, TOTAL, find},
    word_class::WordClass,
};
use crate::search::StopCheck;
use crate::text::{
    classes::is_han,
    fold::{Folding, sources},
};

/// Characters segmented at once. Longer stretches without a mark between them are cut in pieces.
const PIECE_CHARACTERS: usize = 4096;
/// Cost of segmenting, in bytes of work for each byte of text.
const COST: usize = 16;
/// Characters on either side of a place that are segmented to tell whether a word begins there.
const CONTEXT_CHARACTERS: usize = 48;
/// A character that the dictionary counts more often is a word of its own also beside a commoner form of its class,
/// as 著 is beside 着.
const MAX_RARE_COUNT: u32 = 2000;
/// Rare characters that occur more often than this may belong to a word of the dictionary as they are, as 乾 in 乾隆.
const MAX_UNKNOWN_COUNT: u32 = 300;

/// Jieba without words: what is left of it is its model of new words, which is a part of the program and needs no memory.
static NEW_WORDS: LazyLock<Jieba> = LazyLock::new(Jieba::empty);

/// The words of a text from left to right, as ranges of its bytes. What stands between words (marks, white space) is
/// left out. The words of other languages are those that spaces and marks separate.
#[must_use]
pub fn segment(text: &str) -> Vec<Range<usize>> {
    segment_until(text, &StopCheck::never())
}

/// Like [`segment`], as far as it comes before it is stopped.
pub(in crate::search) fn segment_until(text: &str, stop: &StopCheck<'_>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && stop.go_on_after(COST * (text.len() - rest.len()).min(PIECE_CHARACTERS)) {
        let (piece, behind) = rest.split_at(piece_end(rest));
        let from = text.len() - rest.len();
        let known = Known::read(piece);
        for word in cut(&known.text, true) {
            if known.text.get(word.clone()).is_some_and(|word| word.chars().any(char::is_alphanumeric)) {
                words.push(from + known.source_start(word.start)..from + known.source_end(word.end));
            }
        }
        rest = behind;
    }
    with_foreign(text, words)
}

/// True if a word begins with the Han character at `at`, which another one stands before; also within a longer word
/// that is made of words of two characters or more there, as 中国人民银行 is and 发展中国家 is not.
pub(in crate::search) fn begins_at(text: &str, at: usize) -> bool {
    let Some((head, tail)) = text.split_at_checked(at) else { return false };
    let is_han = |(_, c): &(usize, char)| Folding::of(*c) == Folding::Dropped || WordClass::from(*c) == WordClass::Han;
    let start = head.char_indices().rev().take(CONTEXT_CHARACTERS).take_while(is_han).last().map_or(at, |(at, _)| at);
    let end = tail.char_indices().take(CONTEXT_CHARACTERS).take_while(is_han).last();
    let end = at + end.map_or(0, |(at, c)| at + c.len_utf8());
    let known = Known::read(text.get(start..end).unwrap_or_default());
    let Some(at) = known.place_of(at - start) else { return false };
    let words = cut(&known.text, true);
    let Some(word) = words.into_iter().find(|word| word.contains(&at)) else { return false };
    let part = |range: Range<usize>| is_made_of_words(known.text.get(range).unwrap_or_default());
    word.start == at || (part(word.start..at) && part(at..word.end))
}

/// True for a word of two characters or more, and for several such.
fn is_made_of_words(part: &str) -> bool {
    let is_word = |word: &str| word.chars().nth(1).is_some() && find(word.chars()).is_some();
    is_word(part) || cut(part, false).into_iter().all(|word| part.get(word).is_some_and(is_word))
}

/// Weight of one occurrence of a word; nothing if it is not a noun, a name or an abbreviation.
pub(in crate::search) fn rarity(word: &str, count: usize) -> Option<f64> {
    let is_chinese = word.chars().next().is_some_and(|c| WordClass::from(c) == WordClass::Han);
    let Some(known) = find(word.chars()) else {
        // A word that the dictionary lacks and that comes once was hardly segmented right.
        return (!is_chinese || count > 1).then_some(if is_chinese { 11.0 } else { 8.0 });
    };
    // A word that the dictionary would cut into several carries no weight as one.
    let carries_weight = known.is_noun && cut(word, false).len() == 1;
    carries_weight.then(|| (TOTAL as f64 / f64::from(known.count + 1)).ln().clamp(1.0, 14.0))
}

/// A word in the characters that the dictionary knows.
pub(in crate::search) fn known_form(word: &str) -> String {
    Known::read(word).text
}

/// A text in the characters that the dictionary knows.
struct Known {
    text: String,
    /// End of each character in `text`, and its start and end in what it was made from.
    ends: Vec<(usize, usize, usize)>,
}

impl Known {
    fn read(text: &str) -> Known {
        let mut known = Known { text: String::with_capacity(text.len()), ends: Vec::new() };
        let mut before = None;
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if Folding::of(c) == Folding::Dropped && !c.is_whitespace() {
                continue;
            }
            let shown = match known_as(c) {
                Some((_, true)) if belongs(before, c, rest.peek().map(|(_, next)| *next)) => c,
                Some((other, _)) => other,
                None => c,
            };
            known.text.push(shown);
            known.ends.push((known.text.len(), at, at + c.len_utf8()));
            before = Some(c);
        }
        known
    }

    /// Start in `text` of the character that was made from the one at `at` of the source.
    fn place_of(&self, at: usize) -> Option<usize> {
        let index = self.ends.iter().position(|(_, from, _)| *from == at)?;
        Some(index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, ..)| *end))
    }

    /// Start in the source of the character that begins at `at`.
    fn source_start(&self, at: usize) -> usize {
        self.ends.get(self.ends.partition_point(|(end, ..)| *end <= at)).map_or(0, |(_, from, _)| *from)
    }

    /// End in the source of the character that ends at `at`.
    fn source_end(&self, at: usize) -> usize {
        self.ends.get(self.ends.partition_point(|(end, ..)| *end < at)).map_or(0, |(.., to)| *to)
    }
}

/// The form of a rare Han character that the dictionary knows best, if it is another, and true if a word may
/// have it as it is.
fn known_as(c: char) -> Option<(char, bool)> {
    if !is_han(c) {
        return None;
    }
    let Folding::One(unit) = Folding::of(c) else { return None };
    let count = |c: char| find([c]).map_or(0, |word| word.count);
    let class = sources(unit).filter(|other| Folding::of(*other) == Folding::One(unit));
    let (best, most) = class.map(|c| (c, count(c))).max_by_key(|(c, count)| (*count, Reverse(*c)))?;
    let own = count(c);
    (c != best && own < MAX_RARE_COUNT && own < most).then_some((best, own > MAX_UNKNOWN_COUNT))
}

/// True if the dictionary has a character as it is together with a neighbour.
fn belongs(before: Option<char>, c: char, after: Option<char>) -> bool {
    let is_word = |a: char, b: char| find([a, b]).is_some();
    before.is_some_and(|before| is_word(before, c)) || after.is_some_and(|after| is_word(c, after))
}

/// Cuts a text into words of the dictionary and single characters; with `new` into new words as well.
pub(super) fn cut(text: &str, new: bool) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut run: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        if is_cut(c) {
            run.push((at, c));
            continue;
        }
        cut_run(text, &run, at, new, &mut words);
        run.clear();
        words.push(at..at + c.len_utf8());
    }
    cut_run(text, &run, text.len(), new, &mut words);
    words
}

/// True for the characters that words of the dictionary are made of. All others are cut one by one.
fn is_cut(c: char) -> bool {
    // 々 and 〇 are no characters of Chinese words, nor are radicals.
    c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-') || (c >= '\u{3400}' && is_han(c))
}

/// Cuts a run of characters that words are made of, which ends at byte `end`.
fn cut_run(text: &str, run: &[(usize, char)], end: usize, new: bool, words: &mut Vec<Range<usize>>) {
    let place = |index: usize| run.get(index).map_or(end, |(at, _)| *at);
    let route = route(run);
    let (mut at, mut singles) = (0, None);
    while let Some((_, c)) = run.get(at) {
        let next = route.get(at).map_or(at + 1, |step| step.next);
        // Single characters wait for their neighbours: together they may be a new word, or a number.
        if next == at + 1 && (new || c.is_ascii_alphanumeric()) {
            singles.get_or_insert(at);
        } else {
            if let Some(first) = singles.take() {
                cut_singles(text, place(first)..place(at), new, words);
            }
            words.push(place(at)..place(next));
        }
        at = next;
    }
    if let Some(first) = singles {
        cut_singles(text, place(first)..end, new, words);
    }
}

/// Cuts what the dictionary leaves as single characters.
fn cut_singles(text: &str, range: Range<usize>, new: bool, words: &mut Vec<Range<usize>>) {
    let run = text.get(range.clone()).unwrap_or_default();
    if !new || run.chars().nth(1).is_none() {
        words.push(range);
    } else if find(run.chars()).is_some() {
        // The dictionary has it as a word too rare to be one: it means the characters.
        words.extend(run.char_indices().map(|(at, c)| range.start + at..range.start + at + c.len_utf8()));
    } else {
        let found = NEW_WORDS.cut(run, true).into_iter();
        words.extend(found.map(|word| range.start + word.byte_start..range.start + word.byte_end));
    }
}

/// A step of the likeliest way through a run.
#[derive(Clone, Copy)]
struct Step {
    /// Logarithm of the likelihood of the way from here to the end.
    score: f64,
    /// End of the word, as an index of characters.
    next: usize,
}

/// The likeliest way from each character of a run to its end, found from behind: each word counts as often as the
/// dictionary says, and a character that it does not know once.
fn route(run: &[(usize, char)]) -> Vec<Step> {
    let log_total = (TOTAL as f64).ln();
    let mut route = vec![Step { score: 0.0, next: run.len() }; run.len() + 1];
    for start in (0..run.len()).rev() {
        let mut best: Option<Step> = None;
        let mut node = Node::ROOT;
        for (end, (_, c)) in (start + 1..).zip(run.get(start..).unwrap_or_default()) {
            let Some(child) = node.child(*c) else { break };
            node = child;
            if let Some(word) = node.word() {
                let behind = route.get(end).map_or(0.0, |step| step.score);
                let score = f64::from(word.count).ln() - log_total + behind;
                // Of equals the longest.
                if best.is_none_or(|best| score >= best.score) {
                    best = Some(Step { score, next: end });
                }
            }
        }
        let unknown =
            || Step { score: route.get(start + 1).map_or(0.0, |step| step.score) - log_total, next: start + 1 };
        let step = best.unwrap_or_else(unknown);
        if let Some(place) = route.get_mut(start) {
            *place = step;
        }
    }
    route
}

/// The words with those in one that were cut to pieces, for the dictionary knows no letters but Han and ASCII: 등대,
/// カメラ, café.
fn with_foreign(text: &str, words: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let is_foreign = |c: char| {
        !c.is_ascii() && matches!(WordClass::from(c), WordClass::Hangul | WordClass::Katakana | WordClass::Letter)
    };
    if !text.contains(is_foreign) {
        return words;
    }
    let mut all = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    for (start, word) in text.unicode_word_indices().filter(|(_, word)| word.contains(is_foreign)) {
        let end = start + word.len();
        while let Some(before) = words.next_if(|before| before.end <= start) {
            all.push(before);
        }
        while words.next_if(|piece| piece.start < end).is_some() {}
        all.push(start..end);
    }
    all.extend(words);
    all
}

/// Place to cut a long text: behind a mark if there is one.
fn piece_end(text: &str) -> usize {
    let Some((limit, _)) = text.char_indices().nth(PIECE_CHARACTERS) else { return text.len() };
    let head = text.get(..limit).unwrap_or(text);
    head.char_indices().rfind(|(_, c)| !c.is_alphanumeric()).map_or(limit, |(at, c)| at + c.len_utf8())
}

/// Jieba with a dictionary of its own form, to compare with.
#[cfg(test)]
pub(super) fn jieba_with(dictionary: &str) -> Jieba {
    Jieba::with_dict(&mut std::io::BufReader::new(dictionary.as_bytes())).unwrap()
}
