//! Which tables hold figures and words to be read across, and which only place things on a page, as was once the way.

use super::{Id, Tree, tag::Tag};

/// Bytes of text a cell of data has at the most.
const LONGEST_CELL: usize = 600;

/// Nodes looked at; no table of data that a person reads has more.
const MOST: usize = 40_000;

/// Whether a table is one of data: rows of several cells, none of them long, no table and no list within.
pub(crate) fn is_of_data(tree: &Tree<'_>, table: Id) -> bool {
    let end = tree.node(table).end;
    if (end - table) as usize > MOST {
        return false;
    }
    let (mut rows, mut cells, mut cell, mut boxes, mut text, mut linked) = (0, 0, 0, 0, 0, 0);
    let mut link_end = 0;
    for id in table + 1..end {
        let node = tree.node(id);
        match node.tag {
            Tag::Table | Tag::Form | Tag::Ul | Tag::Ol | Tag::Article | Tag::H1 | Tag::H2 => return false,
            Tag::Row => rows += 1,
            Tag::Cell => {
                cells += 1;
                cell = 0;
                boxes = 0;
            }
            Tag::P | Tag::Block => {
                boxes += 1;
                if boxes > 3 {
                    return false;
                }
            }
            Tag::A => link_end = link_end.max(node.end),
            Tag::Text => {
                let length = tree.text(id).trim().len();
                cell += length;
                text += length;
                linked += if id < link_end { length } else { 0 };
                if cell > LONGEST_CELL {
                    return false;
                }
            }
            _ => {}
        }
    }
    // A table of nothing but links is a menu.
    rows >= 2 && cells >= rows * 2 && linked * 2 <= text
}
