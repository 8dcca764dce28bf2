//! HTML: an article out of a page, the blocks of a piece, the feeds a page names.
//!
//! Scripts are not run, nothing is fetched, and no function calls itself, however deep a page is nested.

mod addresses;
mod blocks;
mod content;
mod feeds;
mod fragment;
mod metadata;
mod page;
mod paging;
mod tree;
mod units;

#[cfg(test)]
mod tests;

pub(crate) use addresses::absolute;
pub(crate) use feeds::{FeedLink, NamedFeeds, find_feeds, own_base};
#[allow(unused_imports)] // Callers follow.
pub(crate) use fragment::{Fragment, fragment_until, has_markup, inline_text};
pub(crate) use page::{parse, parse_until};
pub(crate) use paging::{is_same_title, join_page, next_page};
