//! Articles as an EPUB 3 book, a chapter an article, with an NCX for the readers of EPUB 2.
//!
//! The same articles make the same bytes: identifiers are made of what they hold, and no file has the time of day.

mod chapter;
mod package;

use std::io::{self, Cursor, Write};

use sha2::{Digest, Sha256};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::clean::clean;
use crate::{article::Article, date::Published};
use chapter::xhtml;
use package::{CONTAINER, Metadata, nav, ncx, package};

const STYLE: &str = "body { line-height: 1.7; }\n\
    .byline, figcaption { font-size: 0.9em; }\n\
    pre { white-space: pre-wrap; }\n\
    table { border-collapse: collapse; }\n\
    th, td { border: 1px solid; padding: 0.2em 0.5em; }\n\
    aside { font-size: 0.9em; border-top: 1px solid; }\n";

/// A book on its way to bytes.
pub(crate) struct EpubWriter {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    chapters: Vec<Chapter>,
    hash: Sha256,
    metadata: Metadata,
}

/// A chapter that is written.
struct Chapter {
    /// The name of its file, beside that of the package document.
    file: String,
    title: String,
}

/// A book as it is written to a file.
pub(crate) struct Epub {
    pub(crate) bytes: Vec<u8>,
    pub(crate) title: String,
}

impl EpubWriter {
    /// A book without chapters.
    ///
    /// # Errors
    /// If the archive cannot be written.
    pub(crate) fn new() -> io::Result<EpubWriter> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // The first file is the media type, as it is: the beginning of the archive then says what it is.
        zip.start_file("mimetype", options().compression_method(CompressionMethod::Stored))?;
        zip.write_all(b"application/epub+zip")?;
        let mut book = EpubWriter { zip, chapters: Vec::new(), hash: Sha256::new(), metadata: Metadata::default() };
        book.add("META-INF/container.xml", CONTAINER)?;
        Ok(book)
    }

    fn add(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.zip.start_file(name, options())?;
        self.zip.write_all(text.as_bytes())
    }

    /// Writes an article as the next chapter, and returns the number of its characters that no book can hold.
    ///
    /// # Errors
    /// If the archive cannot be written.
    pub(crate) fn push(&mut self, article: &Article) -> io::Result<usize> {
        let (article, controls) = clean(article);
        let number = self.chapters.len() + 1;
        let file = format!("c{number:04}.xhtml");
        let title = chapter::name(&article, number);
        let text = xhtml(&article, &title);
        self.hash.update(text.as_bytes());
        for field in [&article.guid, &article.link] {
            self.hash.update(field.as_deref().unwrap_or_default().as_bytes());
            self.hash.update([0]);
        }
        self.add(&format!("EPUB/{file}"), &text)?;
        self.metadata.note(&article);
        self.chapters.push(Chapter { file, title });
        Ok(controls)
    }

    /// True if there is no chapter yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.chapters.is_empty()
    }

    /// The whole book. Without a title it has the one that its articles share.
    ///
    /// # Errors
    /// If the archive cannot be written.
    pub(crate) fn finish(mut self, title: Option<&str>) -> io::Result<Epub> {
        let title = title.map(|title| clean(&Article { title: title.to_owned(), ..Article::default() }).0.title);
        let title = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| self.title());
        self.hash.update(title.as_bytes());
        let identifier = identifier(&self.hash.clone().finalize());
        let metadata = std::mem::take(&mut self.metadata);
        let chapters = std::mem::take(&mut self.chapters);
        self.add("EPUB/style.css", STYLE)?;
        self.add("EPUB/nav.xhtml", &nav(&title, &metadata.language(), &chapters))?;
        self.add("EPUB/toc.ncx", &ncx(&title, &identifier, &chapters))?;
        self.add("EPUB/package.opf", &package(&title, &identifier, &metadata, &chapters))?;
        Ok(Epub { bytes: self.zip.finish()?.into_inner(), title })
    }

    /// The title of the only article, or the sources of all.
    fn title(&self) -> String {
        match self.chapters.as_slice() {
            [] => "kanbao".to_owned(),
            [only] => only.title.clone(),
            [first, ..] if self.metadata.sources.is_empty() => first.title.clone(),
            _ => self.metadata.sources.join("、"),
        }
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().last_modified_time(DateTime::default())
}

/// An identifier made of a hash, in the form of a UUID of version 8 (RFC 9562, 5.8).
fn identifier(hash: &[u8]) -> String {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(byte, from)| *byte = *from);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// A date in UTC to the second, as a package document has it; `None` beyond the years of four digits.
fn utc(published: &Published) -> Option<String> {
    let civil = match published {
        Published::Zoned(timestamp, _) => jiff::tz::Offset::UTC.to_datetime(*timestamp),
        published => published.civil(),
    };
    (0..=9999).contains(&civil.year()).then(|| civil.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
