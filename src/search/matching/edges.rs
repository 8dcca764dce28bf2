//! Whether a stretch of text is whole words: what can be told from the characters on both sides, and what the dictionary
//! says between two Han characters.

use std::ops::Range;

use crate::search::words::{Words, korean};
use crate::text::{
    classes::{Class, class},
    fold::Folding,
};

/// Invisible characters that are looked past.
const PAST: usize = 64;

/// What a character is for telling words apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Han,
    Hiragana,
    Katakana,
    Hangul,
    Letter,
    Other,
}

impl Kind {
    pub(in crate::search) fn of(c: char) -> Kind {
        match class(c) {
            Class::Han => Kind::Han,
            Class::Hiragana => Kind::Hiragana,
            Class::Katakana => Kind::Katakana,
            Class::Hangul => Kind::Hangul,
            _ if c.is_alphanumeric() => Kind::Letter,
            _ => Kind::Other,
        }
    }
}

/// Whether a range of a text begins where a word begins and ends where a word ends. Without a dictionary, words of Han
/// characters may begin and end anywhere.
pub(crate) fn is_whole(words: Option<&Words>, text: &str, range: &Range<usize>) -> bool {
    is_edge(words, text, range.start) && (is_edge(words, text, range.end) || is_before_particle(text, range.clone()))
}

/// Whether a word may begin or end at a place of a text. Without a dictionary it may anywhere between Han characters.
pub(crate) fn is_edge(words: Option<&Words>, text: &str, at: usize) -> bool {
    let Some((head, tail)) = text.split_at_checked(at) else { return false };
    // White space is an edge; what cannot be seen is none.
    let seen = |(_, c): &(usize, char)| c.is_whitespace() || Folding::of(*c) != Folding::Dropped;
    let before = head.char_indices().rev().take(PAST).find(seen);
    let after = tail.char_indices().take(PAST).find(seen);
    let (Some((_, before)), Some((behind, after))) = (before, after) else { return true };
    match (Kind::of(before), Kind::of(after)) {
        (Kind::Han, Kind::Han) => words.is_none_or(|words| words.begins_at(text, at + behind)),
        (Kind::Other, _) | (_, Kind::Other) => true,
        (one, other) => one != other,
    }
}

/// Whether a Korean noun is followed by nothing but what is hung on nouns.
fn is_before_particle(text: &str, range: Range<usize>) -> bool {
    let (Some(found), Some(rest)) = (text.get(range.clone()), text.get(range.end..)) else { return false };
    let hangul = rest.char_indices().take(PAST).take_while(|(_, c)| Kind::of(*c) == Kind::Hangul);
    let end = hangul.last().map_or(0, |(at, c)| at + c.len_utf8());
    found.chars().next_back().is_some_and(|c| Kind::of(c) == Kind::Hangul)
        && rest.get(..end).is_some_and(korean::is_particle)
}
