//! Sets an article: a rendition and a measure make lines that hold ranges of the shown text, never strings.
//!
//! From the ground up: `breaking/char_class` sorts characters, `breaking/rules` has the marks that may not stand at the
//! edge of a line, by language and level, `breaking/breaks` grades every boundary of a text, `fill` makes lines of it,
//! `layout` does so for an article, on demand. Nothing in here draws, knows a terminal or keeps text.

mod autospace;
mod beside;
mod breaking;
mod choice;
mod column;
mod composite;
mod fill;
mod frame;
pub mod layout;
mod line;
mod number;
mod part;
mod refine;
mod ruby;
mod setting;
mod style;
mod table;
mod tests;
mod words;

pub use choice::{Align, Divider, Indent, KinsokuLevel, Korean, ListStyle, Quotation};
pub use column::{ColumnOptions, TextColumn};
pub use fill::{FilledLine, LineRoom};
pub use line::{Line, LineAt, LinePiece, Marker, PieceContent, Role};
pub use setting::Setting;

pub use crate::typeset::layout::Layout;
