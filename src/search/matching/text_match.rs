//! Matches in one text.

use std::ops::Range;

/// Match in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMatch {
    /// Bytes of the text, in whole grapheme clusters; never empty.
    pub range: Range<usize>,
    /// Relation to the query.
    pub kind: MatchKind,
}

/// Relation of a match to the query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MatchKind {
    /// The same word, however it is written.
    #[default]
    Same,
    /// Another word for it.
    OtherWord,
    /// Words with the sound that was typed.
    Sound,
}
