//! The tests that need the whole program or the whole repository: one binary.

#![allow(clippy::unwrap_used)] // A test that cannot go on fails.

mod kill;
mod reading;
mod terminal;
mod trouble;
mod verbs;
mod walls;
