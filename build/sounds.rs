//! The toneless readings of Han characters, from `build/readings.txt`, which `tools/readings` derives.
//! Written to `$OUT_DIR` as little-endian words of 16 bits, one file a list:
//!
//! - `pages`: for each 256 characters the number of their page in `entries`, or `u16::MAX` if none of them is read.
//! - `entries`: for each character of a page the number of its set of syllables, or `u16::MAX`.
//! - `sets`: for each set where its syllables begin in `members`, and for one set more.
//! - `members`: numbers of syllables, set after set.
//! - `syllables`: each syllable as eight bytes of ASCII, filled up with zeros; ü is v.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs, io,
    path::Path,
};

const READINGS: &str = "build/readings.txt";
const PAGE: u32 = 256;
/// The last character that may have a reading.
const MAX_CODE: u32 = 0x3_FFFF;

/// Writes the table. Run from a build script.
///
/// # Errors
/// If the readings cannot be read, the table cannot be written, or the readings have grown beyond what it can hold.
pub(crate) fn write() -> io::Result<()> {
    println!("cargo::rerun-if-changed={READINGS}");
    println!("cargo::rerun-if-changed=build/sounds.rs");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo named no folder to write to"))?;
    let file = |name: &str, bytes: Vec<u8>| fs::write(Path::new(&out).join(format!("sounds.{name}")), bytes);
    let text = fs::read_to_string(READINGS)?;
    // A syllable a line, in order, and the characters that are read so.
    let mut syllables = Vec::new();
    let mut readings: BTreeMap<char, BTreeSet<u16>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (syllable, characters) =
            line.split_once('\t').ok_or_else(|| io::Error::other(format!("no syllable in {line:?}")))?;
        let number = short(syllables.len())?;
        syllables.push(syllable);
        for c in characters.chars() {
            readings.entry(c).or_default().insert(number);
        }
    }
    let mut sets: BTreeMap<&BTreeSet<u16>, u16> = BTreeMap::new();
    let (mut starts, mut members) = (vec![0_u16], Vec::new());
    let (mut pages, mut entries) = (Vec::new(), Vec::new());
    for start in (0..=MAX_CODE).step_by(PAGE as usize) {
        let mut page = Vec::new();
        for code in start..start + PAGE {
            let Some(set) = char::from_u32(code).and_then(|c| readings.get(&c)) else {
                page.push(u16::MAX);
                continue;
            };
            let next = short(sets.len())?;
            page.push(*sets.entry(set).or_insert_with(|| {
                members.extend(set);
                starts.push(members.len() as u16);
                next
            }));
        }
        if page.iter().all(|&set| set == u16::MAX) {
            pages.push(u16::MAX);
        } else {
            pages.push(short(entries.len() / PAGE as usize)?);
            entries.extend(page);
        }
    }
    short(members.len())?;
    for (name, list) in [("pages", pages), ("entries", entries), ("sets", starts), ("members", members)] {
        file(name, list.into_iter().flat_map(u16::to_le_bytes).collect())?;
    }
    let eight = |syllable: &&str| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(syllable.bytes()).for_each(|(to, from)| *to = from);
        bytes
    };
    file("syllables", syllables.iter().flat_map(eight).collect())
}

fn short(number: usize) -> io::Result<u16> {
    u16::try_from(number).ok().filter(|&n| n < u16::MAX).ok_or_else(|| io::Error::other("too many readings"))
}
