//! How Han characters are read: the table that the build makes (`build/sounds.rs` says how it is laid out).

/// Little-endian words of 16 bits.
#[derive(Clone, Copy)]
struct Shorts(&'static [u8]);

impl Shorts {
    #[inline]
    fn get(self, index: usize) -> Option<u16> {
        self.0.get(2 * index..)?.first_chunk().copied().map(u16::from_le_bytes)
    }
}

static PAGES: Shorts = Shorts(include_bytes!(concat!(env!("OUT_DIR"), "/sounds.pages")));
static ENTRIES: Shorts = Shorts(include_bytes!(concat!(env!("OUT_DIR"), "/sounds.entries")));
static SETS: Shorts = Shorts(include_bytes!(concat!(env!("OUT_DIR"), "/sounds.sets")));
static MEMBERS: Shorts = Shorts(include_bytes!(concat!(env!("OUT_DIR"), "/sounds.members")));
static SYLLABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sounds.syllables"));

/// The number of the set of syllables a character is read with; nothing if it is not a Han character anybody reads.
#[inline]
pub(super) fn set_of(c: char) -> Option<u16> {
    let code = u32::from(c);
    let page = PAGES.get((code >> 8) as usize).filter(|&page| page != u16::MAX)?;
    ENTRIES.get((usize::from(page) << 8) | (code & 0xFF) as usize).filter(|&set| set != u16::MAX)
}

/// How many sets there are.
pub(super) fn sets() -> u16 {
    (SETS.0.len() / 2).saturating_sub(1) as u16
}

/// The syllables of a set, without tones; ü is v.
pub(super) fn syllables_of(set: u16) -> impl Iterator<Item = &'static str> {
    let start = SETS.get(usize::from(set)).unwrap_or(0);
    let end = SETS.get(usize::from(set) + 1).unwrap_or(start);
    (start..end).filter_map(|member| MEMBERS.get(usize::from(member))).map(|number| syllable(usize::from(number)))
}

/// Every syllable there is, in order.
pub(super) fn syllables() -> impl Iterator<Item = &'static str> {
    (0..SYLLABLES.len() / 8).map(syllable)
}

fn syllable(number: usize) -> &'static str {
    let bytes = SYLLABLES.get(8 * number..8 * number + 8).unwrap_or_default();
    let length = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    bytes.get(..length).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(c: char) -> Vec<&'static str> {
        set_of(c).into_iter().flat_map(syllables_of).collect()
    }

    #[test]
    fn characters_are_read_in_every_script() {
        assert_eq!(read('国'), ["guo"]);
        assert_eq!(read('國'), ["guo"]);
        assert_eq!(read('統'), ["tong"]);
        for (c, syllable) in [
            ('重', "chong"),
            ('重', "zhong"),
            ('长', "chang"),
            ('長', "zhang"),
            ('绿', "lv"),
            ('绿', "lu"),
            ('略', "lve"),
        ] {
            assert!(read(c).contains(&syllable), "{c} {syllable} {:?}", read(c));
        }
        for c in ['a', 'か', '한', '，', '\u{10FFFF}', '\u{FFFF}'] {
            assert!(read(c).is_empty(), "{c}");
        }
    }

    #[test]
    fn every_set_has_syllables_and_every_syllable_is_short_ascii() {
        assert!((0..sets()).all(|set| syllables_of(set).next().is_some()));
        assert!(syllables_of(u16::MAX).next().is_none());
        assert!(
            syllables().all(|one| (1..=6).contains(&one.len()) && one.bytes().all(|byte| byte.is_ascii_lowercase()))
        );
        assert!((390..450).contains(&syllables().count()), "{}", syllables().count());
    }
}
