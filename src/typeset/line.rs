//! A line: ranges of the shown text, and the pieces that are drawn of it, each with its column. The screen and `kanbao
//! show` draw these and nothing else, so they show the same. Nothing in here breaks text or knows a colour.

use std::ops::Range;

use super::number;
use crate::{
    article::NumberStyle,
    text::{Part, safe::Safe, width, width::Ambiguous},
};

/// One line of a laid-out article. The `range`s of a part's lines together are its shown text, in order, without a
/// gap; blank lines, labels, readings and rules hold none of it.
///
/// In a table the lines of one row, or of the record that stands for it, begin in order and all end where the row does,
/// because its cells go on beside each other: a line begins at the first of its own text. The cells are among the `placed`
/// pieces; those of a row's lines together hold all of its text but white space. The head of a table that is set as records
/// belongs to the range of the first one, whose labels it is; further records repeat pieces of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The part whose text it holds, or before whose text it stands.
    pub part: Part,
    /// The bytes of the part's shown text that belong to it, white space at its edges and a line feed included.
    pub range: Range<usize>,
    /// The bytes of `range` that are drawn: without white space at the end, and at the start of a part. With
    /// [`Role::is_placed`] they stretch from the first of the placed pieces to the end of the last.
    pub ink: Range<usize>,
    /// Cells left free before the ink. A marker stands in the last of them.
    pub indent: u16,
    /// Cells the ink takes, gaps included. `indent + cells` is at most the measure, and two more for a mark that hangs;
    /// a single cluster wider than the measure has a line of its own.
    pub cells: u16,
    /// Bytes of the shown text, inside `ink`, before which one cell is left free.
    pub gaps: Box<[usize]>,
    /// Its role on the page.
    pub role: Role,
    /// The marker in its indent.
    pub marker: Marker,
    /// Pieces with a place of their own, from left to right: bars of quotations, the label of a note, readings; and the text
    /// itself where it does not run on from the indent.
    pub placed: Box<[LinePiece]>,
}

/// The role of a line, for the one who draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// An empty line between blocks.
    Blank,
    /// A line of the title.
    Title,
    /// Source, author and date.
    Byline,
    /// The notice above the text.
    Notice,
    /// Running text.
    Text,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// A quotation.
    Quote,
    /// A list item.
    Item,
    /// Preformatted text.
    Code,
    /// A rule; `cells` is its length.
    Rule,
    /// Pictures with their descriptions and their caption.
    Figure,
    /// The title of sound, video or a file.
    Media,
    /// A row of a table, or the record that stands for it.
    Table,
    /// A row of the head of a table.
    TableHead,
    /// The rule under the head of a table, or the space between two of its rows.
    TableRule,
    /// A formula.
    Math,
    /// The text of a note.
    Note,
    /// A term that definitions follow.
    Term,
    /// A definition.
    Definition,
    /// Readings over the characters of the next line.
    Ruby,
    /// The label above the related articles, with its words.
    RelatedLabel(&'static str),
    /// The title of a related article.
    Related,
    /// The title in the language the article was first written in.
    OriginalTitle,
}

impl Role {
    /// True if the text of a line is among its placed pieces, and does not run on from its indent.
    #[must_use]
    pub fn is_placed(self) -> bool {
        matches!(self, Role::Figure | Role::Media | Role::Table | Role::TableHead | Role::TableRule | Role::Ruby)
    }

    /// True if a line holds text of the article.
    #[must_use]
    pub fn holds_text(self) -> bool {
        !matches!(self, Role::Blank | Role::RelatedLabel(_) | Role::Rule | Role::TableRule | Role::Ruby)
    }
}

/// A marker in the indent of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marker {
    /// No marker.
    None,
    /// A list bullet, on the first line of an item.
    Bullet,
    /// A list number, on the first line of an item.
    Number(u32, NumberStyle),
    /// The bar beside a quotation, on every line of it.
    Bar,
}

impl Marker {
    /// Cells it takes with the free cell after it, at the end of the indent.
    #[must_use]
    pub fn cells(self) -> u16 {
        match self {
            Marker::None => 0,
            Marker::Bullet | Marker::Bar => 2,
            // The digits, a full stop, a free cell.
            Marker::Number(number, NumberStyle::Decimal) => number.checked_ilog10().unwrap_or(0) as u16 + 3,
            // The mark behind a Han number is as good as free in its right half.
            Marker::Number(number, NumberStyle::Han) => {
                width::cells(&number::written(number, NumberStyle::Han), Ambiguous::Narrow) as u16
            }
            Marker::Number(number, style) => number::written(number, style).len() as u16 + 1,
        }
    }
}

/// The position of a line in a layout: the part, the stretch of a long part, the line in it. It is good for the layout
/// it came from; across layouts go through a [`Place`](crate::text::Place). Lines compare in reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineAt {
    /// Index of the part among those of the rendition.
    pub part: usize,
    /// Index of the stretch of the part.
    pub stretch: usize,
    /// Index of the line in the stretch.
    pub line: usize,
}

/// A piece that is drawn of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinePiece {
    /// Cells from the left edge of the column.
    pub x: u16,
    /// Its content.
    pub content: PieceContent,
}

/// The content of a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceContent {
    /// Bytes of the part's shown text.
    Text(Range<usize>),
    /// A bar, a bullet, a number, a rule: what the setting adds.
    Decoration(Safe),
    /// The label over the related articles.
    Label(&'static str),
}

impl Line {
    /// The pieces of the line, from left to right. `text` is its part's shown text.
    #[must_use]
    pub fn pieces(&self, text: &Safe, ambiguous: Ambiguous) -> Vec<LinePiece> {
        let mut pieces = Vec::with_capacity(2 + self.placed.len());
        pieces.extend(self.placed.iter().cloned());
        if let Some(marker) = marker(self.marker, ambiguous) {
            let x = self.indent.saturating_sub(self.marker.cells());
            pieces.push(LinePiece { x, content: PieceContent::Decoration(marker) });
        }
        match self.role {
            Role::Blank => {}
            role if role.is_placed() => {}
            Role::Rule => pieces
                .push(LinePiece { x: self.indent, content: PieceContent::Decoration(rule(self.cells, ambiguous)) }),
            Role::RelatedLabel(label) => pieces.push(LinePiece { x: self.indent, content: PieceContent::Label(label) }),
            _ => {
                let text = self.text_pieces(text, self.ink.clone(), ambiguous);
                pieces.extend(text.into_iter().map(|(x, range)| LinePiece { x, content: PieceContent::Text(range) }));
            }
        }
        pieces
    }

    /// The pieces of a part of the line's ink, such as a match: their columns and bytes, cut where a cell is left free
    /// inside it. What of `range` is not on this line is left out.
    #[must_use]
    pub fn text_pieces(&self, text: &Safe, range: Range<usize>, ambiguous: Ambiguous) -> Vec<(u16, Range<usize>)> {
        let range = range.start.max(self.ink.start)..range.end.min(self.ink.end);
        if self.role.is_placed() {
            return self.placed_pieces(text, &range, ambiguous);
        }
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

    /// The parts of placed text that are in a range.
    fn placed_pieces(&self, text: &Safe, range: &Range<usize>, ambiguous: Ambiguous) -> Vec<(u16, Range<usize>)> {
        let inside = |piece: &LinePiece| {
            let PieceContent::Text(own) = &piece.content else { return None };
            let part = own.start.max(range.start)..own.end.min(range.end);
            let before = (!part.is_empty()).then(|| width::cells(text.slice(own.start..part.start), ambiguous) as u16);
            before.map(|before| (piece.x.saturating_add(before), part))
        };
        self.placed.iter().filter_map(inside).collect()
    }

    /// True if placed text on the line holds a byte.
    pub(super) fn shows(&self, offset: usize) -> bool {
        self.placed.iter().any(|piece| matches!(&piece.content, PieceContent::Text(own) if own.contains(&offset)))
    }
}

/// A marker without the free cell after it.
fn marker(marker: Marker, ambiguous: Ambiguous) -> Option<Safe> {
    let narrow = ambiguous == Ambiguous::Narrow;
    match marker {
        Marker::None => None,
        Marker::Bullet => Some(Safe::line(if narrow { "•" } else { "-" })),
        Marker::Bar => Some(Safe::line(if narrow { "│" } else { "|" })),
        Marker::Number(number, style) => Some(Safe::line(&number::written(number, style))),
    }
}

pub(super) fn rule(cells: u16, ambiguous: Ambiguous) -> Safe {
    Safe::line(&if ambiguous == Ambiguous::Narrow { "─" } else { "-" }.repeat(cells.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            placed: Box::default(),
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
            let number = |number| Marker::Number(number, NumberStyle::Decimal);
            let others = [NumberStyle::LowerAlpha, NumberStyle::UpperRoman].map(|style| Marker::Number(18, style));
            for expected in [Marker::Bullet, Marker::Bar, number(1), number(4_294_967_295)].into_iter().chain(others) {
                let drawn = marker(expected, ambiguous).unwrap();
                assert_eq!(width::cells(&drawn, ambiguous) + 1, usize::from(expected.cells()), "{expected:?}");
            }
            assert_eq!(width::cells(&rule(7, ambiguous), ambiguous), 7);
        }
    }
}
