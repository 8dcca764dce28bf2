//! An article in the script its reader asked for: for every part the text that is shown and the map to what is
//! stored.

use crate::{
    article::Article,
    text::{OffsetMap, Part, Safe},
};

use super::{Language, Script};

/// The text shown for one part.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What is drawn.
    pub text: Safe,
    /// From the stored text of the part to `text`.
    pub map: OffsetMap,
    /// The language `text` is set by.
    pub language: Language,
}

/// An article as it is shown.
#[derive(Clone, Debug)]
pub struct Rendition {
    script: Script,
    parts: Vec<(Part, Shown)>,
}

impl Rendition {
    /// The article as it is stored.
    #[must_use]
    pub fn original(article: &Article) -> Rendition {
        let parts = article
            .parts()
            .map(|part| {
                let (text, map) = crate::text::safe::display(&article.text(part));
                (part, Shown { text, map, language: Language::Other })
            })
            .collect();
        Rendition { script: Script::Original, parts }
    }

    /// The script it is shown in.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script
    }

    /// The parts, in reading order.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Part> + '_ {
        self.parts.iter().map(|(part, _)| *part)
    }

    /// What is shown for a part; `None` if the article has no such part.
    #[must_use]
    pub fn shown(&self, part: Part) -> Option<&Shown> {
        self.parts.binary_search_by_key(&part, |(part, _)| *part).ok().map(|index| &self.parts[index].1)
    }
}
