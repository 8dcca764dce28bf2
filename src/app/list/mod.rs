//! The list of articles: its rows, its filter, and the screen of both.

mod filter;
mod screen;
mod window;

pub(crate) use screen::ArticleList;
pub(crate) use window::ListRow;
