//! Words of a text: where each begins and ends, and which of them the text is about.

mod dictionary;
mod keywords;
pub(crate) mod korean;
mod segment;
#[cfg(test)]
mod tests;
mod word_class;

pub use keywords::{Keyword, first_word, keywords};
pub(in crate::search) use segment::begins_at;
pub use segment::segment;
pub(in crate::search) use word_class::WordClass;
