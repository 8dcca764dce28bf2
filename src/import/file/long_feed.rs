//! A feed that is too long to be held: its entries are handed on as they are read.

use std::{
    cell::Cell,
    io::{self, Read},
    path::Path,
};

use super::{
    options::{Options, Summary},
    sink::ArticleSink,
    warning::{Warning, Warnings},
    whole::choose,
};
use crate::{
    encoding,
    feed::{self, DecodedSource},
    import::{error::ImportError, format::Format},
};

/// Bytes of a file that is read as a whole, even if it is a feed.
pub(super) const MAX_HELD_BYTES: u64 = 4 * 1024 * 1024;

/// True if a file with such a beginning is a feed.
pub(super) fn is_feed(path: &Path, head: &[u8], options: &Options) -> bool {
    /// Bytes in which the root of a feed stands.
    const SAMPLE_BYTES: usize = 64 * 1024;
    if let Some(format) = options.format {
        return format == Format::Feed;
    }
    let sample = &head[..head.len().min(SAMPLE_BYTES)];
    if encoding::magic(sample).is_some() {
        return false;
    }
    let decoded = encoding::decode_as(sample.to_vec(), choose(path, sample, options));
    Format::detect(&decoded.text, path) == Ok(Format::Feed)
}

/// Reads a feed of any length.
pub(super) fn read(
    path: &Path,
    reader: impl Read,
    options: &Options,
    sink: &mut ArticleSink<'_>,
) -> Result<Summary, ImportError> {
    let no_feed = |error: feed::FeedError| ImportError::NoArticle { path: path.to_owned(), reason: error.to_string() };
    let count = Cell::new(0);
    let reader = Counted { reader, count: &count };
    let mut source = DecodedSource::open_with(reader, |head| choose(path, head, options)).map_err(no_feed)?;
    let stop = sink.stop;
    let feed = feed::read(&mut source, None, stop, &mut |feed, entries| {
        sink.bytes = count.get();
        sink.push_entries(feed, entries)
    })
    .map_err(no_feed)?;
    sink.bytes = count.get();
    let mut warnings = Warnings::default();
    if let Some(lost) = source.lost() {
        warnings.push(Warning::Lost { encoding: source.encoding(), lost });
    }
    feed.remarks.into_iter().for_each(|remark| warnings.push(remark.into()));
    let (warnings, left_out) = warnings.finish();
    Ok(Summary { format: Format::Feed, encoding: source.encoding(), articles: 0, bytes: 0, warnings, left_out })
}

/// A reader whose bytes are counted.
struct Counted<'c, R> {
    reader: R,
    count: &'c Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}
