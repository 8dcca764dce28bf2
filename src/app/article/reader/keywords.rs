//! The words that the article being read is about.
//!
//! They are furniture of the reader, like its status line, and no line of the article: they come from the library's
//! index while one reads and change as it grows. So they are drawn behind the byline where it leaves room, and what
//! prints or copies an article leaves them out.

use super::Reader;
use crate::{
    script::{article_language, conversion::convert_line},
    text::safe::Safe,
};

impl Reader {
    /// The words the article is about, to be shown behind the byline.
    pub fn set_keywords(&mut self, words: Vec<String>) {
        let hint = Some(article_language(&self.article));
        // Each by itself: the title may be in another script than the text.
        let show = |word: &String| convert_line(&self.converters, word, hint, self.script(), self.settings.wording);
        let line = words.iter().map(show).map(|word| format!("#{}", word.as_str())).collect::<Vec<_>>().join(" ");
        self.keywords = (words, Safe::line(&line));
    }

    /// The words the article is about, in one line; empty while they are not known.
    pub fn keywords(&self) -> &Safe {
        &self.keywords.1
    }
}
