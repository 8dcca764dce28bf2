//! Markup as it is found on the web: tags, text and character references, read tolerantly in one pass over the text.
//!
//! The meaning of a tag is not known here; HTML and feeds are read alike. Every function is linear in its
//! input: a text of one endless tag, quote or comment costs no more than any other.

mod attributes;
mod elements;
mod entity;
mod tokens;

pub(crate) use attributes::{Attributes, attribute};
pub(crate) use elements::is_element;
pub(crate) use entity::{decode, decoded};
pub(crate) use tokens::{Dialect, Token, Tokens};

/// A name without its prefix.
pub(crate) fn local_name(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
