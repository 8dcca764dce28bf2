//! Conversions as a whole, by table and by property.

mod variants;
pub(crate) mod whole;

pub(crate) use whole::{converters, text};
