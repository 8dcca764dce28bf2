//! The language of a text, as far as typesetting and conversion need it: from its tag, from its characters, and from both.

mod article;
mod evidence;

#[cfg(test)]
mod tests;

pub use article::article_language;

use evidence::Evidence;

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
    /// Any other language.
    #[default]
    Other,
}

impl Language {
    /// The language of a BCP 47 tag such as `zh-Hant-HK`, in any case, also with `_` for `-` as some programs write it;
    /// `None` if the tag does not name one, as `zh` by itself names no script.
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

    /// The tag of the language, such as `zh-Hant-TW`; `und` for [`Language::Other`].
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

    /// Detects the language of a text from its characters. `hint`, from its tag or the text around it, decides where the
    /// characters do not: 中俄合作 is the same in every script.
    #[must_use]
    pub fn detect(text: &str, hint: Option<Language>) -> Language {
        let found = Evidence::from_text(text);
        if found.han + found.kana + found.hangul == 0 {
            return Language::Other;
        }
        if is_korean(&found, hint) {
            Language::Korean
        } else if is_japanese(&found, hint) {
            Language::Japanese
        } else {
            chinese(&found, hint)
        }
    }

    /// True for Chinese of any kind.
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

/// Hangul beside some Han is Korean; a name in a Chinese text is not.
fn is_korean(found: &Evidence, hint: Option<Language>) -> bool {
    let korean = hint == Some(Language::Korean);
    if found.hangul == 0 {
        return korean && found.kana == 0 && found.simplified == 0;
    }
    found.hangul * if korean { 20 } else { 2 } >= found.han + found.kana
}

/// Kana is a third and more of any Japanese text and a tenth of a headline; a name in a Chinese text is less, or stands
/// among characters that Japanese does not write.
fn is_japanese(found: &Evidence, hint: Option<Language>) -> bool {
    let japanese = hint == Some(Language::Japanese);
    if found.kana == 0 {
        return if japanese { found.not_japanese <= found.japanese } else { found.japanese > found.not_japanese };
    }
    let against = found.not_japanese * if japanese { 2 } else { 6 };
    found.kana + found.japanese > against && (japanese || found.kana * 10 >= found.han)
}

fn chinese(found: &Evidence, hint: Option<Language>) -> Language {
    let hint = hint.filter(|language| language.is_chinese());
    if found.simplified != found.traditional {
        return if found.simplified > found.traditional { Language::ChineseSimplified } else { region(found, hint) };
    }
    match hint {
        Some(language) => language,
        None if found.perhaps_traditional > found.perhaps_simplified => region(found, None),
        None => Language::ChineseSimplified,
    }
}

/// The region of a Traditional text. Much of Hong Kong's press is typed in Taiwan's forms, so one of Hong Kong's own forms
/// weighs as much as four of Taiwan's; the hint gives way only to clear evidence.
fn region(found: &Evidence, hint: Option<Language>) -> Language {
    let (taiwan, hongkong) = (found.taiwan, found.hongkong * 4);
    match hint {
        Some(Language::ChineseTaiwan) if hongkong <= taiwan + 8 => Language::ChineseTaiwan,
        Some(Language::ChineseHongkong) if taiwan <= hongkong + 8 => Language::ChineseHongkong,
        _ if taiwan > hongkong => Language::ChineseTaiwan,
        _ if hongkong > taiwan => Language::ChineseHongkong,
        _ => Language::ChineseTraditional,
    }
}
