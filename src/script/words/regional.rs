//! The names that other regions have for a thing: 鼠标 is 滑鼠 in Taiwan, 出租车 is 計程車 there and 的士 in Hong Kong. For
//! queries, not for texts: the words come in any spelling.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::vocabulary::{self, Region};
use crate::text::fold::fold;

/// Words collected by hand, beside OpenCC's: one thing a line.
const TABLE: &str = include_str!("../data/regional.txt");

/// The most characters of a word; a longer query is a quotation.
const MAX_CHARACTERS: usize = 40;

/// The most words that are built from the parts of one word.
const MAX_COMPOUNDS: usize = 48;

/// The words collected by hand, folded, each with its line.
static BY_HAND: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split(' ').map(move |word| (fold(word).text, line))).collect()
});

/// Other regions' words for a word, each once, in the spelling of one region or folded; none that a script-blind search for
/// the word finds anyway. A compound has the words for each of its parts: 的士站 is 出租车站.
#[must_use]
pub(crate) fn regional(word: &str) -> Vec<String> {
    if word.chars().nth(1).is_none() || word.chars().nth(MAX_CHARACTERS).is_some() || word.is_ascii() {
        return Vec::new();
    }
    let mut all = UniqueWords::default();
    all.add(word.to_owned());
    let folded = fold(word).text;
    all.extend(others(&folded));
    all.extend(compounds(&folded));
    all.words.into_iter().skip(1).collect()
}

/// The other words for a folded word as a whole.
fn others(folded: &str) -> Vec<String> {
    // First as the Mainland has it, whichever region's word it is.
    let mainland = vocabulary::mainland(folded);
    let mut all = UniqueWords::default();
    all.add(folded.to_owned());
    all.extend(mainland.iter().map(|(_, word)| (*word).to_owned()));
    let lines: Vec<&str> = all.folded.iter().filter_map(|folded| BY_HAND.get(folded).copied()).collect();
    let by_hand: Vec<String> = lines.into_iter().flat_map(|line| line.split(' ').map(str::to_owned)).collect();
    all.extend(by_hand.iter().cloned());
    // From there to the others, and not back to where it came from: 程序 is 进程 to the Mainland, where that is Taiwan's
    // word, but 行程, which Taiwan calls that as well, is an itinerary.
    let origins = by_hand.into_iter().chain([folded.to_owned()]).map(|word| (None, word));
    let from_regions = mainland.iter().map(|(region, word)| (Some(*region), (*word).to_owned()));
    for (origin, word) in from_regions.chain(origins) {
        let known = vocabulary::regions(&fold(&word).text).iter();
        let elsewhere = |(region, _): &&(Region, &str)| Some(*region) != origin;
        all.extend(known.filter(elsewhere).map(|(_, word)| (*word).to_owned()));
    }
    all.words.into_iter().skip(1).collect()
}

/// The compounds that result when each part of a folded word, taken from the left and the longest first, is replaced by
/// other regions' words.
fn compounds(folded: &str) -> Vec<String> {
    let is_known = |part: &str| BY_HAND.contains_key(part) || vocabulary::has_folded(part);
    let mut made = vec![String::new()];
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
        let part =
            ends.filter_map(|end| rest.get(..end)).filter(|part| part.len() < folded.len() && is_known(part)).last();
        let end = part.map_or(first.len_utf8(), str::len);
        let (kept, behind) = rest.split_at(end);
        let others = part.map_or_else(Vec::new, others);
        let with = |other: &str| made.iter().map(|before| [before, other].concat()).collect::<Vec<_>>();
        let mut longer = with(kept);
        longer.extend(others.iter().flat_map(|other| with(&fold(other).text)));
        longer.truncate(MAX_COMPOUNDS);
        (made, rest) = (longer, behind);
    }
    made
}

/// Words, each once in whatever spelling.
#[derive(Clone, Debug, Default)]
struct UniqueWords {
    words: Vec<String>,
    folded: HashSet<String>,
}

impl UniqueWords {
    fn add(&mut self, word: String) {
        let folded = fold(&word).text;
        if !folded.is_empty() && self.folded.insert(folded) {
            self.words.push(word);
        }
    }

    fn extend(&mut self, words: impl IntoIterator<Item = String>) {
        words.into_iter().for_each(|word| self.add(word));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::conversion::Config;

    #[test]
    fn words_are_called_otherwise_elsewhere() {
        let has = |word: &str, others: &[&str]| {
            let found: Vec<String> = regional(word).iter().map(|other| fold(other).text).collect();
            for other in others {
                assert!(found.contains(&fold(other).text), "{word}: {found:?}");
            }
        };
        has("鼠标", &["滑鼠"]);
        has("滑鼠", &["鼠标"]);
        has("软件", &["軟體"]);
        has("軟體", &["软件"]);
        has("出租车", &["計程車", "的士"]);
        has("計程車", &["出租车", "的士"]);
        has("的士", &["計程車", "出租车"]);
        assert_eq!(regional("出租车").len(), 2);
        // Words of Taiwan and Hong Kong in Simplified characters, several words at once, and words that meet in one.
        has("萤幕", &["屏幕"]);
        has("屏幕", &["螢幕"]);
        has("记忆体", &["内存"]);
        has("资料库", &["数据库"]);
        has("笔记型电脑", &["笔记本电脑", "手提電腦"]);
        has("手提電腦", &["筆記型電腦"]);
        has("萤幕保护程式", &["屏幕保护程序"]);
        has("介面", &["接口", "界面"]);
        has("預設", &["默认"]);
        has("默认", &["預設"]);
        has("资讯科技", &["信息技术"]);
        // Words that are made of others, also of several.
        for same in [
            ["出租车司机", "計程車司機", "的士司機"],
            ["地铁站", "捷運站", "港鐵站"],
            ["公交车站", "公車站", "巴士站"],
            ["土豆泥", "馬鈴薯泥", "薯仔泥"],
            ["手机号码", "行動電話號碼", "手提電話號碼"],
            ["好莱坞电影", "好莱坞电影", "荷里活電影"],
            ["自行车道", "腳踏車道", "單車道"],
            ["短信平台", "簡訊平台", "短訊平台"],
            ["出租车软件", "計程車軟體", "的士軟件"],
        ] {
            for word in same {
                let others: Vec<&str> = same.into_iter().filter(|other| fold(other).text != fold(word).text).collect();
                has(word, &others);
            }
        }
        let long = "出租车软件".repeat(8);
        assert!((2..=2 * MAX_COMPOUNDS).contains(&regional(&long).len()));
        // Not from one word of a region by way of the Mainland to another of the same.
        for (one, other) in [("程序", "行程"), ("程式", "行程"), ("行程", "程式")] {
            let found = regional(one);
            assert!(found.iter().all(|word| fold(word).text != fold(other).text), "{one}: {found:?}");
        }
        has("程序", &["程式"]);
        has("行程", &["进程"]);
        for same in ["国务院", "國務院", "的", "", "GDP", "What", &"软件".repeat(100)] {
            assert!(regional(same).is_empty(), "{same}");
        }
    }

    #[test]
    fn every_word_of_the_tables_is_found_from_either_side_in_either_script() {
        let converters = crate::script::conversion::tests::converters();
        let simplified = converters.load(Config::T2s).expect("tables");
        for (_, mainland, word) in vocabulary::pairs() {
            for (asked, other) in [(mainland, word), (word, mainland)] {
                for asked in [asked, &simplified.convert(asked).expect("text")] {
                    let has = |words: &[String]| words.iter().any(|word| fold(word).text == fold(other).text);
                    let same = fold(asked).text == fold(other).text || asked.chars().count() < 2;
                    assert!(same || has(&regional(asked)), "{asked} {other}");
                }
            }
        }
    }

    #[test]
    fn every_line_is_words_of_two_characters_or_more_and_no_word_comes_twice() {
        let mut seen = std::collections::HashSet::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            assert!(line.split(' ').count() > 1, "{line}");
            for word in line.split(' ') {
                assert!(word.chars().nth(1).is_some() && seen.insert(fold(word).text), "{word}");
            }
        }
    }
}
