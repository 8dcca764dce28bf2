//! The b-trees of a damaged file, walked from their roots. A page belongs to the first that reaches it. Where a tree is
//! torn, pages that nobody reaches are taken for its own if their rows can be nothing else.

use rusqlite::types::ValueRef;

use super::pages::Pages;
use super::record::{decode, number};
use super::tables::Table;
use super::{
    btree_page,
    btree_page::{BTreeCell, BTreePageKind},
};
use crate::store::database::Stop;

/// Pages between two reports of how many are read.
const STEP: u32 = 512;

/// Receives a row: its table, its number, its values.
pub(crate) type Sink<'a> = dyn FnMut(&Table, i64, &[ValueRef<'_>]) -> rusqlite::Result<()> + 'a;

/// A file whose pages are given out.
pub(crate) struct BTreeReader<'a> {
    pub(crate) pages: &'a Pages,
    taken: Vec<bool>,
    /// Pages that could not be read as what they are.
    pub(crate) torn: usize,
    looked: u32,
    /// Asked at every page: one that is damaged may be searched byte by byte for each table.
    stop: &'a Stop,
    stopped: bool,
    progress: &'a mut dyn FnMut(u32),
}

/// A page read for a table.
struct TypedPage {
    page: Vec<u8>,
    kind: BTreePageKind,
    node: btree_page::BTreePage,
}

impl<'a> BTreeReader<'a> {
    pub(crate) fn new(pages: &'a Pages, stop: &'a Stop, progress: &'a mut dyn FnMut(u32)) -> BTreeReader<'a> {
        BTreeReader {
            pages,
            taken: vec![false; pages.count as usize + 1],
            torn: 0,
            looked: 0,
            stop,
            stopped: false,
            progress,
        }
    }

    /// Goes through the tree of a table and says whether all of it could be read.
    pub(crate) fn table(&mut self, root: u32, table: &Table, sink: &mut Sink<'_>) -> rusqlite::Result<bool> {
        let fits = |values: &[ValueRef<'_>]| table.fits(values);
        let mut whole = true;
        let mut left = vec![root];
        while let Some(number) = left.pop() {
            let Some(read) = self.enter(number, table.numbered, &fits) else {
                whole = false;
                self.torn += 1;
                continue;
            };
            whole &= read.node.sound;
            self.torn += usize::from(!read.node.sound);
            if !read.kind.is_inner() || !table.numbered {
                whole &= self.rows(&read, table, sink)?;
            }
            if read.kind.is_inner() {
                let below = read.node.cells.iter().filter_map(|cell| cell.child).chain(read.node.last);
                let from = left.len();
                left.extend(below);
                // Pages are popped from the end: reversed, rows come in the order of their keys.
                left[from..].reverse();
            }
        }
        Ok(whole)
    }

    /// Takes the pages of a tree whose rows nobody needs, so that they are not taken for rows of a table.
    pub(crate) fn skip(&mut self, root: u32) {
        let stated = self.pages.get(root).and_then(|page| BTreePageKind::of(page.first().copied()?));
        // An index is read by other rules; what kind of tree it is stands in its root.
        let numbered = stated.is_some_and(BTreePageKind::is_table);
        let mut left = vec![root];
        while let Some(number) = left.pop() {
            let Some(read) = self.enter(number, numbered, &|_| true) else {
                self.torn += 1;
                continue;
            };
            self.torn += usize::from(!read.node.sound);
            for cell in &read.node.cells {
                left.extend(cell.child);
                self.torn += usize::from(!self.record(&read.page, cell).1);
            }
            if read.kind.is_inner() {
                left.extend(read.node.last);
            }
        }
    }

    /// Takes the free pages: what was once in them was given up.
    pub(crate) fn free(&mut self) {
        let Some(head) = self.pages.get(1) else { return };
        let mut trunk = number(&head, 32, 4).unwrap_or(0);
        while self.take(trunk) && self.go_on() {
            let Some(page) = self.pages.get(trunk) else { return };
            let count = number(&page, 4, 4).unwrap_or(0) as usize;
            if count > page.len() / 4 - 2 {
                return;
            }
            for at in 0..count {
                if !number(&page, 8 + 4 * at, 4).is_some_and(|leaf| self.take(leaf)) {
                    return;
                }
            }
            trunk = number(&page, 0, 4).unwrap_or(0);
        }
    }

    /// Looks at the pages that nobody has reached for rows of torn tables.
    pub(crate) fn adopt(&mut self, torn: &[&Table], sink: &mut Sink<'_>) -> rusqlite::Result<()> {
        if torn.is_empty() {
            return Ok(());
        }
        for number in 2..=self.pages.count {
            if self.taken.get(number as usize) != Some(&false) {
                continue;
            }
            if !self.go_on() {
                break;
            }
            let Some(page) = self.pages.get(number) else { continue };
            let mut best: Option<(&Table, BTreePageKind, btree_page::BTreePage)> = None;
            for table in torn {
                if self.stop.is_raised() {
                    break;
                }
                for kind in kinds(page.first().copied().unwrap_or(0), table.numbered) {
                    if kind == BTreePageKind::TableInner {
                        continue;
                    }
                    let node = btree_page::read(&page, false, kind, &|values| table.fits(values));
                    // A page is given to the table to which most of its rows fit.
                    if node.cells.len() > best.as_ref().map_or(0, |(_, _, node)| node.cells.len()) {
                        best = Some((table, kind, node));
                    }
                }
            }
            if let Some((table, kind, node)) = best {
                self.take(number);
                self.rows(&TypedPage { page, kind, node }, table, sink)?;
            }
        }
        Ok(())
    }

    /// Hands on the rows of a page, and says whether each was whole.
    fn rows(&mut self, read: &TypedPage, table: &Table, sink: &mut Sink<'_>) -> rusqlite::Result<bool> {
        let mut whole = true;
        for cell in &read.node.cells {
            let (record, complete) = self.record(&read.page, cell);
            whole &= complete;
            match decode(&record, cell.size) {
                Some(values) if table.fits(&values) => sink(table, cell.rowid, &values)?,
                _ => whole = false,
            }
        }
        Ok(whole)
    }

    /// A record with what of it lies on other pages, and whether all of it is there.
    fn record(&mut self, page: &[u8], cell: &BTreeCell) -> (Vec<u8>, bool) {
        let mut record = page.get(cell.local.clone()).unwrap_or_default().to_vec();
        let mut next = cell.overflow.unwrap_or(0);
        while record.len() < cell.size {
            if !self.go_on() {
                return (record, false);
            }
            let Some(page) = self.pages.get(next) else { return (record, false) };
            let after = number(&page, 0, 4).unwrap_or(u32::MAX);
            let rest = page.get(4..).unwrap_or_default();
            let rest = &rest[..rest.len().min(cell.size - record.len())];
            // The last page of a chain leads nowhere, every other to a page. A page of a tree does not look like that.
            let is_last = record.len() + rest.len() == cell.size;
            if after > self.pages.count || !is_last && after == 0 || !self.take(next) {
                return (record, false);
            }
            record.extend_from_slice(rest);
            next = after;
        }
        (record, true)
    }

    /// Reads a page for a table, and takes it if that can be what it is.
    fn enter(&mut self, number: u32, numbered: bool, fits: &dyn Fn(&[ValueRef<'_>]) -> bool) -> Option<TypedPage> {
        if number == 0 || self.taken.get(number as usize) != Some(&false) {
            return None;
        }
        if !self.go_on() {
            return None;
        }
        let page = self.pages.get(number)?;
        let first = number == 1;
        let stated = page.get(if first { 100 } else { 0 }).copied().unwrap_or(0);
        let mut best: Option<(BTreePageKind, btree_page::BTreePage, usize)> = None;
        let mut kinds = kinds(stated, numbered);
        if first && kinds.is_empty() {
            // The table of tables is there whatever its head says; pages below it are found without it.
            kinds.push(BTreePageKind::TableLeaf);
        }
        for kind in kinds {
            let node = btree_page::read(&page, first, kind, fits);
            let weight = self.weight(kind, &node);
            if node.sound && (weight > 0 || !kind.is_inner() && node.cells.is_empty()) {
                best = Some((kind, node, weight));
                break;
            }
            if best.as_ref().is_none_or(|(_, _, former)| weight > *former) {
                best = Some((kind, node, weight));
            }
        }
        // A page without a row is right only if it says so itself: an empty table has one.
        let (kind, node, weight) = best?;
        if weight == 0 && !(node.sound && node.cells.is_empty() && !kind.is_inner()) {
            return None;
        }
        self.take(number);
        Some(TypedPage { page, kind, node })
    }

    /// Evidence for a page being of a kind: the number of rows, or of pages below that exist and are free.
    fn weight(&self, kind: BTreePageKind, node: &btree_page::BTreePage) -> usize {
        if !kind.is_inner() {
            return node.cells.len();
        }
        let below = node.cells.iter().filter_map(|cell| cell.child).chain(node.last);
        below.filter(|child| *child > 0 && self.taken.get(*child as usize) == Some(&false)).count()
    }

    /// Takes a page, if nobody has it.
    fn take(&mut self, number: u32) -> bool {
        match self.taken.get_mut(number as usize) {
            Some(taken) if number > 0 => !std::mem::replace(taken, true),
            _ => false,
        }
    }

    /// Counts a page, and says whether it is to be read.
    fn go_on(&mut self) -> bool {
        self.looked += 1;
        if self.looked.is_multiple_of(STEP) {
            (self.progress)(self.looked);
        }
        self.stopped |= self.stop.is_raised();
        !self.stopped
    }
}

/// Kinds that a page can be of: the one it names, or one bit away from it.
fn kinds(stated: u8, numbered: bool) -> Vec<BTreePageKind> {
    let of_tree: [u8; 2] = if numbered { [13, 5] } else { [10, 2] };
    let mut kinds: Vec<BTreePageKind> = Vec::new();
    for byte in of_tree {
        if (byte ^ stated).count_ones() <= 1 {
            kinds.extend(BTreePageKind::of(byte));
        }
    }
    kinds.sort_by_key(|kind| BTreePageKind::of(stated) != Some(*kind));
    kinds
}
