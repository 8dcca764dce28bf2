//! Conversion of a text from script to script, with the map back to the stored text.

mod changes;
mod config;
mod converters;
mod exceptions;
mod exceptions_file;
mod line;
mod loaded_plan;
mod plan;
mod spans;
#[cfg(test)]
pub(crate) mod tests;
mod verbatim;

pub(crate) use changes::{ChangeCounts, ChangeKind, ChangedSpan, changed_spans, grouped};
pub use config::Config;
pub use converters::Converters;
pub use exceptions::ExceptionsError;
pub(crate) use line::convert_excerpt;
pub use line::convert_line;
pub use loaded_plan::{LoadedPlan, Mapped, convert_mapped};
pub use plan::Plan;
pub(in crate::script) use spans::SpanPair;
pub(crate) use spans::is_boundary;
pub(crate) use verbatim::Addresses;
