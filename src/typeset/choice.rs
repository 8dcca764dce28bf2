//! The choices a reader has in the setting of text, one type each. What they mean is in the code that acts on them.

/// Strictness in keeping marks from the edges of lines (kinsoku, 避头尾).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KinsokuLevel {
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

/// The indent of the first line of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Indent {
    /// Two em for Chinese, one for Japanese, none for other languages.
    #[default]
    ByLanguage,
    /// A number of em of two cells.
    Ems(u8),
}

/// The place of a line in its measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// The left edge.
    #[default]
    Left,
    /// The middle.
    Centre,
}

/// Line breaks of Korean text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Korean {
    /// Breaks at spaces (KLREQ 4.3, word mode).
    #[default]
    Words,
    /// Between any two syllables as well.
    Syllables,
}

/// The way a quotation is set off from the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quotation {
    /// A bar beside it.
    #[default]
    Bar,
    /// An indent of two em on the left.
    Indent,
    /// A paragraph like others.
    Plain,
}

/// The lines of a list item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ListStyle {
    /// Beside the bullet or number, which hangs.
    #[default]
    Hanging,
    /// The first line after the bullet or number, the others at the edge.
    Flush,
}

/// The look of a rule between sections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Divider {
    /// A third of the measure long, in the middle.
    #[default]
    Short,
    /// A rule as long as a line.
    Full,
    /// A blank line.
    Blank,
}
