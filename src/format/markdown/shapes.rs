//! Shapes of short texts: formulas, emoticons, and headings with anchors.

use crate::text::classes::is_east_asian;

/// True for what can only be a formula, so that its dollar signs are marks and no prices.
pub(super) fn is_formula(text: &str) -> bool {
    text.contains(['\\', '^', '_', '=', '{']) && !text.contains(is_east_asian)
}

/// True for the description of a picture that stands for a word: `:smile:`, `[笑]`, or one sign.
pub(super) fn is_emoticon(alt: &str) -> bool {
    let within = |open: char, close: char| {
        alt.strip_prefix(open).and_then(|alt| alt.strip_suffix(close)).is_some_and(|name| {
            !name.is_empty() && name.len() <= 24 && !name.contains([open, close]) && !name.contains(char::is_whitespace)
        })
    };
    let is_sign = |c: char| matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}');
    within(':', ':') || within('[', ']') || (!alt.is_empty() && alt.chars().all(is_sign))
}

/// The text of a heading without `{#anchor}` at its end.
pub(super) fn without_anchor(mut text: String) -> String {
    let trimmed = text.trim_end();
    if let Some(at) = trimmed.strip_suffix('}').and_then(|text| text.rfind("{#"))
        && trimmed[at + 2..trimmed.len() - 1]
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:# ".contains(&byte))
    {
        text.truncate(at);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert!(is_formula("E=mc^2") && !is_formula("3，") && !is_formula("30涨到_"));
        assert!(
            is_emoticon(":smile:")
                && is_emoticon("[笑]")
                && is_emoticon("😀")
                && !is_emoticon("")
                && !is_emoticon("[1] 图")
        );
        assert_eq!(without_anchor("名 {#ming}".to_owned()).trim(), "名");
        assert_eq!(without_anchor("名 {#名}".to_owned()), "名 {#名}");
    }
}
