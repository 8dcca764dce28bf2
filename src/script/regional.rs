//! What other regions call a thing: 鼠标 is 滑鼠 in Taiwan, 出租车 is 計程車 there and 的士 in Hong Kong. For queries, not
//! for texts: the words come in any spelling.

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
    // First as the Mainland has it, whichever region's word it is; from there to the others.
    let [taiwan, hongkong, to_taiwan, to_hongkong] = REGIONAL;
    let mainland: Vec<String> = std::iter::once(word.to_owned())
        .chain([taiwan, hongkong].into_iter().filter_map(|from| convert(from, word)))
        .collect();
    let others =
        mainland.iter().flat_map(|word| [to_taiwan, to_hongkong].into_iter().filter_map(|to| convert(to, word)));
    let folded = fold(word).text;
    let by_hand = TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter(|line| line.split(' ').any(|word| fold(word).text == folded));
    let by_hand = by_hand.flat_map(|line| line.split(' ').map(str::to_owned));
    let mut known = vec![folded.clone()];
    let mut found = Vec::new();
    for other in mainland.iter().cloned().chain(others).chain(by_hand) {
        let folded = fold(&other).text;
        if !folded.is_empty() && !known.contains(&folded) {
            known.push(folded);
            found.push(other);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for same in ["国务院", "國務院", "的", "", "GDP", "What", &"软件".repeat(100)] {
            assert!(regional(same, &converters).is_empty(), "{same}");
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
