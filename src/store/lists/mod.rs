//! Lists of articles: rows newest first, and the titles in memory by which a list is filtered as one types.

mod load;
mod rows;
mod scan;
mod tests;
mod titles;

pub use rows::{Filter, Neighbours, Row};
pub(crate) use titles::Set;
pub use titles::{Stopped, Titles};
