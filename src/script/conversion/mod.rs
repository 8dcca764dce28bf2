//! One text from script to script, with the map back to what is stored.

pub(crate) mod changes;
mod config;
mod converters;
mod evidence;
mod exceptions;
mod exceptions_file;
mod line;
mod map;
mod plan;
mod spans;
pub mod tests;
pub(crate) mod verbatim;

pub use changes::{Change, ChangeKind, Counts, grouped};
pub use config::Config;
pub use converters::Converters;
pub(crate) use evidence::Evidence;
pub use exceptions::ExceptionsError;
pub use line::{convert_excerpt, convert_line};
pub use map::{LoadedPlan, Mapped, convert_mapped};
pub use plan::Plan;
pub(crate) use spans::is_boundary;
pub(crate) use verbatim::Addresses;
