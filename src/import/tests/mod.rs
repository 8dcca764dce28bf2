//! Files as they lie on a disk, and their way into the library.

mod file;
mod left_out;
mod library;
mod stop;
