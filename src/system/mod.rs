//! Services of the operating system for more than one room: its errors in plain words, files that are read without
//! waiting and within a bound, files and folders of our own that nobody else may read.
//!
//! Nothing in here knows what a file is for, and no path is looked up.

pub(crate) mod pages;
pub mod plain;
mod private;
mod read;

pub use private::{create_private, ensure_private, replace_private, restrict_to_owner};
pub use read::{ReadError, open_regular, read_bounded};
