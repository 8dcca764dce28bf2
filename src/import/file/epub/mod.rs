//! EPUB books: an article a chapter, in the order in which the book wants to be read.
//!
//! A book is a ZIP archive. Nothing is unpacked to a disk, and what is unpacked in memory is bounded, whatever the archive
//! says about itself.

pub(crate) mod remark;
mod stoppable;

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
        markup::{Dialect, Token, Tokens, attribute, decoded},
    },
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

/// True if some bytes are an EPUB book: an archive whose first file says so, as the format demands.
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
    let mut whole = |name: &str| match unpacked(&mut archive, name, stop) {
        Unpacked::Text { text, left: None, .. } => Some(text),
        _ => None,
    };
    let container = whole("META-INF/container.xml").ok_or_else(|| broken("the book has no list of its parts"))?;
    let package = Tokens::new(&container, Dialect::Xml)
        .find_map(|token| match token {
            Token::Open { name, attributes, .. } if local(name) == "rootfile" => attribute(attributes, "full-path"),
            _ => None,
        })
        .ok_or_else(|| broken("the book names no list of its chapters"))?;
    let list = whole(&package).ok_or_else(|| broken("the list of the book's chapters is missing or too long"))?;
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

/// The result of unpacking a file of the archive.
enum Unpacked {
    /// Its text, the bytes beyond the limit (0 if their number is not known), and the number of places that mean nothing.
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
    // What an archive says of a length may be wrong.
    let said = file.size();
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
        said.saturating_sub(keep as u64)
    });
    let decoded = encoding::decode_markup(bytes, None, None);
    Unpacked::Text { text: decoded.text, left, lost: decoded.lost.map_or(0, |lost| lost.places) }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The name in the archive of what a list refers to.
fn inside(package: &str, href: &str) -> Option<String> {
    let base = Url::parse("epub:///").ok()?.join(package).ok()?;
    let whole = base.join(href).ok()?;
    let mut bytes = Vec::new();
    let mut rest = whole.path().trim_start_matches('/').bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        bytes.push(match byte {
            b'%' => (digit(rest.next())? * 16 + digit(rest.next())?) as u8,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
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
                    field = if closed { "" } else { local(name) };
                    match local(name) {
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

    /// A chapter as an article; `None` if there is nothing to read in it.
    fn chapter(&self, text: &str, href: &str, stop: &StopCheck<'_>) -> Option<Article> {
        let mut blocks = fragment_until(text, None, stop);
        let heading = blocks.iter().position(|block| matches!(block.kind, BlockKind::Heading { .. }));
        let title = match heading.filter(|at| *at < 3) {
            Some(at) => blocks.remove(at).text.replace('\n', " "),
            None => self.title.clone(),
        };
        if blocks.is_empty() {
            return None;
        }
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Some(Article {
            title,
            published: Published::parse(&self.date),
            author: said(&self.author),
            source: said(&self.title),
            lang: language_tag::tidy(&self.language),
            guid: said(&self.identifier).map(|identifier| format!("{identifier}#{href}")),
            blocks,
            ..Article::default()
        })
    }
}

#[cfg(test)]
// Clearer here than a fold, and nobody waits for it.
#[allow(clippy::format_collect)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::{ZipWriter, write::SimpleFileOptions};

    use crate::{
        article::{LeftOut, LeftOutKind},
        import::{Format, Options, file::read},
        text::StopCheck,
    };

    fn book(chapters: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        let mut add = |name: &str, text: &str, options| {
            zip.start_file(name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        };
        add("mimetype", "application/epub+zip", stored);
        let packed = SimpleFileOptions::default();
        add(
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"OEBPS/a.opf\"/></rootfiles></container>",
            packed,
        );
        let items: String = chapters
            .iter()
            .enumerate()
            .map(|(n, (name, _))| format!("<item id=\"c{n}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>"))
            .collect();
        let spine: String = (0..chapters.len()).map(|n| format!("<itemref idref=\"c{n}\"/>")).collect();
        let list = format!(
            "<package><metadata><dc:title>望潮选集</dc:title><dc:creator>钟离苇</dc:creator><dc:language>zh-Hans</dc:language><dc:date>2021-12-17</dc:date><dc:identifier>urn:1</dc:identifier></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
        );
        add("OEBPS/a.opf", &list, packed);
        for (name, text) in chapters {
            add(&format!("OEBPS/{name}"), text, packed);
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn an_article_a_chapter() {
        let page = |title: &str, text: &str| {
            format!(
                "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
            )
        };
        let (one, two) = (page("一", "渡船又开了。"), page("二", "羊也来了。"));
        let bytes =
            book(&[("b.xhtml", &one), ("cover.xhtml", "<html><body><img src='a'/></body></html>"), ("a.xhtml", &two)]);
        let mut articles = Vec::new();
        let summary = read("-", bytes.as_slice(), &Options::default(), &StopCheck::never(), &mut |article, _| {
            articles.push(article);
            std::ops::ControlFlow::Continue(())
        });
        assert_eq!(summary.unwrap().format, Format::Epub);
        let titles: Vec<&str> = articles.iter().map(|article| article.title.as_str()).collect();
        assert_eq!(titles, ["一", "二"]);
        assert_eq!(
            (articles[1].blocks[0].text.as_str(), articles[1].source.as_deref()),
            ("羊也来了。", Some("望潮选集"))
        );
        assert_eq!(articles[1].guid.as_deref(), Some("urn:1#a.xhtml"));
    }

    #[test]
    fn chapters_that_are_left_out_are_named() {
        let page = |text: &str| format!("<html><body><h1>章</h1><p>{text}</p></body></html>");
        let chapters = [("a.xhtml", page("一")), ("b.xhtml", page("二")), ("c.xhtml", page("三"))];
        let whole: Vec<(&str, &str)> = chapters.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let taken = |bytes: &[u8]| {
            let mut count = 0;
            let summary = read("-", bytes, &Options::default(), &StopCheck::never(), &mut |_, _| {
                count += 1;
                std::ops::ControlFlow::Continue(())
            });
            let summary = summary.unwrap();
            let said: Vec<String> = summary.warnings.iter().map(ToString::to_string).collect();
            (count, summary.left_out, said.join("\n"))
        };
        assert_eq!(taken(&book(&whole)), (3, Vec::new(), String::new()));
        // One is not in the archive: its name is another one there.
        let mut bytes = book(&whole);
        for at in memchr::memmem::find_iter(&bytes.clone(), b"OEBPS/b.xhtml") {
            bytes[at + 6] = b'x';
        }
        let (count, left_out, said) = taken(&bytes);
        assert_eq!((count, left_out), (2, vec![LeftOut::count(LeftOutKind::Chapter, 1).at("b.xhtml")]));
        assert!(said.contains("b.xhtml"), "{said}");
        // One is damaged: what is unpacked has another sum.
        let mut bytes = book(&whole);
        let names: Vec<usize> = memchr::memmem::find_iter(&bytes, b"OEBPS/b.xhtml").collect();
        bytes[names[0] + 20] ^= 0x55;
        let (count, left_out, _) = taken(&bytes);
        assert_eq!((count, left_out), (2, vec![LeftOut::count(LeftOutKind::Chapter, 1).at("b.xhtml")]));
        // One is too long, and bytes of another mean nothing.
        let endless = page(&"一".repeat(3_000_000));
        let (count, left_out, said) = taken(&book(&[whole[0], ("b.xhtml", &endless), whole[2]]));
        assert_eq!((count, left_out.len(), left_out[0].what), (3, 1, LeftOutKind::Text));
        assert!(left_out[0].bytes.is_some_and(|bytes| bytes > 600_000) && said.contains("b.xhtml"), "{said}");
        // A picture is no chapter, and nothing is missed.
        let pictured = [("cover.xhtml", "<html><body><img src='a'/></body></html>"), whole[0]];
        let (count, left_out, said) = taken(&book(&pictured));
        assert!(count == 1 && left_out.is_empty() && said.contains("cover.xhtml"), "{said}");
    }

    #[test]
    fn a_bomb_ends_at_its_bound() {
        let long = format!("<p>{}</p>", "一".repeat(4 * 1024 * 1024));
        let bytes = book(&[("a.xhtml", &long)]);
        assert!(bytes.len() < 200_000);
        let mut length = 0;
        let result = read("-", bytes.as_slice(), &Options::default(), &StopCheck::never(), &mut |article, _| {
            length = article.blocks.iter().map(|block| block.text.len()).sum();
            std::ops::ControlFlow::Continue(())
        });
        assert!(result.is_ok() && length <= super::MAX_CHAPTER_BYTES as usize);
        assert!(
            read(
                "-",
                &b"PK\x03\x04 mimetypeapplication/epub+zip"[..],
                &Options::default(),
                &StopCheck::never(),
                &mut |_, _| panic!()
            )
            .is_err()
        );
    }
}
