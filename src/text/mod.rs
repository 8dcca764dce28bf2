//! Text on a grid of cells, below any notion of article or screen: places in stored text, offset maps, the display
//! form that is safe to send to a terminal, cell widths, and folding for search.
//!
//! Nothing in here knows a script conversion, a line or a terminal library.

pub mod address;
pub mod control;
pub mod fold;
pub mod offsets;
mod ordinary;
pub mod place;
pub mod safe;
pub mod width;

pub use offsets::OffsetMap;
pub use place::{Part, Place};
pub use safe::Safe;
pub use width::Ambiguous;
