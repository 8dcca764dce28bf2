//! Widening a range of bytes to whole grapheme clusters, so that a match never lights half of what is drawn as one.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

/// How many bytes before a place are looked at, at least, to tell whether it is a boundary. Only runs of flags and of
/// joined emoji need more than a few, and a hostile run of them must not cost its length at every match.
const LOOK_BACK: usize = 4096;

/// The smallest range of whole grapheme clusters that covers `range`, which lies on character boundaries.
pub(super) fn widen(text: &str, range: Range<usize>) -> Range<usize> {
    floor(text, range.start)..ceil(text, range.end)
}

/// The first start of a character at or after a place, or the end of the text.
pub(super) fn ceil_character(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The last boundary at or before a place.
pub(super) fn floor(text: &str, at: usize) -> usize {
    if is_plain_boundary(text, at) {
        return at;
    }
    let (window, from) = window(text, at);
    let mut cursor = GraphemeCursor::new(at - from, window.len(), true);
    match cursor.is_boundary(window, 0) {
        Ok(false) => cursor.prev_boundary(window, 0).ok().flatten().map_or(from, |boundary| from + boundary),
        _ => at,
    }
}

/// The first boundary at or after a place.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    if is_plain_boundary(text, at) {
        return at;
    }
    let (window, from) = window(text, at);
    let mut cursor = GraphemeCursor::new(at - from, window.len(), true);
    match cursor.is_boundary(window, 0) {
        Ok(false) => cursor.next_boundary(window, 0).ok().flatten().map_or(text.len(), |boundary| from + boundary),
        _ => at,
    }
}

fn window(text: &str, at: usize) -> (&str, usize) {
    // Places near each other look from the same place, and so agree.
    let from = ceil_character(text, (at / LOOK_BACK).saturating_sub(1) * LOOK_BACK);
    (text.get(from..).unwrap_or_default(), from)
}

/// Whether the characters on both sides are of those that never join, which is what nearly all text consists of.
#[inline]
fn is_plain_boundary(text: &str, at: usize) -> bool {
    let Some((head, tail)) = text.split_at_checked(at) else { return true };
    head.chars().next_back().is_none_or(is_plain) && tail.chars().next().is_none_or(is_plain)
}

/// Whether a character joins with no other one of these: letters, marks of punctuation, kana, Han, Hangul syllables.
#[inline]
fn is_plain(c: char) -> bool {
    matches!(
        c,
        ' '..='~'
            | '\u{A1}'..='\u{AC}'
            | '\u{AE}'..='\u{2FF}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205E}'
            | '\u{3001}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FE}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{FF01}'..='\u{FF60}'
    )
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[test]
    fn ranges_grow_to_whole_clusters() {
        let text = "e\u{301}国\u{E0100}👨‍👩‍👧\r\n🇨🇳🇯🇵한";
        let boundaries = [0, 3, 10, 28, 30, 38, 46, 49];
        for (start, _) in text.char_indices() {
            for end in text.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|&end| end > start) {
                let wide = widen(text, start..end);
                assert_eq!(wide.start, *boundaries.iter().rfind(|&&at| at <= start).unwrap());
                assert_eq!(wide.end, *boundaries.iter().find(|&&at| at >= end).unwrap());
            }
        }
    }

    #[test]
    fn a_cluster_longer_than_the_look_back_is_cut_not_a_panic() {
        let text = format!("国{}", "\u{301}".repeat(LOOK_BACK));
        assert_eq!(widen(&text, 0..3), 0..text.len());
        let flags = "🇨🇳".repeat(LOOK_BACK);
        let at = flags.len() / 2;
        assert_eq!(widen(&flags, at..at + 4), at..at + 8);
    }

    #[test]
    fn plain_characters_never_join() {
        let plain: Vec<char> = ('\0'..=char::MAX).filter(|c| is_plain(*c)).collect();
        let all: String = plain.iter().flat_map(|&c| ['a', c, '国', c, '한', c, '“', c, c, '\u{A9}', c]).collect();
        assert!(all.graphemes(true).all(|cluster| cluster.chars().count() == 1));
    }
}
