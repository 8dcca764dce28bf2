//! The person's choices, as plain values.

use crate::{
    script::Script,
    text::Ambiguous,
    typeset::{Column, Setting, Wish},
};

/// What the configuration decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The script to begin with.
    pub script: Script,
    /// The scripts one key goes through, in turn.
    pub cycle: Vec<Script>,
    /// The longest line, in cells.
    pub measure: u16,
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Whether punctuation hangs in the margin.
    pub hanging: bool,
}

impl Default for Settings {
    /// Original text, the common scripts in turn, lines of forty Han characters.
    fn default() -> Settings {
        Settings {
            script: Script::Original,
            cycle: vec![Script::Original, Script::Simplified, Script::Traditional, Script::Taiwan, Script::Hongkong],
            measure: 80,
            ambiguous: Ambiguous::Narrow,
            hanging: false,
        }
    }
}

impl Settings {
    /// Cells kept free at each edge of the screen.
    const MARGIN: u16 = 2;
    /// Below this many cells a screen has no margin.
    const NARROW: u16 = 40;

    /// Where the text stands on a screen of so many cells: in the middle, with a margin on both sides where there is
    /// room for one.
    #[must_use]
    pub fn column(&self, screen: u16) -> Column {
        let margin = if screen < Self::NARROW { 0 } else { Self::MARGIN };
        let column = Column::on(
            screen - 2 * margin,
            Wish { widest: self.measure, hang: self.hanging, even: true, centred: true },
        );
        Column { left: column.left + margin, ..column }
    }

    /// How articles are set in lines of `measure` cells.
    #[must_use]
    pub fn setting(&self, measure: u16) -> Setting {
        Setting { ambiguous: self.ambiguous, hang: self.hanging, ..Setting::at(measure) }
    }
}
