//! The article: its head, its body and what follows it, and how its stored text is divided into parts.
//!
//! Parsing lives beside this file; conversion and layout live in the rooms above.

use std::borrow::Cow;

use crate::text::Part;

use super::block::Block;
use crate::date::Published;

/// An article as it was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The title; empty if the text had none.
    pub title: String,
    /// The date of publication, if the text names it.
    pub published: Option<Published>,
    /// The date of the publisher's last change, if the publisher names it. It distinguishes versions and is not shown.
    pub revised: Option<Published>,
    /// The author's name, or several.
    pub author: Option<String>,
    /// The paper, agency or site it comes from.
    pub source: Option<String>,
    /// Its declared language, a BCP 47 tag.
    pub lang: Option<String>,
    /// Its address on the web.
    pub link: Option<String>,
    /// The publisher's own identifier (a feed's GUID), if it has one.
    pub guid: Option<String>,
    /// A notice to the reader, for example that it is a machine translation.
    pub notice: Option<String>,
    /// The title in the language it was first written in.
    pub original_title: Option<String>,
    /// Titles of related articles.
    pub related: Vec<String>,
    /// True if the publisher gives only the beginning of the text here.
    pub is_excerpt: bool,
    /// The number of the chapter in its book, from 1.
    pub chapter: Option<u32>,
    /// The body.
    pub blocks: Vec<Block>,
}

impl Article {
    /// The parts that have text, in reading order.
    pub fn parts(&self) -> impl Iterator<Item = Part> + '_ {
        let head = [
            (Part::Title, !self.title.is_empty()),
            (Part::Byline, !self.byline().is_empty()),
            (Part::Notice, self.notice.is_some()),
        ];
        let body = (0..self.blocks.len()).map(|index| Part::Body(index as u32));
        let related = (0..self.related.len()).map(|index| Part::Related(index as u32));
        let original = self.original_title.is_some().then_some(Part::OriginalTitle);
        head.into_iter().filter_map(|(part, is)| is.then_some(part)).chain(body).chain(related).chain(original)
    }

    /// The stored text of a part; empty if the article has no such part.
    #[must_use]
    pub fn text(&self, part: Part) -> Cow<'_, str> {
        let text = match part {
            Part::Title => Some(self.title.as_str()),
            Part::Byline => return Cow::Owned(self.byline()),
            Part::Notice => self.notice.as_deref(),
            Part::Body(index) => self.blocks.get(index as usize).map(|block| block.text.as_str()),
            Part::Related(index) => self.related.get(index as usize).map(String::as_str),
            Part::OriginalTitle => self.original_title.as_deref(),
        };
        Cow::Borrowed(text.unwrap_or_default())
    }

    /// The line under the title: source, author and date, with three spaces between. It is derived from the stored
    /// fields and is itself searchable text.
    #[must_use]
    pub fn byline(&self) -> String {
        let date = self.published.as_ref().map(Published::to_line);
        // A site that signs its own articles is named once.
        let author = self.author.clone().filter(|author| self.source.as_ref() != Some(author));
        [self.source.clone(), author, date].into_iter().flatten().collect::<Vec<_>>().join("   ")
    }
}
