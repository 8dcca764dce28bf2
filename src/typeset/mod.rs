//! Sets an article: a rendition and a measure make lines that hold ranges of the shown text, never strings.
//!
//! From the ground up: `kind` sorts characters, `rules` says per language and level which may stand at the edge
//! of a line, `breaks` grades every boundary of a text, `fill` makes lines of it, `layout` does so for an
//! article, on demand; `pieces` says what of a line is drawn where. Nothing in here draws, knows a terminal or keeps text.

mod autospace;
mod breaks;
mod choice;
mod column;
mod fill;
mod gaps;
mod kind;
mod layout;
mod line;
mod pieces;
mod refine;
mod rules;
mod setting;
mod stretch;
mod style;
mod tailoring;
mod walk;

#[cfg(test)]
mod cases_tests;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod edges_tests;
#[cfg(test)]
mod layout_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod sample_tests;

pub use choice::{Align, Divider, Indent, Korean, Level, List, Quotation};
pub use column::{Column, GUTTER, Wish};
pub use layout::Layout;
pub use line::{Line, LineAt, Marker, Role};
pub use pieces::{Drawn, Piece};
pub use setting::Setting;
