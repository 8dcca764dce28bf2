//! Files as they lie on a disk, and their way into the library.

#[cfg(test)]
mod file;
#[cfg(test)]
mod left_out;
#[cfg(test)]
mod library;
#[cfg(test)]
mod stop;
