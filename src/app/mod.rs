//! The program's state as a value: events go in, effects come out. No I/O, no clock, no threads, no terminal.
//!
//! The same `App` serves the local terminal and a test.

mod article;
pub mod commands;
mod effect;
mod event;
pub mod input;
mod list;
mod overlays;
mod pictures;
mod report;
mod root;
mod routing;
mod screens;
mod scripts;
mod search;
pub mod settings;
mod shared;
mod tasks;

#[cfg(test)]
pub(crate) mod desk;
mod tests;

pub use root::App;
pub use shared::message::Message;

#[cfg(test)]
pub(crate) use desk::{Desk, articles};
pub(crate) use effect::{Effect, Ticket};
pub(crate) use event::Event;
pub(crate) use report::{ImportSummary, Report, SyncSummary};
pub(crate) use screens::Screen;
pub(crate) use shared::access::{Access, Flag};
#[cfg(test)]
pub(crate) use shared::message::Severity;

pub(crate) use article::{ArticleScreen, Highlight, Link, Page, shown_words, spans_in};
pub(crate) use list::ListRow;
pub(crate) use overlays::{Help, Hints, LinkList, Overlay, PictureView, Prompt};
pub(crate) use search::{ROWS_PER_RESULT, ResultRow, Results, SearchState, Subject};
