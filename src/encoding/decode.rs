//! Bytes to text: the byte order mark, else the label, else a guess. What cannot be decoded is replaced by U+FFFD,
//! counted and placed; nothing is dropped in silence.

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{declared, detect, label::Label};
use crate::text::StopCheck;

/// Bytes that are decoded between two questions whether to stop.
const PIECE_BYTES: usize = 256 << 10;

/// Text decoded from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The name of the encoding it came in.
    pub encoding: &'static str,
    /// How the encoding was known.
    pub how: How,
    /// What could not be decoded.
    pub lost: Option<Lost>,
}

/// How the encoding of a text was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It begins with a byte order mark. That is stronger than a label.
    Mark,
    /// A label named it.
    Label,
    /// It was found in the bytes themselves.
    Guess,
}

/// Places that could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// How many there are; each is one U+FFFD in the text.
    pub places: usize,
    /// The byte offset of the first.
    pub offset: usize,
    /// The line of the first, from 1.
    pub line: usize,
}

/// The encoding of some bytes, as far as their beginning and what is known about them says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) encoding: Encoded,
    pub(crate) how: How,
    /// Bytes of the byte order mark.
    pub(crate) mark: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoded {
    Standard(&'static Encoding),
    Utf32 { big: bool },
}

impl Choice {
    /// Whether a byte below 128 stands for its ASCII character wherever it begins one, as line ends do.
    pub(crate) fn is_bytewise(self) -> bool {
        matches!(self.encoding, Encoded::Standard(encoding) if encoding != UTF_16BE && encoding != UTF_16LE)
    }

    /// An encoding that was named.
    pub(crate) fn standard(encoding: &'static Encoding) -> Choice {
        Choice { encoding: Encoded::Standard(encoding), how: How::Label, mark: 0 }
    }

    /// The name of the encoding.
    pub(crate) fn name(self) -> &'static str {
        match self.encoding {
            Encoded::Standard(encoding) => encoding.name(),
            Encoded::Utf32 { big: false } => "UTF-32LE",
            Encoded::Utf32 { big: true } => "UTF-32BE",
        }
    }
}

/// Decodes bytes. `label` is what a person or a header says; `lang` a language tag that helps the guess.
#[cfg(test)]
pub(crate) fn decode(bytes: Vec<u8>, label: Option<Label>, lang: Option<&str>) -> Decoded {
    let choice = choose(&bytes, label, lang);
    decode_as(bytes, choice)
}

/// Decodes markup. `label` is what HTTP says; what the markup declares itself counts as well, if it can be true.
#[must_use]
pub fn decode_markup(bytes: Vec<u8>, label: Option<Label>, lang: Option<&str>) -> Decoded {
    let choice = declared::choose_markup(&bytes, label, lang);
    decode_as(bytes, choice)
}

/// Chooses the encoding.
pub(crate) fn choose(bytes: &[u8], label: Option<Label>, lang: Option<&str>) -> Choice {
    let marks: [(&[u8], Encoded); 5] = [
        (b"\xff\xfe\x00\x00", Encoded::Utf32 { big: false }),
        (b"\x00\x00\xfe\xff", Encoded::Utf32 { big: true }),
        (b"\xef\xbb\xbf", Encoded::Standard(UTF_8)),
        (b"\xff\xfe", Encoded::Standard(UTF_16LE)),
        (b"\xfe\xff", Encoded::Standard(UTF_16BE)),
    ];
    if let Some((mark, encoding)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Choice { encoding: *encoding, how: How::Mark, mark: mark.len() };
    }
    let labelled = |encoding| Choice { encoding, how: How::Label, mark: 0 };
    match label {
        Some(Label::Standard(encoding)) => labelled(Encoded::Standard(encoding)),
        Some(Label::Utf32Le) => labelled(Encoded::Utf32 { big: false }),
        Some(Label::Utf32Be) => labelled(Encoded::Utf32 { big: true }),
        Some(Label::Utf16) => {
            let guess = detect::guess(bytes, None);
            labelled(Encoded::Standard(if guess == UTF_16BE { UTF_16BE } else { UTF_16LE }))
        }
        None => Choice { encoding: Encoded::Standard(detect::guess(bytes, lang)), how: How::Guess, mark: 0 },
    }
}

/// Decodes bytes in an encoding that was chosen for them; `None` if the text is longer than `most` bytes, which is found
/// before more than that are held. Of no use once `stop` says so.
pub(crate) fn decode_within(bytes: Vec<u8>, choice: Choice, most: usize, stop: &StopCheck<'_>) -> Option<Decoded> {
    if let Encoded::Standard(encoding) = choice.encoding
        && encoding != UTF_8
    {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        // Nothing is kept here: the pieces only tell how long the text will be.
        let mut piece = vec![0; 64 * 1024];
        let (mut at, mut length) = (choice.mark, 0);
        while at < bytes.len() && bytes.len().saturating_mul(3) > most {
            let (_, read, written, _) = decoder.decode_to_utf8(&bytes[at..], &mut piece, true);
            at += read;
            length += written;
            if length > most || !stop.go_on_after(read) {
                return None;
            }
        }
    }
    Some(decode_until(bytes, choice, stop)).filter(|decoded| decoded.text.len() <= most)
}

/// Decodes bytes in an encoding that was chosen for them.
pub(crate) fn decode_as(bytes: Vec<u8>, choice: Choice) -> Decoded {
    decode_until(bytes, choice, &StopCheck::never())
}

fn decode_until(bytes: Vec<u8>, choice: Choice, stop: &StopCheck<'_>) -> Decoded {
    let (text, encoding, lost) = match choice.encoding {
        Encoded::Utf32 { big } => utf32(&bytes, choice.mark, big, stop),
        Encoded::Standard(encoding) if encoding == UTF_8 && choice.mark == 0 => match String::from_utf8(bytes) {
            Ok(text) => (text, UTF_8.name(), None),
            Err(error) => standard(error.as_bytes(), 0, UTF_8, stop),
        },
        Encoded::Standard(encoding) => standard(&bytes, choice.mark, encoding, stop),
    };
    Decoded { text, encoding, how: choice.how, lost }
}

type Text = (String, &'static str, Option<Lost>);

fn standard(bytes: &[u8], mark: usize, encoding: &'static Encoding, stop: &StopCheck<'_>) -> Text {
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

fn utf32(bytes: &[u8], mark: usize, big: bool, stop: &StopCheck<'_>) -> Text {
    let bytes = bytes.get(mark..).unwrap_or_default();
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut lost = Losses::default();
    for (index, four) in bytes.chunks(4).enumerate().take_while(|_| stop.go_on_after(4)) {
        let unit = <[u8; 4]>::try_from(four).ok();
        let value = unit.map(|unit| if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) });
        if let Some(c) = value.and_then(char::from_u32) {
            text.push(c);
        } else {
            lost.add(mark + index * 4, &text);
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, if big { "UTF-32BE" } else { "UTF-32LE" }, lost.0)
}

#[derive(Default)]
struct Losses(Option<Lost>);

impl Losses {
    /// One more place, at a byte offset, after a text.
    fn add(&mut self, offset: usize, before: &str) {
        match &mut self.0 {
            Some(lost) => lost.places += 1,
            None => self.0 = Some(Lost { places: 1, offset, line: before.matches('\n').count() + 1 }),
        }
    }
}
