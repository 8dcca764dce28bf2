//! Matches of a word in a text, however it is written there.

mod article;
mod candidates;
mod characters;
pub(crate) mod cluster;
mod cursor;
pub(crate) mod edges;
mod engine;
mod error;
mod folded;
mod iteration_marks;
mod mode;
mod pattern;
mod prefilter;
mod query;
mod readings;
mod scan;
pub(crate) mod snippet;
mod text_match;

pub use article::in_article;
pub(crate) use article::{in_article_until, in_part_until};
pub(crate) use candidates::{CachedBlock, Candidates};
pub(crate) use cursor::Cursor;
pub use error::QueryError;
pub(crate) use folded::FoldedQuery;
pub use iteration_marks::other_spellings;
pub use mode::Mode;
pub use query::Query;
pub(crate) use readings::spoken;
pub use scan::Scan;
pub use text_match::{Match, MatchKind, TextMatch};
