//! One file, or one stream, to articles. Nothing that is not a regular file is opened, so a pipe or a device can
//! neither block nor be changed by being read; a file that is too large is not read to its end.

pub(crate) mod epub;
mod json_lines;
pub(crate) mod limits;
mod long_feed;
pub(crate) mod options;
pub(crate) mod sink;
pub(crate) mod warning;
mod whole;

use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, Read},
    os::unix::fs::{FileTypeExt, OpenOptionsExt},
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use super::{error::ImportError, format::Format};
use crate::text::StopCheck;
use limits::MAX_FILE_BYTES;
use options::{Options, Summary};
use sink::{ArticleSink, OnArticle};
use whole::{check_length, read_bytes};

/// Reads a file and hands on its articles one by one, until `stop` or `on_article` stops it.
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
    // A feed may have any name that is not that of another format.
    if !matches!(format, None | Some(Format::JsonLines | Format::Feed | Format::Json)) {
        check_length(path, metadata.len(), format)?;
    }
    let sink = ArticleSink::new(on_article, options, stop);
    read_stream(path, file, metadata.len(), format, options, sink)
}

/// Reads a stream, such as the standard input, to its end or until `stop` or `on_article` stops it. `name` stands for
/// it in errors.
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

/// The title of the book in a file, if it is one. Other files are not read beyond their first bytes.
pub(super) fn book_title(path: &Path) -> Option<String> {
    let (mut file, metadata) = open(path).ok()?;
    let mut start = [0; 4];
    file.read_exact(&mut start).ok()?;
    if &start != b"PK\x03\x04" {
        return None;
    }
    let bytes = read_all(path, start.to_vec(), &mut file, metadata.len()).ok()?;
    epub::title(bytes)
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
        let error = |source| ImportError::from_io(path, source);
        let mut head = Vec::with_capacity(expected.min(long_feed::MAX_HELD_BYTES) as usize + 1);
        reader.by_ref().take(long_feed::MAX_HELD_BYTES).read_to_end(&mut head).map_err(error)?;
        if head.len() as u64 == long_feed::MAX_HELD_BYTES && long_feed::is_feed(path, &head, options) {
            let reader = io::Cursor::new(head).chain(reader);
            guarded(path, &mut sink, |sink| long_feed::read(path, reader, options, sink))?
        } else {
            check_length(path, expected, format)?;
            let bytes = read_all(path, head, &mut reader, expected)?;
            guarded(path, &mut sink, |sink| read_bytes(path, bytes, options, sink))?
        }
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

/// Runs a parser so that a fault in it ends this file and not the program. No input is known to cause one; this is a
/// last precaution, because files come from strangers and one of them must not end the import of a folder.
/// A panic of the receiver of the articles is not the file's, and is resumed.
fn guarded<'s, T>(
    path: &Path,
    sink: &mut ArticleSink<'s>,
    read: impl FnOnce(&mut ArticleSink<'s>) -> Result<T, ImportError>,
) -> Result<T, ImportError> {
    match panic::catch_unwind(AssertUnwindSafe(|| read(sink))) {
        Ok(result) => result,
        Err(fault) if sink.is_taking => panic::resume_unwind(fault),
        Err(_) => Err(ImportError::Fault(path.to_owned())),
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

/// Reads to the end, up to the limit, behind what has been read. `expected` is the length by the file system; it may be
/// wrong.
fn read_all(path: &Path, mut bytes: Vec<u8>, reader: &mut impl Read, expected: u64) -> Result<Vec<u8>, ImportError> {
    // One byte more than there is lets the end be found without growing.
    bytes.reserve((expected.min(MAX_FILE_BYTES) as usize + 1).saturating_sub(bytes.len()));
    let room = MAX_FILE_BYTES + 1 - bytes.len() as u64;
    reader.take(room).read_to_end(&mut bytes).map_err(|source| ImportError::from_io(path, source))?;
    check_length(path, bytes.len() as u64, None)?;
    Ok(bytes)
}
