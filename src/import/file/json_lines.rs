//! JSON Lines, read line by line: a file of any length in the memory of its longest line. A line that is no article is
//! named by its number, and the next is read.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
};

use super::{
    limits::{MAX_FILE_BYTES, MAX_LINE_BYTES},
    options::{Options, Summary},
    sink::ArticleSink,
    warning::{Warning, Warnings},
    whole::read_bytes,
};
use crate::{
    article::{SourceFormat, SourceText},
    encoding::{self, EncodingChoice, EncodingEvidence},
    format::{Parsed, json},
    import::{error::ImportError, format::Format},
    text::StopCheck,
};

/// Bytes by which the encoding is detected.
const SAMPLE_BYTES: usize = 64 * 1024;

pub(super) fn read(
    path: &Path,
    reader: &mut impl Read,
    options: &Options,
    sink: &mut ArticleSink<'_>,
) -> Result<Summary, ImportError> {
    let error = |source| ImportError::from_io(path, source);
    let mut head = Vec::new();
    reader.by_ref().take(SAMPLE_BYTES as u64).read_to_end(&mut head).map_err(error)?;
    let mut choice = encoding::choose_for_text(&head, options.encoding, options.lang.as_deref());
    if !choice.is_bytewise() {
        // A line end is not one byte there; such files are rare.
        return read_as_a_whole(path, head, reader, options, sink);
    }
    if let Some(what) = encoding::magic(&head) {
        return Err(ImportError::Binary { path: path.to_owned(), what });
    }
    let mut ascii = choice.evidence == EncodingEvidence::Detection && choice.name() == "UTF-8" && head.is_ascii();
    let mut lines = Lines { reader: BufReader::with_capacity(256 * 1024, head.chain(reader)), number: 0 };
    let mut warnings = Warnings::default();
    let (mut encoding, mut skip, mut blank) = (choice.name(), choice.mark, true);
    while !sink.is_stopped() && sink.stop.go_on_after(0) {
        let mut line = match lines.next(&mut sink.bytes, sink.stop).map_err(error)? {
            Line::Read(line) => line,
            Line::TooLong => {
                warnings.push(Warning::LongLine { line: lines.number });
                blank = false;
                continue;
            }
            Line::End => break,
        };
        line.drain(..std::mem::take(&mut skip).min(line.len()));
        if line.trim_ascii().is_empty() {
            continue;
        }
        blank = false;
        if ascii && !line.is_ascii() {
            // All lines before it were ASCII, which is the same in every encoding.
            ascii = false;
            choice = encoding::choose_for_text(&line, options.encoding, options.lang.as_deref());
        }
        let decoded = encoding::decode_as(line, EncodingChoice { mark: 0, ..choice });
        encoding = decoded.encoding;
        if let Some(mut lost) = decoded.lost {
            lost.line = lines.number;
            warnings.push(Warning::Lost { encoding, lost });
        }
        let above = lines.number - 1;
        // One article at a time, however many a line holds: the last waits until the line is free to be its source.
        let mut last: Option<Parsed> = None;
        let remarks = json::parse_until(&decoded.text, sink.stop, &mut |mut parsed| {
            warnings.extend(std::mem::take(&mut parsed.remarks));
            if let Some(before) = last.replace(parsed) {
                sink.push(before);
            }
        });
        if let Some(mut last) = last {
            last.source.get_or_insert_with(|| SourceText::new(SourceFormat::Json, decoded.text));
            sink.push(last);
        }
        warnings.extend(remarks.into_iter().map(|remark| remark.further_down(above)));
    }
    if blank && !sink.is_stopped() {
        return Err(ImportError::Empty(path.to_owned()));
    }
    let (warnings, left_out) = warnings.finish();
    Ok(Summary { format: Format::JsonLines, encoding, articles: 0, bytes: 0, warnings, left_out })
}

/// Reads a file in an encoding whose line ends are not one byte.
fn read_as_a_whole(
    path: &Path,
    mut bytes: Vec<u8>,
    rest: &mut impl Read,
    options: &Options,
    sink: &mut ArticleSink<'_>,
) -> Result<Summary, ImportError> {
    let room = MAX_FILE_BYTES + 1 - bytes.len() as u64;
    rest.take(room).read_to_end(&mut bytes).map_err(|source| ImportError::from_io(path, source))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(ImportError::TooLarge { path: path.to_owned(), most: MAX_FILE_BYTES });
    }
    let options = Options { format: Some(Format::Json), ..options.clone() };
    read_bytes(path, bytes, &options, sink).map(|summary| Summary { format: Format::JsonLines, ..summary })
}

enum Line {
    /// A line without its end.
    Read(Vec<u8>),
    /// Longer than [`MAX_LINE_BYTES`]; it was passed over.
    TooLong,
    End,
}

struct Lines<R> {
    reader: BufReader<R>,
    /// The number of the last line, from 1.
    number: usize,
}

impl<R: Read> Lines<R> {
    /// The next line. Adds the number of bytes that were read to `bytes`.
    fn next(&mut self, bytes: &mut u64, stop: &StopCheck<'_>) -> std::io::Result<Line> {
        let mut line = Vec::new();
        let read = self.reader.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(Line::End);
        }
        *bytes += read as u64;
        stop.go_on_after(read);
        self.number += 1;
        let ended = line.pop_if(|last| *last == b'\n').is_some();
        if ended || (read as u64) < MAX_LINE_BYTES {
            return Ok(Line::Read(line));
        }
        drop(line);
        // The rest of it is passed over in the buffer.
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Line::TooLong);
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let passed = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(passed);
            *bytes += passed as u64;
            if end.is_some() || !stop.go_on_after(passed) {
                return Ok(Line::TooLong);
            }
        }
    }
}
