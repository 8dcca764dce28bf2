//! The attributes of a tag, read from its text when they are needed.
//!
//! No attribute is compared with those before it, so that a tag of a million attributes is read in linear time.

use std::borrow::Cow;

use super::entity::decoded;

/// Bytes of a value that mark the end of one without quotes.
const SPACE: &[char] = &[' ', '\t', '\n', '\r', '\u{c}'];

/// The attributes of a tag, name and value in order, references not resolved.
#[derive(Clone, Debug)]
pub(crate) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Attributes<'a> {
    /// The attributes in what stands between a tag's name and its end.
    #[must_use]
    pub(crate) fn new(text: &'a str) -> Attributes<'a> {
        Attributes { rest: text }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let text = self.rest.trim_start_matches(|c| SPACE.contains(&c) || matches!(c, '/' | '"' | '\'' | '='));
        if text.is_empty() {
            return None;
        }
        let end = text.find(|c| SPACE.contains(&c) || matches!(c, '=' | '/')).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let after = rest.trim_start_matches(SPACE);
        let Some(value) = after.strip_prefix('=') else {
            self.rest = rest;
            return Some((name, ""));
        };
        let value = value.trim_start_matches(SPACE);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, rest) = match quote.and_then(|quote| value[1..].split_once(quote)) {
            Some((value, rest)) => (value, rest),
            None => value.split_at(value.find(SPACE).unwrap_or(value.len())),
        };
        self.rest = rest;
        Some((name, value))
    }
}

/// The value of the attribute with a name (in lower case), references resolved; the first if there are several. A name
/// with a prefix (`xml:lang`) is asked for with it.
#[must_use]
pub(crate) fn attribute<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let (_, value) = Attributes::new(text).find(|(found, _)| found.eq_ignore_ascii_case(name))?;
    Some(decoded(value, false))
}

#[cfg(test)]
mod tests {
    use super::{Attributes, attribute};

    #[test]
    fn quoted_bare_and_broken() {
        let text = r#" href="/a?b=1&amp;c=2" ID = 'x y' hidden data-src=a.png class = w/"#;
        let all: Vec<_> = Attributes::new(text).collect();
        let expected =
            [("href", "/a?b=1&amp;c=2"), ("ID", "x y"), ("hidden", ""), ("data-src", "a.png"), ("class", "w/")];
        assert_eq!(all, expected);
        assert_eq!(attribute(text, "href").as_deref(), Some("/a?b=1&c=2"));
        assert_eq!(attribute(text, "id").as_deref(), Some("x y"));
        assert_eq!(attribute(text, "src"), None);
        let broken: Vec<_> = Attributes::new(r#"a="b c d=e"f" =g ="#).collect();
        assert_eq!(broken[0], ("a", "b c d=e"));
        let many = "a ".repeat(100_000) + "alt='潮水'";
        assert_eq!(Attributes::new(&many).count(), 100_001);
        assert_eq!(attribute(&many, "alt").as_deref(), Some("潮水"));
    }
}
