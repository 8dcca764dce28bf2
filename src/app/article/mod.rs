//! One article as it is read: the page, its text in a script, and what lies in it: search, selection, explanation, links, notes.

mod all_links;
mod composition;
mod copying;
mod explanation;
mod figures;
mod find;
mod links;
mod notes;
mod opening;
mod page;
mod screen;
mod search;
mod selection;
mod spans;
mod words;

pub(crate) use find::Highlight;
pub(crate) use links::Link;
#[cfg(test)]
pub(crate) use links::LinkTarget;
pub(super) use opening::use_address;
pub(crate) use page::Page;
pub(crate) use screen::ArticleScreen;
pub(crate) use spans::{shown_words, spans_in};
