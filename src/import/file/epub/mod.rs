//! EPUB books: an article a chapter, in the order of reading.
//!
//! A book is a ZIP archive. Nothing is unpacked to a disk, and unpacking to memory has limits of its own, since
//! the lengths in an archive may be wrong.

pub(crate) mod remark;
mod stoppable;

#[cfg(test)]
pub(in crate::import) mod tests;

use std::{
    collections::{HashMap, HashSet},
    io::{Cursor, Read},
    path::Path,
};

use url::Url;
use zip::{ZipArchive, result::ZipError};

use crate::{
    article::{Article, BlockKind, language_tag},
    date::Published,
    format::{
        html::fragment_until,
        markup::{Dialect, Token, Tokens, attribute, decoded, local_name},
    },
    net::decode_percent,
    text::StopCheck,
};
use crate::{
    encoding,
    import::{
        error::ImportError,
        file::{
            limits::{MAX_BOOK_BYTES, MAX_CHAPTER_BYTES, MAX_CHAPTERS},
            options::Summary,
            sink::ArticleSink,
            warning::Warnings,
        },
        format::Format,
    },
};
use remark::BookRemark;
use stoppable::Stoppable;

type Archive<'s> = ZipArchive<Stoppable<'s, Cursor<Vec<u8>>>>;

/// True if some bytes are an EPUB book: an archive with the media type in its first file, as the format demands.
pub(super) fn is_epub(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && memchr::memmem::find(&bytes[..bytes.len().min(256)], b"application/epub+zip").is_some()
}

/// Reads a book.
pub(super) fn read(path: &Path, bytes: Vec<u8>, sink: &mut ArticleSink<'_>) -> Result<Summary, ImportError> {
    let broken = |reason: &str| ImportError::NoArticle { path: path.to_owned(), reason: reason.to_owned() };
    let stop = sink.stop;
    let archive = ZipArchive::new(Stoppable { stream: Cursor::new(bytes), stop });
    let mut archive = archive.map_err(|_| broken("the archive of the book is damaged"))?;
    let (package, list) = package(&mut archive, stop).map_err(broken)?;
    let book = Book::read(&list);
    let mut warnings = Warnings::default();
    let mut left = MAX_BOOK_BYTES;
    for (number, part) in book.spine.iter().enumerate() {
        if sink.is_stopped() {
            break;
        }
        if left == 0 || number >= MAX_CHAPTERS {
            warnings.push(BookRemark::TooLong(book.spine.len() - number).into());
            break;
        }
        let href = match part {
            Part::Chapter(href) => href,
            Part::Other(href) => {
                warnings.push(BookRemark::NoText(href.clone()).into());
                continue;
            }
            Part::Unknown(id) => {
                warnings.push(BookRemark::Missing(id.clone()).into());
                continue;
            }
        };
        let found = inside(&package, href).map_or(Unpacked::Missing, |name| unpacked(&mut archive, &name, stop));
        let Unpacked::Text { text, left: beyond, lost } = found else {
            let missing = matches!(found, Unpacked::Missing);
            let name = href.clone();
            warnings.push(if missing { BookRemark::Missing(name) } else { BookRemark::Unreadable(name) }.into());
            continue;
        };
        left = left.saturating_sub(text.len() as u64);
        if let Some(beyond) = beyond {
            warnings.push(BookRemark::Cut { name: href.clone(), left: beyond }.into());
        }
        if lost > 0 {
            warnings.push(BookRemark::Lost { name: href.clone(), places: lost }.into());
        }
        match book.chapter(&text, href, stop) {
            Some(article) => sink.push(article),
            None => warnings.push(BookRemark::NoText(href.clone()).into()),
        }
    }
    let (warnings, left_out) = warnings.finish();
    Ok(Summary { format: Format::Epub, encoding: "UTF-8", articles: 0, bytes: 0, warnings, left_out })
}

/// The name of the list of a book's chapters, and the list.
fn package(archive: &mut Archive<'_>, stop: &StopCheck<'_>) -> Result<(String, String), &'static str> {
    let mut whole = |name: &str| match unpacked(archive, name, stop) {
        Unpacked::Text { text, left: None, .. } => Some(text),
        _ => None,
    };
    let container = whole("META-INF/container.xml").ok_or("the book has no list of its parts")?;
    let package = Tokens::new(&container, Dialect::Xml).find_map(|token| match token {
        Token::Open { name, attributes, .. } if local_name(name) == "rootfile" => attribute(attributes, "full-path"),
        _ => None,
    });
    let package = package.ok_or("the book names no list of its chapters")?.into_owned();
    let list = whole(&package).ok_or("the list of the book's chapters is missing or too long")?;
    Ok((package, list))
}

/// The result of unpacking a file of the archive.
enum Unpacked {
    /// Its text, the bytes beyond the limit (0 if their number is not known), and the number of places that could not be decoded.
    Text {
        text: String,
        left: Option<u64>,
        lost: usize,
    },
    Missing,
    Damaged,
}

/// Unpacks a file of the archive, up to the bound of a chapter.
fn unpacked(archive: &mut Archive<'_>, name: &str, stop: &StopCheck<'_>) -> Unpacked {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Unpacked::Missing,
        Err(_) => return Unpacked::Damaged,
    };
    // The declared length may be wrong.
    let declared = file.size();
    let mut bytes = Vec::new();
    let mut stream = Stoppable { stream: file.take(MAX_CHAPTER_BYTES + 1), stop };
    if stream.read_to_end(&mut bytes).is_err() {
        return Unpacked::Damaged;
    }
    let left = (bytes.len() as u64 > MAX_CHAPTER_BYTES).then(|| {
        bytes.truncate(MAX_CHAPTER_BYTES as usize);
        // The bound may lie within a character, which is not the book's fault.
        let whole = bytes.utf8_chunks().last().filter(|last| last.invalid().len() < 4);
        let keep = bytes.len() - whole.map_or(0, |last| last.invalid().len());
        bytes.truncate(keep);
        declared.saturating_sub(keep as u64)
    });
    let decoded = encoding::decode_markup(bytes, None, None);
    Unpacked::Text { text: decoded.text, left, lost: decoded.lost.map_or(0, |lost| lost.places) }
}

/// The name in the archive of what a list refers to.
fn inside(package: &str, href: &str) -> Option<String> {
    let base = Url::parse("epub:///").ok()?.join(package).ok()?;
    let whole = base.join(href).ok()?;
    Some(decode_percent(whole.path().trim_start_matches('/')))
}

/// The list of a book.
#[derive(Default)]
struct Book {
    title: String,
    author: String,
    language: String,
    date: String,
    identifier: String,
    /// The order of reading.
    spine: Vec<Part>,
}

/// A part of a book, by its address in the book.
enum Part {
    Chapter(String),
    /// No HTML: a picture, as a rule.
    Other(String),
    /// Its list does not know it; by its name in the order of reading.
    Unknown(String),
}

impl Book {
    fn read(list: &str) -> Book {
        let mut book = Book::default();
        let mut items: HashMap<String, (String, bool)> = HashMap::new();
        let mut read: HashSet<String> = HashSet::new();
        let mut field = "";
        for token in Tokens::new(list, Dialect::Xml) {
            match token {
                Token::Open { name, attributes, closed } => {
                    let value = |name| attribute(attributes, name).map(std::borrow::Cow::into_owned);
                    field = if closed { "" } else { local_name(name) };
                    match local_name(name) {
                        "item" => {
                            if let (Some(id), Some(href)) = (value("id"), value("href")) {
                                items.insert(id, (href, value("media-type").is_none_or(|it| it.contains("html"))));
                            }
                        }
                        // A chapter that is named twice is read once.
                        "itemref" => book.spine.extend(value("idref").filter(|id| read.insert(id.clone())).map(|id| {
                            match items.get(&id) {
                                Some((href, true)) => Part::Chapter(href.clone()),
                                Some((href, false)) => Part::Other(href.clone()),
                                None => Part::Unknown(id),
                            }
                        })),
                        _ => {}
                    }
                }
                Token::Close(_) => field = "",
                Token::Text(text) | Token::Raw(text) => {
                    let of = match field {
                        "title" => &mut book.title,
                        "creator" => &mut book.author,
                        "language" => &mut book.language,
                        "date" => &mut book.date,
                        "identifier" => &mut book.identifier,
                        _ => continue,
                    };
                    if of.is_empty() {
                        *of = decoded(text.trim(), false).into_owned();
                    }
                }
                Token::Instruction(_) => {}
            }
        }
        book
    }

    /// A chapter as an article; `None` if it has no text.
    fn chapter(&self, text: &str, href: &str, stop: &StopCheck<'_>) -> Option<Article> {
        let mut blocks = fragment_until(text, None, stop).blocks;
        let heading = blocks.iter().position(|block| matches!(block.kind, BlockKind::Heading { .. }));
        let title = match heading.filter(|at| *at < 3) {
            Some(at) => blocks.remove(at).text.replace('\n', " "),
            None => self.title.clone(),
        };
        if blocks.is_empty() {
            return None;
        }
        let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Some(Article {
            title,
            published: Published::parse(&self.date),
            author: filled(&self.author),
            source: filled(&self.title),
            lang: language_tag::tidy(&self.language),
            guid: filled(&self.identifier).map(|identifier| format!("{identifier}#{href}")),
            blocks,
            ..Article::default()
        })
    }
}
