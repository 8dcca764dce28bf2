//! The body of a response: content codings undone as it streams in, never more kept than [`MAX_BODY_BYTES`].
//!
//! The declared coding is checked against the first bytes, because many servers declare a wrong one. A body that breaks
//! off is returned as far as it came.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::{
    BlockDecodingStrategy, FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError},
};

use super::large::MAX_FREE_BYTES;

/// Limit of a decoded body.
pub(crate) const MAX_BODY_BYTES: usize = 32 << 20;

/// Limit of codings one upon the other; only a bomb has more.
const MAX_CODINGS: usize = 3;

/// The value of `Accept-Encoding`: the codings that [`read`] undoes.
pub(crate) const ACCEPTED: &str = "gzip, br, zstd, deflate";

/// A decoded body.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ResponseBody {
    pub(crate) bytes: Vec<u8>,
    /// True if it ends early.
    pub(crate) is_cut: bool,
    /// True if it was too long to be held and was taken as it came; then there are no bytes here.
    pub(crate) is_long: bool,
}

/// Takes a body that is too long to be held: its beginning, and a reader of the rest. False if it takes none.
pub(crate) type OnLongBody<'a> = dyn FnMut(Vec<u8>, &mut dyn Read) -> bool + 'a;

/// Limit of a body that is taken as it comes.
const MAX_LONG_BYTES: u64 = 1 << 30;

/// The reason why there is no body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    TooLarge,
    /// An unknown coding, or too many of them.
    Coding(String),
}

/// Reads a body in the codings of a `Content-Encoding` header. `large` is called once before more than
/// [`MAX_FREE_BYTES`] are kept, and may wait; if it returns false, the body ends there. A body beyond `max_bytes` goes to
/// `on_long`.
pub(crate) fn read(
    wire: &mut dyn Read,
    header: Option<&str>,
    max_bytes: usize,
    large: &mut dyn FnMut() -> bool,
    on_long: &mut OnLongBody<'_>,
) -> Result<ResponseBody, BodyError> {
    let mut reader: Box<dyn BufRead + '_> = Box::new(BufReader::new(wire));
    let names: Vec<String> =
        header.unwrap_or_default().split(',').map(|name| name.trim().to_ascii_lowercase()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !["", "identity"].contains(name)).collect();
    if names.len() > MAX_CODINGS {
        return Err(BodyError::Coding(names.join(", ")));
    }
    for name in names.iter().rev() {
        reader = undone(reader, name)?;
    }
    if names.is_empty() {
        // A feed may itself be a compressed file.
        reader = undone(reader, "file")?;
    }
    let mut bytes = Vec::new();
    let free = MAX_FREE_BYTES.min(max_bytes);
    let mut result = reader.by_ref().take(free as u64 + 1).read_to_end(&mut bytes);
    if result.is_ok() && bytes.len() > free && free < max_bytes {
        result = if large() {
            reader.by_ref().take((max_bytes - free) as u64).read_to_end(&mut bytes)
        } else {
            Err(io::Error::other("it was stopped"))
        };
    }
    if bytes.len() > max_bytes {
        let is_taken = on_long(bytes, &mut reader.take(MAX_LONG_BYTES));
        return if is_taken {
            Ok(ResponseBody { is_long: true, ..ResponseBody::default() })
        } else {
            Err(BodyError::TooLarge)
        };
    }
    // The message of a decoder is of no help.
    Ok(ResponseBody { bytes, is_cut: result.is_err(), is_long: false })
}

/// A reader that undoes a coding.
fn undone<'a>(coded: Box<dyn BufRead + 'a>, name: &str) -> Result<Box<dyn BufRead + 'a>, BodyError> {
    let (start, coded) = peeked(coded);
    let is_gzip = start.starts_with(b"\x1f\x8b");
    let is_zstd = start.starts_with(b"\x28\xb5\x2f\xfd") || (start.get(1..4) == Some(b"\x2a\x4d\x18"));
    let is_zlib = matches!(start[..], [a, b, ..] if a & 15 == 8 && (u16::from(a) << 8 | u16::from(b)) % 31 == 0);
    let decoder: Box<dyn Read + 'a> = match name {
        "gzip" | "x-gzip" | "deflate" | "zstd" | "file" if is_gzip => Box::new(MultiGzDecoder::new(coded)),
        "gzip" | "x-gzip" | "deflate" | "zstd" | "file" if is_zstd => Box::new(Zstd::new(coded)),
        "deflate" if is_zlib => Box::new(ZlibDecoder::new(coded)),
        "deflate" => Box::new(DeflateDecoder::new(coded)),
        "br" => Box::new(Decompressor::new(coded, 4096)),
        "gzip" | "x-gzip" | "zstd" | "file" => return Ok(coded),
        name => return Err(BodyError::Coding(name.to_owned())),
    };
    Ok(Box::new(BufReader::new(decoder)))
}

/// The first bytes, up to four, and a reader that begins with them again.
fn peeked<'a>(mut reader: Box<dyn BufRead + 'a>) -> (Vec<u8>, Box<dyn BufRead + 'a>) {
    let mut start = Vec::new();
    // An error comes again at the next reading.
    let _ = reader.by_ref().take(4).read_to_end(&mut start);
    (start.clone(), Box::new(Cursor::new(start).chain(reader)))
}

/// Zstandard frames, one after another.
struct Zstd<R> {
    source: R,
    decoder: FrameDecoder,
    inside: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(source: R) -> Zstd<R> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_BODY_BYTES as u64);
        Zstd { source, decoder, inside: false }
    }

    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => {
                    self.inside = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut self.source.by_ref().take(length.into()), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error.to_string())),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside && !self.begin()? {
                return Ok(0);
            }
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(buffer);
            }
            if self.decoder.is_finished() {
                self.inside = false;
                continue;
            }
            let decoded = self.decoder.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1));
            decoded.map_err(|error| io::Error::other(error.to_string()))?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{
        Compression,
        write::{DeflateEncoder, GzEncoder, ZlibEncoder},
    };
    use proptest::prelude::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn body(mut bytes: &[u8], header: &str) -> Result<ResponseBody, BodyError> {
        read(&mut bytes, Some(header), 10_000, &mut || true, &mut |_, _| false)
    }

    pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    #[test]
    fn every_coding_is_undone() {
        let text = "新聞".repeat(500).into_bytes();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(&text).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        raw.write_all(&text).unwrap();
        let skipped = [&b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"[..], &zstd(&text[..600]), &zstd(&text[600..])].concat();
        for (coded, header) in [
            (text.clone(), ""),
            (text.clone(), "identity"),
            (gzip(&text), "gzip"),
            (gzip(&text), "X-GZIP"),
            ([gzip(&text[..9]), gzip(&text[9..])].concat(), "gzip"),
            (zlib.finish().unwrap(), "deflate"),
            (raw.finish().unwrap(), "deflate"),
            (zstd(&text), "zstd"),
            (skipped, "zstd"),
            (gzip(&zstd(&text)), "zstd, gzip"),
            // A wrong header.
            (text.clone(), "gzip"),
            (gzip(&text), ""),
            (gzip(&text), "zstd"),
        ] {
            assert_eq!(
                body(&coded, header),
                Ok(ResponseBody { bytes: text.clone(), ..ResponseBody::default() }),
                "{header}"
            );
        }
        // “news” and a line feed, as the reference encoder writes it.
        let brotli = b"\x0b\x02\x80news\n\x03";
        assert_eq!(body(brotli, "br").unwrap().bytes, b"news\n");
    }

    #[test]
    fn a_body_that_breaks_off_is_returned_so_far() {
        let text: Vec<u8> = (0..9000u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 7).to_le_bytes()).collect();
        let text = &text[..9000];
        for (coded, header) in [(gzip(text), "gzip"), (zstd(text), "zstd")] {
            let cut = body(&coded[..coded.len() - 200], header).unwrap();
            assert!(cut.is_cut && text.starts_with(&cut.bytes), "{header}");
        }
        assert!(body(&gzip(text)[..5000], "gzip").unwrap().bytes.len() > 3000);
    }

    #[test]
    fn a_long_body_is_taken_as_it_comes() {
        let text = "潮水".repeat(5000).into_bytes();
        let mut taken = Vec::new();
        let body = read(&mut &gzip(&text)[..], Some("gzip"), 10_000, &mut || true, &mut |head, rest| {
            taken = head;
            rest.read_to_end(&mut taken).is_ok()
        });
        assert_eq!(body.map(|body| (body.is_long, body.bytes.len())), Ok((true, 0)));
        assert!(taken == text);
    }

    #[test]
    fn bombs_end_at_the_bound() {
        let bomb = vec![0; 1_000_000];
        for (coded, header) in
            [(gzip(&bomb), "gzip"), (zstd(&bomb), "zstd"), (bomb.clone(), ""), (gzip(&gzip(&bomb)), "gzip, gzip")]
        {
            assert_eq!(body(&coded, header), Err(BodyError::TooLarge), "{header}");
        }
        assert!(matches!(body(b"", "gzip, gzip, gzip, gzip"), Err(BodyError::Coding(_))));
        assert!(matches!(body(b"", "compress"), Err(BodyError::Coding(_))));
        // A frame with a window of terabytes.
        let window = b"\x28\xb5\x2f\xfd\x00\xf8\x01\x00\x00";
        assert!(body(window, "zstd").unwrap().is_cut);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_coding_end(bytes in proptest::collection::vec(any::<u8>(), 0..600), cut in 0..600usize) {
            for header in ["gzip", "zstd", "deflate", "br", ""] {
                let _ = body(&bytes, header);
                let mut damaged = if header == "gzip" { gzip(&bytes) } else { zstd(&bytes) };
                let at = cut % damaged.len();
                damaged[at] ^= 0x55;
                let _ = body(&damaged, header);
            }
        }
    }
}
