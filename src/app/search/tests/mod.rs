//! Searching, as (before, keys, after).

#[cfg(test)]
mod find;
#[cfg(test)]
mod library;
