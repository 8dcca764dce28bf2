//! Queries, their terms, and the articles that meet them.

#[cfg(test)]
mod predicate;
