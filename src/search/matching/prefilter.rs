//! Passing over stretches of a text in which nothing can begin, many bytes at a time.
//!
//! A letter, a quote or a dash is written in too many ways for the engine behind `candidates` to look for each; but in
//! Chinese text they are rare. The bytes they are written with are put into a few ranges, and a block of text with no
//! byte in any of them is skipped. Loops over blocks of fixed length, which the compiler turns into vector code.

/// Bytes of a block.
pub(in crate::search) const BLOCK: usize = 64;
/// Tests that cost more than they save.
const MANY: usize = 20;

/// True if a character of a set may begin at a byte, told from it and the two behind it.
#[derive(Clone, Debug)]
pub(in crate::search) struct Prefilter(Vec<Test>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Test {
    /// The byte is this one.
    Byte(u8),
    /// The byte is one of these.
    Lead(u8, u8),
    /// The byte is the first, the next one of these.
    Pair(u8, u8, u8),
    /// The bytes are the first two, the third is one of these.
    Triple(u8, u8, u8, u8),
}

impl Prefilter {
    /// A prefilter for some characters; none where it would take too many tests.
    pub(in crate::search) fn new(characters: &[char]) -> Option<Prefilter> {
        let mut tests: Vec<Test> = Vec::new();
        for c in characters {
            let mut bytes = [0; 4];
            let test = match *c.encode_utf8(&mut bytes).as_bytes() {
                [one] => Test::Byte(one),
                // Characters that begin so are rare beside Han characters and beside Latin letters: their first byte is
                // enough.
                [one, ..] if one <= 0xE2 || one >= 0xF0 => Test::Lead(one, one),
                [one, two, three] if is_common(one, two) => Test::Triple(one, two, three, three),
                [one, two, _] => Test::Pair(one, two, two),
                _ => return None,
            };
            match tests.iter_mut().find_map(|other| Some((other.with(test)?, other))) {
                Some((both, other)) => *other = both,
                None => tests.push(test),
            }
        }
        (tests.len() <= MANY).then_some(Prefilter(tests))
    }

    /// True if the prefilter skips much of running text: not where all characters are Han or kana.
    pub(in crate::search) fn holds_back(characters: &[char]) -> bool {
        characters.iter().any(|c| *c < '\u{2E80}')
    }

    /// The start of the first block at `from` or later, before `to`, in which one of the characters may begin; it is
    /// [`BLOCK`] bytes long, at the end of the text less. It need not be a boundary of characters.
    pub(in crate::search) fn next(&self, text: &[u8], from: usize, to: usize) -> Option<usize> {
        let mut at = from;
        while at < to {
            let Some((a, b, c)) = block(text, at) else { return Some(at) };
            if self.0.iter().any(|test| test.hits(a, b, c)) {
                return Some(at);
            }
            at += BLOCK;
        }
        None
    }

    /// The places of the block at `at` where one of the characters may begin, which are boundaries of characters: a bit
    /// each, the lowest for the first byte. Nothing if fewer bytes than a block are left, with the two behind it.
    pub(in crate::search) fn mark_block(&self, text: &[u8], at: usize) -> Option<u64> {
        let (a, b, c) = block(text, at)?;
        let mut hits = [0_u8; BLOCK];
        for test in &self.0 {
            test.mark(a, b, c, &mut hits);
        }
        let mut bits = 0;
        for bytes in hits.as_chunks::<8>().0.iter().rev() {
            // Brings the lowest bit of each byte to its place in the highest byte of the product.
            let byte = u64::from_le_bytes(*bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            bits = bits << 8 | byte;
        }
        Some(bits)
    }
}

/// The bytes of the block at `at`, and those one and two behind each.
#[inline]
fn block(text: &[u8], at: usize) -> Option<(&[u8; BLOCK], &[u8; BLOCK], &[u8; BLOCK])> {
    let first = |at: usize| text.get(at..).and_then(|rest| rest.first_chunk::<BLOCK>());
    Some((first(at)?, first(at + 1)?, first(at + 2)?))
}

/// True if many characters of running text begin with these two bytes: punctuation, kana, full-width marks, Han.
fn is_common(one: u8, two: u8) -> bool {
    matches!((one, two), (0xE3, 0x80..=0x83) | (0xEF, 0xBC) | (0xE4..=0xED, _))
}

/// True if running text is full of the character of these three bytes: 、。《》，：（） and their like, kana, Han.
fn is_everywhere(one: u8, two: u8, three: u8) -> bool {
    match (one, two) {
        (0xE3, 0x80) => matches!(three, 0x80..=0x82 | 0x8A | 0x8B),
        (0xEF, 0xBC) => matches!(three, 0x81 | 0x88 | 0x89 | 0x8C | 0x90..=0x9B | 0x9F),
        _ => true,
    }
}

/// True if running text has few of an ASCII character.
fn is_rare(byte: u8) -> bool {
    byte.is_ascii_punctuation() && !matches!(byte, b',' | b'.' | b'-')
}

impl Test {
    /// One test that hits where either of two does, if it hits little else.
    fn with(self, other: Test) -> Option<Test> {
        match (self, other) {
            (Test::Byte(a), Test::Byte(b)) if a == b => Some(self),
            (Test::Byte(a), Test::Byte(c)) => Test::Lead(a, a).with(Test::Lead(c, c)),
            (Test::Byte(a), Test::Lead(..)) => Test::Lead(a, a).with(other),
            (Test::Lead(..), Test::Byte(c)) => self.with(Test::Lead(c, c)),
            (Test::Lead(a, b), Test::Lead(c, d)) => {
                let (low, high) = (a.min(c), b.max(d));
                let rare = (low..=high).all(|byte| is_rare(byte) || matches!(byte, 0xC2..=0xE2 | 0xF0..));
                rare.then_some(Test::Lead(low, high))
            }
            (Test::Pair(one, a, b), Test::Pair(same, c, d)) if one == same => {
                let (low, high) = (a.min(c), b.max(d));
                let common = (low..=high).any(|two| is_common(one, two));
                (!common).then_some(Test::Pair(one, low, high))
            }
            (Test::Triple(one, two, a, b), Test::Triple(same, too, c, d)) if (one, two) == (same, too) => {
                let (low, high) = (a.min(c), b.max(d));
                // A gap of one more mark does no harm.
                let near = c <= b.saturating_add(2) && a <= d.saturating_add(2);
                let rare = !(low..=high).any(|three| is_everywhere(one, two, three));
                (near || rare).then_some(Test::Triple(one, two, low, high))
            }
            _ => None,
        }
    }

    /// Both sides of every `&` are worked out: a branch a byte would cost more. Counted loops over arrays are what the
    /// compiler makes vector code of without having to see through anything.
    #[allow(clippy::needless_bitwise_bool, clippy::needless_range_loop)]
    #[inline]
    fn hits(self, a: &[u8; BLOCK], b: &[u8; BLOCK], c: &[u8; BLOCK]) -> bool {
        let mut any = false;
        match self {
            Test::Byte(byte) => {
                for at in 0..BLOCK {
                    any |= a[at] == byte;
                }
            }
            Test::Lead(low, high) => {
                for at in 0..BLOCK {
                    any |= a[at].wrapping_sub(low) <= high - low;
                }
            }
            Test::Pair(first, low, high) => {
                for at in 0..BLOCK {
                    any |= (a[at] == first) & (b[at].wrapping_sub(low) <= high - low);
                }
            }
            Test::Triple(first, second, low, high) => {
                for at in 0..BLOCK {
                    any |= (a[at] == first) & (b[at] == second) & (c[at].wrapping_sub(low) <= high - low);
                }
            }
        }
        any
    }

    /// Marks with a 1 where the test hits.
    #[allow(clippy::needless_bitwise_bool, clippy::needless_range_loop)]
    #[inline]
    fn mark(self, a: &[u8; BLOCK], b: &[u8; BLOCK], c: &[u8; BLOCK], hits: &mut [u8; BLOCK]) {
        match self {
            Test::Byte(byte) => {
                for at in 0..BLOCK {
                    hits[at] |= u8::from(a[at] == byte);
                }
            }
            Test::Lead(low, high) => {
                for at in 0..BLOCK {
                    hits[at] |= u8::from(a[at].wrapping_sub(low) <= high - low);
                }
            }
            Test::Pair(first, low, high) => {
                for at in 0..BLOCK {
                    hits[at] |= u8::from((a[at] == first) & (b[at].wrapping_sub(low) <= high - low));
                }
            }
            Test::Triple(first, second, low, high) => {
                for at in 0..BLOCK {
                    let third = c[at].wrapping_sub(low) <= high - low;
                    hits[at] |= u8::from((a[at] == first) & (b[at] == second) & third);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_few_characters_need_no_prefilter_and_many_of_one_kind_take_few_tests() {
        assert!(!Prefilter::holds_back(&['国', '國', '囯']));
        assert!(!Prefilter::holds_back(&['ぱ', 'パ', 'ハ', 'ﾊ', '㋩', 'は']));
        let marks: Vec<char> = "\"'`´‘’‚‛“”„‟‹›«»′「」『』〝〞〟＂＇".chars().collect();
        let prefilter = Prefilter::new(&marks).unwrap();
        assert!(prefilter.0.len() <= 8, "{prefilter:?}");
        // Han characters and kana are all skipped.
        let text = "国务院のパーティー한국abc".repeat(50);
        assert_eq!(prefilter.next(text.as_bytes(), 0, 1000), None);
    }

    proptest! {
        #[test]
        fn no_character_of_the_set_is_passed_over(
            characters in prop::collection::vec(any::<char>(), 7..20),
            before in "[国a。é😀]{0,200}",
            behind in "[国a]{0,100}",
            which in 0..7_usize,
        ) {
            if let Some(prefilter) = Prefilter::new(&characters) {
                let text = format!("{before}{}{behind}", characters[which]);
                let mut at = 0;
                let mut met = false;
                while let Some(from) = prefilter.next(text.as_bytes(), at, text.len()) {
                    met |= (from..from + BLOCK).contains(&before.len());
                    if let Some(bits) = prefilter.mark_block(text.as_bytes(), from) {
                        let is_place = |at: usize| bits & (1 << (at - from)) != 0;
                        prop_assert!((from..from + BLOCK).all(|at| !is_place(at) || text.is_char_boundary(at)));
                        let is_there = |(at, c): &(usize, char)| characters.contains(c) && (from..from + BLOCK).contains(at);
                        prop_assert!(text.char_indices().filter(is_there).all(|(at, _)| is_place(at)));
                    }
                    prop_assert!(from >= at && from < text.len());
                    at = from + BLOCK;
                }
                prop_assert!(met);
            }
        }
    }
}
