//! The commands: declared once in a table, and what each does on the screen that is shown.

mod act;
mod action;
mod clip;
mod help;
mod keeping;
mod line;
mod table;
pub mod tests;

pub use action::Action;
pub use clip::{Copied, MAX_COPY_BYTES};
pub use help::{help_lines, help_rows};
pub use keeping::Keeping;
pub use line::LINES;
pub use table::{COMMANDS, Command};
