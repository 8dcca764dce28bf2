//! The look of a cell, in the colours the terminal has, and the SGR parameters that say so.
//!
//! Which colours mean what is a theme's business. Nothing in here moves a cursor or keeps a state.

use ratatui::style::{Color, Modifier};

/// The number of colours a terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Depth {
    /// None: a coloured background is shown as reverse video, all other colour is dropped.
    Mono,
    /// The eight ANSI colours and their bright forms.
    #[default]
    Ansi16,
    /// The 256 of xterm.
    Indexed256,
    /// Any, as red, green and blue (ISO 8613-6 as xterm writes it: `38;2;r;g;b`).
    True,
}

/// The colours and attributes that a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LookSupport {
    pub(crate) depth: Depth,
    /// Text can be underlined with dots.
    pub(crate) dots: bool,
    /// Text can be struck through.
    pub(crate) crossed_out: bool,
}

impl LookSupport {
    /// All of it.
    #[cfg(test)]
    pub(crate) const FULL: LookSupport = LookSupport { depth: Depth::True, dots: true, crossed_out: true };

    /// The attributes that are sent for those of a cell. Nothing on the screen blinks, so the two attributes of blinking
    /// stand for what a style of ratatui has no attribute for: the slow one for dots under the text, which is bold on a
    /// terminal without them, the rapid one for what is told apart by its colour, and where there is none by a dim slant.
    /// Text that cannot be struck through is underlined and reversed: it must not pass for text that stands.
    fn resolve(self, mut modifier: Modifier) -> Modifier {
        if modifier.contains(Modifier::SLOW_BLINK) && !self.dots {
            modifier = modifier.difference(Modifier::SLOW_BLINK).union(Modifier::BOLD);
        }
        if modifier.contains(Modifier::RAPID_BLINK) {
            modifier = modifier.difference(Modifier::RAPID_BLINK);
            if self.depth == Depth::Mono {
                modifier = modifier.union(Modifier::DIM).union(Modifier::ITALIC);
            }
        }
        if modifier.contains(Modifier::CROSSED_OUT) && !self.crossed_out {
            modifier = modifier.difference(Modifier::CROSSED_OUT.union(Modifier::DIM));
            modifier = modifier.union(Modifier::REVERSED).union(Modifier::UNDERLINED);
        }
        modifier
    }
}

/// A colour as it is sent to a terminal: the default, one of 256, or red, green and blue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Ink(u32);

const INDEXED: u32 = 1 << 24;
const RGB: u32 = 2 << 24;

impl Ink {
    pub(super) const DEFAULT: Ink = Ink(0);

    fn with_depth(color: Color, depth: Depth) -> Ink {
        let ink = match color {
            Color::Reset => return Ink::DEFAULT,
            Color::Rgb(r, g, b) => Ink(RGB | u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b)),
            Color::Indexed(n) => Ink(INDEXED | u32::from(n)),
            named => Ink(INDEXED | u32::from(named_index(named))),
        };
        match depth {
            Depth::Mono => Ink::DEFAULT,
            Depth::True => ink,
            Depth::Indexed256 if ink.0 & RGB == 0 => ink,
            Depth::Indexed256 => Ink(INDEXED | u32::from(nearest(ink.rgb(), 16..=255))),
            Depth::Ansi16 if ink.0 & RGB == 0 && ink.0 & 0xFF < 16 => ink,
            Depth::Ansi16 => Ink(INDEXED | u32::from(nearest(ink.rgb(), 0..=15))),
        }
    }

    fn rgb(self) -> [u8; 3] {
        let [_, r, g, b] = self.0.to_be_bytes();
        if self.0 & RGB == 0 { palette(b) } else { [r, g, b] }
    }

    /// Writes the parameters; `base` is 30 for the foreground and 40 for the background.
    fn push(self, base: u8, out: &mut Vec<u8>) {
        let [kind, r, g, b] = self.0.to_be_bytes();
        match (kind, b) {
            (0, _) => number(base + 9, out),
            (1, 0..=7) => number(base + b, out),
            (1, 8..=15) => number(base + 60 + b - 8, out),
            (1, n) => [base + 8, 5, n].iter().for_each(|n| number(*n, out)),
            _ => [base + 8, 2, r, g, b].iter().for_each(|n| number(*n, out)),
        }
    }
}

const fn named_index(color: Color) -> u8 {
    match color {
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        _ => 0,
    }
}

/// Red, green and blue of one of xterm's 256 colours (ctlseqs, 256colres.h).
const fn palette(index: u8) -> [u8; 3] {
    const ANSI: [[u8; 3]; 16] = [
        [0, 0, 0],
        [205, 0, 0],
        [0, 205, 0],
        [205, 205, 0],
        [0, 0, 238],
        [205, 0, 205],
        [0, 205, 205],
        [229, 229, 229],
        [127, 127, 127],
        [255, 0, 0],
        [0, 255, 0],
        [255, 255, 0],
        [92, 92, 255],
        [255, 0, 255],
        [0, 255, 255],
        [255, 255, 255],
    ];
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match index {
        0..=15 => ANSI[index as usize],
        16..=231 => {
            let n = (index - 16) as usize;
            [STEPS[n / 36], STEPS[n / 6 % 6], STEPS[n % 6]]
        }
        232..=255 => [8 + (index - 232) * 10; 3],
    }
}

/// The colour among `choice` that the eye takes for the nearest: the eye is keenest for green, weakest for blue.
fn nearest(rgb: [u8; 3], choice: impl IntoIterator<Item = u8>) -> u8 {
    let distance = |index: u8| -> u32 {
        let other = palette(index);
        (0..3).map(|i| [3, 6, 1][i] * u32::from(rgb[i].abs_diff(other[i])).pow(2)).sum()
    };
    choice.into_iter().min_by_key(|index| distance(*index)).unwrap_or_default()
}

/// The colours, of the eight and their bright forms, that stand out three to one and more from white and from black in
/// xterm's palette (WCAG 2.2, 1.4.11): a terminal of so few colours may have either ground. Bright black would too, but
/// some palettes hide it on black.
const READABLE: [u8; 5] = [1, 5, 9, 12, 13];

/// The colour of sixteen for text on the ground of the terminal, which is not known.
fn readable(ink: Ink) -> Ink {
    let named = ink == Ink::DEFAULT || (ink.0 & RGB == 0 && ink.0 & 0xFF < 16);
    if named { ink } else { Ink(INDEXED | u32::from(nearest(ink.rgb(), READABLE))) }
}

/// The look of a cell: foreground, background and attributes from the lowest bit on, so that two are compared in one step.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Look(u64);

/// Bits of an ink.
const INK_BITS: u32 = 26;

/// Attributes that show on a blank.
const SEEN_ON_BLANK: Modifier =
    Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT).union(Modifier::SLOW_BLINK);

impl Look {
    pub(super) const PLAIN: Look = Look(0);

    fn new(fg: Ink, bg: Ink, modifier: Modifier) -> Look {
        Look(u64::from(fg.0) | u64::from(bg.0) << INK_BITS | u64::from(modifier.bits()) << (2 * INK_BITS))
    }

    fn fg(self) -> Ink {
        Ink(self.0 as u32 & ((1 << INK_BITS) - 1))
    }

    fn bg(self) -> Ink {
        Ink((self.0 >> INK_BITS) as u32 & ((1 << INK_BITS) - 1))
    }

    pub(super) fn modifier(self) -> Modifier {
        Modifier::from_bits_truncate((self.0 >> (2 * INK_BITS)) as u16)
    }

    /// A number that is another one for another look.
    pub(super) const fn bits(self) -> u64 {
        self.0
    }

    pub(super) fn with_support(fg: Color, bg: Color, modifier: Modifier, support: LookSupport) -> Look {
        let (mut modifier, depth) = (support.resolve(modifier), support.depth);
        if depth == Depth::Mono && !matches!(bg, Color::Reset | Color::Black) {
            modifier |= Modifier::REVERSED;
        }
        if depth == Depth::Ansi16 && bg == Color::Reset {
            return Look::new(readable(Ink::with_depth(fg, Depth::True)), Ink::DEFAULT, modifier);
        }
        Look::new(Ink::with_depth(fg, depth), Ink::with_depth(bg, depth), modifier)
    }

    /// The look that a blank drawn in this look has to the eye: only the background, unless an attribute shows.
    pub(super) fn on_blank(self) -> Look {
        if self.modifier().intersects(SEEN_ON_BLANK) {
            self
        } else {
            Look::new(Ink::DEFAULT, self.bg(), Modifier::empty())
        }
    }

    /// True if erasing while this look is on leaves default cells on every terminal.
    pub(super) fn erases_plainly(self) -> bool {
        self.on_blank() == Look::PLAIN
    }

    /// True if nothing but the background is not the terminal's default.
    pub(super) fn is_background(self) -> bool {
        self == Look::new(Ink::DEFAULT, self.bg(), Modifier::empty())
    }

    /// Writes the SGR (ECMA-48 8.3.117) that turns `from` (unknown: `None`) into this look. Nothing when they are
    /// equal.
    pub(super) fn push_sgr(self, from: Option<Look>, out: &mut Vec<u8>) {
        if from == Some(self) {
            return;
        }
        let mut anew = Vec::new();
        if self != Look::PLAIN {
            anew.push(b';');
            self.push_change(Look::PLAIN, &mut anew);
        }
        if let Some(from) = from {
            let mut change = Vec::new();
            self.push_change(from, &mut change);
            if change.len() <= anew.len() + 1 && self != Look::PLAIN {
                anew = change;
            }
        }
        if anew.last() == Some(&b';') {
            anew.pop();
        }
        out.extend_from_slice(b"\x1b[");
        out.append(&mut anew);
        out.push(b'm');
    }

    /// Writes the parameters that differ, each followed by `;`.
    fn push_change(self, from: Look, out: &mut Vec<u8>) {
        const CODES: [(Modifier, &[u8], u8); 8] = [
            (Modifier::BOLD, b"1;", 22),
            (Modifier::DIM, b"2;", 22),
            (Modifier::ITALIC, b"3;", 23),
            (Modifier::UNDERLINED, b"4;", 24),
            // Behind the plain line, which it takes the place of.
            (Modifier::SLOW_BLINK, b"4:4;", 24),
            (Modifier::REVERSED, b"7;", 27),
            (Modifier::HIDDEN, b"8;", 28),
            (Modifier::CROSSED_OUT, b"9;", 29),
        ];
        let (mut kept, on) = (from.modifier(), self.modifier());
        for (modifier, _, off) in CODES {
            if kept.contains(modifier) && !on.contains(modifier) {
                number(off, out);
                // One code ends both of a pair (bold and dim, two kinds of underline).
                CODES.iter().filter(|(_, _, same)| *same == off).for_each(|(other, _, _)| kept.remove(*other));
            }
        }
        for (modifier, code, _) in CODES {
            if on.contains(modifier) && !kept.contains(modifier) {
                out.extend_from_slice(code);
            }
        }
        if self.fg() != from.fg() {
            self.fg().push(30, out);
        }
        if self.bg() != from.bg() {
            self.bg().push(40, out);
        }
    }
}

fn number(n: u8, out: &mut Vec<u8>) {
    push_decimal(u32::from(n), out);
    out.push(b';');
}

/// Writes `n` in decimal digits.
pub(crate) fn push_decimal(n: u32, out: &mut Vec<u8>) {
    if n >= 10 {
        push_decimal(n / 10, out);
    }
    out.push(b'0' + (n % 10) as u8);
}

#[cfg(test)]
#[path = "colour_tests.rs"]
mod tests;
