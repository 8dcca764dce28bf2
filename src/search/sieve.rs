//! Passing over stretches of a text in which nothing can begin, many bytes at a time.
//!
//! A letter, a quote or a dash is written in too many ways for the engine behind `candidates` to look for each; but in
//! Chinese text they are rare. The bytes they are written with are put into a few ranges, and a block of text with no
//! byte in any of them is done with. Loops over blocks of fixed length, which the compiler turns into vector code.

/// Bytes looked at together.
const BLOCK: usize = 64;
/// Bytes that the exact search gets when a block cannot be passed over.
const STRETCH: usize = 512;
/// Characters that the other engine finds at once just as well.
const FEW: usize = 6;
/// Tests that cost more than they save.
const MANY: usize = 24;

/// Whether a character of a set may begin at a byte, told from it and the two behind it.
#[derive(Clone, Debug)]
pub(super) struct Sieve(Vec<Test>);

/// Inclusive ranges of a byte and of the two behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Test([(u8, u8); 3]);

const ANY: (u8, u8) = (0, u8::MAX);

impl Sieve {
    /// A sieve for some characters; none if there are so few that it is not needed.
    pub(super) fn new(characters: &[char]) -> Option<Sieve> {
        if characters.len() <= FEW {
            return None;
        }
        let mut tests: Vec<Test> = Vec::new();
        for c in characters {
            let mut bytes = [0; 4];
            let [first, second, third] = match *c.encode_utf8(&mut bytes).as_bytes() {
                [one] => [Some(one), None, None],
                // Characters of two or four bytes are rare beside Han characters, so their first byte is enough.
                [one, _] | [one, _, _, _] => [Some(one), None, None],
                [one, two, three] => [Some(one), Some(two), Some(three)],
                _ => continue,
            };
            let exactly = |byte: Option<u8>| byte.map_or(ANY, |byte| (byte, byte));
            let test = Test([exactly(first), exactly(second), exactly(third)]);
            match tests.iter_mut().find(|other| other.takes(test)) {
                Some(other) => other.extend(test),
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

impl Test {
    /// Whether another test is so near that one may do for both: the same lead of three bytes, or neighbouring leads of two.
    fn takes(&self, other: Test) -> bool {
        let [(low, _), second, _] = self.0;
        let [(lead, _), other_second, _] = other.0;
        let two = 0xC2..=0xDF;
        let four = 0xF0..=0xF4;
        (second == other_second && low == lead)
            || (two.contains(&low) && two.contains(&lead))
            || (four.contains(&low) && four.contains(&lead))
            // Latin letters with two marks; nothing else that begins so is common in news.
            || (low == 0xE1 && lead == 0xE1)
    }

    fn extend(&mut self, other: Test) {
        for (range, (low, high)) in self.0.iter_mut().zip(other.0) {
            *range = (range.0.min(low), range.1.max(high));
        }
    }

    #[inline]
    fn hits(&self, a: &[u8; BLOCK], b: &[u8; BLOCK], c: &[u8; BLOCK]) -> bool {
        let [first, second, third] = self.0;
        let within = |byte: u8, (low, high): (u8, u8)| u8::from(byte.wrapping_sub(low) <= high - low);
        let mut any = 0;
        if second == ANY {
            for &byte in a {
                any |= within(byte, first);
            }
        } else {
            for ((&one, &two), &three) in a.iter().zip(b).zip(c) {
                any |= within(one, first) & within(two, second) & within(three, third);
            }
        }
        any != 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_few_characters_need_no_sieve_and_many_of_one_kind_take_few_tests() {
        assert!(Sieve::new(&['国', '國', '囯']).is_none());
        let marks: Vec<char> = "\"'`´‘’‚‛“”„‟‹›«»′「」『』〝〞〟＂＇".chars().collect();
        let sieve = Sieve::new(&marks).unwrap();
        assert!(sieve.0.len() < 12, "{sieve:?}");
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
