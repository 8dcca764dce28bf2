//! One article as it is read: its lines, the place in it, its script, its links, the word one points at.

mod cursor;
mod explain;
mod links;
pub(crate) mod reader;
mod rendering;
mod scripts;
mod tests;
mod words;

pub use cursor::Caret;
pub(crate) use explain::Explain;
#[cfg(test)]
pub(crate) use explain::{counted, shortened};
pub use links::{Hints, Link};
pub(crate) use rendering::Making;
pub use scripts::Reach;
