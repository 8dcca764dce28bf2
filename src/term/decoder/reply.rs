//! Answers of a terminal.

/// An answer of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The place of the cursor, in cells from the top left corner (CPR, to `CSI 6n`).
    Cursor {
        /// Rows from the top.
        row: u16,
        /// Cells from the left.
        column: u16,
    },
    /// The terminal's claims about itself (DA1, to `CSI c`).
    PrimaryAttributes(Vec<u32>),
    /// Its kind and version by number (DA2, to `CSI > c`).
    SecondaryAttributes(Vec<u32>),
    /// True if a private mode is known and set (DECRPM, to `CSI ? mode $ p`): 0 unknown, 1 set, 2 reset, 3 always set,
    /// 4 never set.
    Mode {
        /// The mode.
        mode: u32,
        /// Its state.
        state: u32,
    },
    /// Its name and version as it writes them (XTVERSION, to `CSI > q`): printable ASCII.
    Version(String),
    /// A colour (to OSC 10, 11 or 4 with `?`).
    Colour {
        /// Its subject.
        of: Ground,
        /// Red, green and blue.
        rgb: [u8; 3],
    },
    /// The kitty keyboard flags in force (to `CSI ? u`).
    KittyKeyboard(u32),
    /// Width and height of a cell in pixels (to `CSI 16 t`).
    CellSize {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// Colours of a picture in sixels (XTSMGRAPHICS, to `CSI ? 1;1;0 S`).
    SixelColours(u32),
    /// Width and height of the largest picture in sixels, in pixels (XTSMGRAPHICS, to `CSI ? 2;1;0 S`).
    SixelSize {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// True if the terminal knows kitty's graphics protocol and took what was asked.
    KittyGraphics(bool),
    /// A sign of life (to `CSI 5n`): all that was sent before the question has been taken.
    Taken,
    /// Another answer, to nothing that was asked here.
    Other,
}

/// The use of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Text.
    Foreground,
    /// The background.
    Background,
    /// A colour of the palette.
    Palette(u8),
}

/// True if a control string that `ESC kind` opened may be an answer when `byte` comes first in it. Control strings of
/// terminals begin with a number or a mark (ECMA-48 8.3.27; xterm ctlseqs), titles with `L` or `l`, those of kitty's
/// graphics with `G`. A string that no terminal sends may begin and end anyhow.
pub(super) fn begins(kind: u8, byte: u8) -> bool {
    match kind {
        b'P' => byte < 0x40,
        b']' => matches!(byte, 0..0x20 | b'0'..=b'9' | b'I' | b'L' | b'l'),
        b'_' => matches!(byte, 0..0x20 | b'G'),
        _ => true,
    }
}

/// The answer in a control string that `ESC kind` opened. A string that a keyboard cannot have sent is always an
/// answer.
pub(super) fn of_string(kind: u8, held: &[u8]) -> Reply {
    let known = match kind {
        b']' => colour(held),
        b'P' => version(held),
        b'_' => graphics(held),
        _ => None,
    };
    known.unwrap_or(Reply::Other)
}

/// `>|name version` (xterm ctlseqs, XTVERSION).
fn version(held: &[u8]) -> Option<Reply> {
    let name = held.strip_prefix(b">|")?;
    let name: String = name.iter().filter(|b| matches!(b, b' '..=b'~')).take(80).copied().map(char::from).collect();
    Some(Reply::Version(name))
}

/// `Gi=31;OK`, or a code and a sentence after the semicolon (kitty's graphics protocol).
fn graphics(held: &[u8]) -> Option<Reply> {
    let at = held.strip_prefix(b"G")?.iter().position(|b| *b == b';')?;
    Some(Reply::KittyGraphics(held.get(at + 2..) == Some(b"OK")))
}

/// `10;rgb:ffff/ffff/ffff`, `11;…`, `4;n;…` (xterm ctlseqs, “Operating System Commands”; `XParseColor(3)`).
fn colour(held: &[u8]) -> Option<Reply> {
    let text = std::str::from_utf8(held).ok()?;
    let (number, rest) = text.split_once(';')?;
    let (of, value) = match number {
        "10" => (Ground::Foreground, rest),
        "11" => (Ground::Background, rest),
        "4" => {
            let (index, value) = rest.split_once(';')?;
            (Ground::Palette(index.parse().ok()?), value)
        }
        _ => return None,
    };
    let rgb = if let Some(digits) = value.strip_prefix('#') {
        let each = digits.len() / 3;
        [digits.get(..each)?, digits.get(each..2 * each)?, digits.get(2 * each..)?].map(part)
    } else {
        let value = value.strip_prefix("rgb:").or_else(|| value.strip_prefix("rgba:"))?;
        let mut parts = value.split('/').map(part);
        [parts.next()?, parts.next()?, parts.next()?]
    };
    Some(Reply::Colour { of, rgb: [rgb[0]?, rgb[1]?, rgb[2]?] })
}

/// One part of a colour, of one to four hexadecimal digits, on a scale of 255.
fn part(digits: &str) -> Option<u8> {
    let full = match digits.len() {
        1 => 0xF,
        2 => 0xFF,
        3 => 0xFFF,
        4 => 0xFFFF,
        _ => return None,
    };
    let value = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
    u8::try_from(value * 255 / full).ok()
}
