//! Queries taken as typed and regular expressions, with smart case.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::{cluster, error::QueryError};

/// Bytes a compiled pattern may take. What a person types takes a hundredth of it.
const SIZE_LIMIT: usize = 2 << 20;
/// Bytes of a text in which an expression is looked for at once. Some expressions read on to the end of a text at every
/// place where they may begin, some make the engine slow; in a long text either would take minutes.
const WINDOW: usize = 64 << 10;
/// Bytes of the largest stretch that one match is looked for in: of a longer one the rest is another match. Nobody waits
/// longer for an expression that takes all there is.
const WIDEST_WINDOW: usize = 1 << 20;
/// The most bytes that one character of a query may match, whatever its case: ſ is an s and K a k.
const WIDEST: usize = 4;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(in crate::search) struct Pattern {
    regex: Regex,
    /// The most bytes of a match, where that is known.
    longest: Option<usize>,
}

impl Pattern {
    /// Compiles a query that is taken as typed.
    pub(in crate::search) fn exact(text: &str) -> Result<Pattern, QueryError> {
        let regex = compile(&regex::escape(text), !text.chars().any(char::is_uppercase))?;
        Ok(Pattern { regex, longest: Some(WIDEST * text.chars().count()) })
    }

    /// Compiles a regular expression.
    pub(in crate::search) fn regex(text: &str) -> Result<Pattern, QueryError> {
        Ok(Pattern { regex: compile(text, !has_capital(text))?, longest: None })
    }

    /// The first match that is not empty and begins within `within`. What an expression matches is found wherever it is
    /// no longer than half a window; a longer one may be missed where something has to follow it.
    pub(in crate::search) fn find(&self, text: &str, within: Range<usize>) -> Option<Range<usize>> {
        let mut at = within.start;
        while at < within.end {
            let (found, end) = match self.longest {
                Some(longest) => {
                    let end = cluster::ceil_character(text, within.end.saturating_add(longest));
                    (self.regex.find_at(text.get(..end)?, at).map(|found| found.range()), text.len())
                }
                None => self.find_in_window(text, at),
            };
            match found {
                Some(found) if found.start >= within.end => return None,
                Some(found) if !found.is_empty() => return Some(found),
                Some(found) => at = cluster::further(text, at, found.end + 1),
                None if end == text.len() => return None,
                None => at = cluster::further(text, at, end - WINDOW / 2),
            }
        }
        None
    }

    /// The first match at `at` or later in the next window, and where that ends.
    fn find_in_window(&self, text: &str, at: usize) -> (Option<Range<usize>>, usize) {
        let mut size = WINDOW;
        loop {
            let end = cluster::ceil_character(text, at.saturating_add(size));
            let found = self.regex.find_at(text.get(..end).unwrap_or(text), at).map(|found| found.range());
            // What reaches to the end of the window may go on behind it.
            if end == text.len() || size >= WIDEST_WINDOW || found.as_ref().is_none_or(|found| found.end < end) {
                return (found, end);
            }
            size = size.saturating_mul(2);
        }
    }
}

fn compile(pattern: &str, any_case: bool) -> Result<Regex, QueryError> {
    if pattern.is_empty() {
        return Err(QueryError::Empty);
    }
    RegexBuilder::new(pattern).case_insensitive(any_case).multi_line(true).size_limit(SIZE_LIMIT).build().map_err(
        |error| match error {
            regex::Error::CompiledTooBig(_) => QueryError::TooLarge,
            error => QueryError::Pattern(reason(&error.to_string())),
        },
    )
}

/// The sentence at the end of an error that draws the pattern above it.
fn reason(error: &str) -> String {
    let last = error.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or(error);
    last.trim().trim_start_matches("error: ").to_owned()
}

/// True if a pattern has a capital letter that stands for itself, so not that of `\W`, `\p{Lu}` or `(?P<Name>…)`.
fn has_capital(pattern: &str) -> bool {
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        let closing = match c {
            '\\' => match rest.next() {
                Some('p' | 'P' | 'x' | 'u' | 'U') if rest.as_str().starts_with('{') => Some('}'),
                Some('p' | 'P') => {
                    rest.next();
                    None
                }
                _ => None,
            },
            '(' if rest.as_str().starts_with("?P<") || rest.as_str().starts_with("?<") => Some('>'),
            c if c.is_uppercase() => return true,
            _ => None,
        };
        if let Some(closing) = closing {
            rest.by_ref().find(|&c| c == closing);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_counts_only_where_it_stands_for_itself() {
        for pattern in ["gdp", r"\W\S\p{Lu}\PL\x{4E00}x", "(?P<Name>a)", "(?<Name>a)", "国", ""] {
            assert!(!has_capital(pattern), "{pattern}");
        }
        for pattern in ["GDP", r"\\W", r"\p{Lu}A", "(?<n>A)", r"\pLA", "Ａ", "("] {
            assert_eq!(has_capital(pattern), pattern != "(", "{pattern}");
        }
    }

    #[test]
    fn an_error_is_one_sentence() {
        for pattern in ["(", "[", "*", r"\", "(?<n", "[z-a]", "a{1000}{1000}", r"\p{Nonsense}", "(?z)"] {
            let message = Pattern::regex(pattern).unwrap_err().to_string();
            assert!(!message.contains('\n') && !message.contains("error:") && message.len() > 20, "{message}");
        }
    }

    #[test]
    fn in_a_long_text_no_expression_reads_on_for_ever_and_long_matches_are_whole() {
        let text = "天中国地".repeat(80_000);
        let all = |pattern: &str| {
            let (pattern, mut at) = (Pattern::regex(pattern).unwrap(), 0);
            let next = || {
                let found = pattern.find(&text, at..text.len())?;
                at = found.end;
                Some(found)
            };
            std::iter::from_fn(next).collect::<Vec<_>>()
        };
        // At every match the first way is tried to the end of the text.
        assert_eq!(all("国.*Q|中").len(), 80_000);
        assert_eq!(all("地.{30}国$").len(), 0);
        assert!(all("中国$").is_empty());
        assert_eq!(all("地$").as_slice(), std::slice::from_ref(&(text.len() - 3..text.len())));
        assert_eq!(all("中.*").as_slice(), std::slice::from_ref(&(3..text.len())));
        assert_eq!(all(r"\b\w+\b").as_slice(), std::slice::from_ref(&(0..text.len())));
        // A longer one comes in pieces.
        let text = "国".repeat(1_000_000);
        let pattern = Pattern::regex("国+").unwrap();
        let first = pattern.find(&text, 0..text.len()).unwrap();
        assert!(first.start == 0 && first.len() >= WIDEST_WINDOW && first.len() < text.len());
        assert!(pattern.find(&text, first.end..text.len()).unwrap().len() > WIDEST_WINDOW);
    }

    #[test]
    fn what_is_taken_as_typed_is_found_however_long_it_is() {
        let text = "K国S".repeat(50_000);
        let pattern = Pattern::exact(&text[4..2_000]).unwrap();
        assert_eq!(pattern.find(&text, 1..6), Some(4..2_000));
        assert_eq!(Pattern::exact("kks").unwrap().find("\u{212A}\u{212A}ſ", 0..1), Some(0..8));
    }
}
