//! HTML: an article out of a page, the blocks of a piece, the feeds a page names.
//!
//! Scripts are not run, nothing is fetched, and no function calls itself, however deep a page is nested.

mod blocks;
mod feeds;
mod fragment;
mod line;
mod tables;
mod tag;
mod tree;
mod units;

pub use feeds::{FeedLink, find_feeds};
pub use fragment::{fragment, fragment_at, has_markup};
