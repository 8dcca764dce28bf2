//! The person's choices, as plain values. How they are written is in `preferences/mod.rs`.

use crate::{
    script::{Script, wording::Wording},
    text::width::Ambiguous,
    typeset::{Column, Setting, Wish},
};

use crate::app::input::Keymap;

/// What the configuration decides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is a choice of its own.
pub struct Settings {
    /// The script to begin with.
    pub script: Script,
    /// The scripts one key goes through, in turn.
    pub cycle: Vec<Script>,
    /// What is done about punctuation and quotation marks.
    pub wording: Wording,
    /// How wide the terminal draws ambiguous characters, if the person says so.
    pub ambiguous: Option<Ambiguous>,
    /// How wide it draws them as far as is known.
    pub measured: Ambiguous,
    /// How text is set. Its measure is the longest line, in cells; how ambiguous characters are drawn is said above.
    pub text: Setting,
    /// Whether the mouse scrolls and chooses. The terminal's own selection of text then needs Shift.
    pub mouse: bool,
    /// The command that opens a link, its words with spaces between: `%s` stands for the address, which is the last word
    /// if there is none. Empty where there is nobody to see what it opens.
    pub browser: String,
    /// Whether a line is an even number of cells.
    pub even: bool,
    /// Whether the column stands in the middle of a wider screen.
    pub centred: bool,
    /// Whether feeds inside private networks and on this machine may be read.
    pub allow_private: bool,
    /// The keys.
    pub keymap: Keymap,
}

impl Default for Settings {
    /// Original text, the common scripts in turn, lines of forty Han characters.
    fn default() -> Settings {
        Settings {
            script: Script::Original,
            cycle: vec![Script::Original, Script::Simplified, Script::Traditional, Script::Taiwan, Script::Hongkong],
            wording: Wording::default(),
            ambiguous: None,
            measured: Ambiguous::Narrow,
            text: Setting::default(),
            mouse: false,
            browser: String::new(),
            even: true,
            centred: true,
            allow_private: false,
            keymap: Keymap::default(),
        }
    }
}

impl Settings {
    /// Cells kept free at each edge of the screen.
    const MARGIN: u16 = 2;
    /// Below this many cells a screen has no margin.
    const NARROW: u16 = 40;

    /// How wide ambiguous characters are taken to be.
    #[must_use]
    pub fn ambiguous(&self) -> Ambiguous {
        self.ambiguous.unwrap_or(self.measured)
    }

    /// Where the text stands on a screen of so many cells: in the middle, with a margin on both sides where there is
    /// room for one.
    #[must_use]
    pub fn column(&self, screen: u16) -> Column {
        let margin = if screen < Self::NARROW { 0 } else { Self::MARGIN };
        let wish = Wish { widest: self.text.measure, hang: self.text.hang, even: self.even, centred: self.centred };
        let column = Column::on(screen - 2 * margin, wish);
        Column { left: column.left + margin, ..column }
    }

    /// How articles are set in lines of `measure` cells.
    #[must_use]
    pub fn setting(&self, measure: u16) -> Setting {
        Setting { measure, ambiguous: self.ambiguous(), ..self.text.clone() }
    }
}
