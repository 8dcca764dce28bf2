//! The bytes of a whole file to articles: decoded, its format detected, and handed to the parser of that format.

use std::path::Path;

use super::{
    epub,
    limits::{MAX_LINES, MAX_TEXT_BYTES, max_bytes},
    options::{Options, Summary},
    sink::ArticleSink,
    warning::{Warning, Warnings},
};
use crate::{
    article::{Article, SourceFormat, SourceText},
    encoding::{self, EncodingChoice},
    feed,
    format::{Parsed, Remark, csv, html, json, markdown, page},
    import::{error::ImportError, format::Format},
    text::StopCheck,
};

/// Reads the bytes of a whole file in any format.
pub(super) fn read_bytes(
    path: &Path,
    bytes: Vec<u8>,
    options: &Options,
    sink: &mut ArticleSink<'_>,
) -> Result<Summary, ImportError> {
    sink.bytes = bytes.len() as u64;
    if epub::is_epub(&bytes) {
        return epub::read(path, bytes, sink);
    }
    if let Some(what) = encoding::magic(&bytes) {
        return Err(ImportError::Binary { path: path.to_owned(), what });
    }
    let choice = choose(path, &bytes, options);
    if choice.is_bytewise() && encoding::has_too_many_controls(&bytes) {
        return Err(ImportError::Binary { path: path.to_owned(), what: "binary data" });
    }
    let limit = max_bytes(options.format.or_else(|| Format::from_name(path)));
    let decoded = encoding::decode_within(bytes, choice, limit as usize, sink.stop)
        .ok_or_else(|| ImportError::TooLarge { path: path.to_owned(), most: limit })?;
    if decoded.text.trim().is_empty() {
        return Err(ImportError::Empty(path.to_owned()));
    }
    let format = match options.format {
        Some(format) => format,
        None => Format::detect(&decoded.text, path)
            .map_err(|what| ImportError::Unsupported { path: path.to_owned(), what })?,
    };
    check_length(path, decoded.text.len() as u64, Some(format))?;
    let mut file = WholeFile { path, text: decoded.text, warnings: Warnings::default(), sink };
    if let Some(lost) = decoded.lost {
        file.warnings.push(Warning::Lost { encoding: decoded.encoding, lost });
    }
    match format {
        Format::Page => file.page()?,
        Format::Markdown => {
            let text = std::mem::take(&mut file.text);
            let parsed = markdown::parse_until(&text, file.sink.stop);
            file.push_with_source(parsed, SourceFormat::Markdown, text);
        }
        Format::Json | Format::JsonLines => file.articles(json::parse_until)?,
        Format::Csv => file.articles(csv::parse_until)?,
        Format::Html => file.html()?,
        Format::Feed => file.feed()?,
        Format::Epub => {
            return Err(ImportError::Unsupported { path: path.to_owned(), what: "no EPUB book" });
        }
    }
    let (warnings, left_out) = file.warnings.finish();
    Ok(Summary { format, encoding: decoded.encoding, articles: 0, bytes: 0, warnings, left_out })
}

/// A parser of texts with several articles, which hands on each and returns remarks on the rest.
type ParseArticles = fn(&str, &StopCheck<'_>, &mut dyn FnMut(Parsed)) -> Vec<Remark>;

/// A decoded file on its way to its parser. The text is dropped before an article of its length is handed on: no more than
/// two copies of it are held.
struct WholeFile<'f, 's> {
    path: &'f Path,
    text: String,
    warnings: Warnings,
    sink: &'f mut ArticleSink<'s>,
}

impl WholeFile<'_, '_> {
    fn push(&mut self, mut parsed: Parsed) {
        self.warnings.extend(std::mem::take(&mut parsed.remarks));
        self.sink.push(parsed);
    }

    /// Hands an article on with the whole file as its source, unless its parser has named one.
    fn push_with_source(&mut self, parsed: Parsed, format: SourceFormat, text: String) {
        let source = parsed.source.or_else(|| Some(SourceText::new(format, text)));
        self.push(Parsed { source, ..parsed });
    }

    fn page(&mut self) -> Result<(), ImportError> {
        let text = std::mem::take(&mut self.text);
        let lines = || memchr::memchr_iter(b'\n', text.as_bytes()).count();
        if text.len() > MAX_LINES && lines() > MAX_LINES {
            let what = "a text of more than two million lines";
            return Err(ImportError::Unsupported { path: self.path.to_owned(), what });
        }
        let parsed = page::parse_until(&text, self.sink.stop);
        self.push_with_source(parsed, SourceFormat::Page, text);
        Ok(())
    }

    /// Reads a file of several articles.
    fn articles(&mut self, parse: ParseArticles) -> Result<(), ImportError> {
        if longest_string(&self.text) as u64 > MAX_TEXT_BYTES {
            return Err(ImportError::LongArticle { path: self.path.to_owned(), most: MAX_TEXT_BYTES });
        }
        let text = std::mem::take(&mut self.text);
        // The last is held back until the text is dropped: if it is the only one, it is as long as the text.
        let mut last: Option<Parsed> = None;
        let remarks = parse(&text, self.sink.stop, &mut |parsed| {
            if let Some(before) = last.replace(parsed) {
                self.push_within_limit(before);
            }
        });
        drop(text);
        if let Some(last) = last {
            self.push_within_limit(last);
        }
        self.warnings.extend(remarks);
        Ok(())
    }

    fn push_within_limit(&mut self, parsed: Parsed) {
        if length(&parsed.article) > MAX_TEXT_BYTES {
            self.warnings.push(Warning::LongArticle);
        } else {
            self.push(parsed);
        }
    }

    fn html(&mut self) -> Result<(), ImportError> {
        let text = std::mem::take(&mut self.text);
        let parsed = html::parse_until(&text, None, self.sink.stop);
        if length(&parsed.article) > MAX_TEXT_BYTES {
            return Err(ImportError::TooLarge { path: self.path.to_owned(), most: MAX_TEXT_BYTES });
        }
        if parsed.article.blocks.is_empty() {
            // A page without text is no article, even with a title; a remark gives the reason.
            self.warnings.extend(parsed.remarks);
        } else {
            self.push_with_source(parsed, SourceFormat::Html, text);
        }
        Ok(())
    }

    fn feed(&mut self) -> Result<(), ImportError> {
        let text = std::mem::take(&mut self.text);
        let (stop, sink) = (self.sink.stop, &mut *self.sink);
        let parsed = feed::read(&mut text.as_str(), None, stop, &mut |feed, entries| sink.push_entries(feed, entries));
        let feed =
            parsed.map_err(|error| ImportError::NoArticle { path: self.path.to_owned(), reason: error.to_string() })?;
        for remark in feed.remarks {
            self.warnings.push(remark.into());
        }
        Ok(())
    }
}

/// Refuses a file that is longer than one of its format can be.
pub(super) fn check_length(path: &Path, length: u64, format: Option<Format>) -> Result<(), ImportError> {
    let limit = max_bytes(format);
    if length > limit { Err(ImportError::TooLarge { path: path.to_owned(), most: limit }) } else { Ok(()) }
}

/// Chooses the encoding of a file. Markup may declare its own; the person's choice is stronger.
pub(super) fn choose(path: &Path, bytes: &[u8], options: &Options) -> EncodingChoice {
    let format = options.format.or_else(|| Format::from_name(path));
    let is_markup = matches!(format, Some(Format::Html | Format::Feed)) || bytes.trim_ascii_start().starts_with(b"<");
    if is_markup && options.encoding.is_none() {
        encoding::choose_for_markup(bytes, None, options.lang.as_deref())
    } else {
        encoding::choose_for_text(bytes, options.encoding, options.lang.as_deref())
    }
}

/// Bytes of an article's text.
fn length(article: &Article) -> u64 {
    article.blocks.iter().map(|block| block.text.len() as u64).sum()
}

/// Bytes of the longest string of a JSON text, as it is written.
fn longest_string(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut longest, mut begun, mut at) = (0, None, 0);
    while let Some(next) = memchr::memchr2(b'"', b'\\', &bytes[at..]) {
        let found = at + next;
        // What follows a backslash ends no string.
        at = if bytes[found] == b'\\' { (found + 2).min(bytes.len()) } else { found + 1 };
        if bytes[found] == b'"' {
            match begun.take() {
                Some(start) => longest = longest.max(found - start),
                None => begun = Some(at),
            }
        }
    }
    longest.max(begun.map_or(0, |start| bytes.len() - start))
}
