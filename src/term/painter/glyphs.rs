//! The symbols of cells: a character, or a cluster by its number, with its cells and whether terminals dispute them.
//!
//! Here raw text of a frame becomes something that is safe to write; nothing else in the painter sees a string.

use std::collections::HashMap;

use crate::term::osc;
use crate::term::{KnownWidths, disputed, ordinary_wide};
use crate::text::width::{Ambiguous, cells};

/// The symbol of a cell: a character's code point, or [`CLUSTER`] and the number of a cluster.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Symbol(u32);

const CLUSTER: u32 = 1 << 31;
/// Distinct clusters of several characters that are kept; an article has a few, a hostile one any number.
const MAX_ENTRIES: usize = 4096;
/// Bytes of the longest cluster that is drawn. A legitimate one has a handful of characters.
const MAX_CLUSTER_BYTES: usize = 64;
/// Stands for what may not be drawn.
const REPLACEMENT: &str = "\u{FFFD}";

impl Symbol {
    pub(super) const BLANK: Symbol = Symbol(' ' as u32);

    /// A rough count of the bytes it takes, for estimates.
    pub(super) const fn weight(self) -> u32 {
        match self.0 {
            0..0x80 => 1,
            0x80..0x800 => 2,
            0x800..0x1_0000 => 3,
            CLUSTER.. => 8,
            _ => 4,
        }
    }

    /// The character, when it is one that REP repeats the same way everywhere.
    pub(super) const fn ascii(self) -> bool {
        self.0 < 0x80
    }

    pub(super) const fn bits(self) -> u32 {
        self.0
    }
}

struct Cluster {
    text: Box<str>,
    cells: u16,
}

/// The clusters seen, and the terminal's ways with widths.
pub(super) struct Glyphs {
    clusters: Vec<Cluster>,
    numbers: HashMap<Box<str>, u32>,
    ambiguous: Ambiguous,
    known: KnownWidths,
    /// The bytes that begin each link (OSC 8), by its number less one.
    links: Vec<Box<[u8]>>,
}

impl Glyphs {
    pub(super) fn new(ambiguous: Ambiguous, known: KnownWidths) -> Glyphs {
        Glyphs { clusters: Vec::new(), numbers: HashMap::new(), ambiguous, known, links: Vec::new() }
    }

    /// Takes note of widths that are no longer in dispute.
    pub(super) fn set_known_widths(&mut self, known: KnownWidths) {
        self.known = known;
    }

    /// True if so many clusters or links are kept that it is time to forget them, and with them what the screen shows.
    pub(super) fn full(&self) -> bool {
        self.clusters.len() >= MAX_ENTRIES || self.links.len() >= MAX_ENTRIES
    }

    /// The number of a link to an address of the web; 0, which is none, for any other.
    pub(super) fn admit_link(&mut self, address: &str) -> u16 {
        let Some(begins) = osc::link(address) else { return 0 };
        if let Some(at) = self.links.iter().position(|known| **known == *begins) {
            return at as u16 + 1;
        }
        if self.links.len() >= 2 * MAX_ENTRIES {
            return 0;
        }
        self.links.push(begins.into_boxed_slice());
        self.links.len() as u16
    }

    /// The bytes that make the next symbols part of a link, or of none.
    pub(super) fn link(&self, number: u16) -> &[u8] {
        let begins = usize::from(number).checked_sub(1).and_then(|at| self.links.get(at));
        begins.map_or(osc::LINK_END, |begins| begins)
    }

    /// The symbol for a cell's text, and the cells it takes, 1 or more. Text that a terminal could take for a command,
    /// that takes no cell, or that is out of all proportion becomes U+FFFD or a blank.
    pub(super) fn admit(&mut self, text: &str) -> (Symbol, u16) {
        // Nearly all cells hold one of these two kinds.
        if let [byte @ b' '..=b'~'] = text.as_bytes() {
            return (Symbol((*byte).into()), 1);
        }
        let mut chars = text.chars();
        let Some(first) = chars.next() else { return (Symbol::BLANK, 1) };
        let alone = chars.next().is_none();
        if alone && ordinary_wide(first) {
            return (Symbol(first.into()), 2);
        }
        if text.len() > MAX_CLUSTER_BYTES || text.chars().any(refused) {
            return self.refusal();
        }
        if !alone && let Some(number) = self.numbers.get(text) {
            let cells = self.clusters.get(*number as usize).map_or(1, |cluster| cluster.cells);
            return (Symbol(CLUSTER | number), cells);
        }
        let cells = cells(text, self.ambiguous) as u16;
        if cells == 0 {
            return (Symbol::BLANK, 1);
        }
        if alone {
            return (Symbol(first.into()), cells);
        }
        if self.clusters.len() >= 2 * MAX_ENTRIES {
            return self.refusal();
        }
        let number = self.clusters.len() as u32;
        self.clusters.push(Cluster { text: text.into(), cells });
        self.numbers.insert(text.into(), number);
        (Symbol(CLUSTER | number), cells)
    }

    fn refusal(&self) -> (Symbol, u16) {
        if cells(REPLACEMENT, self.ambiguous) == 1 { (Symbol(0xFFFD), 1) } else { (Symbol('?'.into()), 1) }
    }

    /// The text of a symbol, written into `room` when it is one character.
    pub(super) fn text<'a>(&'a self, symbol: Symbol, room: &'a mut [u8; 4]) -> &'a str {
        match char::from_u32(symbol.0) {
            Some(c) => c.encode_utf8(room),
            None => self.clusters.get((symbol.0 & !CLUSTER) as usize).map_or(" ", |cluster| &cluster.text),
        }
    }

    /// The most cells any terminal may give a symbol when that is in dispute.
    pub(super) fn dispute(&self, symbol: Symbol) -> Option<usize> {
        if symbol.ascii() {
            return None;
        }
        let mut room = [0; 4];
        let text = self.text(symbol, &mut room);
        disputed(text, self.known).then(|| 2 * text.chars().count())
    }
}

/// Characters no cell may hold: controls of C0 and C1, bidirectional and other invisible controls, line and paragraph
/// separators, interlinear annotation, tags, byte order marks, noncharacters.
pub(crate) fn refused(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0x061C | 0x200B | 0x200E | 0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB
            | 0xFDD0..=0xFDEF | 0xE0000..=0xE00FF)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_dangerous_is_admitted() {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, KnownWidths::NARROW);
        let mut room = [0; 4];
        for text in ["\x1b", "\x1b[2J", "\u{9b}", "a\n", "\u{202e}", "a\u{2066}", "\u{7f}", "\u{ffff}", "\u{e0041}"] {
            let (symbol, cells) = glyphs.admit(text);
            assert_eq!((glyphs.text(symbol, &mut room), cells), ("\u{fffd}", 1), "{text:?}");
        }
        let (symbol, cells) = glyphs.admit(&"e\u{301}".repeat(40));
        assert_eq!((glyphs.text(symbol, &mut room), cells), ("\u{fffd}", 1));
        for text in ["", "\u{301}", "\u{fe0f}"] {
            assert_eq!(glyphs.admit(text), (Symbol::BLANK, 1), "{text:?}");
        }
        assert_eq!(Glyphs::new(Ambiguous::Wide, KnownWidths::NARROW).admit("\x1b").1, 1);
    }

    #[test]
    fn clusters_are_bounded_and_equal_to_themselves() {
        let mut glyphs = Glyphs::new(Ambiguous::Narrow, KnownWidths::NARROW);
        let first = glyphs.admit("e\u{301}");
        assert_eq!(glyphs.admit("e\u{301}"), first);
        for n in 0..3 * MAX_ENTRIES as u32 {
            let han = char::from_u32(0x4E00 + n).unwrap();
            glyphs.admit(&format!("{han}\u{301}"));
        }
        assert!(glyphs.full() && glyphs.clusters.len() <= 2 * MAX_ENTRIES);
        assert_eq!(glyphs.admit("e\u{301}"), first);
    }
}
