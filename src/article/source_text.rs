//! An article on its way into the library, with the text that it was made from.
//!
//! The source text is decoded text, as its parser takes it: reading it anew needs no file, no network and no encoding.

use super::Article;

/// The version of the parsers: raised when one of them makes another article of a text than before. Articles whose
/// sources an earlier version has read can be read anew.
pub const PARSER_VERSION: i64 = 1;

/// An article with its source text and its state in another reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    /// The article itself.
    pub article: Article,
    /// The text that it was made from; none if it was not kept.
    pub source: Option<SourceText>,
    /// The state that another reader's export gives it.
    pub kept: Option<KeptState>,
}

impl From<Article> for Incoming {
    fn from(article: Article) -> Incoming {
        Incoming { article, source: None, kept: None }
    }
}

/// The text that an article was made from, with everything its parser needs to make the article anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceText {
    /// The parser that reads it.
    pub format: SourceFormat,
    /// The decoded text: a file, an entry of a feed, a page, a chapter, a value of JSON. It may give several articles;
    /// the one with the identity of the stored article counts.
    pub text: String,
    /// Text that stands before `text` where it was found and that many articles share, such as the root and the head of
    /// a feed. The parser is given both in one piece; an element that is left open is closed by the parser.
    pub head: Option<String>,
    /// The address that relative addresses are resolved against.
    pub base: Option<String>,
    /// The language of an article that does not name its own.
    pub lang: Option<String>,
    /// Pages whose text took the place of the article's own, in their order.
    pub pages: Vec<SourceText>,
}

impl SourceText {
    /// A text with nothing around it.
    #[must_use]
    pub fn new(format: SourceFormat, text: impl Into<String>) -> SourceText {
        SourceText { format, text: text.into(), ..SourceText::default() }
    }

    /// The same text with the address that relative addresses are resolved against.
    #[must_use]
    pub fn with_base(self, base: Option<&url::Url>) -> SourceText {
        SourceText { base: base.map(ToString::to_string), ..self }
    }
}

/// The parsers of source texts. Their names stand in libraries.
#[allow(missing_docs)] // The names say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SourceFormat {
    /// The page layout; any plain text.
    #[default]
    Page,
    Markdown,
    Json,
    Html,
    /// A feed with one entry: the head of the feed and the entry, as XML or JSON.
    Feed,
    /// A chapter of an EPUB book.
    Chapter,
    /// An item of newsboat's cache, as JSON.
    Newsboat,
}

impl SourceFormat {
    const NAMES: [(SourceFormat, &str); 7] = [
        (SourceFormat::Page, "page"),
        (SourceFormat::Markdown, "markdown"),
        (SourceFormat::Json, "json"),
        (SourceFormat::Html, "html"),
        (SourceFormat::Feed, "feed"),
        (SourceFormat::Chapter, "chapter"),
        (SourceFormat::Newsboat, "newsboat"),
    ];

    /// Its name in libraries.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(format, _)| *format == self).map_or("", |(_, name)| name)
    }

    /// The format of a name; none for that of a later version.
    #[must_use]
    pub fn from_name(name: &str) -> Option<SourceFormat> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(format, _)| *format)
    }
}

/// The state of an article in another reader. It is applied when the article is added, never over what the reader has
/// done here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptState {
    /// True if it has a star.
    pub starred: bool,
    /// True if it is read or archived.
    pub read: bool,
    /// Tags as the other reader wrote them.
    pub tags: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_name() {
        for (format, name) in SourceFormat::NAMES {
            assert_eq!((format.name(), SourceFormat::from_name(name)), (name, Some(format)));
        }
        assert_eq!(SourceFormat::from_name("scroll"), None);
    }
}
