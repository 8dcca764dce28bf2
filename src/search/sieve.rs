//! Passing over stretches of a text in which nothing can begin, many bytes at a time.
//!
//! A letter, a quote or a dash is written in too many ways for the engine behind `candidates` to look for each; but in
//! Chinese text they are rare. The bytes they are written with are put into a few ranges, and a block of text with no
//! byte in any of them is done with. Loops over blocks of fixed length, which the compiler turns into vector code.

/// Bytes looked at together.
const BLOCK: usize = 64;
/// Bytes that the exact search gets when a block cannot be passed over.
const STRETCH: usize = 512;
/// Tests that cost more than they save.
const MANY: usize = 20;

/// Whether a character of a set may begin at a byte, told from it and the two behind it.
#[derive(Clone, Debug)]
pub(super) struct Sieve(Vec<Test>);

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

impl Sieve {
    /// A sieve for some characters; none where all are Han characters or kana, which the other engine finds at once
    /// just as well, and where it would hold nothing back.
    pub(super) fn new(characters: &[char]) -> Option<Sieve> {
        if characters.iter().all(|c| *c >= '\u{2E80}') {
            return None;
        }
        let mut tests: Vec<Test> = Vec::new();
        for c in characters {
            let mut bytes = [0; 4];
            let test = match *c.encode_utf8(&mut bytes).as_bytes() {
                [one] => Test::Byte(one),
                // Characters that begin so are rare beside Han characters: their first byte is enough.
                [one, ..] if one <= 0xE1 || one >= 0xF0 => Test::Lead(one, one),
                [one, two, three] if is_common(one, two) => Test::Triple(one, two, three, three),
                [one, two, _] => Test::Pair(one, two, two),
                _ => return None,
            };
            match tests.iter_mut().find_map(|other| Some((other.with(test)?, other))) {
                Some((both, other)) => *other = both,
                None => tests.push(test),
            }
        }
        (tests.len() <= MANY).then_some(Sieve(tests))
    }

    /// The start of the first stretch at `from` or later, before `to`, in which one of the characters may begin, and
    /// its end. Neither need be a boundary of characters.
    pub(super) fn next(&self, text: &[u8], from: usize, to: usize) -> Option<(usize, usize)> {
        let mut at = from;
        while at < to {
            let blocks = (text.get(at..), text.get(at + 1..), text.get(at + 2..));
            let (Some(a), Some(b), Some(c)) = blocks else { return Some((at, to)) };
            let (Some(a), Some(b), Some(c)) =
                (a.first_chunk::<BLOCK>(), b.first_chunk::<BLOCK>(), c.first_chunk::<BLOCK>())
            else {
                return Some((at, to));
            };
            if self.0.iter().any(|test| test.hits(a, b, c)) {
                return Some((at, (at + STRETCH).min(to)));
            }
            at += BLOCK;
        }
        None
    }
}

/// Whether many characters of running text begin with these two bytes: punctuation, kana, full-width marks, Han.
fn is_common(one: u8, two: u8) -> bool {
    matches!((one, two), (0xE2, 0x80) | (0xE3, 0x80..=0x83) | (0xEF, 0xBC) | (0xE4..=0xED, _))
}

impl Test {
    /// One test for what either of two lets through, if that is not much more.
    fn with(self, other: Test) -> Option<Test> {
        match (self, other) {
            (Test::Byte(a), Test::Byte(b)) if a == b => Some(self),
            // On the same side of the leads of Han characters.
            (Test::Lead(a, b), Test::Lead(c, d)) if (b <= 0xE1) == (d <= 0xE1) => Some(Test::Lead(a.min(c), b.max(d))),
            (Test::Pair(one, a, b), Test::Pair(same, c, d)) if one == same => {
                let (low, high) = (a.min(c), b.max(d));
                let common = (low..=high).any(|two| is_common(one, two));
                (!common).then_some(Test::Pair(one, low, high))
            }
            (Test::Triple(one, two, a, b), Test::Triple(same, too, c, d)) if (one, two) == (same, too) => {
                // A gap of one more mark does no harm.
                let near = c <= b.saturating_add(2) && a <= d.saturating_add(2);
                near.then_some(Test::Triple(one, two, a.min(c), b.max(d)))
            }
            _ => None,
        }
    }

    #[inline]
    fn hits(self, a: &[u8; BLOCK], b: &[u8; BLOCK], c: &[u8; BLOCK]) -> bool {
        let mut any = false;
        match self {
            Test::Byte(byte) => {
                for &one in a {
                    any |= one == byte;
                }
            }
            Test::Lead(low, high) => {
                for &one in a {
                    any |= one.wrapping_sub(low) <= high - low;
                }
            }
            Test::Pair(first, low, high) => {
                for (&one, &two) in a.iter().zip(b) {
                    any |= (one == first) & (two.wrapping_sub(low) <= high - low);
                }
            }
            Test::Triple(first, second, low, high) => {
                for ((&one, &two), &three) in a.iter().zip(b).zip(c) {
                    any |= (one == first) & (two == second) & (three.wrapping_sub(low) <= high - low);
                }
            }
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_few_characters_need_no_sieve_and_many_of_one_kind_take_few_tests() {
        assert!(Sieve::new(&['国', '國', '囯']).is_none());
        assert!(Sieve::new(&['ぱ', 'パ', 'ハ', 'ﾊ', '㋩', 'は']).is_none());
        let marks: Vec<char> = "\"'`´‘’‚‛“”„‟‹›«»′「」『』〝〞〟＂＇".chars().collect();
        let sieve = Sieve::new(&marks).unwrap();
        assert!(sieve.0.len() <= 14, "{sieve:?}");
        // Han characters and kana all pass.
        let text = "国务院のパーティー한국abc".repeat(50);
        assert_eq!(sieve.next(text.as_bytes(), 0, 1000), None);
    }

    proptest! {
        #[test]
        fn no_character_of_the_set_is_passed_over(
            characters in prop::collection::vec(any::<char>(), 7..20),
            before in "[国a。é😀]{0,200}",
            behind in "[国a]{0,100}",
            which in 0..7_usize,
        ) {
            if let Some(sieve) = Sieve::new(&characters) {
                let text = format!("{before}{}{behind}", characters[which]);
                let mut at = 0;
                let mut met = false;
                while let Some((from, to)) = sieve.next(text.as_bytes(), at, text.len()) {
                    met |= (from..to).contains(&before.len());
                    prop_assert!(from >= at && to > from && to <= text.len());
                    at = to;
                }
                prop_assert!(met);
            }
        }
    }
}
