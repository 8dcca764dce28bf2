//! Errors of queries.

/// Reasons why a query cannot be searched for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Query without anything to match in this mode: only spaces, or only marks without a letter.
    #[error("there is nothing to look for: type a word")]
    Empty,
    /// The regular expression is not one.
    #[error("the pattern cannot be used: {0}")]
    Pattern(String),
    /// The pattern, or a query that ignores case, would take too much memory.
    #[error("the query is too large to be compiled: make it shorter")]
    TooLarge,
    /// More letters than a query by sound may have.
    #[error("the query is too long to be taken for sounds: make it shorter")]
    TooManySounds,
}
