//! A grapheme cluster as the typesetter sees it, with the boundary before it. Nothing in here reads text.

use super::char_class::CharClass;

/// A boundary between two clusters as the end of a line, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// A mark would stand where it may not, or an inseparable pair be split: only if nothing else is left.
    Held,
    /// Inside a word or a number: only if it is wider than the line.
    Word,
    /// Better than inside a word: between syllables where the language breaks at spaces.
    Second,
    /// A break.
    Free,
    /// A line feed ends the line here.
    Forced,
}

/// One grapheme cluster, with the boundary before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cluster {
    /// Bytes from the start of the text.
    pub start: u32,
    /// Cells; 255 stands for more.
    pub cells: u8,
    /// The class of its first character.
    pub class: CharClass,
    /// The boundary before it.
    pub grade: Grade,
    /// One more cell stands before it, unless it begins a line.
    pub gap: bool,
}

impl Cluster {
    /// Cells it takes after another one on its line: its own and the one before it.
    pub(crate) fn advance(self) -> usize {
        usize::from(self.cells) + usize::from(self.gap)
    }
}
