//! Bytes to text in a chosen encoding. Bytes that cannot be decoded become U+FFFD, counted and placed; nothing is dropped
//! silently.

use encoding_rs::{DecoderResult, Encoding, UTF_8};

#[cfg(test)]
use super::choice::choose_for_text;
use super::{
    choice::{Charset, EncodingChoice, EncodingEvidence},
    declared::choose_for_markup,
    label::Label,
};
use crate::text::StopCheck;

/// Bytes that are decoded between two stop checks.
const PIECE_BYTES: usize = 256 << 10;

/// Text decoded from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DecodedText {
    /// The text, without a byte order mark.
    pub(crate) text: String,
    /// The name of the encoding.
    pub(crate) encoding: &'static str,
    pub(crate) evidence: EncodingEvidence,
    pub(crate) lost: Option<DecodingLoss>,
}

/// Places that could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DecodingLoss {
    /// The number of places; each is one U+FFFD in the text.
    pub(crate) places: usize,
    /// The byte offset of the first.
    pub(crate) offset: usize,
    /// The line of the first, from 1.
    pub(crate) line: usize,
}

/// Decodes bytes. `label` comes from a person or a header; `lang` is a language tag that helps the detection.
#[cfg(test)]
pub(crate) fn decode(bytes: Vec<u8>, label: Option<Label>, lang: Option<&str>) -> DecodedText {
    let choice = choose_for_text(&bytes, label, lang);
    decode_as(bytes, choice)
}

/// Decodes markup. `label` comes from HTTP; the declaration in the markup counts as well, if it can be true.
#[must_use]
pub(crate) fn decode_markup(bytes: Vec<u8>, label: Option<Label>, lang: Option<&str>) -> DecodedText {
    let choice = choose_for_markup(&bytes, label, lang);
    decode_as(bytes, choice)
}

/// Decodes bytes in an encoding that was chosen for them; none if the text is longer than `max_bytes`, which is found
/// before more than that are held. The result is incomplete if `stop` stopped it.
pub(crate) fn decode_within(
    bytes: Vec<u8>,
    choice: EncodingChoice,
    max_bytes: usize,
    stop: &StopCheck<'_>,
) -> Option<DecodedText> {
    if let Charset::Standard(encoding) = choice.charset
        && encoding != UTF_8
    {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        // Nothing is kept here: the pieces only tell evidence long the text will be.
        let mut piece = vec![0; 64 * 1024];
        let (mut at, mut length) = (choice.mark, 0);
        while at < bytes.len() && bytes.len().saturating_mul(3) > max_bytes {
            let (_, read, written, _) = decoder.decode_to_utf8(&bytes[at..], &mut piece, true);
            at += read;
            length += written;
            if length > max_bytes || !stop.go_on_after(read) {
                return None;
            }
        }
    }
    Some(decode_until(bytes, choice, stop)).filter(|decoded| decoded.text.len() <= max_bytes)
}

/// Decodes bytes in an encoding that was chosen for them.
pub(crate) fn decode_as(bytes: Vec<u8>, choice: EncodingChoice) -> DecodedText {
    decode_until(bytes, choice, &StopCheck::never())
}

fn decode_until(bytes: Vec<u8>, choice: EncodingChoice, stop: &StopCheck<'_>) -> DecodedText {
    let (text, encoding, lost) = match choice.charset {
        Charset::Utf32 { big_endian } => utf32(&bytes, choice.mark, big_endian, stop),
        Charset::Standard(encoding) if encoding == UTF_8 && choice.mark == 0 => match String::from_utf8(bytes) {
            Ok(text) => (text, UTF_8.name(), None),
            Err(error) => standard(error.as_bytes(), 0, UTF_8, stop),
        },
        Charset::Standard(encoding) => standard(&bytes, choice.mark, encoding, stop),
    };
    DecodedText { text, encoding, evidence: choice.evidence, lost }
}

/// A text, the name of its encoding, and the places that could not be decoded.
type Parts = (String, &'static str, Option<DecodingLoss>);

fn standard(bytes: &[u8], mark: usize, encoding: &'static Encoding, stop: &StopCheck<'_>) -> Parts {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
    let mut lost = Losses::default();
    let mut at = mark;
    while stop.go_on_after(0) {
        let rest = bytes.get(at..).unwrap_or_default();
        let piece = &rest[..rest.len().min(PIECE_BYTES)];
        let is_last = piece.len() == rest.len();
        let (result, read) = decoder.decode_to_string_without_replacement(piece, &mut text, is_last);
        at += read;
        stop.go_on_after(read);
        match result {
            DecoderResult::InputEmpty if is_last => break,
            DecoderResult::InputEmpty => {}
            DecoderResult::OutputFull => text.reserve(rest.len().max(64)),
            DecoderResult::Malformed(length, after) => {
                lost.add(at.saturating_sub(usize::from(length) + usize::from(after)), &text);
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
    (text, encoding.name(), lost.0)
}

fn utf32(bytes: &[u8], mark: usize, big_endian: bool, stop: &StopCheck<'_>) -> Parts {
    let bytes = bytes.get(mark..).unwrap_or_default();
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut lost = Losses::default();
    for (index, four) in bytes.chunks(4).enumerate().take_while(|_| stop.go_on_after(4)) {
        let unit = <[u8; 4]>::try_from(four).ok();
        let value = unit.map(|unit| if big_endian { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) });
        if let Some(c) = value.and_then(char::from_u32) {
            text.push(c);
        } else {
            lost.add(mark + index * 4, &text);
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, if big_endian { "UTF-32BE" } else { "UTF-32LE" }, lost.0)
}

#[derive(Default)]
struct Losses(Option<DecodingLoss>);

impl Losses {
    /// One more place, at a byte offset, after a text.
    fn add(&mut self, offset: usize, before: &str) {
        match &mut self.0 {
            Some(lost) => lost.places += 1,
            None => self.0 = Some(DecodingLoss { places: 1, offset, line: before.matches('\n').count() + 1 }),
        }
    }
}
