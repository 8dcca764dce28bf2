//! Lists of feeds from and for other readers, as OPML.
//!
//! Nothing in here fetches; the next sync does.

mod apply;
pub mod opml;

pub use apply::{subscribe, subscriptions};
