//! One unit of a page as a reader sees it.

use super::NodeId;

/// The kinds of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// Running text.
    Text,
    /// A heading of a level.
    Heading(u8),
    /// A quotation.
    Quote,
    /// An item of a list: how deep, which number.
    Item(u8, Option<u32>),
    /// Preformatted text.
    Code,
    /// A rule.
    Rule,
    /// A table, a row a line.
    Table,
    /// The words of an image.
    Image,
    /// The words under an image.
    Caption,
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
}

impl PageUnit {
    /// A unit without text.
    pub(crate) fn empty(kind: UnitKind, node: NodeId, first: NodeId) -> PageUnit {
        PageUnit { kind, node, first, text: String::new(), chars: 0, linked: 0, bold: 0, link: None }
    }
}
