//! What each character becomes, and the other way round: the table that the build computes from `variants.txt` and
//! Unicode. One character at a time; what neighbours do to each other is in `units`.

include!(concat!(env!("OUT_DIR"), "/folding.rs"));

/// The bits of an entry that say it is not a character.
const DROPPED_BIT: u32 = 1 << 31;
const SEVERAL_BIT: u32 = 1 << 30;

/// What a character becomes on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folding {
    /// Nothing: white space, marks, invisible characters.
    Dropped,
    /// One character, perhaps itself.
    One(char),
    /// Two or more.
    Several(&'static [char]),
}

impl Folding {
    /// What `c` becomes.
    #[inline]
    pub(crate) fn of(c: char) -> Folding {
        let code = u32::from(c);
        let page = PAGES.get((code >> 8) as usize).copied().unwrap_or(u16::MAX);
        if page == u16::MAX {
            return Folding::One(c);
        }
        let entry = ENTRIES.get((usize::from(page) << 8) | (code & 0xFF) as usize).copied().unwrap_or(code);
        if entry & DROPPED_BIT != 0 {
            Folding::Dropped
        } else if entry & SEVERAL_BIT != 0 {
            let from = ((entry ^ SEVERAL_BIT) >> 8) as usize;
            Folding::Several(SEVERAL.get(from..from + (entry & 0xFF) as usize).unwrap_or_default())
        } else {
            Folding::One(char::from_u32(entry).unwrap_or(c))
        }
    }

    /// The characters it becomes, in order.
    #[inline]
    pub(crate) fn chars(&self) -> &[char] {
        match self {
            Folding::Dropped => &[],
            Folding::One(c) => std::slice::from_ref(c),
            Folding::Several(chars) => chars,
        }
    }
}

/// Every character in whose folding `unit` occurs.
pub(crate) fn sources(unit: char) -> impl Iterator<Item = char> {
    let from = SOURCES.partition_point(|&(becomes, _)| becomes < unit);
    let others = SOURCES.iter().skip(from).take_while(move |(becomes, _)| *becomes == unit).map(|&(_, source)| source);
    let itself = (Folding::of(unit) == Folding::One(unit)).then_some(unit);
    itself.into_iter().chain(others)
}

/// The ranges of characters that are dropped.
pub(crate) fn dropped() -> &'static [(char, char)] {
    &DROPPED
}
