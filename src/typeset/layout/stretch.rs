//! Cuts a long part into stretches that are set on their own, so that the end of a text of many megabytes is laid out
//! without what comes before it. Where the cuts are depends on nothing but the text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::{script::Language, text::width::Ambiguous};

use crate::typeset::{
    Korean, Level,
    breaking::{Grade, Kind, Kinds, Rules, stands_alone, units},
};

/// Bytes from one cut to the next, about. A part shorter than two of these is one stretch.
const SPAN: usize = 32 * 1024;
/// Bytes in which the end of a sentence is looked for.
const WINDOW: usize = 4 * 1024;

/// What may follow the mark that ends a sentence, and belongs to it.
const TAIL: Kinds =
    Kinds::of(&[Kind::WideExclaim, Kind::WideClose, Kind::QuoteClose, Kind::Close, Kind::Point, Kind::Space]);

/// How many stretches a text has; at least one.
pub fn count(text: &str) -> usize {
    (text.len() / SPAN).max(1)
}

/// The bytes of a stretch; empty, at the end of the text, for one it does not have.
pub fn bounds(text: &str, stretch: usize) -> Range<usize> {
    cut(text, stretch)..cut(text, stretch.saturating_add(1))
}

/// The stretch that holds a byte offset; the last one for an offset at the end or beyond.
pub fn holding(text: &str, offset: usize) -> usize {
    let stretch = (offset / SPAN).min(count(text) - 1);
    if offset < cut(text, stretch) { stretch - 1 } else { stretch }
}

/// Where a stretch starts.
fn cut(text: &str, stretch: usize) -> usize {
    if stretch == 0 {
        return 0;
    }
    if stretch >= count(text) {
        return text.len();
    }
    let start = floor(text, stretch * SPAN);
    let window = &text[start..floor(text, start + WINDOW)];
    let cut = window.find('\n').map(|at| at + 1).or_else(|| sentence_end(window)).unwrap_or_else(|| anywhere(window));
    start + cut
}

/// The character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Where the first sentence begins that has the end of another before it.
fn sentence_end(window: &str) -> Option<usize> {
    let mut ended = false;
    let mut last = '\n';
    for (at, c) in window.char_indices() {
        let kind = Kind::of(c);
        let tail = TAIL.has(kind) || c == '。';
        // 3.5 is no end of a sentence, nor is a mark that something invisible is joined to.
        let narrow = matches!(last, '.' | '!' | '?' | ')' | ']' | '}' | '’' | '”');
        if ended && !tail && stands_alone(c) && stands_alone(last) && !narrow && kind != Kind::Ellipsis {
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

/// Where a text without sentences is cut: at the last place a line may break, else between the last two clusters.
fn anywhere(window: &str) -> usize {
    let rules = Rules::of(Language::Other, Level::Basic, Korean::Words);
    let alone = |at: usize| {
        window[..at].chars().next_back().is_some_and(stands_alone) && window[at..].starts_with(stands_alone)
    };
    let graded = units(window, &rules, Ambiguous::Narrow);
    let last = |least: Grade| {
        graded
            .iter()
            .skip(1)
            .rev()
            .filter(|unit| unit.grade >= least)
            .map(|unit| unit.start as usize)
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
                assert!(bounds.len() <= 3 * SPAN);
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
