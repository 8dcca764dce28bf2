//! `UnitLine` numbers beside code, which are no part of it, and tables that only set code beside its line numbers.

use crate::format::html::tree::{HtmlTag, NodeId, Tree};

/// Words of class names of line numbers.
#[rustfmt::skip]
const GUTTERS: &[&str] = &[
    "gutter", "gl", "rouge-gutter", "lineno", "linenos", "linenodiv", "linenumber", "linenumbers", "line-number",
    "line-numbers", "line_number", "line-num", "lnum", "ln", "lnt", "lntd", "hljs-ln-numbers", "hljs-ln-n", "blob-num",
    "react-syntax-highlighter-line-number", "code-line-number", "line-numbers-rows", "numbers", "crayon-nums",
];

/// Limit of the nodes of a table of code, or of the numbers beside it, that are looked at.
const MAX_NODES: NodeId = 10_000;

/// True if an element holds nothing but the numbers of the lines beside it.
pub(super) fn is_gutter(tree: &Tree<'_>, id: NodeId) -> bool {
    if tree.text(id).is_empty()
        || tree.node(id).end - id > MAX_NODES
        || !tree.has_class(id, |class| GUTTERS.contains(&class))
    {
        return false;
    }
    (id + 1..tree.node(id).end).all(|id| {
        let is_text = tree.node(id).tag == HtmlTag::Text;
        let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '|' | ':' | '\u{a0}');
        tree.go_on_after_node(id)
            && (!is_text || tree.text(id).chars().all(is_number) || tree.text(id).trim() == "&nbsp;")
    })
}

/// True if a table sets code beside its line numbers.
pub(super) fn is_table_of_code(tree: &Tree<'_>, table: NodeId) -> bool {
    let end = tree.node(table).end.min(table + MAX_NODES);
    let mut has_gutter = false;
    for id in table + 1..end {
        match tree.node(id).tag {
            HtmlTag::Table => return false,
            HtmlTag::Cell => {
                let is_first = is_gutter(tree, id);
                has_gutter |= is_first;
                // The first cell that holds words decides.
                if !is_first {
                    return has_gutter;
                }
            }
            _ => {}
        }
    }
    false
}
