//! Every form of date that feeds, pages, files and people write: `published/` reads one form as it stands, `feed.rs` the
//! mistakes of feeds, `within.rs` dates in longer texts, `day.rs` days that are typed, `day_order.rs` which of 03/04 is the day.
//!
//! Nothing in here reads the clock.

mod day;
mod day_order;
pub(crate) mod feed;
mod published;
pub(crate) mod within;

pub(crate) use day::parse_day;
pub(crate) use day_order::DayOrder;
pub(crate) use feed::DateLocale;
pub use published::Published;
