//! The tests that need the whole program or the whole repository: one binary.

#![allow(clippy::unwrap_used)] // A test that cannot go on fails.

mod conversion;
mod reading;
mod terminal;
mod verbs;
mod walls;
