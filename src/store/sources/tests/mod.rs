//! Sources that are read again, and what they keep.

#[cfg(test)]
mod feed;
#[cfg(test)]
mod membership;
#[cfg(test)]
mod retention;
