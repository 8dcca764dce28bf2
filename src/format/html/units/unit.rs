//! One unit of a page as a reader sees it: text of one kind, marks over it, and what belongs to the kind.

use crate::article::{MediaKind, NumberStyle, SpanKind};
use crate::format::html::tree::{NodeId, Tree};

/// Counts a visit of each of some units as work; they end once the reading is stopped.
pub(crate) fn each<'u>(tree: &Tree<'_>, units: &'u [PageUnit]) -> impl Iterator<Item = &'u PageUnit> {
    units.iter().take_while(|unit| go_on_after(tree, unit))
}

/// Counts a visit of a unit as work; false once the reading is stopped.
pub(crate) fn go_on_after(tree: &Tree<'_>, unit: &PageUnit) -> bool {
    tree.go_on_after_text(unit.text.len())
}

/// The kinds of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// Running text.
    Text,
    /// A heading of a level.
    Heading(u8),
    /// A quotation.
    Quote,
    /// An item of a list, or a further paragraph of one.
    Item(ItemHead),
    /// Preformatted text.
    Code,
    /// A rule.
    Rule,
    /// A table; its text is that of its cells, joined by TAB and LF.
    Table,
    /// Images with their caption, else the description.
    Image,
    /// The words under an image that is not there.
    Caption,
    /// Sound, video or a page in a frame; its text is its title.
    Media(MediaKind),
    /// A formula on a line of its own.
    Math,
    /// A paragraph of the note with a number.
    Note(u32),
    /// A term of a list of definitions.
    Term,
    /// A definition.
    Definition,
}

/// The place of an item in its lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ItemHead {
    /// The depth of the list, from 1.
    pub(crate) level: u8,
    pub(crate) number: Option<u32>,
    pub(crate) style: NumberStyle,
    /// True for a further paragraph of the item before.
    pub(crate) continued: bool,
}

/// The meaning of a range of a unit's text; addresses are made whole only for the units that are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// The link of an element.
    Link(NodeId),
    /// The mark of the note with a number.
    Note(u32),
    /// A span without an address.
    Span(SpanKind),
}

/// A range of a unit's text with a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnitMark {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: MarkKind,
}

/// An image as the page names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PagePicture {
    /// Its address as it is written; empty if there is none.
    pub(crate) address: String,
    /// Its description in one line.
    pub(crate) alt: String,
}

/// One cell of a table: the bytes of its text and what it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellShape {
    pub(crate) bytes: usize,
    pub(crate) header: bool,
    pub(crate) colspan: u16,
    pub(crate) rowspan: u16,
}

/// The parts of a unit besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Content {
    #[default]
    None,
    Pictures(Vec<PagePicture>),
    /// Rows of a table.
    Rows(Vec<Vec<CellShape>>),
    /// The address of a medium as it is written.
    Address(String),
}

/// A piece of a page as a reader sees it.
#[derive(Clone, Debug)]
pub(crate) struct PageUnit {
    pub(crate) kind: UnitKind,
    /// Its box.
    pub(crate) node: NodeId,
    /// The node it begins with.
    pub(crate) first: NodeId,
    pub(crate) text: String,
    /// Characters that are not white space.
    pub(crate) chars: u32,
    /// Characters in links.
    pub(crate) linked: u32,
    /// Characters in bold.
    pub(crate) bold: u32,
    /// The last link in it.
    pub(crate) link: Option<NodeId>,
    /// Quotations around it.
    pub(crate) quoted: u8,
    pub(crate) marks: Vec<UnitMark>,
    pub(crate) content: Content,
    /// True if a figure gave it its words.
    pub(crate) captioned: bool,
}

impl PageUnit {
    /// A unit without text.
    pub(crate) fn empty(kind: UnitKind, node: NodeId, first: NodeId) -> PageUnit {
        PageUnit {
            kind,
            node,
            first,
            text: String::new(),
            chars: 0,
            linked: 0,
            bold: 0,
            link: None,
            quoted: 0,
            marks: Vec::new(),
            content: Content::None,
            captioned: false,
        }
    }

    /// A unit of one line of text that is not in a link.
    pub(crate) fn with_text(mut self, text: String) -> PageUnit {
        self.chars = text.chars().filter(|c| !c.is_whitespace()).count() as u32;
        self.text = text;
        self
    }

    /// Cuts the text behind so many bytes, and the marks with it.
    pub(crate) fn truncate(&mut self, bytes: usize) {
        self.text.truncate(bytes);
        self.marks.retain_mut(|mark| {
            mark.end = mark.end.min(bytes);
            mark.start < mark.end
        });
    }

    /// Takes bytes off the start of the text, and moves the marks.
    pub(crate) fn cut_front(&mut self, bytes: usize) {
        self.text.drain(..bytes);
        self.marks.retain_mut(|mark| {
            mark.start = mark.start.saturating_sub(bytes);
            mark.end = mark.end.saturating_sub(bytes);
            mark.start < mark.end
        });
    }
}
