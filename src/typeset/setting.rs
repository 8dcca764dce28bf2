//! What a reader can choose about the setting of text. Nothing in here measures or breaks.

use crate::{script::Language, text::Ambiguous};

/// How strictly marks are kept from the edges of lines (kinsoku, 避头尾).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Level {
    /// CLREQ's and JLREQ's basic rules.
    #[default]
    Basic,
    /// The basic rules, and no solidus at the end of a line (GB/T 15834).
    Gb,
    /// The basic rules, and no dash, ellipsis, small kana or prolonged sound mark at the start of a line.
    Strict,
    /// Marks may stand anywhere; only words, numbers and inseparable pairs are kept.
    None,
}

/// How far the first line of a paragraph is indented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Indent {
    /// Two em for Chinese, one for Japanese, none for other languages.
    #[default]
    ByLanguage,
    /// That many em of two cells.
    Ems(u8),
}

/// Where a line stands in its measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Centre,
}

/// Where Korean text breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Korean {
    /// At spaces (KLREQ 4.3, word mode).
    #[default]
    Words,
    /// Between any two syllables as well.
    Syllables,
}

/// Everything that decides how an article is set.
#[allow(clippy::struct_excessive_bools)] // Independent choices of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Cells in a line. 0 is taken as 1.
    pub measure: u16,
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
    /// How strictly marks are kept from the edges of lines.
    pub level: Level,
    /// Whether one of 、，。 may stand beyond the measure, in a gutter of two cells.
    pub hang: bool,
    /// The first line of a paragraph.
    pub indent: Indent,
    /// Whether the first paragraph after a heading is indented too.
    pub indent_after_heading: bool,
    /// Blank lines between paragraphs; `None`: none before an indented paragraph, one before any other.
    pub paragraph_space: Option<u8>,
    /// Where the title and the line under it stand.
    pub title: Align,
    /// Where headings stand.
    pub headings: Align,
    /// Whether the lines of titles and headings are made about equally long.
    pub balance: bool,
    /// Whether the last line of a paragraph holds at least two characters (CLREQ: 孤字不成行).
    pub widow: bool,
    /// Where Korean text breaks.
    pub korean: Korean,
}

impl Default for Setting {
    fn default() -> Setting {
        Setting {
            measure: Setting::WIDEST,
            ambiguous: Ambiguous::default(),
            level: Level::default(),
            hang: false,
            indent: Indent::default(),
            indent_after_heading: true,
            paragraph_space: None,
            title: Align::default(),
            headings: Align::default(),
            balance: true,
            widow: false,
            korean: Korean::default(),
        }
    }
}

impl Setting {
    /// The widest measure by default: 40 Han, in cells.
    pub const WIDEST: u16 = 80;
    /// Below this many cells a column is narrow: an indent is one em at most.
    const NARROW: u16 = 40;
    /// Below this many cells nothing is indented.
    const TINY: u16 = 12;

    /// The defaults at a measure in cells.
    #[must_use]
    pub fn at(measure: u16) -> Setting {
        Setting { measure, ..Setting::default() }
    }

    /// Cells by which the first line of a paragraph in `language` is indented.
    #[must_use]
    pub fn indent_cells(&self, language: Language) -> u16 {
        let ems = match (self.indent, language) {
            (Indent::Ems(ems), _) => u16::from(ems),
            (Indent::ByLanguage, Language::Japanese) => 1,
            (Indent::ByLanguage, Language::Korean | Language::Other) => 0,
            (Indent::ByLanguage, _) => 2,
        };
        match self.measure {
            ..Setting::TINY => 0,
            Setting::TINY..Setting::NARROW => 2 * ems.min(1),
            // A first line keeps at least half of the measure.
            Setting::NARROW.. => (2 * ems).min(self.measure / 2),
        }
    }
}
