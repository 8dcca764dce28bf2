//! The text of a feed as it comes, piece by piece: a text in memory, or one that is decoded on the way.

use std::io::{self, Read};

use super::error::FeedError;
use crate::encoding::{self, DecodingLoss, EncodingChoice, Label, StreamDecoder};

/// Text that is read from its beginning to its end.
pub(crate) trait TextSource {
    /// Adds about so many bytes of text, at least one character. False at the end.
    ///
    /// # Errors
    /// When the text cannot be read on.
    fn read(&mut self, bytes: usize, into: &mut String) -> io::Result<bool>;
}

/// A text in memory.
impl TextSource for &str {
    fn read(&mut self, bytes: usize, into: &mut String) -> io::Result<bool> {
        let end = self.ceil_char_boundary(bytes.max(1));
        let (piece, rest) = self.split_at(end);
        into.push_str(piece);
        *self = rest;
        Ok(!piece.is_empty())
    }
}

/// Bytes by which the encoding of a feed is chosen.
const HEAD_BYTES: usize = 1024 * 1024;

/// Bytes that are decoded as they are read.
pub(crate) struct DecodedSource<R> {
    /// The first bytes, which were read to choose the encoding.
    head: Vec<u8>,
    /// Bytes of them that have been decoded.
    head_at: usize,
    reader: R,
    decoder: StreamDecoder,
    buffer: Vec<u8>,
    is_done: bool,
}

impl<R: Read> DecodedSource<R> {
    /// Reads the beginning of a feed, and chooses its encoding; `label` is that of HTTP.
    ///
    /// # Errors
    /// When it is no text, or cannot be read.
    pub(crate) fn open(reader: R, label: Option<Label>) -> Result<DecodedSource<R>, FeedError> {
        Self::open_with(reader, |head| encoding::choose_for_markup(head, label, None))
    }

    /// [`DecodedSource::open`] with a choice of the encoding by the first bytes.
    ///
    /// # Errors
    /// When it is no text, or cannot be read.
    pub(crate) fn open_with(
        mut reader: R,
        choose: impl FnOnce(&[u8]) -> EncodingChoice,
    ) -> Result<DecodedSource<R>, FeedError> {
        let mut head = Vec::new();
        let read = reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head);
        if let Some(what) = encoding::magic(&head) {
            return Err(FeedError::NotText(what));
        }
        if let Err(error) = read
            && head.is_empty()
        {
            return Err(FeedError::Unreadable(error.to_string()));
        }
        let decoder = StreamDecoder::new(choose(&head));
        Ok(DecodedSource { head, head_at: 0, reader, decoder, buffer: Vec::new(), is_done: false })
    }

    /// The name of the encoding.
    pub(crate) fn encoding(&self) -> &'static str {
        self.decoder.encoding()
    }

    /// The places so far that could not be decoded.
    pub(crate) fn lost(&self) -> Option<DecodingLoss> {
        self.decoder.lost()
    }
}

impl<R: Read> TextSource for DecodedSource<R> {
    fn read(&mut self, bytes: usize, into: &mut String) -> io::Result<bool> {
        /// Bytes that are read at a time, at most.
        const PIECE_BYTES: usize = 256 * 1024;
        let before = into.len();
        let head = &self.head[self.head_at..];
        let piece = &head[..head.len().min(bytes)];
        if !piece.is_empty() {
            self.head_at += piece.len();
            self.decoder.decode(piece, false, into);
        }
        if self.head_at == self.head.len() {
            self.head = Vec::new();
            self.head_at = 0;
        }
        while into.len() == before && !self.is_done {
            self.buffer.resize(bytes.clamp(64, PIECE_BYTES), 0);
            let read = match self.reader.read(&mut self.buffer) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.is_done = read == 0;
            self.decoder.decode(&self.buffer[..read], self.is_done, into);
        }
        Ok(into.len() > before)
    }
}
