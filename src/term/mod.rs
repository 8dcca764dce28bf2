//! The terminal as bytes: what a person's terminal sends becomes [`crate::input::Input`], a frame becomes the fewest
//! bytes that show it, and what the terminal can do is worked out from its name and its replies.
//!
//! Nothing in here reads a file descriptor, the environment or a clock, or knows what is on the screen.

pub mod allow;
mod capability;
mod colour;
pub mod decoder;
mod flow;
mod graphics;
pub mod modes;
pub mod osc;
pub mod painter;
pub mod probe;
mod width;

pub use capability::{Capability, Scroll, TerminalEnvironment, Unusable};
pub use colour::Depth;
pub(crate) use colour::{Look, LookSupport, push_decimal};
pub use flow::Flow;
pub use graphics::Graphics;
pub use modes::OptionalModes;
pub use osc::LINK_END;
pub use probe::{Findings, MAX_SAMPLE_COLUMNS, MIN_ROWS, Probe};
pub(crate) use width::{KnownWidths, disputed, ordinary_wide};

pub use crate::term::decoder::{Decoder, TerminalEvent};
pub use crate::term::painter::Painter;
