//! Remarks of a parser on parts of a text that it could not use, in words that a person can act on. A remark never stops
//! a parser.

use crate::article::{Article, Incoming, KeptState, LeftOut, LeftOutKind, SourceText};

/// An article with the remarks on its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parsed {
    pub(crate) article: Article,
    pub(crate) remarks: Vec<Remark>,
    /// The text that it was made from, where that is a part of the text that was read.
    pub(crate) source: Option<SourceText>,
    /// Its state in another reader, if the text gives it.
    pub(crate) kept: Option<KeptState>,
}

impl From<Parsed> for Incoming {
    fn from(parsed: Parsed) -> Incoming {
        Incoming { article: parsed.article, source: parsed.source, kept: parsed.kept }
    }
}

/// One thing in a text that is not as it should be. It quotes the text: sanitise it before it is shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Remark {
    /// The text has a body but nothing that could be its title.
    #[error("there is no title; the article is listed without one")]
    NoTitle,
    /// A page in which no text was found.
    #[error("there is no text on the page; it may be one that a script fills, which kanbao does not run")]
    NoText,
    /// A page of whose text little was taken, for no reason that is known.
    #[error("part of the page may be missing; `o` opens it in the browser")]
    Doubtful,
    /// A page with more text than is read.
    #[error("the page holds more than 16 MiB of text; the last {0} bytes of it were left out")]
    LongPage(usize),
    /// Scripts of a page in which its text may lie, too long to be read.
    #[error(
        "the text may lie in a script of {0} bytes, which is too long to be read; save the page from the browser as text"
    )]
    LongScript(usize),
    /// More titles of related articles than are kept.
    #[error("{} left out", related(*.0))]
    MoreRelated(usize),
    /// More links and other spans in one paragraph than are kept.
    #[error("{0} links and emphases of a paragraph with more than 20,000 were left out; their words are there")]
    MoreSpans(usize),
    /// A field for the date holds something else.
    #[error(
        "“{0}” is not a date this program can read; write it as 2021-12-17 15:30, with +08:00 if the zone is known"
    )]
    Date(String),
    /// An unreadable date line, which was kept in the body.
    #[error("“{0}” is not a date this program can read; it was kept as the first paragraph")]
    DateLine(String),
    /// A language tag of no known shape.
    #[error("“{0}” is not a language tag; use one like zh-Hant, ja or ko")]
    Language(String),
    /// A JSON value that is not an article.
    #[error("line {line}: a JSON {found} is not an article; an article is an object with a title and a body")]
    NotAnArticle {
        /// Counted from 1.
        line: usize,
        /// The kind of value that stands there.
        found: &'static str,
    },
    /// Ill-formed JSON; the text before and after it was read.
    #[error("line {line}: {reason}; nothing was taken from there")]
    Json {
        /// Counted from 1.
        line: usize,
        /// The error of the parser.
        reason: String,
    },
    /// JSON so ill-formed that reading on would be guessing.
    #[error("from line {line} on the JSON is too badly formed to be read")]
    JsonGivenUp {
        /// Counted from 1.
        line: usize,
    },
    /// Further remarks beyond the limit.
    #[error("{0} more of the kind")]
    More(usize),
    /// Values in a list of articles that are none.
    #[error("{} left out; an article is an object with a title and a body", others(*.0))]
    Others(usize),
    /// A list inside a JSON object that is too long to be held at once.
    #[error("the last {0} articles of a long list were left out; write the articles as JSON Lines, one a line")]
    LeftOut(usize),
    /// Escapes in JSON strings that name no character.
    #[error("line {line}: half of a surrogate pair stands alone; it was replaced by U+FFFD")]
    Surrogate {
        /// The first line that has one, counted from 1.
        line: usize,
    },
}

impl Remark {
    /// The same remark with its line numbers moved down by `lines`.
    #[must_use]
    pub(crate) fn further_down(mut self, lines: usize) -> Remark {
        match &mut self {
            Remark::NotAnArticle { line, .. }
            | Remark::Json { line, .. }
            | Remark::JsonGivenUp { line }
            | Remark::Surrogate { line } => *line += lines,
            Remark::NoTitle
            | Remark::NoText
            | Remark::Doubtful
            | Remark::LongPage(_)
            | Remark::LongScript(_)
            | Remark::MoreRelated(_)
            | Remark::MoreSpans(_)
            | Remark::Date(_)
            | Remark::DateLine(_)
            | Remark::Language(_)
            | Remark::More(_)
            | Remark::Others(_)
            | Remark::LeftOut(_) => {}
        }
        self
    }

    /// The parts that were left out.
    #[must_use]
    pub(crate) fn left_out(&self) -> Option<LeftOut> {
        let at = |what, line| Some(LeftOut::count(what, 1).at(&format_args!("line {line}")));
        match self {
            Remark::LongPage(bytes) => Some(LeftOut::bytes(LeftOutKind::Text, *bytes as u64)),
            Remark::LongScript(bytes) => Some(LeftOut::bytes(LeftOutKind::Script, *bytes as u64)),
            Remark::MoreRelated(count) => Some(LeftOut::count(LeftOutKind::Related, *count)),
            Remark::MoreSpans(count) => Some(LeftOut::count(LeftOutKind::Markup, *count)),
            Remark::NotAnArticle { line, .. } => at(LeftOutKind::Value, line),
            Remark::Json { line, .. } => at(LeftOutKind::Line, line),
            Remark::JsonGivenUp { line } => Some(LeftOut::some(LeftOutKind::Rest).at(&format_args!("line {line}"))),
            Remark::Surrogate { line } => Some(LeftOut::some(LeftOutKind::Characters).at(&format_args!("line {line}"))),
            Remark::More(count) | Remark::Others(count) => Some(LeftOut::count(LeftOutKind::Value, *count)),
            Remark::LeftOut(count) => Some(LeftOut::count(LeftOutKind::Article, *count)),
            Remark::NoTitle
            | Remark::NoText
            | Remark::Doubtful
            | Remark::Date(_)
            | Remark::DateLine(_)
            | Remark::Language(_) => None,
        }
    }

    /// The beginning of a text, short enough to be quoted in a sentence.
    pub(crate) fn quote(text: &str) -> String {
        const MAX_QUOTE_CHARS: usize = 60;
        let mut quoted: String = text.trim().chars().take(MAX_QUOTE_CHARS).collect();
        if quoted.len() < text.trim().len() {
            quoted.push('…');
        }
        quoted
    }
}

fn related(count: usize) -> String {
    match count {
        1 => "1 more title of a related article was".to_owned(),
        count => format!("{count} more titles of related articles were"),
    }
}

fn others(count: usize) -> String {
    match count {
        1 => "1 value in a list of articles is no article and was".to_owned(),
        count => format!("{count} values in a list of articles are no articles and were"),
    }
}
