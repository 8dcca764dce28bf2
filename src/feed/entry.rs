//! One entry of a feed, and the article it is.

use super::Feed;
use crate::{
    article::{Article, Block},
    date::Published,
};

/// Characters of a title made from the first words of a body.
const MADE_TITLE: usize = 40;

/// An entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The publisher's own identifier.
    pub guid: Option<String>,
    /// Where the article is on the web.
    pub link: Option<String>,
    /// Its title as plain text; empty if it has none.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it was last changed.
    pub updated: Option<Published>,
    /// The whole text, if the feed carries it.
    pub content: Vec<Block>,
    /// The summary.
    pub summary: Vec<Block>,
    /// Sounds, films and images that belong to it.
    pub enclosures: Vec<Enclosure>,
    /// What it is filed under.
    pub tags: Vec<String>,
    /// The paper it was taken from, if that is another.
    pub source: Option<String>,
    /// Its language, if it differs.
    pub language: Option<String>,
}

/// A file that belongs to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// Its whole address.
    pub url: String,
    /// Its media type, as the feed says.
    pub kind: Option<String>,
    /// Its length in bytes, as the feed says.
    pub length: Option<u64>,
}

impl Entry {
    /// Whether the feed carries no more of it than a summary, so that its page is worth reading.
    #[must_use]
    pub fn is_summary_only(&self) -> bool {
        self.content.is_empty()
    }

    /// Whether there is nothing in it that a person could read or follow.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.title.is_empty()
            && self.link.is_none()
            && self.content.is_empty()
            && self.summary.is_empty()
            && self.enclosures.is_empty()
    }

    /// The article it is. What it does not say itself is said by its feed.
    #[must_use]
    pub fn into_article(self, feed: &Feed) -> Article {
        let mut blocks = if self.content.is_empty() { self.summary } else { self.content };
        for enclosure in &self.enclosures {
            let is_image = enclosure.kind.as_deref().is_some_and(|kind| kind.starts_with("image"));
            if !is_image && !blocks.iter().any(|block| block.text.contains(&enclosure.url)) {
                blocks.push(Block::paragraph(&enclosure.url));
            }
        }
        let title = if self.title.is_empty() { first_words(&blocks) } else { self.title };
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
            blocks,
            ..Article::default()
        }
    }
}

/// What stands for a title where there is none.
fn first_words(blocks: &[Block]) -> String {
    let Some(text) = blocks.iter().map(|block| block.text.trim()).find(|text| !text.is_empty()) else {
        return String::new();
    };
    let line = text.lines().next().unwrap_or_default();
    let mut title: String = line.chars().take(MADE_TITLE).collect();
    if title.len() < line.len() {
        title.push('…');
    }
    title
}
