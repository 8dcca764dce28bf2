//! Makes two kinds of ill-formed JSON string readable: halves of surrogate pairs, and raw control characters.
//!
//! Nothing else is repaired; a raw line end inside a string stays an error, so a cut-off line of JSON Lines cannot
//! swallow the next.

use std::fmt::Write as _;

/// The repaired text and the line, from 1, of the first lone surrogate; `None` if the text needs no repair.
pub(crate) fn repair(text: &str) -> Option<(String, Option<usize>)> {
    let mut out = String::new();
    let mut copied = 0;
    let mut surrogate = None;
    let mut in_string = false;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => in_string = !in_string,
            // A string never reaches beyond its line.
            b'\n' | b'\r' => in_string = false,
            b'\\' if in_string => {
                let (len, lone) = escape(&bytes[at..]);
                if lone {
                    out.push_str(&text[copied..at]);
                    out.push_str("\\ufffd");
                    copied = at + len;
                    surrogate = surrogate.or(Some(at));
                }
                at += len;
                continue;
            }
            0..=0x1f if in_string => {
                out.push_str(&text[copied..at]);
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{byte:04x}");
                copied = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(&text[copied..]);
    let line = surrogate.map(|at| text[..at].matches('\n').count() + 1);
    Some((out, line))
}

/// The length of the escape that `bytes` begins with, in whole characters, and true if it is a lone surrogate.
fn escape(bytes: &[u8]) -> (usize, bool) {
    match unit(bytes) {
        Some(0xd800..=0xdbff) if matches!(bytes.get(6..).and_then(unit), Some(0xdc00..=0xdfff)) => (12, false),
        Some(0xd800..=0xdfff) => (6, true),
        Some(_) => (6, false),
        // Any escaped ASCII character belongs to the escape.
        None => (if bytes.get(1).is_some_and(|b| matches!(b, b' '..=b'~')) { 2 } else { 1 }, false),
    }
}

/// The code unit of a `\uXXXX` that `bytes` begins with.
fn unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[test]
    fn only_what_is_broken_is_changed() {
        let repaired = |text: &str| repair(text).map(|(text, _)| text);
        assert_eq!(repaired(r#"{"a":"\ud83d\ude00 \\ud800 \u4e2d"}"#), None);
        assert_eq!(repaired("{\t\"a\":\n1}"), None);
        assert_eq!(repaired(r#"["\ud83d","\ude00\ud83d"]"#).as_deref(), Some(r#"["\ufffd","\ufffd\ufffd"]"#));
        assert_eq!(repaired("[\"a\tb\u{1}\u{0}\"]").as_deref(), Some("[\"a\\u0009b\\u0001\\u0000\"]"));
        assert_eq!(repair("\n[\"\\udc00\"]").and_then(|(_, line)| line), Some(2));
        assert_eq!(repaired("\"中\\"), None);
        assert_eq!(repaired("\"\\中\\u12"), None);
    }
}
