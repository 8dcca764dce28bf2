//! Where a text may break: UAX #14 with the tailoring for Chinese, Japanese and Korean.

pub(crate) mod breaks;
mod kind;
mod rules;
mod tailoring;

#[cfg(test)]
pub(crate) use breaks::default_units;
pub use breaks::{Grade, Unit, units};
pub use kind::{Kind, Kinds, stands_alone};
pub use rules::Rules;
