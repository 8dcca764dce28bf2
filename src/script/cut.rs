//! Cuts in a text that make no difference: its pieces, converted one by one, are the conversion of the whole.
//!
//! OpenCC reads from left to right and takes the longest key of its dictionaries. No key holds one of [`MARKS`]
//! (`tools/script-tables` checks every dictionary), so no match reaches across such a mark. The one other thing it
//! takes as a whole is an ideographic description sequence, ⿰亻尔, of at most [`MAX_SEQUENCE_CHARS`] characters.
//! The marks also end a web address (see `verbatim`), so no address is cut either.

/// Marks that a text may be cut behind.
pub(crate) const MARKS: [char; 22] = [
    '\n', '\t', ' ', '\u{3000}', '。', '，', '、', '；', '：', '！', '？', '…', '—', '）', '」', '』', '】', '》',
    '〉', '”', '’', '\r',
];

/// The most characters of an ideographic description sequence that OpenCC keeps whole.
const MAX_SEQUENCE_CHARS: usize = 64;

/// The length in bytes of the first piece of `text`: at most `limit` where a mark allows it, else up to the next mark,
/// else the whole text.
pub(crate) fn piece(text: &str, limit: usize) -> usize {
    if text.len() <= limit {
        return text.len();
    }
    let near = boundary(text, limit);
    let behind = |(at, mark): (usize, &str)| at + mark.len();
    let before = text[..near].rmatch_indices(MARKS).map(behind).find(|at| is_safe(text, *at));
    let after = || text[near..].match_indices(MARKS).map(|found| near + behind(found)).find(|at| is_safe(text, *at));
    before.or_else(after).unwrap_or(text.len())
}

/// The length in bytes of the longest start of `text` that can be converted whatever follows it; 0 if there is none.
pub(crate) fn last(text: &str) -> usize {
    text.rmatch_indices(MARKS).map(|(at, mark)| at + mark.len()).find(|at| is_safe(text, *at)).unwrap_or(0)
}

/// Characters on each side of a cut that are converted to see that it makes no difference. No word is longer than 15.
const CONTEXT_CHARS: usize = 256;

/// A cut near `near` bytes in a text without marks, at which the text on both sides is converted the same with the cut and
/// without it.
pub(crate) fn unmarked<E>(
    text: &str,
    near: usize,
    mut convert: impl FnMut(&str) -> Result<String, E>,
) -> Result<usize, E> {
    let near = boundary(text, near);
    for (at, _) in text[near..].char_indices().take(CONTEXT_CHARS).filter(|(at, _)| near + at > 0) {
        let (left, right) = text.split_at(near + at);
        let left = &left[left.char_indices().rev().take(CONTEXT_CHARS).last().map_or(0, |(at, _)| at)..];
        let right = &right[..right.char_indices().nth(CONTEXT_CHARS).map_or(right.len(), |(at, _)| at)];
        let together = convert(&text[near + at - left.len()..near + at + right.len()])?;
        if together == convert(left)? + &convert(right)? {
            return Ok(near + at);
        }
    }
    Ok(if near == 0 { text.len() } else { near })
}

/// The last character boundary at or before `at` bytes.
pub(crate) fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    // A character is at most four bytes long, and 0 is a boundary.
    (at.saturating_sub(3)..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// True if no description sequence can reach across a cut at `at`, which lies behind a mark.
fn is_safe(text: &str, at: usize) -> bool {
    !text[..at].chars().rev().take(MAX_SEQUENCE_CHARS).any(|c| matches!(c, '\u{2ff0}'..='\u{2fff}' | '\u{31ef}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_found_anywhere() {
        let text = "a天😀";
        let found: Vec<_> = (0..=10).map(|at| boundary(text, at)).collect();
        assert_eq!(found, [0, 1, 1, 1, 4, 4, 4, 4, 8, 8, 8]);
    }

    #[test]
    fn a_text_is_cut_behind_a_mark() {
        assert_eq!(piece("天地", 100), 6);
        assert_eq!(piece("天。地，玄黄", 14), 12, "the last mark within the limit");
        assert_eq!(piece("天地玄黄。宇宙", 4), 15, "else the first behind it");
        assert_eq!(piece("天地玄黄宇宙", 4), 18, "else not at all");
        assert_eq!(piece("天。地。⿰亻。尔。宇宙", 25), 12, "and never within a description sequence");
        assert_eq!((last("天。地"), last("天地"), last("")), (6, 0, 0));
    }
}
