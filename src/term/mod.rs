//! The terminal as bytes: what a person's terminal sends becomes [`crate::input::Input`], a frame becomes the fewest
//! bytes that show it, and what the terminal can do is worked out from its name and its replies.
//!
//! Nothing in here reads a file descriptor, the environment or a clock, or knows what is on the screen.

pub mod allow;
pub mod capability;
mod colour;
pub mod decoder;
pub mod flow;
pub mod modes;
pub mod osc;
pub mod painter;
pub mod probe;
mod width;

pub use capability::Capability;
pub use decoder::{Decoded, Decoder};
pub use painter::Painter;
