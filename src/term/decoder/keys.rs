//! Tables of the bytes, letters and numbers that stand for keys.
//!
//! Sources: xterm ctlseqs (“PC-Style Function Keys”, “VT220-Style Function Keys”), rxvt's reference,
//! `console_codes(4)`, the kitty keyboard protocol.

use crate::input::{Key, Press};

/// A byte below 0x80 other than ESC. 0x08 is Backspace, as terminals without a better one send it; so Ctrl-H is, too.
pub(super) fn byte(byte: u8) -> Press {
    match byte {
        0x00 => Press::ctrl(' '),
        0x08 | 0x7F => Press::plain(Key::Backspace),
        b'\t' => Press::plain(Key::Tab),
        b'\r' => Press::plain(Key::Enter),
        0x1B => Press::plain(Key::Esc),
        0x01..=0x1A => Press::ctrl((byte | 0x60).into()),
        0x1C..=0x1F => Press::ctrl((byte | 0x40).into()),
        _ => Press::char(byte.into()),
    }
}

/// The Linux console's F1 to F5: ESC [ [ A to E.
pub(super) fn console(byte: u8) -> Option<Press> {
    matches!(byte, b'A'..=b'E').then(|| Press::plain(Key::F(byte - b'A' + 1)))
}

/// The letter that ends CSI or SS3.
pub(super) fn letter(letter: u8) -> Option<Key> {
    Some(match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'F' => Key::End,
        b'H' => Key::Home,
        b'P'..=b'S' => Key::F(letter - b'P' + 1),
        b'Z' => Key::BackTab,
        _ => return None,
    })
}

/// rxvt's arrows with a modifier: the letter in lower case.
pub(super) fn small_arrow(letter: u8) -> Option<Key> {
    matches!(letter, b'a'..=b'd').then(|| self::letter(letter.to_ascii_uppercase())).flatten()
}

/// The keypad in application mode: SS3 and a letter.
pub(super) fn keypad(letter: u8) -> Option<Key> {
    Some(match letter {
        b'M' => Key::Enter,
        b'I' => Key::Tab,
        b' ' => Key::Char(' '),
        b'X' => Key::Char('='),
        // * + , - . / 0 to 9, in the order of ASCII.
        b'j'..=b'y' => Key::Char((letter - b'j' + b'*').into()),
        _ => return None,
    })
}

/// The number before a `~`.
pub(super) fn numbered(number: u32) -> Option<Key> {
    let function = |first: u8, base: u32| Key::F(first + (number - base) as u8);
    Some(match number {
        1 | 7 => Key::Home,
        2 => Key::Insert,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => function(1, 11),
        17..=21 => function(6, 17),
        23..=26 => function(11, 23),
        28..=29 => function(15, 28),
        31..=34 => function(17, 31),
        _ => return None,
    })
}

/// The code point or private number of the kitty keyboard protocol and of modifyOtherKeys.
pub(super) fn code(code: u32) -> Option<Key> {
    Some(match code {
        9 => Key::Tab,
        10 | 13 | 57414 => Key::Enter,
        27 => Key::Esc,
        8 | 127 => Key::Backspace,
        57376..=57398 => Key::F((code - 57376) as u8 + 13),
        57399..=57408 => Key::Char(char::from(b'0' + (code - 57399) as u8)),
        57409 => Key::Char('.'),
        57410 => Key::Char('/'),
        57411 => Key::Char('*'),
        57412 => Key::Char('-'),
        57413 => Key::Char('+'),
        57415 => Key::Char('='),
        57416 => Key::Char(','),
        57417 => Key::Left,
        57418 => Key::Right,
        57419 => Key::Up,
        57420 => Key::Down,
        57421 => Key::PageUp,
        57422 => Key::PageDown,
        57423 => Key::Home,
        57424 => Key::End,
        57425 => Key::Insert,
        57426 => Key::Delete,
        // The rest of the private range are modifiers, media keys and the like.
        57344..=63743 => return None,
        _ => Key::Char(char::from_u32(code).filter(|c| !c.is_control())?),
    })
}
