//! The tests that need the whole program or the whole repository: one binary.

#![allow(clippy::unwrap_used, clippy::expect_used)] // A test that cannot go on fails.

mod answers;
mod big;
mod conversion;
mod endings;
mod kill;
mod kinds;
mod payloads;
mod reading;
mod terminal;
mod trouble;
mod verbs;
mod walls;
