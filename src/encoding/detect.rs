//! Detection of the encoding of a text without a byte order mark and without a label.
//!
//! The order: UTF-16 by its zero bytes, ISO-2022-JP by its escapes, UTF-8 if it is valid or nearly so, else what
//! chardetng finds most likely in the first 64 KB. It takes no encoding in which a single byte is wrong, so that a text
//! with a damaged place would be read as Latin; such a text is tried again.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::{
    fitness::{fitness, is_common, is_full_width_kana},
    syllables::chinese_or_korean,
};
use crate::text::classes::is_hangul;

/// Bytes beyond ASCII from which on a single-byte encoding is doubted if they read as East Asian text.
const MIN_BYTES_AGAINST_SINGLE: usize = 8;

/// Bytes beyond ASCII from which on an East Asian encoding is doubted if they read better in another.
const MIN_BYTES_AGAINST_DOUBLE: usize = 40;

/// Bytes of a sample.
const SAMPLE_BYTES: usize = 64 * 1024;

/// Detects the encoding of a text that has no byte order mark. `lang` is a BCP 47 tag that hints at the encoding.
pub(crate) fn detect(bytes: &[u8], lang: Option<&str>) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    if let Some(encoding) = utf16(sample) {
        return encoding;
    }
    if is_iso_2022_jp(sample) {
        return ISO_2022_JP;
    }
    if is_utf8(bytes) {
        return UTF_8;
    }
    // ASCII is the same in every encoding, so the detector begins behind it.
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE_BYTES)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, start + sample.len() == bytes.len());
    let guessed = detector.guess(lang.and_then(top_level_domain).map(str::as_bytes), Utf8Detection::Deny);
    let beyond = sample.iter().filter(|byte| !byte.is_ascii()).count();
    let enough = beyond >= if guessed.is_single_byte() { MIN_BYTES_AGAINST_SINGLE } else { MIN_BYTES_AGAINST_DOUBLE };
    let guessed = if !enough || reads_well(sample, guessed) { guessed } else { damaged(sample).unwrap_or(guessed) };
    if guessed != GBK && guessed != EUC_KR {
        return guessed;
    }
    chinese_or_korean(sample).unwrap_or_else(|| if contradicts(guessed, lang) { other_of(guessed) } else { guessed })
}

/// True if a language is not written in an encoding: Chinese never in that of Korean, and the other way round.
pub(super) fn contradicts(encoding: &'static Encoding, lang: Option<&str>) -> bool {
    let is = |tag: &str| lang.is_some_and(|lang| lang.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(tag)));
    (encoding == EUC_KR && is("zh")) || (encoding == GBK && is("ko"))
}

fn other_of(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == EUC_KR { GBK } else { EUC_KR }
}

/// The East Asian encoding in which a damaged text reads best.
fn damaged(sample: &[u8]) -> Option<&'static Encoding> {
    let encodings = [GBK, BIG5, EUC_JP, SHIFT_JIS, EUC_KR].into_iter().filter(|encoding| reads_well(sample, encoding));
    encodings.max_by_key(|encoding| fitness(sample, encoding))
}

/// True if bytes read as East Asian text in an encoding, except for a few places.
fn reads_well(sample: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut all, mut lost, mut typical, mut hangul) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        lost += usize::from(c == '\u{fffd}');
        hangul += usize::from(is_hangul(c));
        typical += usize::from(is_common(c) || is_full_width_kana(c) || matches!(c, '，' | '。' | '、'));
    }
    // Korean is written in little else than Hangul; of Han only the frequent ones tell text from chance.
    let is_text = if encoding == EUC_KR { hangul * 5 >= all * 3 && is_wansung(sample) } else { typical * 6 >= all };
    is_text && lost * 8 <= all
}

/// True if nearly all syllables are those of KS X 1001, both of whose bytes are high. The others, which Windows added,
/// are so rare that such bytes are more likely kana of `Shift_JIS`.
fn is_wansung(sample: &[u8]) -> bool {
    let (mut common, mut rare) = (0_usize, 0_usize);
    let mut bytes = sample.iter().copied();
    while let Some(byte) = bytes.next() {
        match (byte, if byte < 0x80 { None } else { bytes.next() }) {
            (0xa1.., Some(0xa1..)) => common += 1,
            (0x80.., _) => rare += 1,
            _ => {}
        }
    }
    rare * 10 <= common
}

/// The top-level domain of a language, which chardetng takes as a hint.
fn top_level_domain(lang: &str) -> Option<&'static str> {
    let lang = lang.to_ascii_lowercase();
    let mut subtags = lang.split('-');
    match subtags.next()? {
        "ja" => Some("jp"),
        "ko" => Some("kr"),
        "zh" | "yue" => {
            Some(match subtags.find(|tag| matches!(*tag, "hant" | "tw" | "hk" | "mo" | "hans" | "cn" | "sg")) {
                Some("hk" | "mo") => "hk",
                Some("hant" | "tw") => "tw",
                _ => "cn",
            })
        }
        _ => None,
    }
}

/// True for UTF-8, damaged or not: at most one byte in three beyond ASCII is not part of a valid character. Text in the East Asian double-byte encodings is valid in far less than half.
fn is_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            valid += chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
        }
        invalid += chunk.invalid().len();
        if valid + invalid > SAMPLE_BYTES && invalid * 2 > valid {
            return false;
        }
    }
    invalid * 2 <= valid
}

/// Escapes of ISO-2022-JP in a text of seven bits.
fn is_iso_2022_jp(sample: &[u8]) -> bool {
    let escapes: [&[u8]; 4] = [b"\x1b$B", b"\x1b$@", b"\x1b(J", b"\x1b(I"];
    sample.is_ascii()
        && sample.windows(3).any(|window| escapes.contains(&window))
        && ISO_2022_JP
            .new_decoder_without_bom_handling()
            .decode_to_utf8_without_replacement(sample, &mut vec![0; sample.len() * 3 + 16], false)
            .0
            == encoding_rs::DecoderResult::InputEmpty
}

/// UTF-16 without a mark: digits, spaces and line ends have a zero byte in it, and read in the right order nearly all of
/// it is characters that texts are made of.
fn utf16(sample: &[u8]) -> Option<&'static Encoding> {
    let zeros = memchr::memchr_iter(0, sample).count();
    if zeros == 0 {
        return None;
    }
    // Bytes that are UTF-8 as they stand need more than a stray zero to be something else.
    let stray = std::str::from_utf8(sample).is_ok() && zeros * 5 < sample.len();
    if stray || !sample.len().is_multiple_of(2) {
        return None;
    }
    let little = units_of_text(sample, u16::from_le_bytes);
    let big = units_of_text(sample, u16::from_be_bytes);
    let (encoding, best) = if big > little { (UTF_16BE, big) } else { (UTF_16LE, little) };
    (best * 20 >= sample.len() / 2 * 19).then_some(encoding)
}

/// The number of UTF-16 units, read in a byte order, that stand for characters of text.
fn units_of_text(sample: &[u8], read: fn([u8; 2]) -> u16) -> usize {
    let units = sample.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    char::decode_utf16(units)
        .filter(|c| c.as_ref().is_ok_and(|c| is_of_text(*c)))
        .map(|c| c.map_or(1, char::len_utf16))
        .sum()
}

/// Characters of text: letters and marks of Latin and East Asian scripts, and line ends.
fn is_of_text(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{312f}' | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ffee}' | '\u{20000}'..='\u{3ffff}')
}
