//! The person's choices: declared once in a table, read and written alike everywhere.

pub(crate) mod browser;
pub mod nearest;
pub mod preferences;
mod values;

pub use browser::first_browser;
pub use values::{Emphasis, Settings};
