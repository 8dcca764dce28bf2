//! The query language: what a person types is parsed to terms, and a predicate tells which articles meet them.

mod compile;
mod parse;
mod predicate;
mod terms;
mod tests;
mod word_search;

pub use compile::{Check, Wanted};
pub use predicate::{Judge, Judged, Rank, Verdict};
pub use terms::{Condition, Mark, Term, Terms, TermsError, What, Word};
