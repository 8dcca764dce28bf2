//! Derives `build/readings.txt`, the readings of Han characters, from the table of the ib-matcher crate (MIT). Run it
//! again when the pinned ib-matcher changes:
//!
//! ```text
//! cargo run --locked --manifest-path tools/readings/Cargo.toml
//! ```

use std::{collections::BTreeMap, fmt::Write, fs, io};

use ib_matcher::pinyin::{PinyinData, PinyinNotation};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../build/readings.txt");

const HEAD: &str = "\
# Toneless syllables (ü is v), each with the characters that are read so, in the order of their code points.
# Derived by tools/readings from the table of ib-matcher 0.4.5 (MIT).
";

fn main() -> io::Result<()> {
    let data = PinyinData::new(PinyinNotation::Ascii);
    let mut readings: BTreeMap<String, String> = BTreeMap::new();
    for c in '\u{3007}'..='\u{3FFFF}' {
        for reading in data.get_pinyins(c) {
            // Some interjections are written without a vowel; nobody types them.
            let Some(syllable) =
                reading.notation(PinyinNotation::Ascii).filter(|s| s.contains(['a', 'e', 'i', 'o', 'u', 'v']))
            else {
                continue;
            };
            // Readings that differ in tone only are one.
            let characters = readings.entry(syllable.to_owned()).or_default();
            if !characters.ends_with(c) {
                characters.push(c);
            }
        }
    }
    let mut text = HEAD.to_owned();
    for (syllable, characters) in readings {
        writeln!(text, "{syllable}\t{characters}").map_err(io::Error::other)?;
    }
    fs::write(FILE, text)
}
