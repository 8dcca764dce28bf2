//! Lists of feeds from and for other readers, as OPML.
//!
//! Nothing in here fetches; the next sync does.

mod apply;
pub(crate) mod opml;

pub(crate) use apply::{subscribe, subscriptions};
