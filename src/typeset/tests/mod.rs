//! Typesetting, by table and by property.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod kinds;
#[cfg(test)]
pub(in crate::typeset) mod page;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod sample;
