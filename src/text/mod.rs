//! Text on a grid of cells, below any notion of article or screen: places in stored text, offset maps, the display
//! form that is safe to send to a terminal, cell widths, and folding for search.
//!
//! Nothing in here knows a script conversion, a line or a terminal library.

mod address;
pub mod classes;
pub mod control;
pub mod fold;
pub mod offsets;
mod place;
mod plain;
pub mod safe;
mod stop_check;
pub mod width;

pub use address::{MAX_ADDRESS_BYTES, addresses, link_address, web_address};
pub use control::{harmless_json, hides, is_control};
pub use place::{Part, Place};
pub(crate) use plain::{is_plain, plain_char_len, plain_len};
pub use stop_check::{CHECK_INTERVAL_BYTES, StopCheck};

pub use crate::text::offsets::OffsetMap;

pub use crate::text::safe::Safe;
pub use crate::text::width::Ambiguous;
