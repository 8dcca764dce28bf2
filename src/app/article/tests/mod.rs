//! Reading an article, as (before, keys, after).

#[cfg(test)]
mod cursor;
#[cfg(test)]
mod scripts;
