//! The distinction of tables of data from tables that only lay out a page, as older pages do.

use super::{NodeId, Tree, tag::HtmlTag};

/// Limit of the text of a cell of data, in bytes.
const MAX_CELL_BYTES: usize = 600;

/// Limit of the nodes of a table of data; none that a person reads has more.
const MAX_NODES: usize = 40_000;

/// True if a table is one of data: rows of several cells, none of them long, no table and no list within.
pub(crate) fn is_of_data(tree: &Tree<'_>, table: NodeId) -> bool {
    let end = tree.node(table).end;
    if (end - table) as usize > MAX_NODES {
        return false;
    }
    let (mut rows, mut cells, mut cell, mut boxes, mut text, mut linked) = (0, 0, 0, 0, 0, 0);
    let mut link_end = 0;
    for id in table + 1..end {
        let node = tree.node(id);
        match node.tag {
            HtmlTag::Table
            | HtmlTag::Form
            | HtmlTag::Ul
            | HtmlTag::Ol
            | HtmlTag::Article
            | HtmlTag::H1
            | HtmlTag::H2 => return false,
            HtmlTag::Row => rows += 1,
            HtmlTag::Cell => {
                cells += 1;
                cell = 0;
                boxes = 0;
            }
            HtmlTag::P | HtmlTag::Block => {
                boxes += 1;
                if boxes > 3 {
                    return false;
                }
            }
            HtmlTag::A => link_end = link_end.max(node.end),
            HtmlTag::Text => {
                let length = tree.text(id).trim().len();
                cell += length;
                text += length;
                linked += if id < link_end { length } else { 0 };
                if cell > MAX_CELL_BYTES {
                    return false;
                }
            }
            _ => {}
        }
    }
    // A table of nothing but links is a menu.
    rows >= 2 && cells >= rows * 2 && linked * 2 <= text
}
