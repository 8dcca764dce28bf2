//! Foldings of single characters, and the other way round: the table that the build computes from `variants.txt` and
//! Unicode (`build/variants.rs` says how it is laid out). One character at a time; what neighbours do to each other is
//! in `units`.

/// Little-endian words of 32 bits.
#[derive(Clone, Copy)]
struct Words(&'static [u8]);

impl Words {
    #[inline]
    fn get(self, index: usize) -> Option<u32> {
        self.0.get(4 * index..)?.first_chunk().copied().map(u32::from_le_bytes)
    }

    /// The pairs of words from pair `index` on.
    fn pairs_from(self, index: usize) -> impl Iterator<Item = (u32, u32)> {
        (index..).map_while(move |index| Some((self.get(2 * index)?, self.get(2 * index + 1)?)))
    }
}

static PAGES: Words = Words(include_bytes!(concat!(env!("OUT_DIR"), "/folding.pages")));
static ENTRIES: Words = Words(include_bytes!(concat!(env!("OUT_DIR"), "/folding.entries")));
static SEVERAL: Words = Words(include_bytes!(concat!(env!("OUT_DIR"), "/folding.several")));
static SOURCES: Words = Words(include_bytes!(concat!(env!("OUT_DIR"), "/folding.sources")));
static DROPPED: Words = Words(include_bytes!(concat!(env!("OUT_DIR"), "/folding.dropped")));

static FINGERPRINT: &[u8; 8] = include_bytes!(concat!(env!("OUT_DIR"), "/folding.fingerprint"));

/// Another number where the tables have changed.
pub(super) fn fingerprint() -> u64 {
    u64::from_le_bytes(*FINGERPRINT)
}

/// The bits of an entry that say it is not a character.
const DROPPED_BIT: u32 = 1 << 31;
const SEVERAL_BIT: u32 = 1 << 30;

/// Folding of a character on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Folding {
    /// A dropped character: white space, marks, invisible characters.
    Dropped,
    /// One character, perhaps itself.
    One(char),
    /// Two or more.
    Several(Several),
}

/// The characters that one character becomes, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Several {
    next: usize,
    end: usize,
}

impl Folding {
    /// The folding of `c`.
    #[inline]
    pub(crate) fn of(c: char) -> Folding {
        let code = u32::from(c);
        let entry = match PAGES.get((code >> 8) as usize) {
            None | Some(u32::MAX) => return Folding::One(c),
            Some(page) => ENTRIES.get(((page << 8) | (code & 0xFF)) as usize).unwrap_or(code),
        };
        if entry & DROPPED_BIT != 0 {
            Folding::Dropped
        } else if entry & SEVERAL_BIT != 0 {
            let next = ((entry ^ SEVERAL_BIT) >> 8) as usize;
            Folding::Several(Several { next, end: next + (entry & 0xFF) as usize })
        } else {
            Folding::One(char::from_u32(entry).unwrap_or(c))
        }
    }

    /// Number of characters it becomes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Folding::Dropped => 0,
            Folding::One(_) => 1,
            Folding::Several(several) => several.end - several.next,
        }
    }

    /// The character it becomes with this index.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<char> {
        match self {
            Folding::One(c) if index == 0 => Some(*c),
            Folding::Several(several) => several.clone().nth(index),
            _ => None,
        }
    }
}

impl Iterator for Several {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        if self.next >= self.end {
            return None;
        }
        self.next += 1;
        SEVERAL.get(self.next - 1).and_then(char::from_u32)
    }
}

/// Every character in whose folding `unit` occurs.
pub(crate) fn sources(unit: char) -> impl Iterator<Item = char> {
    let (mut from, mut to) = (0, SOURCES.0.len() / 8);
    while from < to {
        let middle = usize::midpoint(from, to);
        if SOURCES.get(2 * middle).is_some_and(|becomes| becomes < u32::from(unit)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    let others = SOURCES.pairs_from(from).take_while(move |&(becomes, _)| becomes == u32::from(unit));
    let itself = (Folding::of(unit) == Folding::One(unit)).then_some(unit);
    itself.into_iter().chain(others.filter_map(|(_, source)| char::from_u32(source)))
}

/// The ranges of characters that are dropped.
pub(crate) fn dropped() -> impl Iterator<Item = (char, char)> {
    DROPPED.pairs_from(0).filter_map(|(from, to)| Some((char::from_u32(from)?, char::from_u32(to)?)))
}
