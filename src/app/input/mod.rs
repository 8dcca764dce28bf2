//! Input of a person on its way to actions: the keymap, key sequences, and lines that are typed.

pub(super) mod histories;
pub(crate) mod history;
mod keymap;
mod last_word;
pub(super) mod sequence;
pub(super) mod typing;

pub use keymap::{Keymap, Meaning};
pub(super) use last_word::last_word;
