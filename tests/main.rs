//! The tests that need the whole program or the whole repository: one binary.

#![allow(clippy::unwrap_used)] // A test that cannot go on fails.
#![allow(clippy::print_stdout)] // Measured times, where they are asked for.

mod answers;
mod endings;
mod kinds;
mod payloads;
mod reading;
mod terminal;
mod verbs;
mod walls;
