//! kanbao 看報: a news browser for Chinese, Japanese and Korean text in a terminal.
//!
//! The rooms, from the ground up, and what may import what: see `ARCHITECTURE.md`.

pub mod app;
pub mod article;
pub mod cli;
pub mod date;
mod encoding;
mod export;
mod feed;
mod format;
mod import;
pub mod input;
pub mod jobs;
pub mod local;
pub mod net;
mod picture;
pub mod script;
pub mod search;
pub mod session;
pub mod store;
mod subscriptions;
mod sync;
pub mod system;
pub mod term;
pub mod text;
pub mod typeset;
mod view;
