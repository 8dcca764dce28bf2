//! Widening a range of bytes to whole grapheme clusters, so that a match never lights half of what is drawn as one.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

/// Least number of bytes before a place that are looked at to tell if it is a boundary. Only runs of flags and of
/// joined emoji need more than a few, and a hostile run of them must not cost its length at every match.
const LOOK_BACK: usize = 4096;

/// The smallest range of whole grapheme clusters that covers `range`, which lies on character boundaries.
#[inline]
pub(crate) fn widen(text: &str, range: Range<usize>) -> Range<usize> {
    floor(text, range.start)..ceil(text, range.end)
}

/// The same, and what it cost in bytes of work beyond that of plain text, of which there is none.
#[inline]
pub(in crate::search) fn widen_counted(text: &str, range: Range<usize>) -> (Range<usize>, usize) {
    if is_plain_boundary(text, range.start) && is_plain_boundary(text, range.end) {
        return (range, 0);
    }
    let wide = widen(text, range);
    let cost = LOOK_BACK / 16 + wide.len();
    (wide, cost)
}

/// The first start of a character at or after a place, or the end of the text.
#[inline]
pub(crate) fn ceil_character(text: &str, at: usize) -> usize {
    if text.is_char_boundary(at) {
        return at;
    }
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Next place of a search that has come to `at`: `to`, but a character further at least, or at the end of the text. A
/// loop whose place is moved by this alone comes to an end.
#[inline]
pub(crate) fn further(text: &str, at: usize, to: usize) -> usize {
    ceil_character(text, to.max(at.saturating_add(1)))
}

/// The last boundary at or before a place.
#[inline]
pub(in crate::search) fn floor(text: &str, at: usize) -> usize {
    if is_plain_boundary(text, at) { at } else { floor_cluster(text, at) }
}

#[cold]
fn floor_cluster(text: &str, at: usize) -> usize {
    let (window, from) = window(text, at);
    let mut cursor = GraphemeCursor::new(at - from, window.len(), true);
    match cursor.is_boundary(window, 0) {
        Ok(false) => cursor.prev_boundary(window, 0).ok().flatten().map_or(from, |boundary| from + boundary),
        _ => at,
    }
}

/// The first boundary at or after a place.
#[inline]
pub(crate) fn ceil(text: &str, at: usize) -> usize {
    if is_plain_boundary(text, at) { at } else { ceil_cluster(text, at) }
}

#[cold]
fn ceil_cluster(text: &str, at: usize) -> usize {
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

/// True if the characters on both sides are of those that never join, which is what nearly all text consists of.
#[inline]
fn is_plain_boundary(text: &str, at: usize) -> bool {
    let around = at.checked_sub(3).and_then(|from| text.as_bytes().get(from..)?.first_chunk::<6>());
    around.is_some_and(|&[a, b, c, d, e, f]| is_common(a, b, c) && is_common(d, e, f)) || are_plain_beside(text, at)
}

/// True if three bytes are one of the plain characters that nearly all Chinese text consists of: Han, marks.
#[inline]
fn is_common(one: u8, two: u8, three: u8) -> bool {
    match one {
        0xE5..=0xE9 => true,
        0xE4 => two >= 0xB8,
        0xEF => two == 0xBC && three > 0x80,
        _ => (one, two) == (0xE3, 0x80) && matches!(three, 0x81..=0xA9),
    }
}

#[cold]
fn are_plain_beside(text: &str, at: usize) -> bool {
    let Some((head, tail)) = text.split_at_checked(at) else { return true };
    match (head.chars().next_back(), tail.chars().next()) {
        // Nothing joins with the end of a line but the two characters of one.
        (Some(before), Some('\n')) => before != '\r',
        (Some('\n'), _) => true,
        (before, behind) => before.is_none_or(is_plain) && behind.is_none_or(is_plain),
    }
}

/// True if a character joins with no other one of these: letters, marks of punctuation, kana, Han, Hangul syllables.
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
    fn boundaries_are_those_of_unicode_whatever_stands_beside_them() {
        let characters: Vec<char> =
            "a国、，。“の\r\n\t\u{301}\u{200D}👩🇨한\u{1160}\u{E0100}\u{302A}　”".chars().collect();
        for (first, second) in characters.iter().flat_map(|a| characters.iter().map(move |b| (a, b))) {
            let text = format!("国{first}{second}国");
            let at = 3 + first.len_utf8();
            let is_boundary = text.grapheme_indices(true).any(|(start, _)| start == at);
            assert_eq!(floor(&text, at) == at, is_boundary, "{text:?}");
            assert_eq!(ceil(&text, at) == at, is_boundary, "{text:?}");
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
        let three = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes().first_chunk::<3>().copied();
        let common =
            |c: char| c.len_utf8() == 3 && three(c).is_some_and(|[one, two, three]| is_common(one, two, three));
        let plain: Vec<char> = ('\0'..=char::MAX).filter(|c| is_plain(*c) || common(*c)).collect();
        assert!(plain.iter().all(|c| is_plain(*c)) && plain.iter().filter(|c| common(**c)).count() > 20_000);
        let all: String = plain.iter().flat_map(|&c| ['a', c, '国', c, '한', c, '“', c, c, '\u{A9}', c]).collect();
        assert!(all.graphemes(true).all(|cluster| cluster.chars().count() == 1));
    }
}
