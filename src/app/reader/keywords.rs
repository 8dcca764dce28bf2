//! The words that the article being read is about.
//!
//! They are furniture of the reader, like its status line, and no line of the article: they come from the library's
//! index while one reads and change as it grows. So they are drawn behind the byline where it leaves room, and what
//! prints or copies an article leaves them out.

use super::Reader;
use crate::{
    script::{Language, convert_line},
    text::Safe,
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
}
