//! The formats of files, and the detection of a file's format by the person's choice, its name or its content.
//!
//! Nothing is parsed here.

use std::path::Path;

use crate::format::{
    csv, markdown,
    markup::{Dialect, Token, Tokens, local_name},
};

/// A format of articles in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// The page layout; any plain text.
    Page,
    /// Markdown, with or without a head of fields.
    Markdown,
    /// JSON: an article or several.
    Json,
    /// CSV: a reading list, an article a row.
    Csv,
    /// JSON Lines: an article a line.
    JsonLines,
    /// A web page.
    Html,
    /// A feed: RSS, RDF, Atom, JSON Feed.
    Feed,
    /// An EPUB book, an article a chapter.
    Epub,
}

impl Format {
    /// Its name on the command line.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Format::Page => "page",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::JsonLines => "jsonl",
            Format::Html => "html",
            Format::Feed => "feed",
            Format::Epub => "epub",
        }
    }

    /// The format by the ending of a file's name.
    #[must_use]
    pub(crate) fn from_name(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Page),
            "md" | "markdown" | "mdown" | "mkd" => Some(Format::Markdown),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "html" | "htm" | "xhtml" | "shtml" | "xht" => Some(Format::Html),
            "xml" | "rss" | "atom" | "rdf" => Some(Format::Feed),
            "epub" => Some(Format::Epub),
            _ => None,
        }
    }

    /// The format of a text, by its content and the ending of its name. A head of fields makes any text Markdown; markup has
    /// the format of its first element. Text without a known ending is JSON if it begins like it, Markdown if it begins with
    /// a heading, else a page.
    ///
    /// # Errors
    /// The kind of document, if it is one that has no parser here.
    pub(super) fn detect(text: &str, path: &Path) -> Result<Format, &'static str> {
        let named = Format::from_name(path);
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\0');
        if matches!(named, Some(Format::Json)) && is_json_feed(text) {
            return Ok(Format::Feed);
        }
        if matches!(named, Some(Format::Json | Format::JsonLines | Format::Markdown)) {
            return named.ok_or("");
        }
        if markdown::has_head(text) {
            return Ok(Format::Markdown);
        }
        // Most texts have a known ending and are no markup: a few of their characters are enough.
        let looked_at = if named.is_some() && !text.starts_with('<') { 16 } else { 4000 };
        let start: String = text.chars().take(looked_at).collect::<String>().to_ascii_lowercase();
        if start.starts_with('<')
            && let Some(format) = markup(&start)?
        {
            return Ok(format);
        }
        if matches!(named, Some(Format::Html | Format::Feed)) {
            return named.ok_or("");
        }
        let documents = [("{\\rtf", "a document of a word processor"), ("%!ps", "a PostScript document")];
        if let Some((_, what)) = documents.iter().find(|(mark, _)| start.starts_with(mark)) {
            return Err(what);
        }
        if named.is_some() {
            return Ok(Format::Page);
        }
        if csv::has_header(text) {
            return Ok(Format::Csv);
        }
        if is_json_feed(text) {
            return Ok(Format::Feed);
        }
        let mut rest = start.trim_start_matches(['[', ' ', '\r', '\n', '\t']).chars();
        if rest.next() == Some('{') && rest.find(|c| !c.is_whitespace()).is_none_or(|c| c == '"' || c == '}') {
            return Ok(Format::Json);
        }
        Ok(if start.starts_with("# ") { Format::Markdown } else { Format::Page })
    }
}

/// The format of a text that begins with a tag, by the first element that is known.
fn markup(start: &str) -> Result<Option<Format>, &'static str> {
    let roots = [
        ("<!doctype html", Ok(Format::Html)),
        ("<html", Ok(Format::Html)),
        ("<rss", Ok(Format::Feed)),
        ("<feed", Ok(Format::Feed)),
        ("<rdf:rdf", Ok(Format::Feed)),
        ("<channel", Ok(Format::Feed)),
        ("<opml", Err("a list of feeds; import it with “kanbao opml import”")),
    ];
    let is_whole = |at: usize, mark: &str| {
        start[at + mark.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
    };
    let found =
        roots.iter().filter_map(|(mark, what)| Some((start.find(mark).filter(|at| is_whole(*at, mark))?, *what)));
    match found.min_by_key(|(at, _)| *at) {
        Some((_, what)) => what.map(Some),
        None if is_prefixed_feed(start) => Ok(Some(Format::Feed)),
        None if start.starts_with("<?xml") && !start.contains("<body") => Err("an XML document"),
        None => {
            // A piece of a page begins with one of its usual elements.
            let pieces = [
                "<head",
                "<body",
                "<div",
                "<p>",
                "<p ",
                "<article",
                "<meta",
                "<title",
                "<table",
                "<!-- saved from",
                "<section",
            ];
            Ok(pieces.iter().any(|piece| start.starts_with(piece)).then_some(Format::Html))
        }
    }
}

/// True if the first element is the root of a feed whose names have a prefix, or a single entry of Atom.
fn is_prefixed_feed(start: &str) -> bool {
    let first = Tokens::new(start, Dialect::Xml).find_map(|token| match token {
        Token::Open { name, attributes, .. } => Some((name, attributes)),
        _ => None,
    });
    first.is_some_and(|(name, attributes)| {
        let is_atom = attributes.contains("w3.org/2005/atom") || attributes.contains("purl.org/atom/ns");
        match local_name(name) {
            "rss" | "rdf" | "feed" => true,
            "entry" => is_atom,
            _ => false,
        }
    })
}

/// True if a text is a JSON Feed, which names its version near its beginning.
fn is_json_feed(text: &str) -> bool {
    let near: String = text.chars().take(2000).collect();
    text.starts_with('{') && near.contains("jsonfeed.org/version")
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
            ("a.csv", "URL,Title\nx,y", Ok(Format::Csv)),
            ("a.csv", "一,二\nx,y", Ok(Format::Page)),
            ("-", "# 标题\n正文", Ok(Format::Markdown)),
            ("-", "<!DOCTYPE html><p>", Ok(Format::Html)),
            ("a.txt", "<?xml version='1.0'?><rss>", Ok(Format::Feed)),
            ("a.html", "<?xml version='1.0'?><!-- x --><feed xmlns='a'>", Ok(Format::Feed)),
            ("a.xml", "<?xml version='1.0'?><html xmlns='a'>", Ok(Format::Html)),
            ("a.xml", "<?xml version='1.0'?><urlset>", Err("an XML document")),
            ("-", "<?xml version='1.0'?><a:feed xmlns:a='http://www.w3.org/2005/Atom'>", Ok(Format::Feed)),
            ("-", "<entry xmlns='http://www.w3.org/2005/Atom'>", Ok(Format::Feed)),
            ("a.xml", "<?xml version='1.0'?><entry xmlns='https://a.example/'>", Err("an XML document")),
            ("-", "\n<div class=a>", Ok(Format::Html)),
            ("-", "<中文> 一行", Ok(Format::Page)),
            ("a.json", "{\"version\": \"https://jsonfeed.org/version/1\"}", Ok(Format::Feed)),
        ] {
            assert_eq!(Format::detect(text, Path::new(name)), expected, "{name} {text}");
        }
    }
}
