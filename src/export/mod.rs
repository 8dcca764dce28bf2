//! Articles as files that can be read in again: the page layout, Markdown, JSON, and a book of one or many.
//!
//! JSON holds everything. Page layout and Markdown hold the text and what their common forms can say beside it; anything that
//! does not come back the same is found by reading it back, and reported. Characters that a terminal acts on are escaped in
//! JSON and left out of the others.

mod clean;
mod compare;
mod epub;
mod folder;
mod markdown;
mod markup;
mod name;
mod nesting;
mod page;

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;

pub(crate) use epub::EpubWriter;
pub(crate) use folder::{ExportError, ExportFolder};

use serde::Serialize;

use crate::system::counted;
use crate::{
    article::{Article, LeftOut, LeftOutKind, Record},
    date::Published,
    format::{json, markdown as read_markdown, page as read_page},
    text::harmless_json,
};
use clean::clean;
use compare::{altered, unplaced};
use markdown::markdown;
use page::{SectionOrder, page, plain_blocks};

/// The formats of exported files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum ExportFormat {
    /// The page layout: plain text.
    #[default]
    Page,
    /// Markdown with a head of fields.
    Markdown,
    /// A JSON object.
    Json,
    /// An EPUB book.
    Epub,
}

impl ExportFormat {
    /// The format with a name.
    #[must_use]
    pub(crate) fn from_name(name: &str) -> Option<ExportFormat> {
        Some(match name {
            "page" => ExportFormat::Page,
            "markdown" => ExportFormat::Markdown,
            "json" => ExportFormat::Json,
            "epub" => ExportFormat::Epub,
            _ => return None,
        })
    }

    /// The ending of its files' names.
    #[must_use]
    pub(crate) fn ending(self) -> &'static str {
        match self {
            ExportFormat::Page => "txt",
            ExportFormat::Markdown => "md",
            ExportFormat::Json => "json",
            ExportFormat::Epub => "epub",
        }
    }
}

/// An article, written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exported {
    /// The content of the file.
    pub(crate) bytes: Vec<u8>,
    /// Words of the article that would be read back in another form.
    pub(crate) altered: Vec<&'static str>,
    /// Particulars of the article that the format has no place for.
    pub(crate) unplaced: Vec<&'static str>,
    /// Characters left out because a terminal acts on them. JSON holds them, escaped.
    pub(crate) controls: usize,
}

impl Exported {
    /// Compares an article with the one that its text is read back as.
    fn compare(text: String, article: &Article, back: &Article, controls: usize) -> Exported {
        let (altered, unplaced) = (altered(article, back), unplaced(article, back));
        Exported { bytes: text.into_bytes(), altered, unplaced, controls }
    }

    /// The particulars, words and characters of the article that the text does not hold; none of them in JSON.
    #[must_use]
    pub(crate) fn left_out(&self) -> Vec<LeftOut> {
        let of_kind = |kind, names: &[&'static str]| -> Vec<LeftOut> {
            names.iter().map(|name| LeftOut::count(kind, 1).at(*name)).collect()
        };
        let mut left_out = of_kind(LeftOutKind::Field, &self.unplaced);
        left_out.extend(of_kind(LeftOutKind::Text, &self.altered));
        left_out.extend((self.controls > 0).then(|| LeftOut::count(LeftOutKind::Controls, self.controls)));
        left_out
    }

    /// A sentence on each kind of parts that are left out, to be put behind “the article”.
    #[must_use]
    pub(crate) fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.controls > 0 {
            sentences.push(format!("was written without {}", counted(self.controls, "control character")));
        }
        if !self.unplaced.is_empty() {
            sentences.push(format!("was written without {}, for which the format has no place", list(&self.unplaced)));
        }
        if !self.altered.is_empty() {
            sentences.push(format!("has {} that the format cannot hold as they are", list(&self.altered)));
        }
        sentences
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// An article as JSON holds it.
#[derive(Serialize)]
struct ExportRecord<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    guid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revised: Option<String>,
}

/// Writes an article. `record` is it as the command line shows it.
///
/// # Errors
/// If a book cannot be made of it.
pub(crate) fn export(article: &Article, record: Record<'_>, format: ExportFormat) -> Result<Exported, ExportError> {
    Ok(match format {
        ExportFormat::Page => {
            let (article, dropped) = clean(article);
            let blocks = plain_blocks(&article);
            let article = Article { blocks, ..article };
            let written = |layout| {
                let text = page(&article, layout);
                let back = read_page::parse(&text).article;
                Exported::compare(text, &article, &back, dropped)
            };
            // Where the last related title could be taken for the original one, the author follows it.
            let usual = written(SectionOrder::Usual);
            if usual.altered.is_empty() { usual } else { better(usual, written(SectionOrder::AuthorLast)) }
        }
        ExportFormat::Markdown => {
            let (article, dropped) = clean(article);
            let text = markdown(&article);
            let back = read_markdown::parse(&text).article;
            Exported::compare(text, &article, &back, dropped)
        }
        ExportFormat::Json => {
            // Strings, numbers and lists of them: there is no key that is not a string and no writer that could fail.
            let revised = article.revised.as_ref().map(Published::to_rfc3339);
            let whole = ExportRecord { record, guid: article.guid.as_deref(), revised };
            let mut text = harmless_json(&serde_json::to_string_pretty(&whole).unwrap_or_default());
            text.push('\n');
            let mut back = Article::default();
            json::parse(&text, &mut |parsed| back = parsed.article);
            Exported::compare(text, article, &back, 0)
        }
        ExportFormat::Epub => {
            let mut book = EpubWriter::new().map_err(ExportError::Book)?;
            let controls = book.push(article).map_err(ExportError::Book)?;
            let bytes = book.finish(None).map_err(ExportError::Book)?.bytes;
            Exported { bytes, altered: Vec::new(), unplaced: Vec::new(), controls }
        }
    })
}

/// Chooses the text that holds more of the article.
fn better(one: Exported, other: Exported) -> Exported {
    if other.altered.len() < one.altered.len() { other } else { one }
}
