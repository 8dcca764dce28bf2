//! The choices a reader has in the setting of text, one type each. What they mean is in the code that acts on them.

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

/// How a quotation is set off from the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quotation {
    /// By a bar beside it.
    #[default]
    Bar,
    /// By an indent of two em on the left.
    Indent,
    /// As a paragraph.
    Plain,
}

/// How the lines of a list item stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum List {
    /// Beside the bullet or number, which hangs.
    #[default]
    Hanging,
    /// The first line after the bullet or number, the others at the edge.
    Flush,
}

/// How a rule between sections is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Divider {
    /// A third of the measure long, in the middle.
    #[default]
    Short,
    /// As long as a line.
    Full,
    /// As a blank line.
    Blank,
}
