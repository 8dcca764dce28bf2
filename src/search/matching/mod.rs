//! Matches of a word in a text, however it is written there.

mod article;
mod candidates;
mod characters;
pub(crate) mod cluster;
mod cursor;
pub(crate) mod edges;
mod folded;
mod iteration_marks;
mod pattern;
mod prefilter;
pub(crate) mod query;
mod scan;
pub(crate) mod snippet;

pub use article::{Match, in_article};
pub(crate) use article::{in_article_until, in_part_until};
pub(crate) use candidates::{Candidates, Sifted};
pub(crate) use cursor::Cursor;
pub(crate) use folded::FoldedQuery;
pub use iteration_marks::respelled;
pub use query::{Found, MatchKind, Mode, Query, QueryError};
pub use scan::Scan;
