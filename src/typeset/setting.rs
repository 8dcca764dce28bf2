//! The choices of a reader about the setting of an article. Nothing in here measures or breaks.

use crate::{script::Language, text::width::Ambiguous};

use super::choice::{Align, Divider, Indent, KinsokuLevel, Korean, ListStyle, Quotation};

/// The setting of an article.
#[allow(clippy::struct_excessive_bools)] // Independent choices of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The language everything is set in; `None`: each part in its own.
    pub language: Option<Language>,
    /// Cells in a line. 0 is taken as 1.
    pub measure: u16,
    /// The terminal's width of ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Strictness in keeping marks from the edges of lines.
    pub level: KinsokuLevel,
    /// True if a mark such as 、，。 may stand beyond the measure, in a gutter of two cells.
    pub hang: bool,
    /// True if one cell is left free between Han and Latin letters or digits.
    pub autospace: bool,
    /// The first line of a paragraph.
    pub indent: Indent,
    /// True if the first paragraph after a heading is indented too.
    pub indent_after_heading: bool,
    /// Blank lines between paragraphs; `None`: none before an indented paragraph, one before any other.
    pub paragraph_space: Option<u8>,
    /// Alignment of the title and the line under it.
    pub title: Align,
    /// Alignment of headings of level 1, 2, and 3 and more.
    pub headings: [Align; 3],
    /// True if the lines of titles and headings are made about equally long.
    pub balance: bool,
    /// True if the last line of a paragraph holds at least two characters (CLREQ: 孤字不成行).
    pub widow: bool,
    /// Line breaks of Korean text.
    pub korean: Korean,
    /// The way quotations are set off.
    pub quotation: Quotation,
    /// The lines of list items.
    pub list: ListStyle,
    /// The look of a rule.
    pub divider: Divider,
}

impl Default for Setting {
    fn default() -> Setting {
        Setting {
            language: None,
            measure: Setting::DEFAULT_MEASURE,
            ambiguous: Ambiguous::default(),
            level: KinsokuLevel::default(),
            hang: false,
            autospace: false,
            indent: Indent::default(),
            indent_after_heading: true,
            paragraph_space: None,
            title: Align::default(),
            headings: [Align::default(); 3],
            balance: true,
            widow: false,
            korean: Korean::default(),
            quotation: Quotation::default(),
            list: ListStyle::default(),
            divider: Divider::default(),
        }
    }
}

impl Setting {
    /// The widest measure by default: 40 Han, in cells.
    pub const DEFAULT_MEASURE: u16 = 80;
    /// Below this many cells a column is narrow: an indent is one em at most.
    const NARROW_MEASURE: u16 = 40;
    /// Below this many cells nothing is indented.
    const MIN_INDENTED_MEASURE: u16 = 12;

    /// The defaults at a measure in cells.
    #[must_use]
    pub fn with_measure(measure: u16) -> Setting {
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
            ..Setting::MIN_INDENTED_MEASURE => 0,
            Setting::MIN_INDENTED_MEASURE..Setting::NARROW_MEASURE => 2 * ems.min(1),
            // A first line keeps at least half of the measure.
            Setting::NARROW_MEASURE.. => (2 * ems).min(self.measure / 2),
        }
    }

    /// Alignment of a heading of a level, from 1.
    #[must_use]
    pub fn heading(&self, level: u8) -> Align {
        self.headings[usize::from(level.clamp(1, 3)) - 1]
    }
}
