//! HTML in texts of JSON: which text is plainly markup, and which only has a `<` in it.

use crate::format::markup::is_element;

/// Elements without an end.
const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];

/// The readiness to take a text for HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// A field for plain text.
    Never,
    /// A field that holds HTML in some programs and plain text in others.
    Maybe,
    /// A field for HTML.
    Always,
}

impl Markup {
    pub(super) fn is_in(self, text: &str) -> bool {
        match self {
            Markup::Never => false,
            Markup::Maybe => is_plainly_markup(text),
            Markup::Always => true,
        }
    }
}

/// True for a text that begins with an element, has one with its end or one that has none, or has references to characters.
pub(super) fn is_plainly_markup(text: &str) -> bool {
    if has_reference(text) {
        return true;
    }
    let Some(last) = memchr::memrchr(b'>', text.as_bytes()) else { return false };
    let is_first = text.trim_start().starts_with('<');
    let mut opened: Vec<&str> = Vec::new();
    for at in memchr::memchr_iter(b'<', &text.as_bytes()[..last]) {
        let rest = &text[at + 1..];
        let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = rest.split_at(length);
        if !is_element(name) || !after.starts_with(['>', '/', ' ', '\n', '\r', '\t']) {
            continue;
        }
        let is_known = |known: &&str| known.eq_ignore_ascii_case(name);
        if (is_first && text[..at].trim().is_empty())
            || (is_end && opened.iter().any(is_known))
            || VOID.iter().any(is_known)
        {
            return true;
        }
        if !is_end && !opened.iter().any(is_known) {
            opened.push(name);
        }
    }
    false
}

/// True if a text has a reference to a character that is only written in HTML.
fn has_reference(text: &str) -> bool {
    memchr::memchr_iter(b'&', text.as_bytes()).any(|at| {
        let rest = &text.as_bytes()[at + 1..];
        let length = rest.iter().take(10).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
        length >= 2 && rest.get(length) == Some(&b';')
    })
}

#[cfg(test)]
mod tests {
    use super::is_plainly_markup;

    #[test]
    fn markup_and_plain_text() {
        for text in
            ["<p>甲", " <div class=a>甲</div>", "甲<br>乙", "甲<b>乙</b>", "甲&nbsp;乙", "&#30002;", "甲<img src='a'>"]
        {
            assert!(is_plainly_markup(text), "{text}");
        }
        for text in [
            "",
            "若 a<b 且 c>d",
            "vector<int> 与 <名>",
            "1 < 2",
            "AT&T; A&B",
            "写 <p> 的人",
            "<int>a</int>",
            "a <b",
            "x</p>",
        ] {
            assert!(!is_plainly_markup(text), "{text}");
        }
    }
}
