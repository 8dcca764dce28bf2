//! Texts to articles: the page layout, Markdown, JSON, CSV and HTML.
//!
//! Nothing in here reads a file or knows a library. Text is kept as it came.

mod block_collector;
pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod lines;
pub(crate) mod markdown;
pub(crate) mod markup;
pub(crate) mod page;
mod remark;

pub(crate) use block_collector::BlockCollector;
pub(crate) use remark::{Parsed, Remark};
