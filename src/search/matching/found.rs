//! Matches in one text.

use std::ops::Range;

/// Match in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the text, in whole grapheme clusters; never empty.
    pub range: Range<usize>,
    /// True if it is what was asked for, or something that stands for it.
    pub kind: MatchKind,
}

/// Relation of a match to what was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MatchKind {
    /// The same word, however it is written.
    #[default]
    Same,
    /// Another word for it.
    OtherWord,
    /// Words that sound as was typed.
    Sound,
}
