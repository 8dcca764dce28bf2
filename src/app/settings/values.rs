//! The person's choices, as plain values. How they are written is in `preferences/mod.rs`.

use crate::{
    script::{Script, wording::Wording},
    text::width::Ambiguous,
    typeset::{ColumnOptions, Setting, TextColumn},
};

use crate::app::input::Keymap;

/// The look of stressed words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Emphasis {
    /// Dots under Han, kana and Hangul, a slant of other letters.
    #[default]
    Auto,
    /// Bold.
    Bold,
    /// A slant.
    Italic,
    /// Dots under all.
    Dots,
}

/// The settings of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is a choice of its own.
pub struct Settings {
    /// The script to begin with.
    pub script: Script,
    /// The scripts one key goes through, in turn.
    pub cycle: Vec<Script>,
    /// Treatment of punctuation and quotation marks.
    pub wording: Wording,
    /// Width of ambiguous characters that the person has set.
    pub ambiguous: Option<Ambiguous>,
    /// Width of ambiguous characters as far as the terminal is known.
    pub measured: Ambiguous,
    /// Typesetting. Its measure is the longest line, in cells; its width of ambiguous characters is not used.
    pub text: Setting,
    /// The look of stressed words.
    pub emphasis: Emphasis,
    /// True if the mouse scrolls and chooses. The terminal's own selection of text then needs Shift.
    pub mouse: bool,
    /// The command that opens a link, its words with spaces between: `%s` stands for the address, which is the last word
    /// if there is none. Empty where there is nobody to see what it opens.
    pub browser: String,
    /// True if a line is an even number of cells.
    pub even: bool,
    /// True if the column stands in the middle of a wider screen.
    pub centred: bool,
    /// True if feeds inside private networks and on this machine may be read.
    pub allow_private: bool,
    /// True if articles keep the texts that they were made from, for later parsers.
    pub keep_source: bool,
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
            emphasis: Emphasis::Auto,
            mouse: false,
            browser: String::new(),
            even: true,
            centred: true,
            allow_private: false,
            keep_source: true,
            keymap: Keymap::default(),
        }
    }
}

impl Settings {
    /// Cells kept free at each edge of the screen.
    const MARGIN_CELLS: u16 = 2;
    /// Cells of a screen that has a margin.
    const MIN_CELLS_FOR_MARGIN: u16 = 40;

    /// The width of ambiguous characters.
    #[must_use]
    pub fn ambiguous(&self) -> Ambiguous {
        self.ambiguous.unwrap_or(self.measured)
    }

    /// The column of the text on a screen of so many cells: in the middle, with a margin on both sides where there is
    /// room for one.
    #[must_use]
    pub fn column(&self, screen: u16) -> TextColumn {
        let margin = if screen < Self::MIN_CELLS_FOR_MARGIN { 0 } else { Self::MARGIN_CELLS };
        let options =
            ColumnOptions { widest: self.text.measure, hang: self.text.hang, even: self.even, centred: self.centred };
        let column = TextColumn::on(screen - 2 * margin, options);
        TextColumn { left: column.left + margin, ..column }
    }

    /// Typesetting in lines of `measure` cells.
    #[must_use]
    pub fn setting(&self, measure: u16) -> Setting {
        Setting { measure, ambiguous: self.ambiguous(), ..self.text.clone() }
    }
}
