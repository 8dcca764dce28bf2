//! From what a person does to actions: keys, the mouse, and lines that are typed.

mod asking;
mod history;
mod keymap;
mod last_word;
mod mouse;
mod prompt;
mod typing;

#[cfg(test)]
mod tests;

pub use asking::Asking;
pub use history::{History, Kept, LONGEST, MOST};
pub use keymap::{Keymap, Meaning};
pub use prompt::{Edit, Prompt};
