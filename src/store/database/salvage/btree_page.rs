//! One page of a b-tree (sqlite.org/fileformat2.html, 1.6), read without believing it: every cell must lie in the page
//! and hold a row of the table it is read for. In a page that does not add up, rows are also looked for where no
//! pointer leads.

use rusqlite::types::ValueRef;

use super::record::{decode, number, varint};

/// The kinds of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BTreePageKind {
    TableLeaf,
    TableInner,
    IndexLeaf,
    IndexInner,
}

impl BTreePageKind {
    const ALL: [(u8, BTreePageKind); 4] = [
        (13, BTreePageKind::TableLeaf),
        (5, BTreePageKind::TableInner),
        (10, BTreePageKind::IndexLeaf),
        (2, BTreePageKind::IndexInner),
    ];

    /// The kind that a page says it is of.
    pub(crate) fn of(byte: u8) -> Option<BTreePageKind> {
        BTreePageKind::ALL.iter().find(|(stated, _)| *stated == byte).map(|(_, kind)| *kind)
    }

    pub(crate) fn is_inner(self) -> bool {
        matches!(self, BTreePageKind::TableInner | BTreePageKind::IndexInner)
    }

    pub(crate) fn is_table(self) -> bool {
        matches!(self, BTreePageKind::TableLeaf | BTreePageKind::TableInner)
    }
}

/// A cell: what it holds of a row, and where the rest is.
#[derive(Clone, Debug)]
pub(crate) struct BTreeCell {
    pub(crate) from: usize,
    pub(crate) end: usize,
    pub(crate) rowid: i64,
    /// The page below, before this cell's key.
    pub(crate) child: Option<u32>,
    /// Bytes of the whole record; none in the inner pages of tables.
    pub(crate) size: usize,
    /// Part of the record that lies on this page.
    pub(crate) local: std::ops::Range<usize>,
    pub(crate) overflow: Option<u32>,
}

/// A page of a b-tree as far as it could be read.
#[derive(Debug)]
pub(crate) struct BTreePage {
    pub(crate) cells: Vec<BTreeCell>,
    /// The page below, behind the last key.
    pub(crate) last: Option<u32>,
    /// True if all of the page adds up.
    pub(crate) sound: bool,
}

/// Reads a page as one of a kind. `fits` says whether a record, of which the first bytes are at hand, is a row that can
/// stand there.
pub(crate) fn read(page: &[u8], first: bool, kind: BTreePageKind, fits: &dyn Fn(&[ValueRef<'_>]) -> bool) -> BTreePage {
    let head = if first { 100 } else { 0 };
    let array = head + if kind.is_inner() { 12 } else { 8 };
    let count = number(page, head + 3, 2).unwrap_or(0) as usize;
    let mut node = BTreePage { cells: Vec::new(), last: None, sound: true };
    if kind.is_inner() {
        node.last = number(page, head + 8, 4);
    }
    let good = |at: usize| cell(page, at, kind).filter(|cell| holds(page, kind, cell, fits));
    let mut used = 0;
    // A damaged count leads at most to the end of the page.
    for index in 0..count.min(page.len() / 2) {
        let Some(at) = number(page, array + 2 * index, 2).map(|at| at as usize) else { break };
        match good(at).filter(|_| at >= array) {
            Some(cell) => {
                used += (cell.end - cell.from).max(4);
                node.cells.push(cell);
            }
            None => node.sound = false,
        }
    }
    node.sound &= BTreePageKind::of(page.get(head).copied().unwrap_or(0)) == Some(kind)
        && adds_up(page, head, array, count, used);
    // Inner cells of tables are a page number and a key: any bytes look like one, so those are not searched for.
    if !node.sound && !kind.is_inner() {
        search(page, array, &mut node.cells, &good);
    }
    node
}

fn holds(page: &[u8], kind: BTreePageKind, cell: &BTreeCell, fits: &dyn Fn(&[ValueRef<'_>]) -> bool) -> bool {
    kind == BTreePageKind::TableInner
        || page.get(cell.local.clone()).and_then(|local| decode(local, cell.size)).is_some_and(|values| fits(&values))
}

/// True if cells, free blocks and fragments make up the page.
fn adds_up(page: &[u8], head: usize, array: usize, count: usize, used: usize) -> bool {
    let field = |at, length| number(page, at, length).map_or(0, |value| value as usize);
    let content = match field(head + 5, 2) {
        0 => 65536,
        content => content,
    };
    let mut free = field(head + 7, 1);
    let mut block = field(head + 1, 2);
    while block != 0 {
        free += field(block + 2, 2);
        let next = field(block, 2);
        // The list of free blocks ascends; one that goes back would be followed for ever.
        if block + 4 > page.len() || next != 0 && next <= block {
            return false;
        }
        block = next;
    }
    array + 2 * count <= content && content + used + free == page.len()
}

/// Looks for cells in what no cell takes up.
fn search(page: &[u8], array: usize, cells: &mut Vec<BTreeCell>, good: &dyn Fn(usize) -> Option<BTreeCell>) {
    let mut taken = vec![false; page.len()];
    for cell in &*cells {
        taken[cell.from..cell.end].fill(true);
    }
    let mut at = array;
    while at < page.len() {
        // A cell that pointers lead to is believed before one that only looks like a cell.
        match good(at).filter(|cell| !taken[cell.from..cell.end].contains(&true)) {
            Some(cell) => {
                taken[cell.from..cell.end].fill(true);
                at = cell.end;
                cells.push(cell);
            }
            None => at += 1,
        }
    }
}

/// The cell at a place of a page, if one can be there.
fn cell(page: &[u8], from: usize, kind: BTreePageKind) -> Option<BTreeCell> {
    let mut at = from;
    let child = if kind.is_inner() {
        at += 4;
        Some(number(page, from, 4)?)
    } else {
        None
    };
    let mut size = 0;
    if kind != BTreePageKind::TableInner {
        let (stated, next) = varint(page, at)?;
        // No row is larger than SQLite lets in.
        size = usize::try_from(stated).ok().filter(|size| (1..=1 << 30).contains(size))?;
        at = next;
    }
    let mut rowid = 0;
    if kind.is_table() {
        let (stated, next) = varint(page, at)?;
        rowid = stated.cast_signed();
        at = next;
    }
    if kind == BTreePageKind::TableInner {
        return Some(BTreeCell { from, end: at, rowid, child, size, local: at..at, overflow: None });
    }
    let local = local(page.len(), size, kind);
    let mut end = at.checked_add(local)?;
    let overflow = if local < size {
        end += 4;
        Some(number(page, end - 4, 4)?)
    } else {
        None
    };
    (end <= page.len()).then_some(BTreeCell {
        from,
        // SQLite gives a cell four bytes at least.
        end: end.max(from + 4).min(page.len()),
        rowid,
        child,
        size,
        local: at..at + local,
        overflow,
    })
}

/// Bytes of a record that lie on its own page.
fn local(usable: usize, size: usize, kind: BTreePageKind) -> usize {
    // The constants are those of the file format: four cells at least must fit on a page of an index.
    let most = if kind.is_table() { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
    let least = (usable - 12) * 32 / 255 - 23;
    if size <= most {
        return size;
    }
    let rest = least + (size - least) % (usable - 4);
    if rest <= most { rest } else { least }
}
