//! The words of a text: where each begins and ends, and which a text is about.

mod keywords;
pub(crate) mod korean;
mod segment;

pub use keywords::{Keyword, first_word};
pub use segment::{WordTable, Words};
