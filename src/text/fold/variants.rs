//! Origin of `variants.txt`: Han characters that a conversion between scripts may exchange form one class.
//!
//! Tests only. The conversions themselves are handed in, for this room knows no converter; the room that does proves
//! with [`classes`] that the table shipped is the one its converter gives.

use std::{collections::BTreeMap, ops::RangeInclusive};

use unicode_normalization::UnicodeNormalization;

/// The configurations that turn one character into one character. The phrase configurations add words, not variants.
pub(crate) const CONFIGURATIONS: [&str; 12] =
    ["t2s", "s2t", "tw2s", "s2tw", "hk2s", "s2hk", "tw2t", "t2tw", "hk2t", "t2hk", "jp2t", "t2jp"];

/// Every block of Han characters, unassigned ends included. Compatibility ideographs are left to normalisation, but
/// for the twelve that it keeps.
const HAN: [RangeInclusive<char>; 5] = [
    '\u{3400}'..='\u{4DBF}',
    '\u{4E00}'..='\u{9FFF}',
    '\u{F900}'..='\u{FAFF}',
    '\u{20000}'..='\u{2EE5F}',
    '\u{30000}'..='\u{3347F}',
];

/// Forms of one character that no conversion joins: the two for nought, and those found in the names of people and
/// places, which are written as their owners write them.
const BY_HAND: [&str; 27] = [
    "〇零",
    "国圀囯",
    "宁甯",
    "吉𠮷",
    "高髙",
    "崎﨑嵜",
    "辺邉邊",
    "濱濵浜",
    "島嶋嶌",
    "富冨",
    "館舘",
    "峰峯",
    "柳栁",
    "橋槗",
    "桑桒",
    "昇曻",
    "渕淵渊",
    "鶴靏靍",
    "秋龝",
    "真眞",
    "凜凛",
    "遥遙",
    "群羣",
    "略畧",
    "鄰隣邻",
    "晉晋",
    "彥彦",
];

/// Forms that are usual in Japan and of which the conversions do not know that they are another one's.
const USUAL_IN_JAPAN: [&str; 47] = [
    "倣仿",
    "叡睿",
    "嚢囊",
    "壷壶",
    "妬妒",
    "娯娱",
    "廻回",
    "撚捻",
    "栢柏",
    "椀碗",
    "楕椭",
    "欝郁",
    "涜渎",
    "潅灌",
    "燐磷",
    "疎疏",
    "鉱砿矿",
    "穐秋",
    "窓窗",
    "篭笼",
    "苅刈",
    "蝿蝇",
    "諌谏",
    "讃赞",
    "讐雠",
    "賎贱",
    "鎗枪",
    "隷隶",
    "靭韧",
    "韮韭",
    "頚颈",
    "頬颊",
    "駄驮",
    "駈驱",
    "鯵鲹",
    "鴬莺",
    "呑吞",
    "姪侄",
    "埜野",
    "働动",
    "彊强",
    "搾榨",
    "楯盾",
    "毘毗",
    "剣劒",
    "膳饍",
    "祇祗",
];

/// The table: one class a line, its characters in order of code point, the lines in order of their first character.
/// `convert` takes the name of a configuration and a text.
pub(crate) fn classes(convert: impl Fn(&str, &str) -> String) -> String {
    let mut joined = Joined::default();
    let kept = |c: &char| [*c].into_iter().nfkc().eq([*c]);
    let characters: Vec<char> = HAN.into_iter().flatten().filter(kept).collect();
    // One character a line, so that no phrase is ever seen.
    let text: String = characters.iter().flat_map(|&c| [c, '\n']).collect();
    for configuration in CONFIGURATIONS {
        let converted = convert(configuration, &text);
        let lines = converted.lines().collect::<Vec<_>>();
        assert_eq!(lines.len(), characters.len(), "{configuration} changed the number of lines");
        for (&from, line) in characters.iter().zip(lines) {
            let mut line = line.chars();
            if let (Some(to), None) = (line.next(), line.next())
                && kept(&to)
            {
                joined.join(from, to);
            }
        }
    }
    for class in BY_HAND.into_iter().chain(USUAL_IN_JAPAN) {
        let first = class.chars().next().expect("no class is empty");
        class.chars().for_each(|c| joined.join(first, c));
    }
    joined.table()
}

/// Disjoint sets of characters.
#[derive(Default)]
struct Joined {
    parent: BTreeMap<char, char>,
}

impl Joined {
    fn root(&self, mut c: char) -> char {
        while let Some(&up) = self.parent.get(&c) {
            c = up;
        }
        c
    }

    fn join(&mut self, a: char, b: char) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.parent.insert(a.max(b), a.min(b));
        }
    }

    fn table(&self) -> String {
        let mut sets: BTreeMap<char, String> = BTreeMap::new();
        for &c in self.parent.keys() {
            let root = self.root(c);
            sets.entry(root).or_insert_with(|| root.to_string()).push(c);
        }
        sets.into_values().map(|set| set + "\n").collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_meets_in_any_conversion_is_one_class() {
        let table = classes(|configuration, text| {
            text.chars()
                .map(|c| match (configuration, c) {
                    ("t2s", '髮' | '發') | ("jp2t", '髪') => '发',
                    // A compatibility form does not join what it decomposes to with anything.
                    ("s2t", '车') => '\u{F902}',
                    _ => c,
                })
                .collect()
        });
        assert!(table.lines().any(|class| class == "发發髪髮"), "{table}");
        assert!(table.lines().any(|class| class == "吉𠮷"), "{table}");
        assert!(!table.contains('车'));
        for class in BY_HAND.into_iter().chain(USUAL_IN_JAPAN) {
            assert!(table.lines().any(|line| class.chars().all(|c| line.contains(c))), "{class}");
        }
    }

    #[test]
    fn the_table_shipped_joins_each_character_once() {
        let mut seen = std::collections::BTreeSet::new();
        for class in include_str!("variants.txt").lines() {
            assert!(class.chars().count() > 1, "{class}");
            assert!(class.chars().all(|c| seen.insert(c)), "{class}");
        }
    }
}
