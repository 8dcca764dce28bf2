//! Services for more than one room: errors of the operating system in plain words, numbers with their nouns, files that are read without
//! waiting and within a bound, files and folders of our own that nobody else may read.
//!
//! Nothing in here knows what a file is for, and no path is looked up.

mod counted;
pub(crate) mod pages;
pub mod plain;
mod private;
mod read;

pub(crate) use counted::counted;
pub use private::{create_private, ensure_private, replace_private, restrict_to_owner};
pub use read::{ReadError, open_regular, read_bounded};
