//! One article as it is read: the page, its text in a script, and what lies in it: search, selection, explanation, links.

mod composition;
mod copying;
mod explanation;
mod find;
mod links;
mod opening;
mod page;
mod screen;
mod search;
mod selection;
mod words;

pub(crate) use find::Highlight;
pub(crate) use links::Link;
pub(super) use opening::open_link;
pub(crate) use page::Page;
pub(crate) use screen::ArticleScreen;
