//! Character references (`&amp;`, `&nbsp;`, `&#20013;`, `&#x4e2d;`) to characters. What is no reference stays as it is.

use std::{borrow::Cow, cmp::Ordering};

/// The names that HTML knows, in the order of their bytes, each with its semicolon if it has one, a tab, and one or two
/// code points in hexadecimal. Derived by `tools/entities`.
const NAMES: &str = include_str!("entities.tsv");

/// The characters of windows-1252 in the place of the C1 controls, from 0x80 on.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Bytes of the longest name, `CounterClockwiseContourIntegral`, and some.
const MAX_NAME_BYTES: usize = 34;

/// Shorter names that HTML knows without a semicolon are read so only where `loose`.
const MIN_LOOSE_BYTES: usize = 2;

/// The text with its character references resolved; borrowed if there are none. With `loose`, the names that old HTML
/// wrote without a semicolon (`&nbsp`, `&amp`) count as well.
#[must_use]
pub(crate) fn decoded(text: &str, loose: bool) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    decode(text, loose, &mut out);
    Cow::Owned(out)
}

/// Adds a text to another, its character references resolved.
pub(crate) fn decode(text: &str, loose: bool, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let passed = reference(rest, loose, out);
        if passed == 0 {
            out.push('&');
            rest = &rest[1..];
        } else {
            rest = &rest[passed..];
        }
    }
    out.push_str(rest);
}

/// Adds the character that the reference at the start of a text stands for; gives the bytes it takes, 0 if it is none.
fn reference(text: &str, loose: bool, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        return number(bytes, out);
    }
    let length = bytes[1..].iter().take(MAX_NAME_BYTES).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if length == 0 {
        return 0;
    }
    if bytes.get(1 + length) == Some(&b';') {
        if named(&text[1..length + 2], out) {
            return length + 2;
        }
        // &NBSP; and the like are written by hand.
        if named(&text[1..length + 2].to_ascii_lowercase(), out) {
            return length + 2;
        }
    }
    if loose {
        for end in (MIN_LOOSE_BYTES..=length.min(6)).rev() {
            if named(&text[1..=end], out) {
                return 1 + end;
            }
        }
    }
    0
}

/// Adds the characters of a name; false if HTML does not know the name.
fn named(name: &str, out: &mut String) -> bool {
    let codes = codes_of(name);
    out.extend(codes.split(' ').filter_map(|code| u32::from_str_radix(code, 16).ok()).filter_map(char::from_u32));
    !codes.is_empty()
}

/// The code points of a name as they stand in [`NAMES`]; nothing if it is not there.
fn codes_of(name: &str) -> &'static str {
    // A binary search by bytes: each round looks at the line that the middle lies in.
    let mut lines = NAMES;
    while !lines.is_empty() {
        let middle = lines.len() / 2;
        let start = lines[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = lines[middle..].find('\n').map_or(lines.len(), |at| middle + at);
        let (found, codes) = lines[start..end].split_once('\t').unwrap_or_default();
        match name.cmp(found) {
            Ordering::Less => lines = &lines[..start],
            Ordering::Equal => return codes,
            Ordering::Greater => lines = lines.get(end + 1..).unwrap_or_default(),
        }
    }
    ""
}

/// `&#20013;` and `&#x4e2d;`, with or without the semicolon.
fn number(bytes: &[u8], out: &mut String) -> usize {
    let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
    let start = if hex { 3 } else { 2 };
    let radix = if hex { 16 } else { 10 };
    let mut code = 0_u32;
    let mut end = start;
    while let Some(digit) = bytes.get(end).and_then(|byte| char::from(*byte).to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == start {
        return 0;
    }
    // WHATWG HTML 13.2.5.80: the C1 controls are what windows-1252 has in their place.
    let c1 = code.checked_sub(0x80).and_then(|index| WINDOWS_1252.chars().nth(index as usize));
    let c = c1.or_else(|| char::from_u32(code).filter(|c| *c != '\0'));
    out.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    end + usize::from(bytes.get(end) == Some(&b';'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{NAMES, decoded};

    #[test]
    fn every_name_of_html_is_found_and_no_other() {
        let mut last = "";
        for line in NAMES.lines() {
            let (name, codes) = line.split_once('\t').unwrap();
            assert!(last < name, "{last} {name}");
            last = name;
            let characters: String =
                codes.split(' ').map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap()).collect();
            assert!((1..=2).contains(&characters.chars().count()), "{line}");
            let mut out = String::new();
            assert!(super::named(name, &mut out), "{name}");
            assert_eq!(out, characters, "{name}");
            let mut longer = name.to_owned();
            longer.push('\t');
            for other in [&longer, "", "a", "zzz;", "\u{10ffff}"] {
                assert!(!super::named(other, &mut out), "{other}");
            }
        }
        // The list of the HTML Standard is closed.
        assert_eq!(NAMES.lines().count(), 2231);
        assert_eq!(NAMES.lines().filter(|line| !line.contains(";\t")).count(), 106);
    }

    #[test]
    fn the_c1_controls_are_those_of_windows_1252() {
        for byte in 0x80_u8..=0x9F {
            let bytes = [byte];
            let (expected, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            assert_eq!(decoded(&format!("&#{byte};&#x{byte:x};"), false), expected.repeat(2));
        }
        assert_eq!(decoded("&#127;&#160;", false), "\u{7f}\u{a0}");
    }

    #[test]
    fn references_of_every_kind() {
        for (text, strict, loose) in [
            ("a&amp;b", "a&b", "a&b"),
            ("&lt;p&gt;&quot;&#39;", "<p>\"'", "<p>\"'"),
            ("&#20013;&#x4E2d;&#x4e2D", "中中中", "中中中"),
            ("&nbsp;&middot;&ldquo;&hellip;", "\u{a0}·“…", "\u{a0}·“…"),
            ("AT&T a & b &; &#; &#x;", "AT&T a & b &; &#; &#x;", "AT&T a & b &; &#; &#x;"),
            ("a&nbspb&ampc", "a&nbspb&ampc", "a\u{a0}b&c"),
            ("&NBSP;&nosuch;", "\u{a0}&nosuch;", "\u{a0}&nosuch;"),
            ("&#150;&#0;&#xd800;&#99999999999;", "–\u{fffd}\u{fffd}\u{fffd}", "–\u{fffd}\u{fffd}\u{fffd}"),
            ("&NotEqualTilde;", "≂\u{338}", "≂\u{338}"),
            ("中&文", "中&文", "中&文"),
        ] {
            assert_eq!(decoded(text, false), strict, "{text}");
            assert_eq!(decoded(text, true), loose, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text(text in "(&|#|x|[0-9]|;|amp|lt|中|[a-z]|.){0,30}", loose: bool) {
            let _ = decoded(&text, loose);
        }
    }
}
