//! Names of character encodings: those of the Encoding Standard and the names Windows and older programs use.
//!
//! Detection of the encoding of a text without a label is in `detect.rs`.

use encoding_rs::Encoding;

/// No encoding has that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a character encoding; use a name like utf-8, gb18030, big5, shift_jis, euc-jp or euc-kr")]
pub(crate) struct UnknownEncoding(pub String);

/// An encoding a person or a document has named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// One of the Encoding Standard.
    Standard(&'static Encoding),
    /// UTF-16 without saying in which order; the byte order mark decides, else the text itself.
    Utf16,
    /// UTF-32, the least significant byte first.
    Utf32Le,
    /// UTF-32, the most significant byte first.
    Utf32Be,
}

/// Names that the Encoding Standard lacks. `encoding_rs` reads GBK as GB18030, of which it is a part.
const ALIASES: &[(&str, &str)] = &[
    ("cp936", "gbk"),
    ("ms936", "gbk"),
    ("windows-936", "gbk"),
    ("euc-cn", "gbk"),
    ("gb18030-2000", "gb18030"),
    ("gb18030-2005", "gb18030"),
    ("gb18030-2022", "gb18030"),
    ("cp950", "big5"),
    ("ms950", "big5"),
    ("windows-950", "big5"),
    ("big-5", "big5"),
    ("big5hkscs", "big5"),
    ("cp932", "shift_jis"),
    ("ms932", "shift_jis"),
    ("windows-932", "shift_jis"),
    ("cp949", "euc-kr"),
    ("ms949", "euc-kr"),
    ("uhc", "euc-kr"),
    ("eucjp", "euc-jp"),
    ("euckr", "euc-kr"),
    ("cp51932", "euc-jp"),
    ("iso2022jp", "iso-2022-jp"),
    ("cp50220", "iso-2022-jp"),
    ("utf8", "utf-8"),
    ("utf-8-sig", "utf-8"),
    ("cp1252", "windows-1252"),
];

impl Label {
    /// Finds an encoding by one of its names, whatever their case.
    ///
    /// # Errors
    /// [`UnknownEncoding`] if no encoding that can be decoded has that name.
    pub(crate) fn parse(name: &str) -> Result<Label, UnknownEncoding> {
        let lower = name.trim().to_ascii_lowercase().replace('_', "-");
        match lower.as_str() {
            "utf-16" | "utf16" | "ucs-2" => return Ok(Label::Utf16),
            "utf-32" | "utf32" | "utf-32le" | "utf32le" => return Ok(Label::Utf32Le),
            "utf-32be" | "utf32be" => return Ok(Label::Utf32Be),
            _ => {}
        }
        let standard = ALIASES.iter().find(|(alias, _)| *alias == lower).map_or(lower.as_str(), |(_, name)| name);
        Encoding::for_label_no_replacement(standard.as_bytes())
            .or_else(|| Encoding::for_label_no_replacement(name.trim().as_bytes()))
            .map(Label::Standard)
            .ok_or_else(|| UnknownEncoding(name.to_owned()))
    }

    /// The `charset` of a `Content-Type` header.
    #[must_use]
    pub(crate) fn from_content_type(content_type: &str) -> Option<Label> {
        let parameters = content_type.split(';').skip(1);
        let value = parameters
            .filter_map(|parameter| parameter.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?
            .1;
        Label::parse(value.trim().trim_matches(['"', '\''])).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Label;

    #[test]
    fn names_of_encodings() {
        for (name, expected) in [
            ("GB2312", "GBK"),
            ("cp936", "GBK"),
            ("GB18030", "gb18030"),
            ("CP950", "Big5"),
            ("Big5-HKSCS", "Big5"),
            ("Shift_JIS", "Shift_JIS"),
            ("sjis", "Shift_JIS"),
            ("cp932", "Shift_JIS"),
            ("EUC-JP", "EUC-JP"),
            ("ISO-2022-JP", "ISO-2022-JP"),
            ("ks_c_5601-1987", "EUC-KR"),
            ("cp949", "EUC-KR"),
            (" utf8 ", "UTF-8"),
            ("UTF-16BE", "UTF-16BE"),
        ] {
            assert!(
                matches!(Label::parse(name), Ok(Label::Standard(encoding)) if encoding.name() == expected),
                "{name}"
            );
        }
        assert_eq!(Label::parse("utf-16").ok(), Some(Label::Utf16));
        for name in ["", "klingon", "hz-gb-2312", "replacement", "中文"] {
            assert!(Label::parse(name).is_err(), "{name}");
        }
    }

    #[test]
    fn charsets_of_content_types() {
        for (text, expected) in [
            ("text/xml; charset=GB2312", Some("GBK")),
            ("text/xml;version=1; Charset=\"big5\" ;x", Some("Big5")),
            ("text/xml; charset=klingon", None),
            ("text/xml", None),
        ] {
            let found = Label::from_content_type(text).map(|label| match label {
                Label::Standard(encoding) => encoding.name(),
                _ => "other",
            });
            assert_eq!(found, expected, "{text}");
        }
    }
}
