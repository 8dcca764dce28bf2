//! What an article is, and the parsers that make one from decoded text: the page layout, Markdown, JSON.
//!
//! Nothing in here reads a file, converts a script or knows a screen. Text is kept as it came.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::text::Part;

/// An article as it was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The title; empty if the text had none.
    pub title: String,
    /// When it was published, if the text says so.
    pub published: Option<Published>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The paper, agency or site it comes from.
    pub source: Option<String>,
    /// Its language as a BCP 47 tag, if the text says so.
    pub lang: Option<String>,
    /// Where it is on the web.
    pub link: Option<String>,
    /// The publisher's own identifier (a feed's GUID), if it has one.
    pub guid: Option<String>,
    /// A notice to the reader, for example that it is a machine translation.
    pub notice: Option<String>,
    /// The title in the language it was first written in.
    pub original_title: Option<String>,
    /// Titles of related articles.
    pub related: Vec<String>,
    /// The body.
    pub blocks: Vec<Block>,
}

/// A point in time as published: with an offset from UTC where the text names one, else local time of an unknown
/// zone. No zone is ever invented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// A moment, with the offset it was written in.
    Zoned(jiff::Timestamp, jiff::tz::Offset),
    /// A date and time of day of unknown zone.
    Local(jiff::civil::DateTime),
}

/// One block of an article's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What kind of block it is.
    #[serde(flatten)]
    pub kind: BlockKind,
    /// Its text as it came, without markup. A line feed inside is a line break the author made.
    #[serde(default)]
    pub text: String,
}

/// The kinds of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum BlockKind {
    /// A paragraph of running text.
    Paragraph,
    /// A heading; level 1 is the largest.
    Heading {
        /// 1 to 6.
        #[serde(default = "second")]
        level: u8,
    },
    /// A quotation set off from the text.
    Quote,
    /// An item of a list.
    Item {
        /// How deep the list is nested, from 1.
        #[serde(default = "first")]
        level: u8,
        /// Its number in an ordered list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<u32>,
    },
    /// Preformatted text, whose spaces and line feeds are kept.
    Code,
    /// A rule between sections; it has no text.
    Rule,
}

fn first() -> u8 {
    1
}

fn second() -> u8 {
    2
}

impl Block {
    /// A paragraph.
    #[must_use]
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block { kind: BlockKind::Paragraph, text: text.into() }
    }

    /// A heading of a level from 1 to 6.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block { kind: BlockKind::Heading { level }, text: text.into() }
    }
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
        [self.source.clone(), self.author.clone(), date].into_iter().flatten().collect::<Vec<_>>().join("   ")
    }
}

impl Published {
    /// The date and time of day as written, to the minute: `2021-12-17 15:30`.
    #[must_use]
    pub fn to_line(&self) -> String {
        self.civil().strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The date and time of day as written, whatever its zone.
    #[must_use]
    pub fn civil(&self) -> jiff::civil::DateTime {
        match self {
            Published::Zoned(moment, offset) => offset.to_datetime(*moment),
            Published::Local(civil) => *civil,
        }
    }
}
