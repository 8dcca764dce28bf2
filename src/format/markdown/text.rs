//! The text of one Markdown block as its pieces arrive, with spans over it, and how lines that were only folded are joined.
//!
//! The block that the text belongs to is not known here.

use crate::{
    article::{Span, SpanKind},
    text::classes::{is_east_asian, is_hangul},
};

/// The text of one block.
#[derive(Debug, Default)]
pub(super) struct LineText {
    text: String,
    spans: Vec<Span>,
    /// Spans that are open, by their numbers; some have no kind and are none.
    open: Vec<Option<usize>>,
    /// A line was folded here; the next character decides if a space takes its place.
    folded: bool,
    /// A picture was taken out here; of the spaces on both its sides one stays.
    cut: bool,
    /// Offsets of `==` that the author has escaped.
    escaped: Vec<usize>,
}

impl LineText {
    /// Adds a piece, and returns where it begins.
    pub(super) fn push(&mut self, piece: &str) -> usize {
        let ends_blank = self.text.chars().next_back().is_none_or(char::is_whitespace);
        let piece = if std::mem::take(&mut self.cut) && ends_blank { piece.trim_start() } else { piece };
        let Some(after) = piece.chars().next() else { return self.text.len() };
        if std::mem::take(&mut self.folded)
            && self.text.chars().next_back().is_some_and(|before| needs_space(before, after))
        {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(piece);
        start
    }

    /// Adds a piece with a span over it.
    pub(super) fn push_span(&mut self, piece: &str, kind: SpanKind) {
        let start = self.push(piece);
        self.spans.push(Span::new(start..self.text.len(), kind));
    }

    /// Adds a piece that begins with an escaped `==`.
    pub(super) fn push_escaped(&mut self, piece: &str) {
        let start = self.push(piece);
        self.escaped.push(start);
    }

    /// A line that goes on in the next.
    pub(super) fn fold(&mut self) {
        self.folded = true;
    }

    /// A line break the author made.
    pub(super) fn break_line(&mut self) {
        self.folded = false;
        self.text.push('\n');
    }

    /// A place where a picture was.
    pub(super) fn cut(&mut self) {
        self.cut = true;
    }

    /// Opens a span; without a kind its text stays plain.
    pub(super) fn open(&mut self, kind: Option<SpanKind>) {
        // It takes its place now, because of two spans over one range that which was opened first is the outer one.
        let number = kind.map(|kind| {
            self.spans.push(Span::new(self.text.len()..self.text.len(), kind));
            self.spans.len() - 1
        });
        self.open.push(number);
    }

    /// Closes the span that was opened last, and returns true if it has a kind.
    pub(super) fn close(&mut self) -> bool {
        let Some(number) = self.open.pop() else { return true };
        let Some(span) = number.and_then(|number| self.spans.get_mut(number)) else { return false };
        // A line that was folded at the beginning has become a space by now.
        let text = &self.text[span.start..];
        span.start += text.len() - text.trim_start().len();
        span.end = self.text.len();
        true
    }

    /// The innermost link that is open.
    pub(super) fn link(&self) -> Option<&SpanKind> {
        let kinds = self.open.iter().rev().flatten().filter_map(|number| Some(&self.spans.get(*number)?.kind));
        kinds.into_iter().find(|kind| matches!(kind, SpanKind::Link { .. }))
    }

    /// The text as it came with its spans, and the offsets of `==` that the author has escaped.
    pub(super) fn into_parts(self) -> (String, Vec<Span>, Vec<usize>) {
        (self.text, self.spans, self.escaped)
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
    use super::LineText;

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
            let mut text = LineText::default();
            text.push(before);
            text.fold();
            text.push(after);
            assert_eq!(text.into_parts().0, expected);
        }
    }
}
