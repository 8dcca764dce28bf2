//! What an article is, and the parsers that make one from decoded text: the page layout, Markdown, JSON,
//! HTML.
//!
//! Nothing in here reads a file, converts a script or knows a screen. Text is kept as it came.

// The room is named for its first noun.
#[allow(clippy::module_inception)]
mod article;
mod block;
mod body;
mod date;
mod date_words;
mod front_matter;
mod headings;
pub mod html;
pub mod json;
mod json_body;
mod json_fields;
mod json_repair;
mod json_text;
pub mod language_tag;
mod left_out;
mod lines;
pub mod markdown;
mod markdown_text;
pub mod markup;
pub mod page;
mod published;
mod record;
mod remark;
mod trailer;

#[cfg(test)]
mod json_tests;
#[cfg(test)]
mod markdown_tests;
#[cfg(test)]
mod page_tests;

pub use article::Article;
pub use block::{Block, BlockKind};
pub use left_out::{LeftOut, What};
pub use lines::lines as lines_of;
pub use published::Published;
pub use record::{Edited, Languages, Record};
pub use remark::{Parsed, Remark};
