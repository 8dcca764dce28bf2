//! Queries taken as typed and regular expressions, with smart case.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::{cluster, query::QueryError};

/// Bytes a compiled pattern may take. What a person types takes a hundredth of it.
const SIZE_LIMIT: usize = 2 << 20;

/// Compiles a query that is taken as typed.
pub(super) fn exact(text: &str) -> Result<Regex, QueryError> {
    compile(&regex::escape(text), !text.chars().any(char::is_uppercase))
}

/// Compiles a regular expression.
pub(super) fn regex(text: &str) -> Result<Regex, QueryError> {
    compile(text, !has_capital(text))
}

/// The first match that is not empty and begins within `within`.
pub(super) fn find(regex: &Regex, text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let mut at = within.start;
    while at < within.end {
        let found = regex.find_at(text, at)?;
        if found.start() >= within.end {
            return None;
        }
        if !found.is_empty() {
            return Some(found.range());
        }
        at = cluster::ceil_character(text, found.end() + 1);
    }
    None
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

/// Whether a pattern has a capital letter that stands for itself, so not that of `\W`, `\p{Lu}` or `(?P<Name>…)`.
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
            let message = regex(pattern).unwrap_err().to_string();
            assert!(!message.contains('\n') && !message.contains("error:") && message.len() > 20, "{message}");
        }
    }
}
