//! The formats files come in, and how the format of a file is known: what the person says, its name, its content.
//!
//! Reading them is the parsers' work.

use std::path::Path;

use super::ImportError;
use crate::article::markdown;

/// A format of articles in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The page layout; any plain text.
    Page,
    /// Markdown, with or without a head of fields.
    Markdown,
    /// JSON: an article or several.
    Json,
    /// JSON Lines: an article a line.
    JsonLines,
}

impl Format {
    /// The format with a name, as the command line takes it.
    ///
    /// # Errors
    /// [`ImportError::UnknownFormat`] for any other name.
    pub fn parse(name: &str) -> Result<Format, ImportError> {
        match name.trim().to_ascii_lowercase().as_str() {
            "page" | "text" | "txt" | "plain" => Ok(Format::Page),
            "markdown" | "md" => Ok(Format::Markdown),
            "json" => Ok(Format::Json),
            "jsonl" | "ndjson" | "jsonlines" => Ok(Format::JsonLines),
            _ => Err(ImportError::UnknownFormat(name.to_owned())),
        }
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Page => "page",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::JsonLines => "jsonl",
        }
    }

    /// The format that the ending of a file's name stands for.
    #[must_use]
    pub fn of_name(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Page),
            "md" | "markdown" | "mdown" | "mkd" => Some(Format::Markdown),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            _ => None,
        }
    }

    /// The format of a text, by its content and the ending of its name. A head of fields makes any text Markdown; text
    /// without a known ending is JSON if it begins like it, Markdown if it begins with a heading, else a page.
    ///
    /// # Errors
    /// What the text is, if it is a kind of document that has no reader here.
    pub(super) fn of_text(text: &str, path: &Path) -> Result<Format, &'static str> {
        let named = Format::of_name(path);
        if matches!(named, Some(Format::Json | Format::JsonLines | Format::Markdown)) {
            return named.ok_or("");
        }
        if markdown::has_head(text) {
            return Ok(Format::Markdown);
        }
        let start: String = text.trim_start().chars().take(100).collect::<String>().to_ascii_lowercase();
        let documents = [
            ("<!doctype html", "an HTML page"),
            ("<html", "an HTML page"),
            ("<rss", "a feed"),
            ("<feed", "a feed"),
            ("<rdf:rdf", "a feed"),
            ("<opml", "a list of feeds"),
            ("<?xml", "an XML document"),
            ("{\\rtf", "a document of a word processor"),
            ("%!ps", "a PostScript document"),
        ];
        if let Some((_, what)) = documents.iter().find(|(mark, _)| start.starts_with(mark)) {
            return Err(what);
        }
        if named.is_some() {
            return Ok(Format::Page);
        }
        let mut rest = start.trim_start_matches(['[', ' ', '\r', '\n', '\t']).chars();
        if rest.next() == Some('{') && rest.find(|c| !c.is_whitespace()).is_none_or(|c| c == '"' || c == '}') {
            return Ok(Format::Json);
        }
        Ok(if start.starts_with("# ") { Format::Markdown } else { Format::Page })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Format;

    #[test]
    fn names_and_contents() {
        for (name, text, expected) in [
            ("a.txt", "标题\n正文", Ok(Format::Page)),
            ("a.TXT", "{\"title\":1}", Ok(Format::Page)),
            ("a.txt", "---\ntitle: a\n---\n", Ok(Format::Markdown)),
            ("a.md", "标题", Ok(Format::Markdown)),
            ("a.json", "x", Ok(Format::Json)),
            ("a.ndjson", "x", Ok(Format::JsonLines)),
            ("a", "标题\n正文", Ok(Format::Page)),
            ("-", " [\n {\"title\": 1}]", Ok(Format::Json)),
            ("-", "{一个括号}", Ok(Format::Page)),
            ("-", "# 标题\n正文", Ok(Format::Markdown)),
            ("-", "<!DOCTYPE html><p>", Err("an HTML page")),
            ("a.txt", "<?xml version='1.0'?><rss>", Err("an XML document")),
        ] {
            assert_eq!(Format::of_text(text, Path::new(name)), expected, "{name} {text}");
        }
        for format in [Format::Page, Format::Markdown, Format::Json, Format::JsonLines] {
            assert_eq!(Format::parse(format.name()).ok(), Some(format));
        }
        assert!(Format::parse("pdf").is_err());
    }
}
