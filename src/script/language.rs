//! The language a text is written in, as far as typesetting and conversion care: from its tag, from its characters,
//! and from both.

use crate::script::conversion::Evidence;

/// A language, with the region where the script differs by region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese in Simplified characters.
    ChineseSimplified,
    /// Chinese in Traditional characters, region unknown.
    ChineseTraditional,
    /// Chinese in Traditional characters as in Taiwan.
    ChineseTaiwan,
    /// Chinese in Traditional characters as in Hong Kong.
    ChineseHongkong,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Anything else.
    #[default]
    Other,
}

impl Language {
    /// The language of a BCP 47 tag such as `zh-Hant-HK`, in any case, with `_` for `-` as some programs write it;
    /// `None` if the tag does not tell, as `zh` by itself does not tell the script.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Language> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        // A POSIX locale carries its encoding behind a dot: zh_TW.UTF-8.
        let mut subtags = tag.split(['.', '@']).next()?.split('-');
        let primary = subtags.next().filter(|primary| primary.chars().all(|c| c.is_ascii_alphabetic()))?;
        let (mut script, mut region) = (None, None);
        for subtag in subtags {
            match subtag.len() {
                // A single letter starts an extension: zh-TW-u-co-stroke.
                1 => break,
                4 => script = script.or(Some(subtag)),
                // zh-yue and zh-cmn name the language again.
                2 | 3 => region = region.or((subtag != "yue" && subtag != "cmn").then_some(subtag)),
                _ => {}
            }
        }
        match primary {
            "ja" | "jpn" => Some(Language::Japanese),
            "ko" | "kor" => Some(Language::Korean),
            "zh" | "cmn" | "yue" | "zho" | "chi" | "hak" | "nan" | "wuu" | "lzh" => match (script, region) {
                (Some("hans"), _) => Some(Language::ChineseSimplified),
                (_, Some("tw")) => Some(Language::ChineseTaiwan),
                (_, Some("hk" | "mo")) => Some(Language::ChineseHongkong),
                (Some("hant"), _) => Some(Language::ChineseTraditional),
                (_, Some("cn" | "sg" | "my")) => Some(Language::ChineseSimplified),
                _ => match primary {
                    "yue" => Some(Language::ChineseHongkong),
                    "lzh" => Some(Language::ChineseTraditional),
                    _ => tag.contains("yue").then_some(Language::ChineseHongkong),
                },
            },
            "" | "und" | "mul" | "zxx" | "mis" => None,
            _ => (2..=3).contains(&primary.len()).then_some(Language::Other),
        }
    }

    /// The tag that stands for it, such as `zh-Hant-TW`; `und` for a language that is not told apart.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::ChineseSimplified => "zh-Hans",
            Language::ChineseTraditional => "zh-Hant",
            Language::ChineseTaiwan => "zh-Hant-TW",
            Language::ChineseHongkong => "zh-Hant-HK",
            Language::Japanese => "ja",
            Language::Korean => "ko",
            Language::Other => "und",
        }
    }

    /// The language of a text by its characters. `hint` is what else is known, its tag or the language of the text
    /// around it; it decides where the characters do not: 中俄合作 is all the same in every script.
    #[must_use]
    pub fn detect(text: &str, hint: Option<Language>) -> Language {
        let found = Evidence::of(text);
        if found.han + found.kana + found.hangul == 0 {
            return Language::Other;
        }
        if found.is_korean(hint) {
            Language::Korean
        } else if found.is_japanese(hint) {
            Language::Japanese
        } else {
            found.chinese(hint)
        }
    }

    /// Whether it is Chinese of any kind.
    #[must_use]
    pub fn is_chinese(self) -> bool {
        matches!(
            self,
            Language::ChineseSimplified
                | Language::ChineseTraditional
                | Language::ChineseTaiwan
                | Language::ChineseHongkong
        )
    }
}

impl Evidence {
    /// Hangul beside some Han is Korean; a name in a Chinese text is not.
    fn is_korean(&self, hint: Option<Language>) -> bool {
        let korean = hint == Some(Language::Korean);
        if self.hangul == 0 {
            return korean && self.kana == 0 && self.simplified == 0;
        }
        self.hangul * if korean { 20 } else { 2 } >= self.han + self.kana
    }

    /// Kana is a third and more of any Japanese text and a tenth of a headline; a name in a Chinese text is less, or
    /// stands among characters that Japanese does not write.
    fn is_japanese(&self, hint: Option<Language>) -> bool {
        let around = hint == Some(Language::Japanese);
        if self.kana == 0 {
            return if around { self.not_japanese <= self.japanese } else { self.japanese > self.not_japanese };
        }
        let against = self.not_japanese * if around { 2 } else { 6 };
        self.kana + self.japanese > against && (around || self.kana * 10 >= self.han)
    }

    fn chinese(&self, hint: Option<Language>) -> Language {
        let around = hint.filter(|language| language.is_chinese());
        if self.simplified != self.traditional {
            return if self.simplified > self.traditional { Language::ChineseSimplified } else { self.region(around) };
        }
        match around {
            Some(language) => language,
            None if self.perhaps_traditional > self.perhaps_simplified => self.region(None),
            None => Language::ChineseSimplified,
        }
    }

    /// The region of a Traditional text. Much of Hong Kong's press is typed in Taiwan's forms, so one of its own
    /// forms weighs as much as four of Taiwan's; a tag or the text around gives way only to clear evidence.
    fn region(&self, around: Option<Language>) -> Language {
        let (taiwan, hongkong) = (self.taiwan, self.hongkong * 4);
        match around {
            Some(Language::ChineseTaiwan) if hongkong <= taiwan + 8 => Language::ChineseTaiwan,
            Some(Language::ChineseHongkong) if taiwan <= hongkong + 8 => Language::ChineseHongkong,
            _ if taiwan > hongkong => Language::ChineseTaiwan,
            _ if hongkong > taiwan => Language::ChineseHongkong,
            _ => Language::ChineseTraditional,
        }
    }
}

#[cfg(test)]
#[path = "tests/language.rs"]
mod tests;
