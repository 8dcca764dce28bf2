//! EPUB books: an article a chapter, in the order of reading.
//!
//! A book is a ZIP archive. Nothing is unpacked to a disk, and unpacking to memory has limits of its own, since
//! the lengths in an archive may be wrong.

mod archive;
mod chapter;
mod contents;
mod package;
pub(crate) mod remark;
mod source;
mod stoppable;
mod xhtml;

#[cfg(test)]
pub(in crate::import) mod tests;

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use crate::{
    article::Incoming,
    format::markup::{Dialect, Token, Tokens, attribute, local_name},
    import::{
        error::ImportError,
        file::{
            limits::{MAX_BOOK_BYTES, MAX_CHAPTERS},
            options::Summary,
            sink::ArticleSink,
            warning::Warnings,
        },
        format::Format,
    },
    text::StopCheck,
};
use archive::{BookArchive, Unpacked};
use chapter::{ChapterPlace, chapter, names};
use package::{Package, SpinePart, encrypted};
use remark::BookRemark;
pub(in crate::import) use source::reparse;
use source::source_text;

/// The file of an archive that names the package document of a book.
const CONTAINER: &str = "META-INF/container.xml";

/// True if some bytes are an EPUB book: an archive with the media type in its first file, as the format demands, or with the
/// file that makes any archive a book.
pub(super) fn is_epub(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && (memchr::memmem::find(&bytes[..bytes.len().min(256)], b"application/epub+zip").is_some()
            || memchr::memmem::rfind(bytes, CONTAINER.as_bytes()).is_some())
}

/// The title of a book, if some bytes are one and it has one.
pub(super) fn title(bytes: Vec<u8>) -> Option<String> {
    let stop = StopCheck::never();
    let mut archive = is_epub(&bytes).then(|| BookArchive::open(bytes, &stop))??;
    let (_, text) = package_document(&mut archive).ok()?;
    Some(Package::parse(&text).title).filter(|title| !title.is_empty())
}

/// Reads a book.
pub(super) fn read(path: &Path, bytes: Vec<u8>, sink: &mut ArticleSink<'_>) -> Result<Summary, ImportError> {
    let broken = |reason: &str| ImportError::NoArticle { path: path.to_owned(), reason: reason.to_owned() };
    let mut archive =
        BookArchive::open(bytes, sink.stop).ok_or_else(|| broken("the archive of the book is damaged"))?;
    let (file, text) = package_document(&mut archive).map_err(broken)?;
    let package = Package::parse(&text);
    let names = names(&mut archive, &file, &package);
    let locked = archive.find("", "META-INF/encryption.xml").and_then(|index| archive.whole_text(index));
    let locked = locked.map(|text| encrypted(&text)).unwrap_or_default();
    let locked = locked.iter().filter_map(|reference| archive.find("", reference)).collect();
    let mut book = Book { archive, package, file, names, locked, warnings: Warnings::default() };
    book.read_chapters(sink);
    let (warnings, left_out) = book.warnings.finish();
    Ok(Summary { format: Format::Epub, encoding: "UTF-8", articles: 0, bytes: 0, warnings, left_out })
}

/// The name of a book's package document, and its text.
fn package_document(archive: &mut BookArchive<'_>) -> Result<(String, String), &'static str> {
    let container = archive.find("", CONTAINER).and_then(|index| archive.whole_text(index)).unwrap_or_default();
    let reference = Tokens::new(&container, Dialect::Xml).find_map(|token| match token {
        Token::Open { name, attributes, .. } if local_name(name) == "rootfile" => attribute(attributes, "full-path"),
        _ => None,
    });
    let named = reference.and_then(|reference| archive.find("", &reference));
    let index = named.or_else(|| archive.find_ending(".opf")).ok_or("the book has no list of its chapters")?;
    let text = archive.whole_text(index).ok_or("the list of the book's chapters is damaged or too long")?;
    Ok((archive.name(index), text))
}

/// A book on its way in.
struct Book<'s> {
    archive: BookArchive<'s>,
    package: Package,
    /// The name of the package document, which references are relative to.
    file: String,
    /// Names of chapters in the tables of contents, by the numbers of their files.
    names: HashMap<usize, String>,
    /// Files that are encrypted.
    locked: HashSet<usize>,
    warnings: Warnings,
}

impl Book<'_> {
    fn read_chapters(&mut self, sink: &mut ArticleSink<'_>) {
        let spine = self.package.spine.clone();
        let mut left = MAX_BOOK_BYTES;
        for (number, part) in spine.iter().enumerate() {
            if sink.is_stopped() {
                break;
            }
            if left == 0 || number >= MAX_CHAPTERS {
                self.warnings.push(BookRemark::TooLong(spine.len() - number).into());
                break;
            }
            match part {
                SpinePart::Chapter(href) => {
                    let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
                    left = left.saturating_sub(self.read_chapter(href, number, sink));
                }
                SpinePart::Other(href) => self.warnings.push(BookRemark::NoText(href.clone()).into()),
                SpinePart::Unknown(id) => self.warnings.push(BookRemark::Missing(id.clone()).into()),
            }
        }
    }

    /// Reads a chapter and gives the bytes of its text.
    fn read_chapter(&mut self, href: &str, number: u32, sink: &mut ArticleSink<'_>) -> u64 {
        let mut remark = |remark: BookRemark| self.warnings.push(remark.into());
        let name = || href.to_owned();
        let Some(index) = self.archive.find(&self.file, href) else {
            remark(BookRemark::Missing(name()));
            return 0;
        };
        let unpacked = if self.locked.contains(&index) { Unpacked::Encrypted } else { self.archive.unpack(index) };
        let (text, beyond, lost) = match unpacked {
            Unpacked::Text { text, left, lost } => (text, left, lost),
            Unpacked::Encrypted => {
                remark(BookRemark::Encrypted(name()));
                return 0;
            }
            Unpacked::Damaged => {
                remark(BookRemark::Unreadable(name()));
                return 0;
            }
        };
        if let Some(left) = beyond {
            remark(BookRemark::Cut { name: name(), left });
        }
        if lost > 0 {
            remark(BookRemark::Lost { name: name(), places: lost });
        }
        let file = self.archive.name(index);
        let of = self.package.spine.len();
        let place = ChapterPlace { href, file: &file, number, of, name: self.names.get(&index).map(String::as_str) };
        let length = text.len() as u64;
        match chapter(&self.package, &place, &text, sink.stop) {
            Some(article) => {
                let source = Some(source_text(&self.package, &place, text));
                sink.push(Incoming { article, source, kept: None });
            }
            None => remark(BookRemark::NoText(name())),
        }
        length
    }
}
