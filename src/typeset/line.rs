//! What a line is: ranges of the shown text and where they stand. Nothing in here breaks or draws.

use std::ops::Range;

use crate::text::Part;

/// One line of a laid-out article. The `range`s of a part's lines together are its shown text, in order, without a
/// gap; blank lines, labels and rules hold none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The part whose text it holds, or before whose text it stands.
    pub part: Part,
    /// The bytes of the part's shown text that belong to it, white space at its edges and a line feed included.
    pub range: Range<usize>,
    /// The bytes of `range` that are drawn: without white space at the end, and at the start of a part.
    pub ink: Range<usize>,
    /// Cells left free before the ink. A marker stands in the last of them.
    pub indent: u16,
    /// Cells the ink takes, gaps included. `indent + cells` is at most the measure, and two more for a mark that hangs; a single
    /// cluster wider than the measure has a line of its own.
    pub cells: u16,
    /// Bytes of the shown text, inside `ink`, before which one cell is left free.
    pub gaps: Box<[usize]>,
    /// What the line is.
    pub role: Role,
    /// What stands in the indent.
    pub marker: Marker,
}

/// What a line is, for the one who draws it.
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
    /// The label above the related articles, with its words.
    RelatedLabel(&'static str),
    /// The title of a related article.
    Related,
    /// The title in the language the article was first written in.
    OriginalTitle,
}

/// What stands in the indent of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marker {
    /// Nothing.
    None,
    /// A list bullet, on the first line of an item.
    Bullet,
    /// A list number, on the first line of an item.
    Number(u32),
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
            Marker::Number(number) => number.checked_ilog10().unwrap_or(0) as u16 + 3,
        }
    }
}

/// Where a line is in a layout: the part, the stretch of a long part, the line in it. It is good for the layout it
/// came from; across layouts go through a [`Place`](crate::text::Place). Lines compare in reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineAt {
    /// Index of the part among those of the rendition.
    pub part: usize,
    /// Index of the stretch of the part.
    pub stretch: usize,
    /// Index of the line in the stretch.
    pub line: usize,
}
