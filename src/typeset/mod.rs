//! Sets an article: a rendition and a measure make lines that hold ranges of the shown text, never strings.
//!
//! From the ground up: `kind` sorts characters, `rules` says per language and level which may stand at the edge
//! of a line, `breaks` grades every boundary of a text, `fill` makes lines of it, `layout` does so for an
//! article, on demand; `pieces` says what of a line is drawn where. Nothing in here draws, knows a terminal or keeps text.

mod autospace;
mod breaking;
mod choice;
mod column;
mod fill;
mod gaps;
pub mod layout;
mod line;
mod pieces;
mod refine;
mod setting;
mod style;
mod tests;

pub use choice::{Align, Divider, Indent, Korean, Level, List, Quotation};
pub use column::{Column, Wish};
pub use fill::{Filled, Room};
pub use line::{Line, LineAt, Marker, Role};
pub use pieces::Drawn;
pub use setting::Setting;

pub use crate::typeset::layout::Layout;
