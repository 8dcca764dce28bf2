//! A page as the list of its units: paragraphs, headings, items, tables, images, each with its place, its marks and the
//! share of links in it. Which of them belong to the article is not decided here.

mod code;
mod contexts;
mod embeds;
mod figures;
mod inline;
mod inline_text;
mod line;
mod math;
mod media;
mod notes;
mod pictures;
mod pieces;
mod ruby;
mod scripts;
mod tables;
mod unit;
mod walk;

pub(crate) use media::word as media_word;
pub(crate) use notes::Notes;
pub(crate) use unit::{CellShape, Content, ItemHead, MarkKind, PagePicture, PageUnit, UnitKind, each, go_on_after};

use super::tree::Tree;
use walk::Walk;

/// The units of a page.
#[derive(Debug, Default)]
pub(crate) struct PageUnits {
    pub(crate) units: Vec<PageUnit>,
    pub(crate) notes: Notes,
    /// Bytes of text beyond the budget.
    pub(crate) beyond: usize,
    /// Marks beyond the limit of a unit.
    pub(crate) lost_marks: usize,
}

/// The units of a page, in order, up to `budget` bytes of text. The words of `<noscript>` are read only with `noscript`.
pub(crate) fn units(tree: &Tree<'_>, noscript: bool, budget: usize) -> PageUnits {
    let mut walk = Walk::new(tree, noscript, budget);
    walk.read();
    let lost_marks = walk.lost_marks();
    PageUnits { units: walk.units, notes: walk.notes, beyond: walk.budget.beyond(), lost_marks }
}
