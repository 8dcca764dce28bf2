//! The display form of stored text: what may be sent to a terminal. It is the only form of an article's text that a
//! view accepts. Stored text, copying and search keep the original.

use std::ops::{Deref, Range};

use super::offsets::{OffsetMap, OffsetMapBuilder};

/// Text without a single character that a terminal could take for anything but a glyph: no control characters, no
/// bidirectional controls, no invisible format characters. A line feed is the one exception; it separates lines and
/// is never drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Safe(String);

impl Safe {
    /// The display form of a text.
    #[must_use]
    pub fn new(text: &str) -> Safe {
        display(text).0
    }

    /// The display form of a text on a single line: line feeds become spaces.
    #[must_use]
    pub fn line(text: &str) -> Safe {
        Safe(display(text).0.0.replace('\n', " "))
    }

    /// A part of this text. `range` is in bytes, at character boundaries.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &str {
        &self.0[range]
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Safe {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

/// The display form of `text`, with the map from the stored text's bytes to its own.
#[must_use]
pub fn display(text: &str) -> (Safe, OffsetMap) {
    let mut out = String::with_capacity(text.len());
    let mut map = OffsetMapBuilder::default();
    for c in text.chars() {
        if c != '\n' && c.is_control() {
            map.replace(c.len_utf8(), 0);
        } else {
            out.push(c);
            map.keep(c.len_utf8());
        }
    }
    (Safe(out), map.finish())
}
