//! Finding words in one text or one article, however they were written. Pure: text in, byte ranges out.
//!
//! A `Query` is compiled once and knows its mode; `in_article` and `Scan` walk an article with it; `snippet()`
//! shows a match among its neighbours. No files, no library, no screen.

pub mod matching;
pub mod query;
mod sound;
mod tests;
pub mod words;

pub use crate::text::{CHECK_INTERVAL_BYTES, StopCheck};
