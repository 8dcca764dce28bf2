//! An article as a text that can be read in again: the page layout, Markdown or JSON.
//!
//! JSON holds everything. The other two hold the text; anything that does not come back the same is found by reading it
//! back, and reported. Characters that a terminal acts on are escaped in JSON and left out of the
//! others.

mod clean;
mod folder;
mod markdown;
mod name;

#[cfg(test)]
mod tests;

pub(crate) use folder::{ExportError, ExportFolder};

use std::fmt::Write;

use serde::Serialize;

use crate::system::counted;
use crate::{
    article::{Article, BlockKind, LeftOut, LeftOutKind, Record},
    date::Published,
    format::{json, markdown as read_markdown, page as read_page},
    text::harmless_json,
};
use clean::clean;
use markdown::markdown;

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
}

impl ExportFormat {
    /// The format with a name.
    #[must_use]
    pub(crate) fn from_name(name: &str) -> Option<ExportFormat> {
        Some(match name {
            "page" => ExportFormat::Page,
            "markdown" => ExportFormat::Markdown,
            "json" => ExportFormat::Json,
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
        }
    }
}

/// An article, written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exported {
    /// The text of the file.
    pub(crate) text: String,
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
        Exported { altered: altered(article, back), unplaced: unplaced(article, back), text, controls }
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
}

/// Writes an article. `record` is it as the command line shows it.
#[must_use]
pub(crate) fn export(article: &Article, record: Record<'_>, format: ExportFormat) -> Exported {
    match format {
        ExportFormat::Page => {
            let (article, dropped) = &clean(article);
            let written = |layout| {
                let text = page(article, layout);
                let back = read_page::parse(&text).article;
                Exported::compare(text, article, &back, *dropped)
            };
            // Where the last related title could be taken for the original one, the author follows it.
            let usual = written(Layout::Usual);
            if usual.altered.is_empty() { usual } else { better(usual, written(Layout::AuthorLast)) }
        }
        ExportFormat::Markdown => {
            let (article, dropped) = clean(article);
            let text = markdown(&article);
            let back = read_markdown::parse(&text).article;
            Exported::compare(text, &article, &back, dropped)
        }
        ExportFormat::Json => {
            // Strings, numbers and lists of them: there is no key that is not a string and no writer that could fail.
            let whole = ExportRecord { record, guid: article.guid.as_deref() };
            let mut text = harmless_json(&serde_json::to_string_pretty(&whole).unwrap_or_default());
            text.push('\n');
            let mut back = Article::default();
            json::parse(&text, &mut |parsed| back = parsed.article);
            Exported::compare(text, article, &back, 0)
        }
    }
}

/// Chooses the text that holds more of the article.
fn better(one: Exported, other: Exported) -> Exported {
    if other.altered.len() < one.altered.len() { other } else { one }
}

/// The order of the sections of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Usual,
    /// The author's section comes last, and is there even if it is empty.
    AuthorLast,
}

/// The page layout: title, date, a paragraph a line, and the sections that follow.
fn page(article: &Article, layout: Layout) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    if !article.title.is_empty() {
        let _ = writeln!(text, "{}", article.title);
    }
    if let Some(published) = &article.published {
        let _ = writeln!(text, "Published at {}", date(published));
    }
    for block in &article.blocks {
        let _ = writeln!(text, "\n{}", block.text);
    }
    let author = article.author.as_deref();
    if let (Layout::Usual, Some(author)) = (layout, author) {
        let _ = writeln!(text, "\nAuthor\n{author}");
    }
    if !article.related.is_empty() {
        let _ = writeln!(text, "\nRelated\n{}", article.related.join("\n"));
    }
    if let Some(notice) = &article.notice {
        let _ = writeln!(text, "\nAI Translated\n{notice}");
    }
    if layout == Layout::AuthorLast {
        let _ = writeln!(text, "\nAuthor\n{}", author.unwrap_or_default());
    }
    if let Some(title) = &article.original_title {
        let _ = writeln!(text, "\n{title}");
    }
    text
}

/// A date in the form of the page layout, if that can hold it, else RFC 3339.
fn date(published: &Published) -> String {
    match published {
        Published::Local(civil) if civil.second() == 0 && civil.subsec_nanosecond() == 0 => {
            civil.strftime("%b %d, %Y %I:%M %P").to_string()
        }
        published => published.to_rfc3339(),
    }
}

/// The particulars of an article that are not in `back`, or in another shape.
fn unplaced(article: &Article, back: &Article) -> Vec<&'static str> {
    let kinds =
        |article: &Article| -> Vec<BlockKind> { article.blocks.iter().map(|block| block.kind.clone()).collect() };
    let gone = |there: &Option<String>, back: &Option<String>| there.is_some() && there != back;
    [
        ("its source", gone(&article.source, &back.source)),
        ("its language", gone(&article.lang, &back.lang)),
        ("its link", gone(&article.link, &back.link)),
        ("its identifier", gone(&article.guid, &back.guid)),
        ("the kinds of its paragraphs", kinds(article) != kinds(back)),
    ]
    .into_iter()
    .filter_map(|(name, gone)| gone.then_some(name))
    .collect()
}

/// The words of an article that are others in `back`.
fn altered(article: &Article, back: &Article) -> Vec<&'static str> {
    let texts = |article: &Article| -> Vec<String> {
        article.blocks.iter().map(|block| block.text.clone()).filter(|text| !text.is_empty()).collect()
    };
    [
        ("its title", article.title != back.title),
        ("its date", article.published != back.published),
        ("its author", article.author != back.author),
        ("paragraphs", texts(article) != texts(back)),
        ("its related titles", article.related != back.related),
        ("its notice", article.notice != back.notice),
        ("its original title", article.original_title != back.original_title),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}
