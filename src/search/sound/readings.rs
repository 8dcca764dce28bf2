//! Readings of Han characters: the table that the build makes (`build/sounds.rs` says how it is laid out).

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

/// The number of the set of syllables of a character; nothing if it is not a Han character with a reading.
#[inline]
pub(in crate::search) fn set_of(c: char) -> Option<u16> {
    // Two steps instead of one array over all of Unicode: most pages of 256 characters have no reading at all.
    let code = u32::from(c);
    let page = PAGES.get((code >> 8) as usize).filter(|&page| page != u16::MAX)?;
    ENTRIES.get((usize::from(page) << 8) | (code & 0xFF) as usize).filter(|&set| set != u16::MAX)
}

/// Number of sets.
pub(in crate::search) fn sets() -> u16 {
    // The last entry only ends the set before it.
    (SETS.0.len() / 2).saturating_sub(1) as u16
}

/// The syllables of a set, without tones; ü is v.
pub(in crate::search) fn syllables_of(set: u16) -> impl Iterator<Item = &'static str> {
    let start = SETS.get(usize::from(set)).unwrap_or(0);
    let end = SETS.get(usize::from(set) + 1).unwrap_or(start);
    (start..end).filter_map(|member| MEMBERS.get(usize::from(member))).map(|number| syllable(usize::from(number)))
}

/// Every syllable there is, in order.
pub(in crate::search) fn syllables() -> impl Iterator<Item = &'static str> {
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

    /// The file that the table is made of, a syllable and its characters a line.
    fn lines() -> Vec<(String, Vec<char>)> {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/build/readings.txt")).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines
            .map(|line| line.split_once('\t').unwrap())
            .map(|(one, all)| (one.to_owned(), all.chars().collect()))
            .collect()
    }

    #[test]
    fn the_table_says_what_the_file_says() {
        let lines = lines();
        assert!(lines.iter().map(|(one, _)| one.as_str()).eq(syllables()));
        assert!(lines.is_sorted_by(|a, b| a.0 < b.0));
        let mut readings = std::collections::BTreeMap::<char, Vec<&str>>::new();
        for (syllable, characters) in &lines {
            assert!(characters.is_sorted_by(|a, b| a < b), "{syllable}");
            for &c in characters {
                readings.entry(c).or_default().push(syllable);
            }
        }
        for c in '\0'..=char::MAX {
            assert_eq!(read(c), readings.remove(&c).unwrap_or_default(), "{c}");
        }
    }

    #[test]
    fn common_characters_of_both_scripts_are_read_in_all_their_ways() {
        for (characters, expected) in [
            ("长長", &["chang", "zhang"][..]),
            ("乐樂", &["le", "yue"]),
            ("觉覺", &["jiao", "jue"]),
            ("重", &["chong", "zhong"]),
            ("行", &["hang", "xing"]),
            ("了", &["le", "liao"]),
            ("女", &["nv"]),
        ] {
            for c in characters.chars() {
                assert!(expected.iter().all(|one| read(c).contains(one)), "{c} {:?}", read(c));
            }
        }
        // The blocks of common characters are read throughout, and rare ones behind them too.
        assert!(('\u{4E00}'..='\u{9FA5}').filter(|&c| !read(c).is_empty()).count() > 20_850);
        assert!(('\u{20000}'..='\u{2A6D6}').filter(|&c| !read(c).is_empty()).count() > 10_000);
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
