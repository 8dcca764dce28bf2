//! Texts of feeds in one line, as titles and names are, and plain texts in paragraphs.

use std::borrow::Cow;

use crate::{
    article::Block,
    format::{html::inline_text, markup::decoded},
    text::StopCheck,
};

/// Tags that feeds put into titles without saying that they are HTML.
const TITLE_TAGS: &[&str] = &[
    "a", "b", "big", "blink", "br", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "nobr", "p",
    "q", "rb", "rp", "rt", "rtc", "ruby", "s", "script", "small", "span", "strike", "strong", "style", "sub", "sup",
    "tt", "u", "wbr", "div", "h1", "h2", "h3",
];

/// A text of unknown kind in one line: without tags of words, and with references that were escaped twice resolved.
pub(crate) fn words(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    for _ in 0..2 {
        if !text.contains('&') {
            break;
        }
        text = decoded(&text, false).into_owned().into();
    }
    if !text.contains('<') {
        return one_line(&text);
    }
    let mut html = String::with_capacity(text.len());
    let (mut rest, mut has_tags): (&str, bool) = (&text, false);
    let last_end = text.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find(['<', '&']) {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].trim_start_matches('/');
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let is_tag = rest.starts_with('<')
            && TITLE_TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(&name[..length]))
            && name[length..].starts_with([' ', '>', '/', '\n', '\t'])
            && text.len() - rest.len() < last_end;
        has_tags |= is_tag;
        html.push_str(match (is_tag, rest.starts_with('<')) {
            (true, _) => "<",
            (false, true) => "&lt;",
            (false, false) => "&amp;",
        });
        rest = &rest[1..];
    }
    html.push_str(rest);
    if has_tags { html_words(&html) } else { one_line(&text) }
}

/// The words of some HTML in one line.
pub(crate) fn html_words(html: &str) -> String {
    // A line end in a title is a space between words, also in Chinese.
    one_line(&inline_text(&html.replace(['\n', '\r', '\t'], " ")))
}

/// A text with white space and controls run together; an ideographic space stays.
pub(crate) fn one_line(text: &str) -> String {
    let is_gap = |c: char| (c.is_whitespace() && c != '\u{3000}') || c.is_control();
    text.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// The paragraphs of a plain text: an empty line ends one, any other line end is a line break in it.
pub(crate) fn paragraphs(text: &str, stop: &StopCheck<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = String::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !stop.go_on_after(line.len()) {
            break;
        }
        if !line.is_empty() {
            if !open.is_empty() {
                open.push('\n');
            }
            open.push_str(line);
        } else if !open.is_empty() {
            blocks.push(Block::paragraph(std::mem::take(&mut open)));
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{paragraphs, words};
    use crate::text::StopCheck;

    #[test]
    fn titles_are_plain_words() {
        for (text, expected) in [
            (" 一\n  <b>二</b>&amp;三 ", "一 二&三"),
            ("A&amp;amp;B &amp;#8217;", "A&B ’"),
            ("关于《<中文>》 1 < 2", "关于《<中文>》 1 < 2"),
            ("<em>潮</em>與 Vec<T> & <x>", "潮與 Vec<T> & <x>"),
            ("a<br/>b", "a b"),
            ("王　明\u{7}", "王　明"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn an_empty_line_ends_a_paragraph() {
        let texts: Vec<String> =
            paragraphs("\n  一\n 二 <p>\r\n\n\n三", &StopCheck::never()).into_iter().map(|block| block.text).collect();
        assert_eq!(texts, ["一\n二 <p>", "三"]);
    }
}
