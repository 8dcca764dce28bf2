//! Escape sequences in text: how much of it a terminal would take for a command.
//!
//! A complete sequence is a command and is taken out whole. What only starts like one loses no more than its
//! introducer, and a CSI its parameters, so that no text after it is ever hidden.

/// A control string longer than this, in bytes, is one only if it looks like data: graphic ASCII throughout.
const LONG_STRING: usize = 4096;

/// The parameters of a control sequence are at most so many bytes.
const LONG_PARAMETERS: usize = 256;

const ESCAPE: char = '\u{1B}';

/// Bytes of the escape sequence, or of the start of one, that `text` begins with; `None` if it begins with neither.
/// In the 7-bit form and in the 8-bit form (C1 control characters).
pub(super) fn sequence_len(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let (introducer, kind) = match (first, chars.next()) {
        (ESCAPE, Some(second @ ('[' | ']' | 'P' | 'X' | '^' | '_'))) => (2, second),
        (ESCAPE, _) => return Some(1 + short_len(&text[1..])),
        ('\u{9B}', _) => (2, '['),
        ('\u{90}' | '\u{98}' | '\u{9D}' | '\u{9E}' | '\u{9F}', _) => (2, ']'),
        _ => return None,
    };
    let body = &text[introducer..];
    Some(introducer + if kind == '[' { control_sequence_len(body) } else { control_string_len(body) })
}

/// After ESC: the rest of a sequence of two characters, or of one that designates a character set.
fn short_len(text: &str) -> usize {
    let is_intermediate = |byte: &u8| (b'!'..=b'/').contains(byte);
    match *text.as_bytes() {
        [byte, ..] if b"6789=>DEHMNOVWZ\\clmno|}~".contains(&byte) => 1,
        [b' ', b'F' | b'G' | b'L'..=b'N', ..] => 2,
        [a, b'0'..=b'~', ..] if is_intermediate(&a) => 2,
        [a, b, b'0'..=b'~', ..] if is_intermediate(&a) && is_intermediate(&b) => 3,
        _ => 0,
    }
}

/// After CSI: parameters, intermediates and the final byte (ECMA-48 5.4); without a final byte, the parameters.
fn control_sequence_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let parameters = bytes.iter().take_while(|byte| (b'0'..=b'?').contains(byte)).count();
    if parameters > LONG_PARAMETERS {
        return 0;
    }
    let intermediates = bytes[parameters..].iter().take_while(|byte| (b' '..=b'/').contains(byte)).count();
    match bytes.get(parameters + intermediates) {
        Some(b'@'..=b'~') => parameters + intermediates + 1,
        _ => parameters,
    }
}

/// After OSC, DCS, SOS, PM or APC: the string and its terminator (ST, or BEL as xterm has it); 0 if it has none before
/// the next control character or is too long to be a command.
fn control_string_len(text: &str) -> usize {
    let Some((len, end)) = text.char_indices().find(|(_, c)| c.is_control()) else {
        return 0;
    };
    let terminator = match end {
        '\u{7}' => 1,
        '\u{9C}' => 2,
        ESCAPE if text[len..].starts_with("\u{1B}\\") => 2,
        _ => return 0,
    };
    let is_command = len <= LONG_STRING || text.as_bytes()[..len].iter().all(u8::is_ascii_graphic);
    if is_command { len + terminator } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text without its escape sequences.
    fn left(text: &str) -> String {
        let (mut out, mut rest) = (String::new(), text);
        while let Some(c) = rest.chars().next() {
            let len = sequence_len(rest).unwrap_or_else(|| {
                out.push(c);
                c.len_utf8()
            });
            rest = &rest[len..];
        }
        out
    }

    #[test]
    fn complete_sequences_go_whole() {
        for (text, expected) in [
            ("\x1b[31m红\x1b[0m字", "红字"),
            ("\u{9B}1;2H中", "中"),
            ("\x1b[?1003h\x1b[>31u\x1b[2 q.", "."),
            ("\x1b]0;标题\x07文", "文"),
            ("\x1b]8;;http://x.test\x1b\\链接\x1b]8;;\x1b\\", "链接"),
            ("\u{9D}52;c;Q0FO\u{9C}文", "文"),
            ("\x1bP+q544e\x1b\\a\x1b_Ga=T;Q\x1b\\b\x1b^pm\x1b\\c\x1bXsos\u{9C}d", "abcd"),
            ("\u{90}q\u{9C}a\u{98}x\u{9C}b\u{9E}y\u{9C}c\u{9F}z\u{9C}d", "abcd"),
            ("\x1b(0a\x1b#8b\x1b$(Bc\x1b%Gd\x1b Fe\x1bcf\x1b7g\x1b=h", "abcdefgh"),
        ] {
            assert_eq!(left(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_has_no_end_hides_no_text() {
        for (text, expected) in [
            ("\x1b]0;国务院总理", "0;国务院总理"),
            ("\x1bP国务院\n总理\x1b\\", "国务院\n总理"),
            ("\x1b]8;;\x1b0m\x1b[>0q", "8;;0m"),
            ("\u{9D}国务院", "国务院"),
            ("\x1b[31国务院", "国务院"),
            ("\x1b[国务院", "国务院"),
            ("\x1b[ 国务院", " 国务院"),
            ("\u{9B}文", "文"),
            ("\x1b国", "国"),
            ("\x1b\x1b[1m国", "国"),
            ("\x1b (国", " (国"),
            ("\x1b", ""),
            ("\x1b[", ""),
            ("\x1b[1;", ""),
        ] {
            assert_eq!(left(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_string_goes_only_if_it_is_data() {
        let image = "QUJD".repeat(10_000);
        assert_eq!(left(&format!("\x1b]1337;File=inline=1:{image}\x07文")), "文");
        let article = "国务院总理。".repeat(1_000);
        assert_eq!(left(&format!("\x1b]0;{article}\x07文")), format!("0;{article}\x07文"));
        let parameters = "1;".repeat(1_000);
        assert_eq!(left(&format!("\x1b[{parameters}m")), format!("{parameters}m"));
    }
}
