//! The text of one node with its references resolved, a piece at a time: the whole of a long text would be there twice.

use crate::format::{
    html::tree::{HtmlTag, NodeId, Tree},
    markup::{Dialect, Token, Tokens, attribute, decoded},
};

/// Bytes of the source whose references are resolved at once.
const PIECE_BYTES: usize = 64 * 1024;

/// The bytes of text that are read of one page.
#[derive(Debug)]
pub(super) struct Budget {
    /// `None` once more has come.
    left: Option<usize>,
    beyond: usize,
}

impl Budget {
    pub(super) fn new(bytes: usize) -> Budget {
        Budget { left: Some(bytes), beyond: 0 }
    }

    pub(super) fn is_left(&self) -> bool {
        self.left.is_some()
    }

    /// Bytes of text that were not read.
    pub(super) fn beyond(&self) -> usize {
        self.beyond
    }

    /// Counts text that is not read.
    pub(super) fn pass(&mut self, text: &str) {
        self.beyond += text.len();
    }

    /// The part of a text that is to be read.
    pub(super) fn take<'t>(&mut self, text: &'t str) -> &'t str {
        let end = text.floor_char_boundary(self.left.unwrap_or(0));
        self.left = self.left.and_then(|left| left.checked_sub(text.len()));
        self.pass(&text[end..]);
        &text[..end]
    }
}

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
