//! One block of an article's body.
//!
//! A block is plain text with a kind; inline markup was resolved by the parser that made it.

use serde::{Deserialize, Serialize};

/// One block of an article's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its kind, with what belongs to that.
    #[serde(flatten)]
    pub kind: BlockKind,
    /// Its text as it came, without markup. A line feed inside is a line break the author made.
    #[serde(default)]
    pub text: String,
}

/// The kinds of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum BlockKind {
    /// A paragraph of running text.
    Paragraph,
    /// A heading; level 1 is the largest.
    Heading {
        /// 1 to 6.
        #[serde(default = "second")]
        level: u8,
    },
    /// A quotation set off from the text.
    Quote,
    /// An item of a list.
    Item {
        /// The depth of the list, from 1.
        #[serde(default = "first")]
        level: u8,
        /// Its number in an ordered list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<u32>,
    },
    /// Preformatted text, whose spaces and line feeds are kept.
    Code,
    /// A rule between sections; it has no text.
    Rule,
}

fn first() -> u8 {
    1
}

fn second() -> u8 {
    2
}

impl Block {
    /// A paragraph.
    #[must_use]
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block { kind: BlockKind::Paragraph, text: text.into() }
    }

    /// A heading of a level from 1 to 6.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block { kind: BlockKind::Heading { level }, text: text.into() }
    }
}
