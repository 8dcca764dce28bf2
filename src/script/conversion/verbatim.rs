//! Web addresses in a text: no conversion touches them.

use std::ops::Range;

/// The web addresses of a text, for questions about offsets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Addresses(Vec<Range<usize>>);

impl Addresses {
    pub(in crate::script) fn find_in(text: &str) -> Addresses {
        Addresses(addresses(text).collect())
    }

    /// The addresses together with other stretches that are kept, in order.
    pub(in crate::script) fn with(mut self, kept: &[Range<usize>]) -> Addresses {
        if kept.is_empty() {
            return self;
        }
        self.0.extend_from_slice(kept);
        self.0.sort_unstable_by_key(|range| (range.start, range.end));
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(self.0.len());
        for range in self.0 {
            match apart.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => apart.push(range),
            }
        }
        Addresses(apart)
    }

    /// True if the byte at `at` is part of one.
    pub(in crate::script) fn contains(&self, at: usize) -> bool {
        let behind = self.0.partition_point(|range| range.start <= at);
        self.0[..behind].last().is_some_and(|range| range.contains(&at))
    }
}

/// The web addresses of a text, as byte ranges in order.
///
/// An address starts with `http://` or `https://` and goes on over what RFC 3986 allows and over letters of other
/// scripts, as browsers show them. Han right behind an ASCII letter or digit is the sentence going on
/// (`https://example.org看这里`), and so it is behind a comma, a semicolon or a closing bracket, which then belong to the
/// sentence too, unless the bracket was opened in the address.
pub(in crate::script) fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
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
        if !c.is_ascii() && SENTENCE.contains(&last) {
            return within(&text[..at]);
        }
        last = c;
    }
    text.len()
}

/// Marks that end an address before Han. The others may stand in a path: `Category:山`, `?山`, `例子.中国`.
const SENTENCE: [char; 3] = [',', ';', ')'];

/// Bytes of an address without the marks of the sentence behind it.
fn within(text: &str) -> usize {
    let mut address = text;
    while let Some(rest) = address.strip_suffix(SENTENCE) {
        if address.ends_with(')') && address.matches(')').count() <= address.matches('(').count() {
            break;
        }
        address = rest;
    }
    address.len()
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
        assert_eq!(found("见https://例子.cn/a,b,后来(http://b.cn/c)发展"), ["https://例子.cn/a,b", "http://b.cn/c"]);
        assert_eq!(
            found("https://a.cn/山_(水)后,https://b.cn/类:山;后"),
            ["https://a.cn/山_(水)", "https://b.cn/类:山"]
        );
        assert_eq!(found("https:// ://x ftp://头发 http://"), Vec::<&str>::new());
        assert_eq!(found(""), Vec::<&str>::new());
    }
}
