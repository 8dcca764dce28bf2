//! kanbao 看報: a news browser for Chinese, Japanese and Korean text in a terminal.
//!
//! The rooms, from the ground up, and what may import what: see `ARCHITECTURE.md`.

pub mod app;
pub mod article;
pub mod cli;
pub mod date;
pub mod encoding;
pub mod export;
pub mod feed;
pub mod format;
pub mod import;
pub mod input;
pub mod jobs;
pub mod local;
pub mod net;
pub mod script;
pub mod search;
pub mod session;
pub mod store;
pub mod subscriptions;
pub mod sync;
pub mod system;
pub mod term;
pub mod text;
pub mod typeset;
mod view;
