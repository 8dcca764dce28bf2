//! HTML: an article out of a page, the blocks of a piece, the feeds a page names.
//!
//! Scripts are not run, nothing is fetched, and no function calls itself, however deep a page is nested.

mod blocks;
mod byline;
mod content;
mod feeds;
mod fragment;
mod head;
mod keep;
mod line;
mod linked_data;
mod literal;
mod noise;
mod page;
mod tables;
mod tag;
mod title;
mod tree;
mod units;
mod when;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod corpus_more;
#[cfg(test)]
mod odd_tests;
#[cfg(test)]
mod tests;

pub use feeds::{FeedLink, find_feeds};
pub use fragment::{fragment_at, has_markup};
pub use page::parse;
