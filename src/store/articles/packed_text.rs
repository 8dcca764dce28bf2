//! Text in fewer bytes than UTF-8 takes: two for each character of Chinese, Japanese and Korean instead of three, one
//! for ASCII. Reading it costs about a nanosecond a character, so a search that goes through thousands of articles is
//! as quick as over plain text; a general compression would take ten times as long.
//!
//! A byte below 0x80 is ASCII. Two bytes of which the first is 0x80 or more are a code of 15 bits into [`RANGES`]. The
//! highest code begins a run of other characters: its length in bytes as a number of seven bits a byte, and UTF-8.

use crate::store::varint;

/// The ranges of characters that have codes, in the order of the codes.
const RANGES: [(u32, u32); 6] = [
    (0x3000, 0x30ff), // punctuation, kana
    (0x4e00, 0x9fff), // ideographs
    (0xac00, 0xd7a3), // hangul
    (0xff00, 0xffef), // full width
    (0x2000, 0x203f), // quotation marks, dashes
    (0x00a0, 0x00bf), // the middle dot and its neighbours
];

/// The code that begins a run of characters without codes.
const RUN: u16 = 0x7fff;

/// The code of a character.
fn code(c: char) -> Option<u16> {
    let c = u32::from(c);
    let mut first = 0;
    for (start, end) in RANGES {
        if (start..=end).contains(&c) {
            return Some((first + c - start) as u16);
        }
        first += end - start + 1;
    }
    None
}

/// The character of a code.
fn character(code: u16) -> Option<char> {
    let mut code = u32::from(code);
    for (start, end) in RANGES {
        let length = end - start + 1;
        if code < length {
            return char::from_u32(start + code);
        }
        code -= length;
    }
    None
}

/// A text in its packed form; none if that saves less than a sixteenth.
pub(in crate::store) fn pack(text: &str) -> Option<Vec<u8>> {
    // Every character of three bytes saves one.
    let wide = text.bytes().filter(|byte| *byte >= 0xe0).count();
    if wide <= text.len() / 16 {
        return None;
    }
    let mut packed = Vec::with_capacity(text.len() * 3 / 4);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii() {
            let end = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            packed.extend_from_slice(&rest.as_bytes()[..end]);
            rest = &rest[end..];
        } else if let Some(code) = code(c) {
            packed.extend_from_slice(&(code | 0x8000).to_be_bytes());
            rest = &rest[c.len_utf8()..];
        } else {
            let end = rest.find(|c: char| c.is_ascii() || code(c).is_some()).unwrap_or(rest.len());
            packed.extend_from_slice(&(RUN | 0x8000).to_be_bytes());
            varint::push(&mut packed, end as u64);
            packed.extend_from_slice(&rest.as_bytes()[..end]);
            rest = &rest[end..];
        }
    }
    (packed.len() <= text.len() - text.len() / 16).then_some(packed)
}

/// The readable part of a packed form that may be damaged; the rest becomes U+FFFD.
pub(in crate::store) fn unpack_lossy(packed: &[u8]) -> String {
    if let Some(text) = unpack(packed) {
        return text;
    }
    let mut text = String::new();
    let mut rest = packed;
    while let Some(&first) = rest.first() {
        // Character by character: a code of two bytes, or a byte of ASCII. The length of a run may be what is damaged.
        let length = if first < 0x80 { 1 } else { 2.min(rest.len()) };
        let (unit, after) = rest.split_at(length);
        text.push_str(&unpack(unit).unwrap_or_else(|| '\u{fffd}'.to_string()));
        rest = after;
    }
    text
}

/// The text of a packed form; none if it is not one.
pub(in crate::store) fn unpack(packed: &[u8]) -> Option<String> {
    let mut text = Vec::with_capacity(packed.len() + packed.len() / 2);
    let mut rest = packed;
    while let Some((&first, after)) = rest.split_first() {
        if first < 0x80 {
            text.push(first);
            rest = after;
            continue;
        }
        let (&second, after) = after.split_first()?;
        rest = after;
        let code = u16::from_be_bytes([first & 0x7f, second]);
        if code == RUN {
            let length = usize::try_from(varint::read(&mut rest)?).ok()?;
            let (run, after) = rest.split_at_checked(length)?;
            text.extend_from_slice(run);
            rest = after;
        } else if let (0x100..0x5300, c) = (code, u32::from(code) + 0x4d00) {
            // Ideographs, which are nearly everything, without the search for their range.
            text.extend_from_slice(&[0xe0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3f) as u8, 0x80 | (c & 0x3f) as u8]);
        } else {
            text.extend_from_slice(character(code)?.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_code_is_of_one_character() {
        let mut last = 0;
        for (start, end) in RANGES {
            for c in (start..=end).filter_map(char::from_u32) {
                let code = code(c).unwrap();
                assert_eq!(character(code), Some(c));
                last = code;
            }
        }
        assert!(last < RUN);
        assert_eq!(character(last + 1), None);
    }

    #[test]
    fn chinese_takes_two_bytes_a_character() {
        let text = "東河大橋今日通車，沿岸居民清晨已在橋頭等候。";
        assert_eq!(pack(text).unwrap().len(), 2 * text.chars().count());
        assert_eq!(pack("Plain text, which is as short as it can be."), None);
        assert_eq!(pack(""), None);
        // A character beyond the codes among others.
        let rare = "𠮷野家是一家店，在東京、大阪和名古屋都有分店。";
        assert_eq!(unpack(&pack(rare).unwrap()).as_deref(), Some(rare));
    }

    #[test]
    fn bytes_that_are_no_packed_text_are_refused() {
        for bytes in
            [&b"\xff"[..], b"\xff\xff", b"\xff\xff\x05abc", b"\xff\xff\x01\xff", b"\xff\xfe", b"\xff\xff\xff\xff\xff"]
        {
            assert_eq!(unpack(bytes), None, "{bytes:x?}");
            assert!(unpack_lossy(bytes).contains('\u{fffd}'), "{bytes:x?}");
        }
    }

    proptest! {
        #[test]
        fn every_text_is_unpacked_as_it_was(text in "[\\PC一-鿿가-힣ぁ-ん\u{0}\r\n]{0,80}") {
            if let Some(packed) = pack(&text) {
                prop_assert!(packed.len() < text.len());
                prop_assert_eq!(unpack(&packed), Some(text));
            }
        }

        #[test]
        fn any_bytes_are_unpacked_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = unpack(&bytes);
        }
    }
}
