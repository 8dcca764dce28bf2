//! The index that the search of the library reads: for every short run of folded characters, the articles that hold
//! it.
//!
//! The index names the articles that *can* hold a word; these are read and searched. So it may name too many,
//! and never too few. An article that has come in or changed is written down as waiting in the same transaction (by
//! triggers, see the schema) and is a candidate for everything until a build takes it into a segment. Segments are
//! never changed; a few small ones are merged into a larger one now and then. Query syntax and matching are
//! not in here.

mod batch;
mod build;
mod candidates;
mod check;
mod gram_query;
mod grams;
mod hit;
mod merge;
mod postings;
mod related;
mod search;
mod segment;
mod sort;
mod workers;
mod write;

#[cfg(test)]
mod tests;

pub use build::{Index, WAITING_IS_FINE};
pub use candidates::Candidate;
pub use check::{IndexCheck, check};
pub use gram_query::GramQuery;
pub use hit::Hit;
pub use related::related;
pub use search::{LibrarySearch, Stage, damaged_sentence};
