//! Words of an article near a place: a paragraph of fifty megabytes is never cut into words as a whole.

use std::ops::Range;

use crate::{search::words::segment, text::safe::Safe};

/// Bytes on either side of a place that a sentence has at most.
const MAX_SENTENCE_BYTES: usize = 1024;
/// Marks that end a sentence: words are cut sentence by sentence, so that they are the same from both sides.
const SENTENCE_ENDS: &[char] = &['\n', '。', '！', '？', '；', '!', '?', ';'];

/// The first word that begins at a place or after it.
pub(in crate::app) fn word_from(text: &Safe, offset: usize) -> Option<Range<usize>> {
    let mut at = offset;
    while at < text.len() {
        let sentence = sentence(text, at);
        let found = cut(text, &sentence).into_iter().find(|word| word.start >= offset);
        if found.is_some() {
            return found;
        }
        at = sentence.end;
    }
    None
}

/// The last word that ends at a place or before it.
pub(in crate::app) fn word_until(text: &Safe, offset: usize) -> Option<Range<usize>> {
    let mut at = offset.min(text.len());
    while at > 0 {
        let sentence = sentence(text, floor(text, at - 1));
        let found = cut(text, &sentence).into_iter().rfind(|word| word.end <= offset);
        if found.is_some() {
            return found;
        }
        at = sentence.start;
    }
    None
}

/// The sentence around a place, its end mark included, or as much of it as the bound allows. It holds the character at
/// the place.
fn sentence(text: &Safe, at: usize) -> Range<usize> {
    let least = floor(text, at.saturating_sub(MAX_SENTENCE_BYTES));
    let before = &text[least..at];
    let start = before.rfind(SENTENCE_ENDS).map_or(least, |end| {
        let mark = before[end..].chars().next().map_or(0, char::len_utf8);
        least + end + mark
    });
    let most = floor(text, (at + MAX_SENTENCE_BYTES).min(text.len()));
    let first = text[at..].chars().next().map_or(0, char::len_utf8);
    let most = most.max(at + first);
    let end = text[at..most].char_indices().find(|(_, c)| SENTENCE_ENDS.contains(c));
    start..end.map_or(most, |(end, c)| at + end + c.len_utf8())
}

fn cut(text: &Safe, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let piece = text.slice(sentence.clone());
    segment(piece).into_iter().map(|word| sentence.start + word.start..sentence.start + word.end).collect()
}

fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn forward(text: &Safe) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        while let Some(word) = word_from(text, found.last().map_or(0, |word| word.end)) {
            found.push(word);
        }
        found
    }

    #[test]
    fn words_of_several_languages() {
        let text = Safe::new("国务院 said “yes” 3.5 倍！그는 갔다。カタカナだ");
        let words: Vec<&str> = forward(&text).into_iter().map(|word| &text[word]).collect();
        assert_eq!(&words[..4], ["国务院", "said", "yes", "3.5"]);
        assert!(words.contains(&"그는") && words.contains(&"カタカナ"), "{words:?}");
    }

    #[test]
    fn a_long_paragraph_costs_no_more_than_its_neighbourhood() {
        let text = Safe::new(&"，".repeat(2_000_000));
        assert_eq!(word_from(&Safe::new("，a"), 0), Some(3..4));
        assert!(sentence(&text, 3_000_000).len() <= 2 * MAX_SENTENCE_BYTES + 4);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn the_way_back_meets_the_same_words(text in "[国务院开 a-c。！，\n한글]{0,60}|([国a。]{1,9}，){0,200}") {
            let text = Safe::new(&text);
            let there = forward(&text);
            let mut back: Vec<Range<usize>> = Vec::new();
            while let Some(word) = word_until(&text, back.last().map_or(text.len(), |word| word.start)) {
                back.push(word);
            }
            back.reverse();
            prop_assert_eq!(there, back);
        }
    }
}
