//! The stretches of a text that no conversion touches: web addresses.

use std::ops::Range;

/// The web addresses of a text, to ask about offsets.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses(Vec<Range<usize>>);

impl Addresses {
    pub(super) fn of(text: &str) -> Addresses {
        Addresses(addresses(text).collect())
    }

    /// Whether the byte at `at` is part of one.
    pub(super) fn holds(&self, at: usize) -> bool {
        let behind = self.0.partition_point(|range| range.start <= at);
        self.0[..behind].last().is_some_and(|range| range.contains(&at))
    }
}

/// The web addresses of a text, as byte ranges in order.
///
/// An address starts with `http://` or `https://` and goes on over what RFC 3986 allows and over letters of other
/// scripts, as browsers show them. Han right behind an ASCII letter or digit is the sentence going on
/// (`https://example.org看这里`).
pub(super) fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let colon = from + text.get(from..)?.find("://")?;
            let rest = colon + "://".len();
            let before = &text.as_bytes()[from..colon];
            let scheme = ["https", "http"].into_iter().find(|scheme| {
                before.len() >= scheme.len()
                    && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme.as_bytes())
            });
            from = rest;
            let Some(scheme) = scheme else { continue };
            let end = rest + length(&text[rest..]);
            if end > rest {
                from = end;
                return Some(colon - scheme.len()..end);
            }
        }
    })
}

/// Bytes of the address behind its `://`.
fn length(text: &str) -> usize {
    let mut last = '/';
    for (at, c) in text.char_indices() {
        let goes_on = if c.is_ascii() {
            c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
        } else {
            c.is_alphanumeric() && !last.is_ascii_alphanumeric()
        };
        if !goes_on {
            return at;
        }
        last = c;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_to_their_ends() {
        let found = |text: &'static str| addresses(text).map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(found("见https://example.org/头发?q=发展，头发"), ["https://example.org/头发?q=发展"]);
        assert_eq!(found("https://example.org看这里"), ["https://example.org"]);
        assert_eq!(found("（HTTP://例子.中国/a）http://b.cn「头」"), ["HTTP://例子.中国/a", "http://b.cn"]);
        assert_eq!(found("https:// ://x ftp://头发 http://"), Vec::<&str>::new());
        assert_eq!(found(""), Vec::<&str>::new());
    }
}
