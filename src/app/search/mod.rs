//! Searching the library: the results, and the screen that shows them.

mod results;
mod screen;

pub(crate) use results::{ROWS_PER_RESULT, ResultRow, Results, SearchState, Subject, Target};
pub(crate) use screen::SearchScreen;
