//! Texts to articles: the page layout, Markdown, JSON and HTML.
//!
//! Nothing in here reads a file or knows a library. Text is kept as it came.

mod block_collector;
pub mod html;
pub mod json;
pub(crate) mod lines;
pub mod markdown;
pub mod markup;
pub mod page;
mod remark;

pub(crate) use block_collector::BlockCollector;
pub use remark::{Parsed, Remark};
