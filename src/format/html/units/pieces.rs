//! The text of one node with its references resolved, a piece at a time: the whole of a long text would be there twice.

use crate::format::{
    html::tree::{HtmlTag, NodeId, Tree},
    markup::{Dialect, Token, Tokens, attribute, decoded},
};

/// Bytes of the source whose references are resolved at once.
const PIECE_BYTES: usize = 64 * 1024;

/// Calls `take` with each piece of a text.
pub(super) fn each(tree: &Tree<'_>, id: NodeId, take: &mut dyn FnMut(&str)) {
    let source = tree.text(id);
    if tree.node(id).tag != HtmlTag::Text {
        return take(source);
    }
    if memchr::memchr(b'<', source.as_bytes()).is_none() {
        return resolved(source, take);
    }
    // The rest of a page with too many tags.
    for token in Tokens::new(source, Dialect::Html).until(tree.stop) {
        match token {
            Token::Text(text) => resolved(text, take),
            Token::Open { name, attributes, .. } if HtmlTag::from_name(name) == HtmlTag::Img => {
                if let Some(words) = attribute(attributes, "alt").filter(|alt| !alt.trim().is_empty()) {
                    take(&format!(" {words} "));
                }
            }
            _ => {}
        }
    }
}

fn resolved(mut source: &str, take: &mut dyn FnMut(&str)) {
    while !source.is_empty() {
        let end = source.floor_char_boundary(PIECE_BYTES);
        let whole = end == source.len();
        // A reference is not cut in two.
        let cut = source[..end].rfind('&').filter(|at| !whole && *at > 0 && end - at < 64).unwrap_or(end);
        take(&decoded(&source[..cut], true));
        source = &source[cut..];
    }
}
