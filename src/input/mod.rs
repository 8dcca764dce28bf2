//! Input of a person: presses, chords of modifiers, pasted text, the mouse.
//!
//! Nothing in here knows bytes, terminals or what a key means.

mod full_width;
mod press;

pub use full_width::ascii_keys;
pub use press::{Key, ParsePressError, Press, parse_presses};

/// One thing a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Press(Press),
    /// A key came right behind an ESC byte. Terminals send that for the key with Alt, and for Escape followed by the
    /// key where both arrive together; only a keymap can tell which was meant.
    Escaped(Press),
    /// Text was pasted.
    Paste(String),
    /// The text pasted last was longer than is taken; its rest was left out.
    PasteCut,
    /// The mouse wheel moved by this many notches; positive is towards the end of the text.
    Wheel(i32),
    /// A mouse button went down on a cell.
    Click {
        /// Cells from the left edge.
        column: u16,
        /// Rows from the top edge.
        row: u16,
    },
    /// The terminal gained (`true`) or lost the person's attention.
    Focus(bool),
}
