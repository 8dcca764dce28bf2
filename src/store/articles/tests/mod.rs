//! Articles go in and come out as they were, once each.

#[cfg(test)]
mod entry;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod insert;
