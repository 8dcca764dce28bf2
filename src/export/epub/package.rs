//! The files of a book that say what is in it: the container, the package document, and both tables of contents.

use std::fmt::Write;

use super::{Chapter, utc};
use crate::{article::Article, date::Published, export::markup::escaped};

/// Limit of the authors and of the sources that a book names.
const MAX_NAMES: usize = 20;

/// The particulars of a book's articles.
#[derive(Default)]
pub(super) struct Metadata {
    pub(super) sources: Vec<String>,
    authors: Vec<String>,
    languages: Vec<(String, usize)>,
    /// The date of the newest article.
    newest: Option<String>,
    /// The date of all articles so far, if they have the same.
    #[allow(clippy::option_option)] // None before the first article; Some(None) where dates differ.
    common: Option<Option<Published>>,
}

impl Metadata {
    pub(super) fn note(&mut self, article: &Article) {
        let add = |list: &mut Vec<String>, name: &Option<String>| {
            if let Some(name) = name.as_ref().filter(|name| !name.trim().is_empty() && list.len() < MAX_NAMES)
                && !list.contains(name)
            {
                list.push(name.clone());
            }
        };
        add(&mut self.sources, &article.source);
        add(&mut self.authors, &article.author);
        if let Some(lang) = &article.lang {
            match self.languages.iter_mut().find(|(known, _)| known == lang) {
                Some((_, count)) => *count += 1,
                None => self.languages.push((lang.clone(), 1)),
            }
        }
        self.newest = self.newest.take().max(article.published.as_ref().and_then(utc));
        let is_same = self.common.as_ref().is_none_or(|common| *common == article.published);
        self.common = Some(article.published.clone().filter(|_| is_same));
    }

    /// The language of most articles.
    pub(super) fn language(&self) -> String {
        let most = self.languages.iter().rev().max_by_key(|(_, count)| *count);
        most.map_or_else(|| "und".to_owned(), |(language, _)| language.clone())
    }
}

pub(super) const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
    <rootfiles><rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>\n\
    </container>\n";

/// The package document.
pub(super) fn package(title: &str, identifier: &str, metadata: &Metadata, chapters: &[Chapter]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n",
    );
    // Writing to a string does not fail.
    let _ = writeln!(text, "<dc:identifier id=\"id\">{identifier}</dc:identifier>");
    let _ = writeln!(text, "<dc:title>{}</dc:title>", escaped(title));
    let _ = writeln!(text, "<dc:language>{}</dc:language>", escaped(&metadata.language()));
    for author in &metadata.authors {
        let _ = writeln!(text, "<dc:creator>{}</dc:creator>", escaped(author));
    }
    for source in &metadata.sources {
        let _ = writeln!(text, "<dc:source>{}</dc:source>", escaped(source));
    }
    if let Some(Some(date)) = &metadata.common
        && utc(date).is_some()
    {
        let _ = writeln!(text, "<dc:date>{}</dc:date>", date.to_rfc3339());
    }
    let modified = metadata.newest.as_deref().unwrap_or("1970-01-01T00:00:00Z");
    let _ = writeln!(text, "<meta property=\"dcterms:modified\">{modified}</meta>");
    text.push_str(
        "</metadata>\n<manifest>\n\
         <item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"ncx\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/>\n\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n",
    );
    for (number, chapter) in chapters.iter().enumerate() {
        let file = &chapter.file;
        let _ = writeln!(text, "<item id=\"c{number}\" href=\"{file}\" media-type=\"application/xhtml+xml\"/>");
    }
    text.push_str("</manifest>\n<spine toc=\"ncx\">\n");
    for number in 0..chapters.len() {
        let _ = writeln!(text, "<itemref idref=\"c{number}\"/>");
    }
    text.push_str("</spine>\n</package>\n");
    text
}

/// The table of contents of EPUB 3.
pub(super) fn nav(title: &str, language: &str, chapters: &[Chapter]) -> String {
    let (title, language) = (escaped(title), escaped(language));
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\">\n\
         <head><title>{title}</title></head>\n\
         <body>\n<nav epub:type=\"toc\" id=\"toc\">\n<h1>{title}</h1>\n<ol>\n"
    );
    for chapter in chapters {
        let _ = writeln!(text, "<li><a href=\"{}\">{}</a></li>", chapter.file, escaped(&chapter.title));
    }
    text.push_str("</ol>\n</nav>\n</body>\n</html>\n");
    text
}

/// The table of contents of EPUB 2.
pub(super) fn ncx(title: &str, identifier: &str, chapters: &[Chapter]) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\">\n\
         <head><meta name=\"dtb:uid\" content=\"{identifier}\"/></head>\n\
         <docTitle><text>{}</text></docTitle>\n<navMap>\n",
        escaped(title)
    );
    for (number, chapter) in chapters.iter().enumerate() {
        let (file, title, order) = (&chapter.file, escaped(&chapter.title), number + 1);
        let _ = writeln!(
            text,
            "<navPoint id=\"n{order}\" playOrder=\"{order}\"><navLabel><text>{title}</text></navLabel><content src=\"{file}\"/></navPoint>"
        );
    }
    text.push_str("</navMap>\n</ncx>\n");
    text
}
