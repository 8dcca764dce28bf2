//! One entry of a feed, and its article.

use super::{
    ParsedFeed,
    enclosure::{self, Enclosure},
    excerpt::{TextEnding, ending},
};
use crate::{
    article::{Article, Block, Incoming, SourceText},
    date::Published,
};

/// Limit of the characters of a title made of the first words of a text.
const MAX_MADE_TITLE_CHARS: usize = 40;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FeedEntry {
    /// The publisher's own identifier.
    pub(crate) guid: Option<String>,
    pub(crate) link: Option<String>,
    /// Plain text; empty if there is none.
    pub(crate) title: String,
    pub(crate) author: Option<String>,
    pub(crate) published: Option<Published>,
    pub(crate) updated: Option<Published>,
    /// The full text, if the feed carries it.
    pub(crate) content: Vec<Block>,
    pub(crate) summary: Vec<Block>,
    pub(crate) enclosures: Vec<Enclosure>,
    /// The original publication, if it is another.
    pub(crate) source: Option<String>,
    /// The language, if it is not the feed's.
    pub(crate) language: Option<String>,
    /// The text that it was made from.
    pub(crate) source_text: Option<SourceText>,
}

impl FeedEntry {
    /// True if the entry has nothing to read or to follow.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.title.is_empty()
            && self.link.is_none()
            && self.content.is_empty()
            && self.summary.is_empty()
            && self.enclosures.is_empty()
    }

    /// Makes the article, with the text that it was made from.
    #[must_use]
    pub(crate) fn into_incoming(mut self, feed: &ParsedFeed) -> Incoming {
        let source = self.source_text.take();
        Incoming { source, ..Incoming::from(self.into_article(feed)) }
    }

    /// True if the text is only the beginning of the article. A text that breaks off in three dots is, if the feed has
    /// no other for the entry and there is a page to read on.
    fn is_excerpt(&self) -> bool {
        let (blocks, is_summary) = if self.content.is_empty() { (&self.summary, true) } else { (&self.content, false) };
        match ending(blocks, self.link.as_deref()) {
            TextEnding::Cut => true,
            TextEnding::Ellipsis => is_summary && self.link.is_some(),
            TextEnding::Whole => false,
        }
    }

    /// Makes the article. The feed fills in fields that the entry lacks.
    #[must_use]
    pub(crate) fn into_article(self, feed: &ParsedFeed) -> Article {
        let is_excerpt = self.is_excerpt();
        let mut blocks = if self.content.is_empty() { self.summary } else { self.content };
        let title = if self.title.is_empty() { first_words(&blocks) } else { self.title };
        enclosure::append(self.enclosures, &mut blocks);
        let title = if title.is_empty() { first_words(&blocks) } else { title };
        let source = self.source.or_else(|| Some(feed.title.clone()).filter(|title| !title.is_empty()));
        Article {
            title,
            published: self.published.or_else(|| self.updated.clone()),
            revised: self.updated,
            author: self.author,
            source,
            lang: self.language.or_else(|| feed.language.clone()),
            link: self.link,
            guid: self.guid,
            is_excerpt,
            blocks,
            ..Article::default()
        }
    }
}

/// A title made of the first words of a text.
fn first_words(blocks: &[Block]) -> String {
    let Some(text) = blocks.iter().map(|block| block.text.trim()).find(|text| !text.is_empty()) else {
        return String::new();
    };
    let line = text.lines().next().unwrap_or_default();
    let mut title: String = line.chars().take(MAX_MADE_TITLE_CHARS).collect();
    if title.len() < line.len() {
        title.push('…');
    }
    title
}
