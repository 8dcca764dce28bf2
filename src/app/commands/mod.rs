//! The commands: declared once in a table, with the help page and the `:` line that derive from it.

mod action;
mod context;
mod help;
mod line;
mod table;

pub use action::{Action, CopyUnit, LinkUse};
pub use context::KeyContext;
pub use help::{help_lines, help_rows};
pub use line::LINE_COMMANDS;
pub(super) use line::{complete, run};
pub use table::{COMMANDS, Command};
