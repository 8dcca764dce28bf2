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

#[cfg(test)]
mod tests {
    use super::tidy;

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
