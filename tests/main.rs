//! The tests that need the whole program or the whole repository: one binary.

#![allow(clippy::unwrap_used)] // A test that cannot go on fails.

mod feeds;
#[path = "../src/import/net/loopback.rs"]
#[allow(dead_code)] // Not every kind of answer is needed here.
mod loopback;
mod reading;
mod terminal;
mod verbs;
mod walls;
