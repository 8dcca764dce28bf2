//! The display form of stored text: what may be sent to a terminal. It is the only form of an article's text that a
//! view accepts. Stored text, copying and search keep the original.
//!
//! Escape sequences are taken out whole, invisible characters dropped, marks composed with their letters, half-width
//! kana made full, emoji sequences reduced to the part that every terminal draws alike. `docs/WIDTHS.md` has the rules.

mod compose;
mod emoji;
mod escape;
mod invisible;
mod jamo;
mod kana;
mod pieces;

#[cfg(test)]
mod tests;

use std::{fmt, ops::Deref, ops::Range};

use crate::text::{
    offsets::{OffsetMap, OffsetMapBuilder},
    plain_len,
};
use pieces::Pieces;

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
        let Safe(mut shown) = Safe::new(text);
        if shown.contains('\n') {
            shown = shown.replace('\n', " ");
        }
        Safe(shown)
    }

    /// A part of this text. `range` is in bytes; an end that lies past the text or inside a character is moved back
    /// to the nearest character boundary.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &str {
        let end = self.floor_boundary(range.end);
        let start = self.floor_boundary(range.start).min(end);
        &self.0[start..end]
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A part of this text by itself, as [`Safe::slice`] takes it.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Safe {
        Safe(self.slice(range).to_owned())
    }

    /// Puts another display form behind this one. The two are to meet at a grapheme cluster boundary.
    pub fn append(&mut self, behind: &Safe) {
        self.0.push_str(&behind.0);
    }

    fn floor_boundary(&self, offset: usize) -> usize {
        (0..=offset.min(self.0.len())).rev().find(|&at| self.0.is_char_boundary(at)).unwrap_or(0)
    }
}

impl Deref for Safe {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Safe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The display form of `text`, with the map from the stored text's bytes to its own.
///
/// The display form of a display form is itself. In the map a replaced span is one grapheme cluster of the stored
/// text with whatever was dropped after it (before it, at the start of the text), shown as whole clusters; it shows
/// nothing only where the whole text shows nothing.
#[must_use]
pub fn display(text: &str) -> (Safe, OffsetMap) {
    let mut run = plain_len(text);
    if run == text.len() {
        return (Safe(text.to_owned()), OffsetMap::identity(text.len()));
    }
    let mut out = String::with_capacity(text.len());
    let mut map = OffsetMapBuilder::default();
    let mut cluster = Vec::new();
    let mut at = 0;
    while at < text.len() {
        // The last plain character is the base of what follows it.
        let base = if at + run == text.len() { run } else { run - last_len(&text[at..at + run]) };
        out.push_str(&text[at..at + base]);
        map.keep(base);
        at += base;
        if at == text.len() {
            break;
        }
        let mut pieces = Pieces::new(text, at).peekable();
        let from = out.len();
        compose::push_cluster(&mut pieces, &mut cluster, &mut out);
        let next = pieces.peek().map_or(text.len(), |piece| piece.start);
        if in_step(&text[at..next], &out[from..]) {
            map.keep(next - at);
        } else {
            map.replace(next - at, out.len() - from);
        }
        at = next;
        run = plain_len(&text[at..]);
    }
    (Safe(out), map.finish())
}

fn last_len(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
}

/// True if two texts have the same length and character boundaries: the same text, or one character for another.
fn in_step(source: &str, shown: &str) -> bool {
    source == shown || (source.len() == shown.len() && source.chars().count() == 1 && shown.chars().count() == 1)
}
