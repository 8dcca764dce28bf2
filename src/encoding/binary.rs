//! Recognition of files that are no text in any encoding, so that no image is read as news.
//!
//! A text with a few stray control characters is a text.

/// Bytes of the sample in which control characters are counted.
const SAMPLE_BYTES: usize = 64 * 1024;

/// First bytes of well-known kinds of files that are no text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or film"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (an EPUB or an office document is one, too)"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"OggS", "a sound or film"),
    (b"ID3\x03", "a sound"),
    (b"ID3\x04", "a sound"),
];

/// The kind of a file by its first bytes, if it is a well-known one that is no text.
pub(crate) fn magic(bytes: &[u8]) -> Option<&'static str> {
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}

/// True if more than a tenth of the bytes are control characters that text never has; random bytes have as many. Only
/// for encodings whose ASCII is ASCII.
pub(crate) fn has_too_many_controls(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    // Without line ends, tabs and backspaces, and the escape that ISO-2022-JP and terminal recordings use.
    // Sums of u8 without branches are computed for many bytes at once.
    let control = |byte: u8| matches!(byte, 0..=7 | 14..=26 | 28..=31 | 127);
    let controls: usize =
        sample.chunks(128).map(|some| usize::from(some.iter().map(|byte| u8::from(control(*byte))).sum::<u8>())).sum();
    controls >= 16 && controls * 10 > sample.len()
}

#[cfg(test)]
mod tests {
    use super::{has_too_many_controls, magic};

    #[test]
    fn texts_and_others() {
        assert_eq!(magic(b"\x89PNG\r\n\x1a\n"), Some("a PNG image"));
        assert_eq!(magic("标题".as_bytes()), None);
        assert!(has_too_many_controls(&[0; 100]));
        let noise: Vec<u8> = (0..10_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(has_too_many_controls(&noise));
        assert!(!has_too_many_controls("标题\n\0\0正文\u{1b}[2J\u{7}".as_bytes()));
        assert!(!has_too_many_controls(b""));
    }
}
