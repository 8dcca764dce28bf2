//! An article as one JSON object, the way the command line prints it and JSON import reads it back.
//!
//! The names and their order are a contract that scripts rely on. No I/O here.

use serde::Serialize;

use super::{article::Article, block::Block};

/// The languages of an article's parts, as BCP 47 tags; `und` if it is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Languages {
    pub(crate) title: &'static str,
    pub(crate) blocks: Vec<&'static str>,
}

/// One article of the library. Absent values are `null`, never left out; only `blocks` is left out in lists, and
/// empty lists of what a reader or an edit has added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Record<'a> {
    /// Its number in the library.
    pub(crate) id: i64,
    /// Empty if it has none.
    pub(crate) title: &'a str,
    /// RFC 3339, without an offset when the zone is unknown.
    pub(crate) published: Option<String>,
    pub(crate) author: Option<&'a str>,
    pub(crate) source: Option<&'a str>,
    /// BCP 47.
    pub(crate) lang: Option<&'a str>,
    /// Its address on the web.
    pub(crate) link: Option<&'a str>,
    pub(crate) read: bool,
    pub(crate) starred: bool,
    pub(crate) notice: Option<&'a str>,
    /// The title in the language it was first written in.
    pub(crate) original_title: Option<&'a str>,
    pub(crate) related: &'a [String],
    /// True if the publisher gives only the beginning; left out otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_excerpt: bool,
    /// The number of the chapter in its book, from 1; left out elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) chapter: Option<u32>,
    /// The body; `None` in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) blocks: Option<&'a [Block]>,
    /// The languages of its parts, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) languages: Option<Languages>,
    /// The reader's tags, its own and those of its source; left out where there are none, as are edits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<String>,
    /// The titles of the sources in the library that carry it besides the one that brought it first; left out where
    /// there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) also_in: Vec<String>,
    /// Edits, the last one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) edits: Vec<Edited>,
}

/// One edit of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Edited {
    /// The time at which the edited text came in, in RFC 3339.
    pub(crate) at: String,
    /// The parts that it changed.
    pub(crate) changed: Vec<String>,
    /// The title before, if that changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) former_title: Option<String>,
}

impl<'a> Record<'a> {
    /// The record of a whole article.
    #[must_use]
    pub(crate) fn new(id: i64, article: &'a Article, read: bool, starred: bool) -> Record<'a> {
        Record {
            id,
            title: &article.title,
            published: article.published.as_ref().map(crate::date::Published::to_rfc3339),
            author: article.author.as_deref(),
            source: article.source.as_deref(),
            lang: article.lang.as_deref(),
            languages: None,
            link: article.link.as_deref(),
            read,
            starred,
            notice: article.notice.as_deref(),
            original_title: article.original_title.as_deref(),
            related: &article.related,
            is_excerpt: article.is_excerpt,
            chapter: article.chapter,
            blocks: Some(&article.blocks),
            tags: Vec::new(),
            also_in: Vec::new(),
            edits: Vec::new(),
        }
    }

    /// One line of JSON, without a line end.
    #[must_use]
    #[cfg(test)]
    pub(crate) fn to_json(&self) -> String {
        // Strings, numbers and lists of them: there is no key that is not a string and no writer that could fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
