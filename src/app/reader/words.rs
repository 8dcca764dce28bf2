//! The words of the article being read: those it is about, the one the reader stands at, and those it was opened for.

use std::sync::Arc;

use super::{Find, Reader, Sought};
use crate::{
    script::{Language, convert_line},
    search::{Words, first_word},
    text::{Place, Safe},
};

impl Reader {
    /// The words the article is about, to be shown behind the byline.
    pub fn set_keywords(&mut self, words: Vec<String>) {
        let line = words.iter().flat_map(|word| [" #", word.as_str()]).collect::<String>();
        let hint = self.article.lang.as_deref().and_then(Language::from_tag);
        let shown = convert_line(&self.converters, line.trim_start(), hint, self.script(), self.settings.wording);
        self.keywords = (words, shown);
    }

    /// The words the article is about, in one line; empty while they are not known.
    pub fn keywords(&self) -> &Safe {
        &self.keywords.1
    }

    /// Lights words and goes to where they stand at a place.
    pub fn find_at(&mut self, words: &str, place: Place) {
        self.find = Some(Find::new(Arc::clone(&self.article), place, false));
        self.find(Sought { text: words.to_owned(), ..Sought::default() });
    }

    /// Whether there is no further match in a direction.
    pub fn at_last_match(&self, forward: bool) -> bool {
        self.find.as_ref().is_none_or(|find| find.is_at_end(forward))
    }

    /// The word one points at: the first of the line at the top of the screen that says something, or of those after
    /// it.
    pub fn word_here(&self, words: Option<&Words>) -> Option<String> {
        self.visible().find_map(|line| {
            let source = self.layout.rendition().shown(line.part)?.map.source_range(line.range.clone());
            let text = self.article.text(line.part);
            let word = first_word(text.get(source)?, words)?;
            Some(word.to_owned())
        })
    }

    /// The word one points at, or what is marked of one part.
    pub fn pointed_word(&self) -> Option<String> {
        let passage = self.caret()?.passage();
        let text = self.article.text(passage.start.part);
        let end = if passage.end.part == passage.start.part { passage.end.offset } else { text.len() };
        let word = text.get(passage.start.offset..end)?.trim();
        (!word.is_empty()).then(|| word.to_owned())
    }
}
