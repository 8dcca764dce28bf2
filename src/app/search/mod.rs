//! Searching: in the article that is read, and in the whole library.

mod find;
mod finding;
mod library;
mod matches;
mod results;
mod sought;
mod tests;

pub use find::{Find, Lit, OTHER_WORD};
pub use finding::Finding;
pub use results::{Asked, Progress, ROWS, Results, ShownHit, Target};
pub use sought::Sought;
