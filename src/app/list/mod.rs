//! The list of articles: its rows, what it is narrowed to, and its sources.

mod filter;
mod rows;
mod sources;

#[cfg(test)]
mod tests;

pub use filter::Filtering;
pub use rows::{Shelf, ShelfRow};
pub use sources::SyncSummary;
