//! The tests that need the whole program or the whole repository: one binary.

#![allow(clippy::print_stdout)] // Measured times, where they are asked for.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test that cannot go on fails.

mod answers;
mod conversion;
mod edges;
mod feeds;
mod finding;
mod home;
mod kinds;
/// Programs that are killed or ended again and again, in a terminal of their own: `make test` runs them apart, after the
/// rest; `KANBAO_KILLS` and `KANBAO_ENDINGS` say how often.
#[path = "."]
mod long {
    pub(crate) mod endings;
    pub(crate) mod kill;
    pub(crate) mod kill_reading;
    pub(crate) mod kill_restore;
}
#[path = "../src/net/tests/loopback.rs"]
#[allow(dead_code)] // Not every kind of answer is needed here.
mod loopback;
mod payloads;
mod reading;
mod restoring;
mod syncing;
mod terminal;
mod trouble;
mod verbs;
mod walls;
