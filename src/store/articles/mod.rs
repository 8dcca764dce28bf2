//! Articles into the library and out of it: which arrival is which article, and how its text is kept.

pub(in crate::store) mod arrival;
mod batch;
pub(crate) mod body;
mod details;
pub(crate) mod dropped;
mod edits;
mod frame;
pub mod identity;
mod insert;
pub(crate) mod load;
pub(in crate::store) mod packed_text;
mod prepare;
pub(crate) mod published;
mod reparse;
mod resemblance;
pub(in crate::store) mod source;
#[cfg(test)]
mod tests;

pub use arrival::{Arrival, ArrivalOutcome, BatchOutcome};
pub(crate) use body::shape;
pub use edits::ArticleEdit;
pub use insert::Articles;
pub(crate) use prepare::{PreparedArticle, prepare};
pub(crate) use reparse::ParsedAgain;
