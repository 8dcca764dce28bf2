//! The lines of a text, between two line ends of any kind and without the white space around them.
//!
//! The meaning of a line is not known here.

use crate::text::StopCheck;

/// True if a character ends a line: LF, VT, FF, CR, NEL, U+2028, U+2029 (UAX #14, BK, CR, LF and NL).
fn ends_line(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The lines that are not blank, trimmed, in order; from both ends.
pub(crate) fn lines(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(ends_line).map(str::trim).filter(|line| !line.is_empty())
}

/// The same lines from the first on; fewer if `stop` stops them.
pub(crate) fn until<'t>(text: &'t str, stop: &StopCheck<'_>) -> impl Iterator<Item = &'t str> {
    let raw = text.split(ends_line).take_while(|line| stop.go_on_after(line.len() + 1));
    raw.map(str::trim).filter(|line| !line.is_empty())
}

/// All lines from the first on, as they stand; LF after CR ends no line of its own.
pub(crate) fn with_blank(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(ends_line) else { return rest.take() };
        let mark =
            if text[end..].starts_with("\r\n") { 2 } else { text[end..].chars().next().map_or(1, char::len_utf8) };
        rest = Some(&text[end + mark..]);
        Some(&text[..end])
    })
}

/// The bytes from the start of `text` to where `part`, a slice of it, begins.
pub(crate) fn offset_of(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// The first line that is not blank and what follows it; `None` if all are blank.
pub(crate) fn first(text: &str) -> Option<(&str, &str)> {
    let line = lines(text).next()?;
    Some((line, &text[offset_of(text, line) + line.len()..]))
}

#[cfg(test)]
mod tests {
    use super::{first, lines, with_blank};

    #[test]
    fn every_kind_of_line_end_and_blank_lines() {
        let text = "　一\r\n\r\n 二 \r三\u{85}四\u{2028}五\u{2029}\t\n六";
        assert_eq!(lines(text).collect::<Vec<_>>(), ["一", "二", "三", "四", "五", "六"]);
        assert_eq!(with_blank("一\r\n\r二\n\n三").collect::<Vec<_>>(), ["一", "", "二", "", "三"]);
        assert_eq!(first(" \n a \n b"), Some(("a", " \n b")));
        assert_eq!(first(" \n \u{3000} \r\n"), None);
    }
}
