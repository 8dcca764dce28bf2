//! Words that stand for other words: those of a configuration, and what other regions call a thing.

mod likely;
mod phrases;
pub(crate) mod regional;
mod vocabulary;

pub use likely::Likely;
#[cfg(test)]
pub(crate) use phrases::of;
pub(crate) use phrases::{Span, Words};
