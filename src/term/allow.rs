//! The list of all that may ever be written to a terminal, checked in tests and debug builds. Anything else is an error
//! with its name.
//!
//! It reads bytes, so it trusts nobody's types, and it knows nothing of how they came about. Questions, frames, modes
//! and strings of our own making pass; what an article could smuggle in does not.

use super::{graphics, osc};

/// Bytes that may not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{sequence}” at byte {at} of what was to be written to the terminal is not on the list of what may be; report this as a bug"
)]
pub struct Forbidden {
    /// The beginning of what is not allowed, made visible.
    pub sequence: String,
    /// Its first byte.
    pub at: usize,
}

/// Checks everything about to be written: whole frames, whole sequences.
///
/// # Errors
/// At the first thing that is not allowed.
pub fn check(bytes: &[u8]) -> Result<(), Forbidden> {
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = match rest {
            [0x1B, ..] => sequence(rest),
            [b' '..=b'~' | b'\r' | b'\n' | 0x08, ..] => Some(1),
            _ => glyph(rest),
        };
        match length {
            Some(length) => at += length,
            None => return Err(Forbidden { sequence: rest[..rest.len().min(24)].escape_ascii().to_string(), at }),
        }
    }
    Ok(())
}

/// The length of a character beyond ASCII that draws something or joins what is drawn.
fn glyph(bytes: &[u8]) -> Option<usize> {
    let length = match bytes.first()? {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let c = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
    (!crate::term::painter::refused(c)).then_some(length)
}

fn sequence(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        // RI, DECSC, DECRC, ST.
        b'M' | b'7' | b'8' | b'\\' => Some(2),
        b'[' => control(bytes),
        b']' => osc::length(bytes),
        b'P' => osc::passed_through(bytes).or_else(|| graphics::sixel_length(bytes)),
        b'_' => graphics::kitty_length(bytes),
        _ => None,
    }
}

/// The length of a control sequence that is on the list.
fn control(bytes: &[u8]) -> Option<usize> {
    let body = bytes.get(2..)?;
    let end = body.iter().take(64).position(|b| matches!(b, 0x40..=0x7E))?;
    let (held, last) = (&body[..end], *body.get(end)?);
    let numbers = |most: usize| {
        let digits = |part: &[u8]| part.len() <= 5 && part.iter().all(u8::is_ascii_digit);
        held.split(|b| *b == b';').count() <= most && held.split(|b| *b == b';').all(digits)
    };
    let known = match (last, held) {
        // The size of a cell, the colours and the size of sixels asked for.
        (b't', b"16") | (b'S', b"?1;1;0" | b"?2;1;0") => true,
        // CUP, DECSTBM; CHA, VPA, CUF, CUB; SU, SD; ECH, REP.
        (b'H' | b'r', _) => numbers(2),
        (b'G' | b'd' | b'C' | b'D' | b'S' | b'T' | b'X' | b'b', _) => numbers(1),
        (b'm', _) => look(held),
        (b'h' | b'l', [b'?', mode @ ..]) => MODES.contains(&mode),
        // EL and ED to the end, ED of all, IRM off; and the questions DA1, DA2, XTVERSION, DSR 5 and 6, DECRQM, the
        // size of a cell, the colours of sixels; the kitty keyboard asked for, switched on and off.
        (b'K' | b'J', b"")
        | (b'J', b"2")
        | (b'l', b"4")
        | (b'c', b"" | b">")
        | (b'q', b">")
        | (b'n', b"5" | b"6")
        | (b'p', b"?2026$" | b"?2027$")
        | (b'u', b"?" | b">5" | b"<") => true,
        _ => false,
    };
    known.then_some(end + 3)
}

/// The private modes that are switched on or off: DECOM, DECAWM, DECTCEM, mouse, focus, the alternate screen, paste,
/// synchronized output.
const MODES: &[&[u8]] = &[b"6", b"7", b"25", b"1000", b"1004", b"1006", b"1049", b"2004", b"2026"];

/// Stands for the parameter `4:4`, which is no number.
const DOTS: u16 = 1000;

/// True if these are parameters of SGR for attributes and colours.
fn look(held: &[u8]) -> bool {
    let mut numbers = held.split(|b| *b == b';').map(|part| match part {
        [] => Some(0),
        // Dots under the text.
        b"4:4" => Some(DOTS),
        [b'0'..=b'9', ..] if part.len() <= 3 => std::str::from_utf8(part).ok()?.parse::<u16>().ok(),
        _ => None,
    });
    let byte = |number: Option<Option<u16>>| matches!(number, Some(Some(0..=255)));
    while let Some(number) = numbers.next() {
        let good = match number {
            Some(0..=9 | 22..=25 | 27..=29 | 30..=37 | 39..=47 | 49 | 90..=97 | 100..=107 | DOTS) => true,
            Some(38 | 48) => match numbers.next() {
                Some(Some(5)) => byte(numbers.next()),
                Some(Some(2)) => byte(numbers.next()) && byte(numbers.next()) && byte(numbers.next()),
                _ => false,
            },
            _ => false,
        };
        if !good {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::term::modes;

    proptest! {
        #[test]
        fn any_bytes_can_be_checked(bytes in "(\x1b|\x1b\\[|\x1b\\]52;c;|\x1bPtmux;|[0-9;?a-zA-Z\\\\]|.){0,30}") {
            // Whatever passes holds no control but those of the list.
            if check(bytes.as_bytes()).is_ok() {
                prop_assert!(bytes.chars().all(|c| !c.is_control() || matches!(c, '\x1b' | '\r' | '\n' | '\x08')));
            }
        }
    }

    #[test]
    fn all_of_ours_passes() {
        for bytes in [
            &b""[..],
            "國家, 한글 あ é e\u{301} 👨\u{200d}👩 ⌨\u{fe0f}\r\n\x08".as_bytes(),
            b"\x1b[H\x1b[;5H\x1b[23;80H\x1b[5G\x1b[3d\x1b[C\x1b[7D\x1b[2;23r\x1b[r\x1b[S\x1b[3T\x1b[20X\x1b[79b\x1b[K\x1b[J\x1b[2J",
            b"\x1b[4:4m\x1b[;1;4:4;31m\x1b[m\x1b[;7m\x1b[1;38;5;200;48;2;1;2;3m\x1b[22;39;107m",
            modes::RESTORE,
            modes::QUESTIONS,
            modes::BELOW,
            modes::WHERE.as_bytes(),
            modes::TAKEN,
            modes::KEYBOARD_ON.as_bytes(),
            modes::KEYBOARD_OFF.as_bytes(),
            modes::STRING_END,
            modes::SENTINEL.as_bytes(),
            modes::BACKGROUND.as_bytes(),
            &modes::enter(true, modes::OptionalModes { mouse: true, focus: true }),
        ] {
            assert_eq!(check(bytes), Ok(()));
        }
    }

    #[test]
    fn all_else_does_not() {
        for bytes in [
            &b"\0"[..],
            b"\x07",
            b"\t",
            b"\x0e",
            b"\x7f",
            b"\xff",
            b"\xe5\x9c",
            "\u{9b}2J".as_bytes(),
            "\u{85}".as_bytes(),
            "\u{202e}".as_bytes(),
            "\u{2028}".as_bytes(),
            "\u{e0041}".as_bytes(),
            b"\x1b",
            b"\x1bc",
            b"\x1b(0",
            b"\x1b#8",
            b"\x1b[",
            b"\x1b[3J",
            b"\x1b[21t",
            b"\x1b[99999999b",
            b"\x1b[1;2;3H",
            b"\x1b[?1003h",
            b"\x1b[?1;25h",
            b"\x1b[>31u",
            b"\x1b[8;8;8m\x1b[4:3m",
            b"\x1b[4:4:4m",
            b"\x1b[38;5;4:4m\x1b[4:44m",
            b"\x1b[38;5m",
            b"\x1b[38;2;1;2;300m",
            b"\x1b[7n",
            b"\x1b[!p",
            b"\x1b]0;title\x07",
            b"\x1b]52;c;?\x1b\\",
            b"\x1b]8;;javascript:x\x1b\\",
            b"\x1bP+q544e\x1b\\",
            b"\x1b_Ga=T,t=f\x1b\\",
        ] {
            assert!(check(bytes).is_err(), "{}", bytes.escape_ascii());
        }
        let error = check("國\x1b]0;x\x07".as_bytes()).unwrap_err();
        assert_eq!((error.at, error.sequence.as_str()), (3, "\\x1b]0;x\\x07"));
    }
}
