//! What other regions call a thing: 鼠标 is 滑鼠 in Taiwan, 出租车 is 計程車 there and 的士 in Hong Kong. For queries, not
//! for texts: the words come in any spelling.

use std::collections::HashSet;

use super::{Config, Converters};
use crate::text::fold::fold;

/// Words by hand, beside those of OpenCC: a thing a line.
const TABLE: &str = include_str!("data/regional.txt");

/// The configurations it takes.
pub const REGIONAL: [Config; 4] = [Config::Tw2sp, Config::Hk2sp, Config::S2twp, Config::S2hkp];

/// The most characters of what may be a word; longer queries are quotations.
const LONGEST: usize = 40;

/// The other words for a word, each once, in the spelling of one region; none that script-blind search finds for the
/// word itself. Of configurations only those are asked that are loaded: nothing waits.
#[must_use]
pub fn regional(word: &str, converters: &Converters) -> Vec<String> {
    if word.chars().nth(1).is_none() || word.chars().nth(LONGEST).is_some() {
        return Vec::new();
    }
    let convert = |config: Config, word: &str| converters.get(config).and_then(|loaded| loaded.convert(word).ok());
    let vocabulary = converters.vocabulary();
    let mut things = Words::default();
    things.add(word.to_owned());
    // First as the Mainland has it, whichever region's word it is; from there to the others. OpenCC knows the words of
    // other regions in Traditional characters only, and so turned into them a word may be one.
    let [taiwan, hongkong, to_taiwan, to_hongkong] = REGIONAL;
    for (from, to) in [(taiwan, to_taiwan), (hongkong, to_hongkong)] {
        let traditional = convert(to, word).filter(|spelled| fold(spelled).text == fold(word).text);
        for spelled in [Some(word), traditional.as_deref()].into_iter().flatten() {
            things.extend(convert(from, spelled));
        }
    }
    things.extend(vocabulary.into_iter().flat_map(|vocabulary| vocabulary.mainland(word)).cloned());
    let by_hand = TABLE.lines().filter(|line| !line.starts_with('#'));
    let by_hand = by_hand.filter(|line| line.split(' ').any(|word| things.has(word)));
    let by_hand: Vec<String> = by_hand.flat_map(|line| line.split(' ').map(str::to_owned)).collect();
    things.extend(by_hand);
    let mut all = things.clone();
    for word in &things.words {
        all.extend([to_taiwan, to_hongkong].into_iter().filter_map(|to| convert(to, word)));
        all.extend(vocabulary.into_iter().flat_map(|vocabulary| vocabulary.regions(word)).cloned());
    }
    all.words.into_iter().skip(1).collect()
}

/// Words, each once however it is written.
#[derive(Clone, Debug, Default)]
struct Words {
    words: Vec<String>,
    folded: HashSet<String>,
}

impl Words {
    fn add(&mut self, word: String) {
        let folded = fold(&word).text;
        if !folded.is_empty() && self.folded.insert(folded) {
            self.words.push(word);
        }
    }

    fn extend(&mut self, words: impl IntoIterator<Item = String>) {
        words.into_iter().for_each(|word| self.add(word));
    }

    fn has(&self, word: &str) -> bool {
        self.folded.contains(&fold(word).text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::words;

    #[test]
    fn words_are_called_otherwise_elsewhere() {
        let home = tempfile::tempdir().expect("a folder");
        let converters = Converters::new(Some(home.path().to_owned()), home.path().to_owned());
        assert!(regional("程序", &converters).is_empty(), "nothing is loaded yet");
        converters.load_all(&REGIONAL).expect("tables");
        let has = |word: &str, others: &[&str]| {
            let found: Vec<String> = regional(word, &converters).iter().map(|other| fold(other).text).collect();
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
        assert_eq!(regional("出租车", &converters).len(), 2);
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
        for same in ["国务院", "國務院", "的", "", "GDP", "What", &"软件".repeat(100)] {
            assert!(regional(same, &converters).is_empty(), "{same}");
        }
    }

    #[test]
    fn every_word_of_the_tables_is_found_from_either_side_in_either_script() {
        let converters = crate::script::tests::converters();
        converters.load_all(&REGIONAL).expect("tables");
        let simplified = converters.load(Config::T2s).expect("tables");
        for config in REGIONAL {
            let from = words::of(config);
            let to = converters.get(config).expect("loaded").convert(&from).expect("text");
            for (from, to) in from.lines().zip(to.lines()) {
                for (asked, wanted) in [(from, to), (to, from)] {
                    for asked in [asked, &simplified.convert(asked).expect("text")] {
                        let has = |words: &[String]| words.iter().any(|word| fold(word).text == fold(wanted).text);
                        let same = fold(asked).text == fold(wanted).text || asked.chars().count() < 2;
                        assert!(same || has(&regional(asked, converters)), "{config}: {asked} {wanted}");
                    }
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
