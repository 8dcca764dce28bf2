//! The encoding of some bytes: by a byte order mark, else a label, else detection.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{detect, label::Label};

/// The encoding that was chosen for some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EncodingChoice {
    pub(crate) charset: Charset,
    pub(crate) evidence: EncodingEvidence,
    /// Bytes of the byte order mark.
    pub(crate) mark: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Standard(&'static Encoding),
    /// The Encoding Standard lacks UTF-32.
    Utf32 {
        big_endian: bool,
    },
}

/// The evidence by which an encoding was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EncodingEvidence {
    /// A byte order mark, which overrides a label.
    ByteOrderMark,
    Label,
    /// The bytes themselves.
    Detection,
}

impl EncodingChoice {
    /// The choice of a label.
    pub(crate) fn labelled(charset: Charset) -> EncodingChoice {
        EncodingChoice { charset, evidence: EncodingEvidence::Label, mark: 0 }
    }

    /// True if a byte below 128 stands for its ASCII character wherever it begins one, as line ends do.
    pub(crate) fn is_bytewise(self) -> bool {
        matches!(self.charset, Charset::Standard(encoding) if encoding != UTF_16BE && encoding != UTF_16LE)
    }

    /// The name of the encoding.
    pub(crate) fn name(self) -> &'static str {
        match self.charset {
            Charset::Standard(encoding) => encoding.name(),
            Charset::Utf32 { big_endian: false } => "UTF-32LE",
            Charset::Utf32 { big_endian: true } => "UTF-32BE",
        }
    }
}

/// Chooses the encoding of a text. `label` comes from a person or a header; `lang` is a language tag that helps the
/// detection.
pub(crate) fn choose_for_text(bytes: &[u8], label: Option<Label>, lang: Option<&str>) -> EncodingChoice {
    let marks: [(&[u8], Charset); 5] = [
        (b"\xff\xfe\x00\x00", Charset::Utf32 { big_endian: false }),
        (b"\x00\x00\xfe\xff", Charset::Utf32 { big_endian: true }),
        (b"\xef\xbb\xbf", Charset::Standard(UTF_8)),
        (b"\xff\xfe", Charset::Standard(UTF_16LE)),
        (b"\xfe\xff", Charset::Standard(UTF_16BE)),
    ];
    if let Some((mark, charset)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return EncodingChoice { charset: *charset, evidence: EncodingEvidence::ByteOrderMark, mark: mark.len() };
    }
    EncodingChoice::labelled(match label {
        Some(Label::Standard(encoding)) => Charset::Standard(encoding),
        Some(Label::Utf32Le) => Charset::Utf32 { big_endian: false },
        Some(Label::Utf32Be) => Charset::Utf32 { big_endian: true },
        Some(Label::Utf16) => {
            let detected = detect::detect(bytes, None);
            Charset::Standard(if detected == UTF_16BE { UTF_16BE } else { UTF_16LE })
        }
        None => {
            let charset = Charset::Standard(detect::detect(bytes, lang));
            return EncodingChoice { charset, evidence: EncodingEvidence::Detection, mark: 0 };
        }
    })
}
