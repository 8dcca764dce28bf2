//! The language a text is written in, as far as typesetting and conversion care.

/// A language, with the region where the script differs by region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese in Simplified characters.
    ChineseSimplified,
    /// Chinese in Traditional characters, region unknown.
    ChineseTraditional,
    /// Chinese in Traditional characters as in Taiwan.
    ChineseTaiwan,
    /// Chinese in Traditional characters as in Hong Kong.
    ChineseHongkong,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Anything else.
    #[default]
    Other,
}
