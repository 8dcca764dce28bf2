//! Articles into the library and out of it: which arrival is which article, and how its text is kept.

pub(in crate::store) mod arrival;
mod batch;
pub(crate) mod body;
pub(crate) mod dropped;
mod edits;
pub mod identity;
mod insert;
pub(crate) mod load;
pub(crate) mod published;
mod resemblance;
#[cfg(test)]
mod tests;

pub use arrival::{Arrival, ArrivalOutcome, BatchOutcome};
pub(crate) use body::shape;
pub use edits::ArticleEdit;
pub use insert::Articles;
