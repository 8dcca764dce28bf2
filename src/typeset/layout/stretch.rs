//! Cuts a long part into stretches that are set on their own, so that the end of a text of many megabytes is laid out
//! without what comes before it. Where the cuts are depends on nothing but the text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::{script::Language, text::width::Ambiguous};

use crate::typeset::{
    KinsokuLevel, Korean,
    breaking::{CharClass, CharClasses, Grade, Rules, graded_clusters, stands_alone},
};

/// Bytes from one cut to the next, about. A part shorter than two of these is one stretch.
const STRETCH_BYTES: usize = 32 * 1024;
/// Bytes in which the end of a sentence is looked for.
const SENTENCE_END_WINDOW_BYTES: usize = 4 * 1024;

/// Classes that may follow the mark that ends a sentence, and belong to it.
const TAIL: CharClasses = CharClasses::from_classes(&[
    CharClass::WideExclaim,
    CharClass::WideClose,
    CharClass::QuoteClose,
    CharClass::Close,
    CharClass::Point,
    CharClass::Space,
]);

/// The number of stretches of a text; at least one.
pub(crate) fn count(text: &str) -> usize {
    (text.len() / STRETCH_BYTES).max(1)
}

/// The bytes of a stretch; empty, at the end of the text, for one it does not have.
pub(crate) fn bounds(text: &str, stretch: usize) -> Range<usize> {
    cut(text, stretch)..cut(text, stretch.saturating_add(1))
}

/// The stretch that holds a byte offset; the last one for an offset at the end or beyond.
pub(crate) fn holding(text: &str, offset: usize) -> usize {
    let stretch = (offset / STRETCH_BYTES).min(count(text) - 1);
    if offset < cut(text, stretch) { stretch - 1 } else { stretch }
}

/// The start of a stretch.
fn cut(text: &str, stretch: usize) -> usize {
    if stretch == 0 {
        return 0;
    }
    if stretch >= count(text) {
        return text.len();
    }
    let start = floor(text, stretch * STRETCH_BYTES);
    let window = &text[start..floor(text, start + SENTENCE_END_WINDOW_BYTES)];
    let cut = window.find('\n').map(|at| at + 1).or_else(|| sentence_end(window)).unwrap_or_else(|| anywhere(window));
    start + cut
}

/// The character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The start of the first sentence that has the end of another before it.
fn sentence_end(window: &str) -> Option<usize> {
    let mut ended = false;
    let mut last = '\n';
    for (at, c) in window.char_indices() {
        let class = CharClass::from_char(c);
        let tail = TAIL.contains(class) || c == '。';
        // 3.5 is no end of a sentence, nor is a mark that something invisible is joined to.
        let narrow = matches!(last, '.' | '!' | '?' | ')' | ']' | '}' | '’' | '”');
        if ended && !tail && stands_alone(c) && stands_alone(last) && !narrow && class != CharClass::Ellipsis {
            return Some(at);
        }
        ended = match c {
            '。' | '！' | '？' | '.' | '!' | '?' => true,
            _ => ended && tail,
        };
        last = c;
    }
    None
}

/// The cut of a text without sentences: at the last place a line may break, else between the last two clusters.
fn anywhere(window: &str) -> usize {
    let rules = Rules::for_language(Language::Other, KinsokuLevel::Basic, Korean::Words);
    let alone = |at: usize| {
        window[..at].chars().next_back().is_some_and(stands_alone) && window[at..].starts_with(stands_alone)
    };
    let graded = graded_clusters(window, &rules, Ambiguous::Narrow);
    let last = |least: Grade| {
        graded
            .iter()
            .skip(1)
            .rev()
            .filter(|cluster| cluster.grade >= least)
            .map(|cluster| cluster.start as usize)
            .find(|at| alone(*at))
    };
    // The first clusters of the window may be the rest of one that begins before it.
    let between = || window.grapheme_indices(true).skip(2).last().map(|(at, _)| at);
    last(Grade::Free).or_else(|| last(Grade::Held)).or_else(between).unwrap_or(window.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_the_text_and_are_found_by_offset() {
        let texts = [
            "一二三四五，六七八九十。".repeat(30_000),
            "一二三四五六七八九十".repeat(30_000),
            "word ".repeat(60_000),
            "x".repeat(300_000),
            format!("e{}", "\u{301}".repeat(100_000)),
            "🇨🇳".repeat(40_000),
            "短。".to_owned(),
            String::new(),
        ];
        for text in texts {
            let mut at = 0;
            for stretch in 0..count(&text) {
                let bounds = bounds(&text, stretch);
                assert_eq!(bounds.start, at);
                assert!(bounds.end > at || text.is_empty());
                assert!(bounds.len() <= 3 * STRETCH_BYTES);
                assert_eq!(holding(&text, bounds.start), stretch);
                assert_eq!(holding(&text, (bounds.end).max(1) - 1), stretch);
                at = bounds.end;
            }
            assert_eq!(at, text.len());
            assert_eq!(bounds(&text, count(&text)), text.len()..text.len());
        }
    }

    #[test]
    fn a_long_text_is_cut_between_sentences() {
        let text = "他说：“走吧！”然后走了。共3.5万人,".repeat(6_000);
        for stretch in 1..count(&text) {
            let start = bounds(&text, stretch).start;
            assert!(text[..start].ends_with("。") || text[..start].ends_with("！”"), "{}", &text[start - 9..start]);
        }
    }
}
