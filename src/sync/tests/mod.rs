//! Reading sources again, against a server on the loopback interface.

mod paged;
mod silent;
mod stopping;
mod sync;

use std::time::Duration;

use jiff::Timestamp;

use crate::net::Policy;
use crate::store::{Library, lists::Filter};

fn now() -> Timestamp {
    "2024-05-06T07:08:09Z".parse().unwrap()
}

fn policy() -> Policy {
    Policy { allow_private: true, pause: Duration::ZERO, ..Policy::default() }
}

fn library() -> Library {
    Library::open_in_memory("local").unwrap()
}

fn count(library: &Library) -> usize {
    library.lists().count(&Filter::default()).unwrap()
}

fn rss(items: &str) -> String {
    format!("<?xml version='1.0'?><rss version='2.0'><channel><title>望潮社</title>{items}</channel></rss>")
}
