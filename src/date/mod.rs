//! Every form of date that feeds, pages, files and people write, and what a date says of its zone.
//!
//! Nothing in here reads the clock.

mod day_order;
pub(crate) mod feed;
mod parse;
mod published;
mod words;

pub(crate) use day_order::DayOrder;
pub use published::Published;
