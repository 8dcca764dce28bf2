//! Which script a text is in, which the reader wants, and the text shown for it with the map back to what is stored.
//!
//! Conversion is one way: what is shown never goes back into the library, and a conversion is never converted.

mod language;
mod rendition;

pub use language::Language;
pub use rendition::{Rendition, Shown};

/// The scripts a reader can ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Script {
    /// As it is stored.
    #[default]
    Original,
    /// Simplified Chinese.
    Simplified,
    /// Traditional Chinese in OpenCC's own standard.
    Traditional,
    /// Traditional Chinese with Taiwan's character forms.
    Taiwan,
    /// The same, with Taiwan's words.
    TaiwanPhrases,
    /// Traditional Chinese with Hong Kong's character forms.
    Hongkong,
    /// The same, with Hong Kong's words.
    HongkongPhrases,
    /// Japanese shinjitai.
    Japanese,
}
