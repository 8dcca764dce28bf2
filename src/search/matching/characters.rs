//! A few characters, to be found in a text one by one.

/// A set of characters.
#[derive(Clone, Debug)]
pub(in crate::search) struct Characters {
    sorted: Vec<char>,
    /// The last seven bits of each, a bit for what they may be: most other characters are told from these by that.
    bits: u128,
    /// The bytes with which one of them begins, a bit each.
    leads: [bool; 256],
}

impl Characters {
    pub(in crate::search) fn new(mut characters: Vec<char>) -> Characters {
        characters.sort_unstable();
        characters.dedup();
        let bits = characters.iter().fold(0, |bits, &c| bits | bit(c));
        let mut leads = [false; 256];
        for c in &characters {
            let mut bytes = [0; 4];
            if let Some(&lead) = c.encode_utf8(&mut bytes).as_bytes().first() {
                leads[usize::from(lead)] = true;
            }
        }
        Characters { sorted: characters, bits, leads }
    }

    /// The characters in order.
    pub(in crate::search) fn sorted(&self) -> &[char] {
        &self.sorted
    }

    /// True if the character that begins at `at` is one of them.
    #[inline]
    pub(in crate::search) fn are_at(&self, text: &str, at: usize) -> bool {
        let c = text.get(at..).and_then(|rest| rest.chars().next());
        c.is_some_and(|c| self.bits & bit(c) != 0 && self.sorted.binary_search(&c).is_ok())
    }

    /// The first of them within two boundaries of a text.
    pub(in crate::search) fn find(&self, text: &str, from: usize, to: usize) -> Option<usize> {
        let bytes = text.as_bytes().get(..to)?;
        let mut at = from;
        loop {
            at += bytes.get(at..)?.iter().position(|&byte| self.leads[usize::from(byte)])?;
            // The first byte of a character is none of another.
            if self.are_at(text, at) {
                return Some(at);
            }
            at += 1;
        }
    }
}

#[inline]
fn bit(c: char) -> u128 {
    1 << (u32::from(c) & 127)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_of_the_set_is_found(
            text in "[国國a\u{e9}“、😀か𠮷e]{0,40}",
            set in prop::collection::vec(prop::sample::select("国a\u{e9}”、😀𠮷".chars().collect::<Vec<_>>()), 0..4),
            from in 0..40_usize,
            to in 0..160_usize,
        ) {
            let (from, to) = (text.ceil_char_boundary(from), text.ceil_char_boundary(to));
            let want = text.char_indices().find(|(at, c)| (from..to).contains(at) && set.contains(c)).map(|(at, _)| at);
            prop_assert_eq!(Characters::new(set).find(&text, from, to), want);
        }
    }
}
