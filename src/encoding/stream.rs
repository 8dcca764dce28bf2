//! Bytes to text piece by piece, for input that is not held as a whole.

use encoding_rs::{Decoder, DecoderResult};

use super::{
    choice::{Charset, EncodingChoice},
    decode::DecodingLoss,
};

/// A decoder that is given the bytes of a text in pieces.
pub(crate) struct StreamDecoder {
    charset: PieceDecoder,
    encoding: &'static str,
    /// Bytes of the byte order mark that are still to come.
    mark: usize,
    /// Bytes decoded so far, and lines.
    at: usize,
    lines: usize,
    lost: Option<DecodingLoss>,
}

enum PieceDecoder {
    Standard(Decoder),
    /// UTF-32, with the bytes of a character that has not come as a whole.
    Utf32 {
        big_endian: bool,
        begun: Vec<u8>,
    },
}

impl StreamDecoder {
    /// A decoder for an encoding that was chosen by the first bytes.
    pub(crate) fn new(choice: EncodingChoice) -> StreamDecoder {
        let charset = match choice.charset {
            Charset::Standard(encoding) => PieceDecoder::Standard(encoding.new_decoder_without_bom_handling()),
            Charset::Utf32 { big_endian } => PieceDecoder::Utf32 { big_endian, begun: Vec::new() },
        };
        StreamDecoder { charset, encoding: choice.name(), mark: choice.mark, at: 0, lines: 0, lost: None }
    }

    /// Decodes a piece, and adds its text.
    pub(crate) fn decode(&mut self, bytes: &[u8], is_last: bool, text: &mut String) {
        let skipped = self.mark.min(bytes.len());
        self.mark -= skipped;
        self.at += skipped;
        let mut rest = &bytes[skipped..];
        let before = text.len();
        match &mut self.charset {
            PieceDecoder::Utf32 { big_endian, begun } => {
                let mut joined = std::mem::take(begun);
                joined.extend_from_slice(rest);
                for four in joined.chunks(4) {
                    let unit = <[u8; 4]>::try_from(four).ok();
                    if unit.is_none() && !is_last {
                        *begun = four.to_vec();
                        break;
                    }
                    let unit =
                        unit.map(|unit| if *big_endian { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) });
                    text.push(unit.and_then(char::from_u32).unwrap_or_else(|| {
                        let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[before..]).count();
                        note(&mut self.lost, self.at, self.lines + lines);
                        char::REPLACEMENT_CHARACTER
                    }));
                    self.at += four.len();
                }
            }
            PieceDecoder::Standard(decoder) => loop {
                text.reserve(rest.len().max(64));
                let (result, read) = decoder.decode_to_string_without_replacement(rest, text, is_last);
                rest = &rest[read..];
                self.at += read;
                match result {
                    DecoderResult::InputEmpty => break,
                    DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(length, after) => {
                        let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[before..]).count();
                        note(
                            &mut self.lost,
                            self.at.saturating_sub(usize::from(length) + usize::from(after)),
                            self.lines + lines,
                        );
                        text.push(char::REPLACEMENT_CHARACTER);
                    }
                }
            },
        }
        self.lines += memchr::memchr_iter(b'\n', &text.as_bytes()[before..]).count();
    }

    /// The name of the encoding.
    pub(crate) fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// The places that could not be decoded.
    pub(crate) fn lost(&self) -> Option<DecodingLoss> {
        self.lost
    }
}

/// Notes a place at a byte that could not be decoded, behind so many lines.
fn note(lost: &mut Option<DecodingLoss>, offset: usize, lines: usize) {
    lost.get_or_insert(DecodingLoss { places: 0, offset, line: lines + 1 }).places += 1;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::StreamDecoder;
    use crate::encoding::{choose_for_text, decode_as};

    proptest! {
        #[test]
        fn pieces_are_decoded_as_the_whole(bytes in prop_oneof![
            "(潮|\n|a|\u{feff}){0,40}".prop_map(String::into_bytes),
            prop::collection::vec(any::<u8>(), 0..80),
        ], size in 1..9_usize) {
            let choice = choose_for_text(&bytes, None, None);
            let mut decoder = StreamDecoder::new(choice);
            let mut text = String::new();
            for piece in bytes.chunks(size) {
                decoder.decode(piece, false, &mut text);
            }
            decoder.decode(&[], true, &mut text);
            let whole = decode_as(bytes, choice);
            prop_assert_eq!((text, decoder.lost()), (whole.text, whole.lost));
        }
    }
}
