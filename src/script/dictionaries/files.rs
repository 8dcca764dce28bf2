//! The configurations and tables that OpenCC reads, as they are linked in.
//!
//! `tools/script-tables` derives them from OpenCC's own dictionaries and checks that both convert alike: every group of
//! dictionaries is merged into one table, because OpenCC builds a tree in memory for each group (43 MB for a Simplified
//! text) and searches a single table as it stands. Nothing here writes or checks a file.
//!
//! A key of a linked table without a value stands for the values of its characters; OpenCC needs such phrases only to end a
//! match there.

use std::collections::HashMap;

use crate::script::conversion::Config;

/// Name, bytes and SHA-256 of every file.
const MANIFEST: &str = include_str!("../data/manifest.tsv");

macro_rules! linked {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../data/opencc/", $name)))),*]
    };
}

const FILES: &[(&str, &str)] = linked![
    "hk2s.json",
    "hk2sp.json",
    "hk2t.json",
    "jp2t.json",
    "s2hk.json",
    "s2hkp.json",
    "s2t.json",
    "s2tw.json",
    "s2twp.json",
    "t2hk.json",
    "t2jp.json",
    "t2s.json",
    "t2tw.json",
    "tw2s.json",
    "tw2sp.json",
    "tw2t.json",
    "normalization.txt",
    "hk2t.txt",
    "hkp2t.txt",
    "jp2t.txt",
    "s2t.txt",
    "t2hk.txt",
    "t2hkp.txt",
    "t2jp.txt",
    "t2s.txt",
    "t2tw.txt",
    "t2twp.txt",
    "tw2t.txt",
    "twp2t.txt",
];

/// The end of the name of a table.
const TABLE: &str = ".txt";
/// The end of the name of a table that a text is segmented by.
const SEGMENTS: &str = "-segments.txt";

/// The text of a file; `None` if there is no such file.
pub(super) fn text(name: &str) -> Option<String> {
    let linked = |name: &str| FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    match (name.strip_suffix(SEGMENTS), name.strip_suffix(TABLE)) {
        (Some(table), _) => linked(&format!("{table}{TABLE}")).map(segments),
        (None, Some(_)) => linked(name).map(with_values),
        (None, None) => linked(name).map(str::to_owned),
    }
}

/// A table with a value for every key, as OpenCC reads it.
fn with_values(table: &str) -> String {
    let values: HashMap<&str, &str> = table.lines().filter_map(|line| line.split_once('\t')).collect();
    let mut out = String::with_capacity(2 * table.len());
    for key in table.lines().map(|line| line.split('\t').next().unwrap_or_default()) {
        out.push_str(key);
        out.push('\t');
        match values.get(key) {
            Some(value) => out.push_str(value),
            None => out.extend(key.split_inclusive(|_| true).map(|c| *values.get(c).unwrap_or(&c))),
        }
        out.push('\n');
    }
    out
}

/// The keys of a table that a text is segmented by: those of several characters. OpenCC asks for a value and uses none.
fn segments(table: &str) -> String {
    let keys = table.lines().map(|line| line.split('\t').next().unwrap_or_default());
    keys.filter(|key| key.chars().nth(1).is_some()).flat_map(|key| [key, "\t-\n"]).collect()
}

/// A file as the manifest has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ManifestEntry {
    pub(super) name: &'static str,
    pub(super) bytes: u64,
    /// SHA-256 in hexadecimal.
    pub(super) hash: &'static str,
}

/// Every file.
pub(super) fn manifest() -> impl Iterator<Item = ManifestEntry> {
    MANIFEST.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        Some(ManifestEntry { name: fields.next()?, bytes: fields.next()?.parse().ok()?, hash: fields.next()? })
    })
}

/// The manifest as bytes, to tell one set of files from another.
pub(super) fn manifest_bytes() -> &'static [u8] {
    MANIFEST.as_bytes()
}

/// The name of the file of a configuration.
pub(super) fn config_file(config: Config) -> String {
    format!("{config}.json")
}
