//! Matches in one text, and in one part of an article.

use std::ops::Range;

use crate::text::{Part, Place};

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

/// A match: bytes of the stored text of one part of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Stretch of text.
    pub part: Part,
    /// Bytes of it, in whole grapheme clusters.
    pub range: Range<usize>,
    /// Relation to the query.
    pub kind: MatchKind,
}

impl Match {
    /// Place where it begins.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { part: self.part, offset: self.range.start }
    }
}
