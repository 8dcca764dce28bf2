//! What commands do, as (before, keys, after).

#[cfg(test)]
mod keeping;

#[cfg(test)]
pub(crate) use keeping::keep;
