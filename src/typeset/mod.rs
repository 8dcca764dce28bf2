//! Sets an article: a rendition and a measure make lines that hold ranges of the shown text, never strings.
//!
//! From the ground up: `kind` sorts characters, `rules` says per language and level which may stand at the edge
//! of a line, `breaks` grades every boundary of a text, `fill` makes lines of it, `layout` does so for an
//! article, on demand. Nothing in here draws, knows a terminal or keeps text.

mod breaks;
mod column;
mod fill;
mod gaps;
mod kind;
mod layout;
mod line;
mod refine;
mod rules;
mod setting;
mod stretch;
mod tailoring;
mod walk;

#[cfg(test)]
mod cases_tests;
#[cfg(test)]
mod layout_tests;
#[cfg(test)]
mod property_tests;

pub use breaks::breaks;
pub use column::{Column, GUTTER};
pub use layout::Layout;
pub use line::{Line, LineAt, Marker, Role};
pub use setting::{Align, Indent, Korean, Level, Setting};
