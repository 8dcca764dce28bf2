//! The strings in a script that is no JSON, between whose quotation marks the text of a page may lie.

/// Bytes of the shortest string that can hold an article.
const MIN_STRING_BYTES: usize = 150;

/// The long strings of a script, their escapes resolved. A string ends at its mark or, unclosed, at the end of its line,
/// so that an apostrophe in a comment spoils one line at the most.
pub(crate) fn literals(script: &str) -> impl Iterator<Item = String> + '_ {
    let mut at = 0;
    // The offset up to which each mark is known to close no string, so that no line is searched twice for it.
    let mut open = [0; 2];
    std::iter::from_fn(move || {
        while let Some(start) = memchr::memchr2(b'"', b'\'', &script.as_bytes()[at..]).map(|start| at + start) {
            let mark = script.as_bytes()[start];
            let open = &mut open[usize::from(mark == b'"')];
            if start < *open {
                at = start + 1;
                continue;
            }
            match end(&script.as_bytes()[start + 1..], mark) {
                Ok(length) => {
                    at = start + 1 + length + 1;
                    if length >= MIN_STRING_BYTES {
                        return Some(resolved(&script[start + 1..start + 1 + length]));
                    }
                }
                Err(length) => {
                    at = start + 1;
                    *open = at + length;
                }
            }
        }
        None
    })
}

/// The end of a string that begins here, or else that of its line.
fn end(bytes: &[u8], mark: u8) -> Result<usize, usize> {
    let mut at = 0;
    while let Some(next) = memchr::memchr3(mark, b'\\', b'\n', &bytes[at..]) {
        at += next;
        match bytes[at] {
            b'\\' => at = (at + 2).min(bytes.len()),
            b'\n' => return Err(at),
            _ => return Ok(at),
        }
    }
    Err(bytes.len())
}

/// A string with its escapes resolved: `\n`, `\x3c`, `\u003c`; any other character stands for itself.
fn resolved(text: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let flush = |units: &mut Vec<u16>, out: &mut String| {
        out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    };
    while let Some(at) = rest.find('\\') {
        if at > 0 {
            flush(&mut units, &mut out);
            out.push_str(&rest[..at]);
        }
        let mut after = rest[at + 1..].chars();
        let escape = after.next();
        rest = after.as_str();
        let digits = match escape {
            Some('u') => 4,
            Some('x') => 2,
            _ => 0,
        };
        let code = rest.get(..digits).filter(|_| digits > 0).and_then(|hex| u16::from_str_radix(hex, 16).ok());
        if let Some(code) = code {
            units.push(code);
            rest = &rest[digits..];
            continue;
        }
        flush(&mut units, &mut out);
        match escape {
            Some('n' | 'r') => out.push('\n'),
            Some('t') => out.push(' '),
            Some(c) => out.push(c),
            None => {}
        }
    }
    flush(&mut units, &mut out);
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::literals;

    #[test]
    fn strings_of_scripts() {
        let long = "望潮镇的渡船今天早上又开了，船上坐着十一个人。".repeat(3);
        for (script, expected) in [
            (format!("f(a){{return {{b:\"{long}\",c:a}}}}"), long.clone()),
            (format!("// don't\nx = '\\u003Cp\\x3e{long}\\u003C\\/p>'"), format!("<p>{long}</p>")),
            (format!("x='\\ud83d\\ude00\\n{long} \\'a\\' \\\"'"), format!("\u{1f600}\n{long} 'a' \"")),
        ] {
            assert_eq!(literals(&script).collect::<Vec<_>>(), [expected], "{script}");
        }
        assert_eq!(literals("a = \"short\"; b = 'x").count(), 0);
        assert_eq!(literals(&"\"\\".repeat(100_000)).count(), 0);
        assert_eq!(literals(&"'\\\"\\".repeat(100_000)).count(), 0);
    }

    proptest! {
        #[test]
        fn any_script(script in "([\"'\\\\\n]|\\\\u|\\\\x|[0-9a-f望]{1,5}|x{160}){0,30}") {
            literals(&script).for_each(drop);
        }
    }
}
