//! Articles into the library and out of it: which arrival is which article, and how its text is kept.

mod batch;
pub(crate) mod body;
pub(crate) mod dropped;
mod edits;
mod entry;
pub mod identity;
mod insert;
pub(crate) mod load;
pub(crate) mod published;
mod resemblance;
mod tests;
mod write;

pub(crate) use batch::path_bytes;
pub(crate) use body::shape;
pub use edits::Edit;
pub use insert::{Arrival, Change, Outcome};
