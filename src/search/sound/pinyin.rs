//! Finding Han characters by their readings: `guojia`, `gjtjj`, `xi'an`, `ㄍㄨㄛˊㄐㄧㄚ`.
//!
//! Tones make no difference, ü is v or u, and of a character's readings any will do. A query that consists of whole
//! syllables is taken for just those; else each character may be written by its initial, and the last by as much of
//! it as was typed. Other characters of the query stand for themselves.

use std::{ops::Range, sync::Arc};

use super::{MAX_MATCH_BYTES, bits, readings, zhuyin};
use crate::search::matching::QueryError;
use crate::text::fold::{Folding, units};

/// The most letters of a query: a bit each in a `u128`, with room for the end.
const MAX_LETTERS: usize = 120;

/// A query by sound.
#[derive(Clone, Debug)]
pub(in crate::search) struct PinyinQuery {
    letters: Vec<char>,
    /// Bit `n` is set where a syllable must end before letter `n`.
    breaks: u128,
    /// True if characters may be written by their initials.
    initials: bool,
    /// Sets of syllables of which one may begin the query, or go on with it after that.
    begins: Vec<bool>,
    goes_on: Vec<bool>,
    /// The same for the Han characters of the first block, which nearly all are of: a bit each.
    common: Vec<u8>,
    /// The ASCII characters that may be the first letter of the query, a bit each.
    ascii: u128,
    /// Set by set for each of the first letters where the letters may end that write a character of that set.
    ends: Arc<[u128]>,
}

/// Letters whose ends are tabled; few matches get further.
const TABLED: usize = 6;

/// The first block of Han characters.
const COMMON: Range<u32> = 0x4E00..0xA000;
const BEGINS: u8 = 1;
const GOES_ON: u8 = 2;
/// Bit for what may be the first letter of the query as it is.
const LITERAL: u8 = 4;

/// Next place of a search by sound.
enum Common {
    /// A common Han character that may begin a match.
    Begins(usize),
    /// Some other character, or the end.
    Other(usize),
}

impl PinyinQuery {
    /// # Errors
    /// If nothing is left of the query, or it is too long.
    pub(in crate::search) fn new(text: &str) -> Result<PinyinQuery, QueryError> {
        let (mut letters, mut breaks) = (Vec::new(), 0_u128);
        for c in zhuyin::to_pinyin(text).replace("u:", "v").replace("U:", "v").chars() {
            if matches!(c, '\'' | '’' | ' ' | '\u{3000}' | '-') {
                breaks |= 1_u128.checked_shl(letters.len() as u32).unwrap_or(0);
            } else if matches!(c, 'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'Ü' | 'Ǖ' | 'Ǘ' | 'Ǚ' | 'Ǜ') {
                letters.push('v');
            } else {
                letters.extend(units(c.encode_utf8(&mut [0; 4])).map(|unit| unit.value));
            }
        }
        without_tones(&mut letters, &mut breaks);
        // After j, q, x and y there is no other u.
        for at in 1..letters.len() {
            if letters[at] == 'v' && matches!(letters[at - 1], 'j' | 'q' | 'x' | 'y') {
                letters[at] = 'u';
            }
        }
        if letters.is_empty() {
            return Err(QueryError::Empty);
        }
        if letters.len() > MAX_LETTERS {
            return Err(QueryError::TooManySounds);
        }
        // Initials count until the letters prove to be whole syllables, which takes a query to tell.
        let mut query = PinyinQuery {
            letters,
            breaks,
            initials: true,
            begins: Vec::new(),
            goes_on: Vec::new(),
            common: Vec::new(),
            ascii: 0,
            ends: Arc::default(),
        };
        query.initials = !query.is_syllables();
        query.prepare();
        Ok(query)
    }

    /// The first match that begins within `within`: from its first character to its last.
    pub(in crate::search) fn find(&self, text: &str, within: Range<usize>) -> Option<Range<usize>> {
        let &first = self.letters.first()?;
        let mut at = within.start;
        while at < within.end {
            // Han characters by themselves, for there are so many of them.
            let next = self.next_common(text.as_bytes(), at, within.end);
            at = match next {
                Common::Begins(at) => at,
                Common::Other(end) if end >= within.end => return None,
                Common::Other(other) => {
                    let c = text.get(other..)?.chars().next()?;
                    let may = match self.sounds(c) {
                        Some(bits) => bits & BEGINS != 0 || (!first.is_ascii() && literal(c, first)),
                        None => literal(c, first),
                    };
                    if may {
                        other
                    } else {
                        at = other + c.len_utf8();
                        continue;
                    }
                }
            };
            let behind = at + text.get(at..)?.chars().next()?.len_utf8();
            if self.may_go_on(text.get(behind..))
                && let Some(found) = self.match_at(text, at)
            {
                return Some(found);
            }
            at = behind;
        }
        None
    }

    /// The next place at `at` or later, before `to`, of a common Han character that may begin a match, or of another
    /// character.
    fn next_common(&self, text: &[u8], mut at: usize, to: usize) -> Common {
        while at < to {
            if let Some(ascii) = text.get(at).filter(|byte| byte.is_ascii()) {
                if self.ascii & (1 << ascii) != 0 {
                    break;
                }
                at += 1;
                continue;
            }
            let Some(mut here) = self.common_at(text, at) else { break };
            while at < to {
                // Both at once, for there are many that might begin one and few before the right ones.
                let next = self.common_at(text, at + 3);
                if here & BEGINS != 0 && next.is_none_or(|next| next & GOES_ON != 0) {
                    return Common::Begins(at);
                }
                if here & LITERAL != 0 {
                    return Common::Other(at);
                }
                at += 3;
                let Some(next) = next else { break };
                here = next;
            }
        }
        Common::Other(at)
    }

    /// Readings of the common Han character at `at`; nothing if another character is there.
    #[inline]
    fn common_at(&self, text: &[u8], at: usize) -> Option<u8> {
        let &[one, two, three] = text.get(at..)?.first_chunk::<3>()?;
        if !(0xE4..=0xE9).contains(&one) {
            return None;
        }
        let code = (usize::from(one & 0x0F) << 12) | (usize::from(two & 0x3F) << 6) | usize::from(three & 0x3F);
        // The characters before the first block have its lead byte, and no place here.
        self.common.get(code.checked_sub(COMMON.start as usize)?).copied()
    }

    /// Readings of a Han character.
    #[inline]
    fn sounds(&self, c: char) -> Option<u8> {
        let code = u32::from(c);
        if COMMON.contains(&code) {
            return self.common.get((code - COMMON.start) as usize).copied();
        }
        let set = usize::from(readings::set_of(c)?);
        let bit = |bits: &[bool], bit| if bits.get(set) == Some(&true) { bit } else { 0 };
        Some(bit(&self.begins, BEGINS) | bit(&self.goes_on, GOES_ON))
    }

    /// True if what follows a first character may be a second one; a quick check that rejects most.
    #[inline]
    fn may_go_on(&self, rest: Option<&str>) -> bool {
        // A single character may be all of the query.
        self.goes_on.is_empty()
            || rest.and_then(|rest| rest.chars().next()).is_none_or(|next| match self.sounds(next) {
                Some(bits) => bits & GOES_ON != 0,
                // A letter, or a character that is skipped.
                None => true,
            })
    }

    /// Works out which characters may begin a match, and which may be the second.
    fn prepare(&mut self) {
        let rows = 0..self.letters.len().min(TABLED);
        self.ends = rows
            .flat_map(|from| (0..readings::sets()).map(move |set| (from, set)))
            .map(|(from, set)| self.ends_by_syllable(from, set))
            .collect();
        self.ascii = (0..128_u8)
            .filter(|byte| self.letters.first().is_some_and(|first| literal(char::from(*byte), *first)))
            .fold(0, |ascii, byte| ascii | 1 << byte);
        let firsts: Vec<u128> = (0..readings::sets()).map(|set| self.ends_of(0, set)).collect();
        // A Han character that stands for itself may come first or second wherever it likes.
        let any_literal = self.letters.iter().any(|letter| readings::set_of(*letter).is_some());
        let after = firsts.iter().fold(if self.letters.len() > 1 { 2 } else { 1 }, |after, ends| after | ends);
        let whole = after & (1 << self.letters.len()) != 0;
        let goes_on = if whole || any_literal {
            Vec::new()
        } else {
            (0..readings::sets()).map(|set| bits(after).any(|from| self.ends_of(from, set) != 0)).collect()
        };
        self.begins = firsts.into_iter().map(|ends| ends != 0).collect();
        self.goes_on = goes_on;
        let common = COMMON.map(|code| {
            let set = char::from_u32(code).and_then(readings::set_of).map(usize::from);
            let bit = |bits: &[bool], bit| if set.and_then(|set| bits.get(set)) == Some(&true) { bit } else { 0 };
            let is_literal =
                char::from_u32(code).zip(self.letters.first()).is_some_and(|(c, first)| literal(c, *first));
            let goes_on = if self.goes_on.is_empty() { GOES_ON } else { bit(&self.goes_on, GOES_ON) };
            bit(&self.begins, BEGINS) | goes_on | if is_literal { LITERAL } else { 0 }
        });
        self.common = common.collect();
    }

    /// The shortest match that begins with the character at `start`.
    fn match_at(&self, text: &str, start: usize) -> Option<Range<usize>> {
        let whole = 1_u128 << self.letters.len();
        // Which letters may have been used up, by sound or not: bit `n` for the first `n` letters.
        let (mut sounded, mut silent) = (0_u128, 1_u128);
        let end = text.ceil_char_boundary(start.saturating_add(MAX_MATCH_BYTES));
        for (at, c) in text.get(start..end)?.char_indices() {
            let folded = match Folding::of(c) {
                Folding::Dropped => continue,
                Folding::One(folded) => Some(folded),
                Folding::Several(_) => None,
            };
            let set = readings::set_of(c);
            let mut next = (0_u128, 0_u128);
            for from in bits(sounded | silent) {
                let by_sound = set.map_or(0, |set| self.ends_of(from, set));
                let is_letter = folded.is_some() && self.letters.get(from).copied() == folded;
                let by_letter = if is_letter { 2_u128 << from } else { 0 };
                next.0 |= by_sound;
                if sounded & (1 << from) != 0 {
                    next.0 |= by_letter;
                }
                if silent & (1 << from) != 0 {
                    next.1 |= by_letter;
                }
            }
            (sounded, silent) = next;
            // Letters that all stand for themselves are a matter for another kind of query.
            if sounded & whole != 0 {
                return Some(start..start + at + c.len_utf8());
            }
            if sounded | silent == 0 {
                return None;
            }
        }
        None
    }

    /// Ends of the letters from `from` on that may write a character of a set.
    #[inline]
    fn ends_of(&self, from: usize, set: u16) -> u128 {
        let tabled =
            if from < TABLED { self.ends.get(from * usize::from(readings::sets()) + usize::from(set)) } else { None };
        tabled.copied().unwrap_or_else(|| self.ends_by_syllable(from, set))
    }

    fn ends_by_syllable(&self, from: usize, set: u16) -> u128 {
        readings::syllables_of(set).fold(0, |ends, syllable| ends | self.ends(from, syllable))
    }

    /// Ends of the letters from `from` on that may write a character read as `syllable`.
    fn ends(&self, from: usize, syllable: &str) -> u128 {
        let rest = self.letters.get(from..).unwrap_or_default();
        let alike = |letter: char, sound: char| letter == sound || (sound == 'v' && letter == 'u');
        let mut same = rest.iter().zip(syllable.chars()).take_while(|(letter, sound)| alike(**letter, *sound)).count();
        // A syllable does not go on where the query has a break.
        if let Some(broken) = (1..same).find(|length| self.breaks & (1 << (from + length)) != 0) {
            same = broken;
        }
        let mut ends = 0;
        if same == syllable.len() || (same > 0 && same == rest.len()) {
            ends |= 1 << (from + same);
        }
        if self.initials && same > 0 {
            ends |= 2 << from;
            if same > 1 && syllable.as_bytes().get(1) == Some(&b'h') {
                ends |= 4 << from;
            }
        }
        ends
    }

    /// True if the letters are whole syllables, and not all of one letter, which are initials just as well.
    fn is_syllables(&self) -> bool {
        let whole = PinyinQuery { initials: false, ..self.clone() };
        // What can be reached by whole syllables, and what of that by a longer one.
        let (mut reached, mut longer) = (1_u128, 0_u128);
        for from in 0..self.letters.len() {
            if reached & (1 << from) == 0 {
                continue;
            }
            // The last may not be a part of one.
            for syllable in readings::syllables().filter(|syllable| from + syllable.len() <= self.letters.len()) {
                let end = whole.ends(from, syllable) & (1 << (from + syllable.len()));
                reached |= end;
                if syllable.len() > 1 || longer & (1 << from) != 0 {
                    longer |= end;
                }
            }
        }
        longer & (1 << self.letters.len()) != 0
    }
}

/// True if a character of a text is a letter of the query as it is.
fn literal(c: char, letter: char) -> bool {
    Folding::of(c) == Folding::One(letter)
}

/// Takes out tones written as digits, if all digits may be tones: each stands by itself behind whole syllables, which
/// end there. So 3 is none in 2yue3ri.
fn without_tones(letters: &mut Vec<char>, breaks: &mut u128) {
    if letters.len() > MAX_LETTERS {
        return;
    }
    let (mut kept, mut ends): (Vec<char>, u128) = (Vec::new(), 0);
    // Where the syllables begin that a tone may stand behind.
    let mut from = 0;
    for (at, &letter) in letters.iter().enumerate() {
        if *breaks & (1 << at) != 0 {
            ends |= 1 << kept.len();
            from = kept.len();
        }
        let alone = !letters.get(at + 1).is_some_and(char::is_ascii_digit);
        if matches!(letter, '1'..='5') && alone && are_syllables(&kept[from..]) {
            ends |= 1 << kept.len();
            from = kept.len();
            continue;
        }
        if letter.is_ascii_digit() {
            return;
        }
        kept.push(letter);
        if !letter.is_ascii_alphabetic() {
            from = kept.len();
        }
    }
    (*letters, *breaks) = (kept, ends);
}

/// True if a token is one syllable of pinyin, with a tone or without.
pub(crate) fn is_syllable(token: &str) -> bool {
    let letters: String = units(&token.replace(['ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ'], "v")).map(|unit| unit.value).collect();
    let letters = letters.strip_suffix(['1', '2', '3', '4', '5']).unwrap_or(&letters);
    readings::syllables().any(|one| one == letters || one.replace('v', "u") == letters)
}

/// True if letters are one syllable or several.
fn are_syllables(letters: &[char]) -> bool {
    let mut reached = vec![false; letters.len() + 1];
    reached[0] = true;
    let alike = |letter: char, sound: char| letter == sound || (sound == 'v' && letter == 'u');
    for from in 0..letters.len() {
        if reached[from] {
            for one in readings::syllables().filter(|one| one.len() <= letters.len() - from) {
                let same = one.chars().zip(&letters[from..]).all(|(sound, letter)| alike(*letter, sound));
                reached[from + one.len()] |= same;
            }
        }
    }
    !letters.is_empty() && reached[letters.len()]
}

#[cfg(test)]
#[path = "tests/pinyin.rs"]
mod tests;
