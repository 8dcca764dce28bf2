//! The text of one Markdown block as its pieces arrive, and how lines that were only folded are joined.
//!
//! The block that the text belongs to is not known here.

use crate::text::classes::{is_east_asian, is_hangul};

/// The text of one block.
#[derive(Debug, Default)]
pub(crate) struct Inline {
    text: String,
    /// A line was folded here; the next character decides if a space takes its place.
    folded: bool,
}

impl Inline {
    pub(crate) fn push(&mut self, piece: &str) {
        let Some(after) = piece.chars().next() else { return };
        if std::mem::take(&mut self.folded)
            && self.text.chars().next_back().is_some_and(|before| needs_space(before, after))
        {
            self.text.push(' ');
        }
        self.text.push_str(piece);
    }

    /// A line that goes on in the next.
    pub(crate) fn fold(&mut self) {
        self.folded = true;
    }

    /// A line break the author made.
    pub(crate) fn break_line(&mut self) {
        self.folded = false;
        self.text.push('\n');
    }

    /// Bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text from a byte offset that [`Inline::len`] gave; a space that came before it may be included.
    pub(crate) fn since(&self, start: usize) -> &str {
        self.text.get(start..).unwrap_or_default()
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

/// True if a space stands for a folded line end between two characters. CSS Text 3, 4.1.3: a line end between two wide
/// characters, neither of them Hangul, is nothing; beside a full-width mark neither is it.
pub(crate) fn needs_space(before: char, after: char) -> bool {
    if before.is_whitespace() || after.is_whitespace() {
        return false;
    }
    let (wide_before, wide_after) = (is_spaceless(before), is_spaceless(after));
    let joined = (wide_before && wide_after)
        || is_full_mark(before)
        || is_full_mark(after)
        || (wide_before && is_quote(after))
        || (is_quote(before) && wide_after);
    !joined
}

/// A character of a script that is written without spaces.
fn is_spaceless(c: char) -> bool {
    // Marks, and signs in circles and squares.
    let is_sign = matches!(c, '\u{2ff0}'..='\u{303f}' | '\u{3190}'..='\u{319f}' | '\u{3200}'..='\u{33ff}' | '\u{fe10}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff65}');
    is_sign || (is_east_asian(c) && !is_hangul(c))
}

/// A full-width mark, which brings its own space.
fn is_full_mark(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{301f}' | '！' | '（' | '）' | '，' | '．' | '：' | '；' | '？' | '［' | '］' | '｛' | '｝' | '～')
}

/// Marks that Chinese text shares with Latin.
fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

#[cfg(test)]
mod tests {
    use super::Inline;

    #[test]
    fn folded_lines_are_joined_as_the_script_is_written() {
        for (before, after, expected) in [
            ("潮水", "退了", "潮水退了"),
            ("the", "tide", "the tide"),
            ("갯벌이", "깨어나", "갯벌이 깨어나"),
            ("なぎさ", "通り", "なぎさ通り"),
            ("他说，", "GDP", "他说，GDP"),
            ("潮水", "GDP", "潮水 GDP"),
            ("他说", "“退了”", "他说“退了”"),
            ("said", "“gone”", "said “gone”"),
            ("한국", "（韓國）", "한국（韓國）"),
        ] {
            let mut text = Inline::default();
            text.push(before);
            text.fold();
            text.push(after);
            assert_eq!(text.into_text(), expected);
        }
    }
}
