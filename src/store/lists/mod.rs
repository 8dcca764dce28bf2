//! Lists of articles: rows newest first, and the titles in memory by which a list is filtered as one types.

mod filter;
mod rows;
mod tests;
mod titles;

pub use filter::Filter;
pub use rows::{Lists, Neighbours, Row};
pub use titles::{Stopped, Titles};
