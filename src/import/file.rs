//! One file, or one stream, to articles. Nothing that is not a regular file is opened, so a pipe or a device can
//! neither block nor be changed by being looked at; a file that is too large is not read to its end.

use std::{
    fs::{File, Metadata, OpenOptions},
    io::Read,
    ops::ControlFlow,
    os::unix::fs::{FileTypeExt, OpenOptionsExt},
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use super::{
    epub,
    error::ImportError,
    format::Format,
    json_lines,
    warning::{Warning, Warnings},
};
use crate::{
    article::{Article, LeftOut},
    encoding::{self, EncodingChoice, Label},
    feed,
    format::{Parsed, html, json, markdown, page},
    text::StopCheck,
};

/// Bytes of the longest file that is read as a whole, as it came and decoded. JSON Lines has no bound but that of its lines.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Bytes of the longest page and feed. Images within a page count, too.
pub const MAX_MARKUP_BYTES: u64 = 32 * 1024 * 1024;

/// Bytes of the longest plain text and Markdown, and of the longest article that is found on a page or in JSON: five
/// million characters of Chinese in one article, of which several copies are held while it is kept.
pub const MAX_TEXT_BYTES: u64 = 16 * 1024 * 1024;

/// Lines of the longest plain text. What has more is data.
const MAX_LINES: usize = 2_000_000;

/// What is known beforehand about the files to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The format, if it is not to be found out.
    pub format: Option<Format>,
    /// The encoding, if it is not to be found out. A byte order mark is stronger.
    pub(crate) encoding: Option<Label>,
    /// The language of articles that do not name theirs; also helps to find the encoding.
    pub lang: Option<String>,
    /// Whether files are taken for newsboat's, whatever their names.
    pub newsboat: bool,
}

/// What was read of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The format it was read as.
    pub format: Format,
    /// The encoding it was read in.
    pub encoding: &'static str,
    /// How many articles were handed on.
    pub articles: usize,
    /// Its length in bytes, as far as it was read.
    pub bytes: u64,
    /// What was not as it should be.
    pub(crate) warnings: Vec<Warning>,
    /// What of the file was left out.
    pub left_out: Vec<LeftOut>,
}

/// The articles of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// In the order of the file; at least one.
    pub articles: Vec<Article>,
    /// What is to be said about them.
    pub summary: Summary,
}

/// Takes articles as they are read, each with the bytes of its file read so far, and says whether to go on.
pub(crate) type OnArticle<'a> = dyn FnMut(Article, u64) -> ControlFlow<()> + 'a;

/// Reads a file at once.
///
/// # Errors
/// Every [`ImportError`] that concerns a path.
pub fn read_file(path: &Path, options: &Options) -> Result<Imported, ImportError> {
    let mut articles = Vec::new();
    let summary = read_with(path, options, &StopCheck::never(), &mut |article, _| {
        articles.push(article);
        ControlFlow::Continue(())
    })?;
    Ok(Imported { articles, summary })
}

/// Reads a file and hands on its articles one by one, until `stop` or `on_article` says so.
///
/// # Errors
/// Every [`ImportError`] that concerns a path. Articles handed on before an error stay good.
pub(super) fn read_with(
    path: &Path,
    options: &Options,
    stop: &StopCheck<'_>,
    on_article: &mut OnArticle<'_>,
) -> Result<Summary, ImportError> {
    let (file, metadata) = open(path)?;
    let format = options.format.or_else(|| Format::from_name(path));
    if format != Some(Format::JsonLines) {
        check_length(path, metadata.len(), format)?;
    }
    let sink = ArticleSink::new(on_article, options, stop);
    read_stream(path, file, metadata.len(), format, options, sink)
}

/// Reads a stream, such as the standard input, to its end or until `stop` or `on_article` says so. `name` stands for it
/// in errors.
///
/// # Errors
/// Every [`ImportError`] that concerns a path.
pub(super) fn read(
    name: &str,
    reader: impl Read,
    options: &Options,
    stop: &StopCheck<'_>,
    on_article: &mut OnArticle<'_>,
) -> Result<Summary, ImportError> {
    read_stream(Path::new(name), reader, 0, options.format, options, ArticleSink::new(on_article, options, stop))
}

/// Reads bytes as the file with a name would be read.
///
/// # Errors
/// As [`read_with`].
pub(super) fn read_named(
    path: &Path,
    bytes: &[u8],
    options: &Options,
    on_article: &mut OnArticle<'_>,
) -> Result<Summary, ImportError> {
    let format = options.format.or_else(|| Format::from_name(path));
    let stop = StopCheck::never();
    let sink = ArticleSink::new(on_article, options, &stop);
    read_stream(path, bytes, bytes.len() as u64, format, options, sink)
}

fn read_stream(
    path: &Path,
    mut reader: impl Read,
    expected: u64,
    format: Option<Format>,
    options: &Options,
    mut sink: ArticleSink<'_>,
) -> Result<Summary, ImportError> {
    let mut result = if format == Some(Format::JsonLines) {
        guarded(path, &mut sink, |sink| json_lines::read(path, &mut reader, options, sink))?
    } else {
        let bytes = read_all(path, &mut reader, expected)?;
        guarded(path, &mut sink, |sink| read_bytes(path, bytes, options, sink))?
    };
    result.articles = sink.articles;
    result.bytes = sink.bytes;
    if sink.articles == 0 && !sink.is_stopped() {
        let reason = result
            .warnings
            .first()
            .map_or_else(|| "it holds no object with a title and a body".to_owned(), ToString::to_string);
        return Err(ImportError::NoArticle { path: path.to_owned(), reason });
    }
    Ok(result)
}

/// Runs a parser so that a fault in it ends this file and not the program. No input is known to cause one; this is the
/// last belt, because files come from strangers and the rest of a folder must come in whatever one of them does.
/// A fault of whoever takes the articles is not the file's and goes on.
fn guarded<'s, T>(
    path: &Path,
    sink: &mut ArticleSink<'s>,
    read: impl FnOnce(&mut ArticleSink<'s>) -> Result<T, ImportError>,
) -> Result<T, ImportError> {
    match panic::catch_unwind(AssertUnwindSafe(|| read(sink))) {
        Ok(result) => result,
        Err(fault) if sink.inside => panic::resume_unwind(fault),
        Err(_) => Err(ImportError::Fault(path.to_owned())),
    }
}

/// Takes the articles of a file from the parsers: counts them, gives them their language, and hands them on until it is
/// told to stop.
pub(super) struct ArticleSink<'s> {
    on_article: &'s mut OnArticle<'s>,
    lang: Option<&'s str>,
    /// Asked by the parsers while there is no article to hand on.
    pub(super) stop: &'s StopCheck<'s>,
    /// Bytes of the file read so far.
    pub(super) bytes: u64,
    articles: usize,
    enough: bool,
    inside: bool,
}

impl<'s> ArticleSink<'s> {
    fn new(on_article: &'s mut OnArticle<'s>, options: &'s Options, stop: &'s StopCheck<'s>) -> ArticleSink<'s> {
        let lang = options.lang.as_deref();
        ArticleSink { on_article, lang, stop, bytes: 0, articles: 0, enough: false, inside: false }
    }

    /// True once no more articles are taken; what a parser returns then is only a part.
    pub(super) fn is_stopped(&self) -> bool {
        self.enough || self.stop.is_stopped()
    }

    pub(super) fn push(&mut self, mut article: Article) {
        if self.is_stopped() {
            return;
        }
        if article.lang.is_none() {
            article.lang = self.lang.map(str::to_owned);
        }
        self.articles += 1;
        self.inside = true;
        self.enough = (self.on_article)(article, self.bytes).is_break();
        self.inside = false;
    }
}

/// Opens a regular file and nothing else.
fn open(path: &Path) -> Result<(File, Metadata), ImportError> {
    let error = |source| ImportError::from_io(path, source);
    check(path, &std::fs::metadata(path).map_err(error)?)?;
    // What is there may have changed since; opening without waiting and looking again leaves no gap.
    let no_wait = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    let file = OpenOptions::new().read(true).custom_flags(no_wait.bits().cast_signed()).open(path).map_err(error)?;
    let metadata = file.metadata().map_err(error)?;
    check(path, &metadata)?;
    Ok((file, metadata))
}

fn check(path: &Path, metadata: &Metadata) -> Result<(), ImportError> {
    let kind = metadata.file_type();
    let what = match () {
        () if kind.is_file() => return Ok(()),
        () if kind.is_dir() => return Err(ImportError::Directory(path.to_owned())),
        () if kind.is_fifo() => "a named pipe",
        () if kind.is_socket() => "a socket",
        () => "a device",
    };
    Err(ImportError::NotAFile { path: path.to_owned(), what })
}

/// Bytes of the longest file of a format; the longest of all where that is not known yet.
fn most(format: Option<Format>) -> u64 {
    match format {
        Some(Format::Html | Format::Feed) => MAX_MARKUP_BYTES,
        Some(Format::Markdown | Format::Page) => MAX_TEXT_BYTES,
        _ => MAX_FILE_BYTES,
    }
}

/// Refuses a file that is longer than one of its format can be.
fn check_length(path: &Path, length: u64, format: Option<Format>) -> Result<(), ImportError> {
    let most = most(format);
    if length > most { Err(ImportError::TooLarge { path: path.to_owned(), most }) } else { Ok(()) }
}

/// Reads to the end, up to the bound. `expected` is how long the file says it is; it may be wrong.
fn read_all(path: &Path, reader: &mut impl Read, expected: u64) -> Result<Vec<u8>, ImportError> {
    // One byte more than there is lets the end be found without growing.
    let mut bytes = Vec::with_capacity(expected.min(MAX_FILE_BYTES) as usize + 1);
    reader.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|source| ImportError::from_io(path, source))?;
    check_length(path, bytes.len() as u64, None)?;
    Ok(bytes)
}

/// Reads the bytes of a whole file in any format.
pub(super) fn read_bytes(
    path: &Path,
    bytes: Vec<u8>,
    options: &Options,
    sink: &mut ArticleSink<'_>,
) -> Result<Summary, ImportError> {
    let stop = sink.stop;
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
    let too_large = |most| ImportError::TooLarge { path: path.to_owned(), most };
    let most = most(options.format.or_else(|| Format::from_name(path)));
    let decoded = encoding::decode_within(bytes, choice, most as usize, stop).ok_or_else(|| too_large(most))?;
    if decoded.text.trim().is_empty() {
        return Err(ImportError::Empty(path.to_owned()));
    }
    let format = match options.format {
        Some(format) => format,
        None => Format::detect(&decoded.text, path)
            .map_err(|what| ImportError::Unsupported { path: path.to_owned(), what })?,
    };
    check_length(path, decoded.text.len() as u64, Some(format))?;
    let lines = || memchr::memchr_iter(b'\n', decoded.text.as_bytes()).count();
    if format == Format::Page && decoded.text.len() > MAX_LINES && lines() > MAX_LINES {
        let what = "a text of more than two million lines";
        return Err(ImportError::Unsupported { path: path.to_owned(), what });
    }
    let mut warnings = Warnings::default();
    if let Some(lost) = decoded.lost {
        warnings.push(Warning::Lost { encoding: decoded.encoding, lost });
    }
    let mut pass = |parsed: Parsed, warnings: &mut Warnings| {
        warnings.extend(parsed.remarks);
        sink.push(parsed.article);
    };
    match format {
        // The text is let go before the article is taken up: no more than two copies of it are held.
        Format::Page | Format::Markdown => {
            let parse = if format == Format::Page { page::parse_until } else { markdown::parse_until };
            let parsed = parse(&decoded.text, stop);
            drop(decoded.text);
            pass(parsed, &mut warnings);
        }
        Format::Json | Format::JsonLines => {
            if longest_string(&decoded.text) as u64 > MAX_TEXT_BYTES {
                return Err(ImportError::LongArticle { path: path.to_owned(), most: MAX_TEXT_BYTES });
            }
            // The last is held back until the text is let go: where it is the only one, it is as long as that.
            let mut last: Option<Parsed> = None;
            let mut keep = |parsed: Parsed, warnings: &mut Warnings| match length(&parsed.article) {
                length if length > MAX_TEXT_BYTES => warnings.push(Warning::LongArticle),
                _ => pass(parsed, warnings),
            };
            let remarks = json::parse_until(&decoded.text, stop, &mut |parsed| {
                if let Some(before) = last.replace(parsed) {
                    keep(before, &mut warnings);
                }
            });
            drop(decoded.text);
            if let Some(last) = last {
                keep(last, &mut warnings);
            }
            warnings.extend(remarks);
        }
        Format::Html => {
            let parsed = html::parse_until(&decoded.text, None, stop);
            drop(decoded.text);
            if length(&parsed.article) > MAX_TEXT_BYTES {
                return Err(too_large(MAX_TEXT_BYTES));
            }
            if parsed.article.blocks.is_empty() {
                // A page without a text is no article, whatever its title; the remark says why.
                warnings.extend(parsed.remarks);
            } else {
                pass(parsed, &mut warnings);
            }
        }
        Format::Feed => {
            let mut feed = feed::parse_text_until(&decoded.text, None, stop)
                .map_err(|error| ImportError::NoArticle { path: path.to_owned(), reason: error.to_string() })?;
            drop(decoded.text);
            for remark in std::mem::take(&mut feed.remarks) {
                warnings.push(remark.into());
            }
            for entry in std::mem::take(&mut feed.entries) {
                sink.push(entry.into_article(&feed));
            }
        }
        Format::Epub => {
            return Err(ImportError::Unsupported { path: path.to_owned(), what: "no EPUB book" });
        }
    }
    let (warnings, left_out) = warnings.finish();
    Ok(Summary { format, encoding: decoded.encoding, articles: 0, bytes: 0, warnings, left_out })
}

/// Chooses the encoding of a file. Markup may declare its own; what a person says is stronger.
fn choose(path: &Path, bytes: &[u8], options: &Options) -> EncodingChoice {
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
