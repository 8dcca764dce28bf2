//! A line taken apart into what is drawn, each piece with its column. The screen and `kanbao show` draw these and
//! nothing else, so they show the same. Nothing in here knows a colour.

use std::ops::Range;

use crate::text::{safe::Safe, width, width::Ambiguous};

use super::line::{Line, Marker, Role};

/// Something drawn on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Cells from the left edge of the column.
    pub x: u16,
    /// What stands there.
    pub drawn: Drawn,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Bytes of the part's shown text.
    Text(Range<usize>),
    /// A bar, a bullet, a number, a rule: what the setting adds.
    Furniture(Safe),
    /// The label over the related articles.
    Label(&'static str),
}

impl Line {
    /// What is drawn of the line, from left to right. `text` is its part's shown text.
    #[must_use]
    pub fn pieces(&self, text: &Safe, ambiguous: Ambiguous) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(2);
        if let Some(marker) = marker(self.marker, ambiguous) {
            let x = self.indent.saturating_sub(self.marker.cells());
            pieces.push(Piece { x, drawn: Drawn::Furniture(marker) });
        }
        match self.role {
            Role::Blank => {}
            Role::Rule => pieces.push(Piece { x: self.indent, drawn: Drawn::Furniture(rule(self.cells, ambiguous)) }),
            Role::RelatedLabel(label) => pieces.push(Piece { x: self.indent, drawn: Drawn::Label(label) }),
            _ => {
                let text = self.text_pieces(text, self.ink.clone(), ambiguous);
                pieces.extend(text.into_iter().map(|(x, range)| Piece { x, drawn: Drawn::Text(range) }));
            }
        }
        pieces
    }

    /// Where a part of the line's ink stands, such as a match: its columns and bytes, cut where a cell is left free
    /// inside it. What of `range` is not on this line is left out.
    #[must_use]
    pub fn text_pieces(&self, text: &Safe, range: Range<usize>, ambiguous: Ambiguous) -> Vec<(u16, Range<usize>)> {
        let range = range.start.max(self.ink.start)..range.end.min(self.ink.end);
        let (mut x, mut at) = (self.indent, self.ink.start);
        let mut pieces = Vec::with_capacity(1);
        for end in self.gaps.iter().copied().chain([self.ink.end]) {
            let piece = at.max(range.start)..end.min(range.end);
            if !piece.is_empty() {
                let before = width::cells(text.slice(at..piece.start), ambiguous) as u16;
                pieces.push((x.saturating_add(before), piece));
            }
            let cells = width::cells(text.slice(at..end), ambiguous) as u16;
            (x, at) = (x.saturating_add(cells).saturating_add(1), end);
        }
        pieces
    }
}

/// A marker without the free cell after it.
fn marker(marker: Marker, ambiguous: Ambiguous) -> Option<Safe> {
    let narrow = ambiguous == Ambiguous::Narrow;
    match marker {
        Marker::None => None,
        Marker::Bullet => Some(Safe::line(if narrow { "•" } else { "-" })),
        Marker::Bar => Some(Safe::line(if narrow { "│" } else { "|" })),
        Marker::Number(number) => Some(Safe::line(&format!("{number}."))),
    }
}

fn rule(cells: u16, ambiguous: Ambiguous) -> Safe {
    Safe::line(&if ambiguous == Ambiguous::Narrow { "─" } else { "-" }.repeat(cells.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Part;

    fn line(text: &str, gaps: &[usize]) -> Line {
        Line {
            part: Part::Body(0),
            range: 0..text.len(),
            ink: 0..text.len(),
            indent: 4,
            cells: (width::cells(text, Ambiguous::Narrow) + gaps.len()) as u16,
            gaps: gaps.into(),
            role: Role::Text,
            marker: Marker::None,
        }
    }

    #[test]
    fn a_line_with_gaps_is_cut_at_them() {
        let text = Safe::new("用iPhone拍照");
        let line = line(&text, &[3, 9]);
        let pieces = |range| line.text_pieces(&text, range, Ambiguous::Narrow);
        assert_eq!(pieces(0..15), [(4, 0..3), (7, 3..9), (14, 9..15)]);
        // A match that goes over the gap, one that ends at it, one that begins there, one that is elsewhere.
        assert_eq!(pieces(5..12), [(9, 5..9), (14, 9..12)]);
        assert_eq!(pieces(0..3), [(4, 0..3)]);
        assert_eq!(pieces(9..10), [(14, 9..10)]);
        assert_eq!(pieces(15..20), []);
    }

    #[test]
    fn furniture_is_narrow_whatever_the_terminal_does() {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            for wanted in [Marker::Bullet, Marker::Bar, Marker::Number(1), Marker::Number(4_294_967_295)] {
                let drawn = marker(wanted, ambiguous).unwrap();
                assert_eq!(width::cells(&drawn, ambiguous) + 1, usize::from(wanted.cells()), "{wanted:?}");
            }
            assert_eq!(width::cells(&rule(7, ambiguous), ambiguous), 7);
        }
    }
}
