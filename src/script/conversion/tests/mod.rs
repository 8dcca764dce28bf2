//! Conversions: whole, by table and by property.

#[cfg(test)]
mod variants;
#[cfg(test)]
pub(crate) mod whole;

#[cfg(test)]
pub(crate) use whole::{converters, text};
