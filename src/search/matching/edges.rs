//! Edges of words in a text: by the characters on both sides of a place, and between two Han characters by the
//! dictionary.

use std::ops::Range;

use crate::search::words::{WordClass, begins_at, korean};
use crate::text::fold::Folding;

/// Maximum of invisible characters skipped at an edge.
const MAX_INVISIBLE: usize = 64;

/// True if a range of a text, on boundaries of characters, begins where a word begins and ends where a word ends: 中国 is
/// whole in 中国经济 and is not in 发展中国家.
pub(crate) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    is_edge(text, range.start) && (is_edge(text, range.end) || is_before_particle(text, range.clone()))
}

/// True if a word may begin or end at a place of a text.
pub(crate) fn is_edge(text: &str, at: usize) -> bool {
    let Some((head, tail)) = text.split_at_checked(at) else { return false };
    // White space is an edge; what cannot be seen is none.
    let seen = |(_, c): &(usize, char)| c.is_whitespace() || Folding::of(*c) != Folding::Dropped;
    let before = head.char_indices().rev().take(MAX_INVISIBLE).find(seen);
    let after = tail.char_indices().take(MAX_INVISIBLE).find(seen);
    let (Some((_, before)), Some((behind, after))) = (before, after) else { return true };
    match (WordClass::from(before), WordClass::from(after)) {
        (WordClass::Han, WordClass::Han) => begins_at(text, at + behind),
        (WordClass::Other, _) | (_, WordClass::Other) => true,
        (one, other) => one != other,
    }
}

/// True if a Korean noun is followed by nothing but what is hung on nouns.
fn is_before_particle(text: &str, range: Range<usize>) -> bool {
    let (Some(found), Some(rest)) = (text.get(range.clone()), text.get(range.end..)) else { return false };
    let hangul = rest.char_indices().take(MAX_INVISIBLE).take_while(|(_, c)| WordClass::from(*c) == WordClass::Hangul);
    let end = hangul.last().map_or(0, |(at, c)| at + c.len_utf8());
    found.chars().next_back().is_some_and(|c| WordClass::from(c) == WordClass::Hangul)
        && rest.get(..end).is_some_and(korean::is_particle)
}
