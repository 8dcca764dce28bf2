//! The index that the search of the library reads: for every short run of folded characters, the articles that hold
//! it.
//!
//! It tells which articles *can* hold a word, never which do: those are read and searched. So it may name too many,
//! and never too few. An article that has come in or changed is written down as waiting in the same transaction (by
//! triggers, see the schema) and is a candidate for everything until a build takes it into a segment. Segments are
//! never changed; a few small ones are merged into a larger one now and then. Nothing in here knows a query's syntax
//! or judges a match.

mod batch;
mod build;
mod candidates;
mod check;
mod find;
mod gram_query;
mod grams;
mod hit;
mod merge;
mod postings;
mod related;
mod segment;
mod set;
mod sort;
mod workers;
mod write;

#[cfg(test)]
mod tests;

pub use build::WAITING_IS_FINE;
pub use candidates::Candidate;
pub use gram_query::Need;
pub use hit::Hit;
