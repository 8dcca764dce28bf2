//! Language tags as people write them, checked lightly and brought to the usual case.
//!
//! Which language a text without a tag is in is not decided here.

/// The tag in its usual case (`zh-Hant-TW`), if it is shaped like a BCP 47 tag; `zh_TW` is read as `zh-TW`.
///
/// The shape is checked, not the registry: RFC 5646, 2.1 and 2.1.1.
#[must_use]
pub fn tidy(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 35 || !text.is_ascii() {
        return None;
    }
    let mut tag = String::with_capacity(text.len());
    for (index, subtag) in text.split(['-', '_']).enumerate() {
        let letters = subtag.bytes().all(|b| b.is_ascii_alphabetic());
        let fits =
            if index == 0 { letters && (2..=8).contains(&subtag.len()) } else { (1..=8).contains(&subtag.len()) };
        if !fits || !subtag.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        if index > 0 {
            tag.push('-');
        }
        match subtag.len() {
            2 if index > 0 => tag.push_str(&subtag.to_ascii_uppercase()),
            4 if index > 0 && letters => {
                let (first, rest) = subtag.split_at(1);
                tag.push_str(&first.to_ascii_uppercase());
                tag.push_str(&rest.to_ascii_lowercase());
            }
            _ => tag.push_str(&subtag.to_ascii_lowercase()),
        }
    }
    Some(tag)
}

/// True if a tag is in a range, in any case, with `_` for `-` as well: `zh`, `zh-Hant` and `zh-TW` have `zh-Hant-TW`.
///
/// Extended filtering as in RFC 4647, 3.3.2: subtags may lie between those of the range, but no single letter. A region
/// that writes in one script stands for that script, too: `zh-CN` has `zh-Hans`.
#[must_use]
pub fn is_in(tag: &str, range: &str) -> bool {
    let script = match range.to_ascii_lowercase().replace('_', "-").as_str() {
        "zh-cn" | "zh-sg" | "zh-my" => Some("zh-hans"),
        "zh-mo" => Some("zh-hant-hk"),
        _ => None,
    };
    is_in_range(tag, range) || script.is_some_and(|script| is_in_range(tag, script))
}

fn is_in_range(tag: &str, range: &str) -> bool {
    let subtags = |text: &'_ str| text.to_ascii_lowercase().replace('_', "-");
    let (tag, range) = (subtags(tag), subtags(range));
    let (mut tag, mut range) = (tag.split('-'), range.split('-'));
    tag.next() == range.next()
        && range.all(|asked| {
            for subtag in tag.by_ref() {
                if subtag == asked {
                    return true;
                }
                if subtag.len() == 1 {
                    return false;
                }
            }
            false
        })
}

#[cfg(test)]
mod tests {
    use super::{is_in, tidy};

    #[test]
    fn a_range_has_tags_with_more_in_them() {
        for (tag, range, expected) in [
            ("zh-Hant-TW", "zh", true),
            ("zh-Hant-TW", "zh-tw", true),
            ("zh-Hant-TW", "ZH_Hant", true),
            ("zh-TW", "zh-TW", true),
            ("zh-Hant-TW", "zh-hk", false),
            ("zh-Hant-TW", "zh-TW-Hant", false),
            ("zh-Hant-TW", "z", false),
            ("zh", "zh-TW", false),
            ("zh-u-TW", "zh-TW", false),
            ("ja", "zh", false),
            ("zh-Hans", "zh-CN", true),
            ("zh-CN", "zh_cn", true),
            ("zh-Hant-TW", "zh-CN", false),
            ("zh-Hant-HK", "zh-MO", true),
            ("", "zh", false),
            ("zh", "", false),
        ] {
            assert_eq!(is_in(tag, range), expected, "{tag} {range}");
        }
    }

    #[test]
    fn tags_are_checked_and_tidied() {
        for (text, expected) in [
            ("zh", "zh"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("zh_TW", "zh-TW"),
            ("JA", "ja"),
            (" ko-kr ", "ko-KR"),
            ("zh-cmn-Hans", "zh-cmn-Hans"),
            ("x", ""),
            ("", ""),
            ("中文", ""),
            ("zh--TW", ""),
            ("Chinese (Taiwan)", ""),
            ("1a", ""),
        ] {
            assert_eq!(tidy(text).unwrap_or_default(), expected, "{text:?}");
        }
    }
}
