//! Counts of the characters that show the language of a text: each common Han character is evidence for or against kinds
//! of Chinese or Japanese.
//!
//! The table is derived from OpenCC's own dictionaries by `tools/script-tables`. The parent module weighs the counts.

use std::sync::LazyLock;

use crate::text::{classes, classes::Class};

/// One line for each kind: its name, a tab, its characters.
const TABLE: &str = include_str!("../data/evidence.tsv");

/// The most characters that are counted: the start of a text shows its language.
const MAX_CHARS: usize = 4_000;

/// First and last character of the block that the table covers.
const BLOCK: std::ops::RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

/// Words that only Taiwan writes, and words that only Hong Kong writes, in their own characters.
const TAIWAN_WORDS: [&str; 18] = [
    "台灣",
    "臺灣",
    "台北",
    "新北市",
    "行政院",
    "立法院",
    "立委",
    "新台幣",
    "捷運",
    "計程車",
    "網路",
    "軟體",
    "硬體",
    "資料庫",
    "看著",
    "有著",
    "隨著",
    "接著",
];
const HONGKONG_WORDS: [&str; 16] = [
    "港元",
    "港鐵",
    "立法會",
    "特區政府",
    "的士",
    "九龍",
    "新界",
    "港島",
    "行政長官",
    "嘅",
    "咗",
    "喺",
    "冇",
    "佢",
    "嚟",
    "啲",
];

const SIMPLIFIED: u16 = 1;
const TRADITIONAL: u16 = 1 << 1;
const PERHAPS_SIMPLIFIED: u16 = 1 << 2;
const PERHAPS_TRADITIONAL: u16 = 1 << 3;
const TAIWAN: u16 = 1 << 4;
const HONGKONG: u16 = 1 << 5;
const JAPANESE: u16 = 1 << 6;
const NOT_JAPANESE: u16 = 1 << 7;
const STARTS_WORD: u16 = 1 << 8;

/// Counts of the characters of each kind in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    pub(super) han: usize,
    pub(super) kana: usize,
    pub(super) hangul: usize,
    /// Never written in Traditional text.
    pub(super) simplified: usize,
    /// Never written in Simplified text.
    pub(super) traditional: usize,
    /// Written in both, but more to be expected in Simplified text (后 里 只).
    pub(super) perhaps_simplified: usize,
    /// Written in both, but more to be expected in Traditional text (乾).
    pub(super) perhaps_traditional: usize,
    /// Forms and words of Taiwan that Hong Kong's standard does not have.
    pub(super) taiwan: usize,
    /// Forms and words of Hong Kong that are not written in Taiwan.
    pub(super) hongkong: usize,
    /// Written in Japanese only.
    pub(super) japanese: usize,
    /// Never written in today's Japanese.
    pub(super) not_japanese: usize,
}

impl Evidence {
    /// Counts the start of a text. Han of the extension blocks is counted as Han, but is evidence for nothing.
    pub(super) fn from_text(text: &str) -> Evidence {
        let mut found = Evidence::default();
        let mut looked_at = 0;
        for (at, c) in text.char_indices() {
            if c < '\u{1100}' {
                continue;
            }
            match c {
                '\u{4e00}'..='\u{9fff}' => found.add(&text[at..], KINDS[(c as u32 - *BLOCK.start() as u32) as usize]),
                // ー stands in Chinese text too, as ・ does between parts of a name.
                'ー' | 'ｰ' => continue,
                _ => match classes::class(c) {
                    Class::Han => found.han += 1,
                    Class::Hiragana | Class::Katakana => found.kana += 1,
                    Class::Hangul => found.hangul += 1,
                    Class::Bopomofo | Class::Latin | Class::Other => continue,
                },
            }
            looked_at += 1;
            if looked_at == MAX_CHARS {
                break;
            }
        }
        found
    }

    fn add(&mut self, text: &str, kinds: u16) {
        self.han += 1;
        if kinds == 0 {
            return;
        }
        let is = |kind| usize::from(kinds & kind != 0);
        self.simplified += is(SIMPLIFIED);
        self.traditional += is(TRADITIONAL);
        self.perhaps_simplified += is(PERHAPS_SIMPLIFIED);
        self.perhaps_traditional += is(PERHAPS_TRADITIONAL);
        self.taiwan += is(TAIWAN);
        self.hongkong += is(HONGKONG);
        self.japanese += is(JAPANESE);
        self.not_japanese += is(NOT_JAPANESE);
        if kinds & STARTS_WORD != 0 {
            self.taiwan += usize::from(TAIWAN_WORDS.iter().any(|word| text.starts_with(word)));
            self.hongkong += usize::from(HONGKONG_WORDS.iter().any(|word| text.starts_with(word)));
        }
    }
}

/// The kinds of every character of [`BLOCK`], read once.
static KINDS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut kinds = vec![0; (*BLOCK.end() as usize - *BLOCK.start() as usize) + 1];
    let mut set = |c: char, kind| {
        if BLOCK.contains(&c) {
            kinds[c as usize - *BLOCK.start() as usize] |= kind;
        }
    };
    for (name, chars) in TABLE.lines().filter_map(|line| line.split_once('\t')) {
        let kind = match name {
            "simplified" => SIMPLIFIED,
            "traditional" => TRADITIONAL,
            "perhaps-simplified" => PERHAPS_SIMPLIFIED,
            "perhaps-traditional" => PERHAPS_TRADITIONAL,
            "taiwan" => TAIWAN,
            "hongkong" => HONGKONG,
            "japanese" => JAPANESE,
            "not-japanese" => NOT_JAPANESE,
            _ => continue,
        };
        chars.chars().for_each(|c| set(c, kind));
    }
    for word in TAIWAN_WORDS.iter().chain(&HONGKONG_WORDS) {
        word.chars().take(1).for_each(|c| set(c, STARTS_WORD));
    }
    kinds
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{
        conversion::{Config, tests::converters},
        dictionaries,
    };

    #[test]
    fn the_table_is_of_the_dictionaries_that_are_linked_in() {
        let stamp = TABLE.lines().next().expect("a first line");
        assert!(stamp.ends_with(&dictionaries::manifest_hash()), "run tools/script-tables");
    }

    #[test]
    fn every_character_of_the_table_does_what_its_kind_says() {
        let changed = |config: Config, c: char| {
            let converter = converters().load(config).expect("dictionaries");
            converter.convert(&c.to_string()).expect("conversion") != c.to_string()
        };
        let of = |kind: u16| BLOCK.filter(move |c| KINDS[*c as usize - *BLOCK.start() as usize] & kind != 0);
        for (kind, config) in [
            (SIMPLIFIED, Config::S2t),
            (PERHAPS_SIMPLIFIED, Config::S2t),
            (TRADITIONAL, Config::T2s),
            (PERHAPS_TRADITIONAL, Config::T2s),
        ] {
            assert!(of(kind).count() > 10);
            for c in of(kind) {
                assert!(changed(config, c), "{c} by {config}");
            }
        }
        assert!(of(TAIWAN).all(|c| changed(Config::T2hk, c) || changed(Config::Tw2t, c)));
        assert!(of(HONGKONG).all(|c| changed(Config::T2tw, c) || changed(Config::Hk2t, c)));
        assert!(of(JAPANESE).all(|c| changed(Config::Jp2t, c)));
    }
}
