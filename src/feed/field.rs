//! The text of one element of a feed, collected piece by piece, and read at its end as plain words or as blocks of HTML.

use url::Url;

use super::element::Element;
use crate::{
    article::Block,
    format::{
        html::{fragment_until, has_markup},
        markup::{Dialect, Token, Tokens, decode, decoded, local_name},
    },
    text::StopCheck,
};

/// An element whose text is being read.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    pub(crate) element: Element,
    /// The name as written, to find the end tag.
    pub(crate) name: &'a str,
    /// Elements of the same name open within it.
    pub(crate) depth: usize,
    /// True for XHTML markup, whose references stay for the reader of HTML.
    pub(crate) xhtml: bool,
    /// True for an identifier that is no address.
    pub(crate) opaque: bool,
    pub(crate) base: Option<Url>,
    pub(crate) text: String,
}

impl<'a> Field<'a> {
    pub(crate) fn new(element: Element, name: &'a str) -> Field<'a> {
        Field { element, name, depth: 0, xhtml: false, opaque: false, base: None, text: String::new() }
    }

    /// Adds text whose references are not resolved.
    pub(crate) fn text(&mut self, text: &str) {
        // The end of a CDATA section within another.
        if text.contains("]]>") {
            return self.text(&text.replace("]]>", ""));
        }
        if self.xhtml {
            self.text.push_str(text);
        } else {
            decode(text, false, &mut self.text);
        }
    }

    /// Adds text that stands as it is.
    pub(crate) fn raw(&mut self, text: &str) {
        if text.contains("<![CDATA[") {
            return self.raw(&text.replace("<![CDATA[", ""));
        }
        self.text.push_str(text);
    }

    /// Adds a tag as it is written.
    pub(crate) fn tag(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// The blocks, read as HTML, which may have been escaped twice.
    pub(crate) fn blocks(&self, base: Option<&Url>, stop: &StopCheck<'_>) -> Vec<Block> {
        let base = self.base.as_ref().or(base);
        let once = &self.text;
        if !has_markup(once) && once.contains("&lt;") {
            let twice = decoded(once, false);
            if has_markup(&twice) {
                return fragment_until(&twice, base, stop).blocks;
            }
        }
        fragment_until(once, base, stop).blocks
    }

    /// The text in one line, without tags.
    pub(crate) fn words(&self) -> String {
        words(&self.text)
    }

    /// The text without surrounding white space.
    pub(crate) fn value(&self) -> Option<String> {
        Some(self.text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The text of the inner element with a name, or the whole text if there are no inner elements.
    pub(crate) fn inner(&self, name: &str) -> Option<String> {
        let mut found = String::new();
        let (mut inside, mut any) = (false, false);
        for token in Tokens::new(&self.text, Dialect::Xml) {
            match token {
                Token::Open { name: tag, closed, .. } => {
                    any = true;
                    inside = !closed && local_name(tag).eq_ignore_ascii_case(name);
                }
                Token::Close(_) if inside => break,
                Token::Text(text) | Token::Raw(text) if inside => decode(text, false, &mut found),
                _ => {}
            }
        }
        let text = if any { found } else { self.text.clone() };
        Some(words(&text)).filter(|text| !text.is_empty())
    }
}

/// Tags that feeds put into titles.
const TITLE_TAGS: &[&str] = &[
    "a", "b", "big", "br", "cite", "code", "em", "font", "i", "img", "mark", "p", "q", "s", "small", "span", "strong",
    "sub", "sup", "tt", "u", "div", "h1", "h2", "h3",
];

/// A text in one line, without tags of words, and with references that were escaped twice resolved.
pub(crate) fn words(text: &str) -> String {
    let mut text = std::borrow::Cow::Borrowed(text);
    for _ in 0..2 {
        if !text.contains('&') {
            break;
        }
        text = decoded(&text, false).into_owned().into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].trim_start_matches('/');
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let is_tag = TITLE_TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(&name[..length]))
            && name[length..].starts_with([' ', '>', '/', '\n', '\t']);
        if let Some(end) = rest.find('>').filter(|_| is_tag) {
            if name[..length].eq_ignore_ascii_case("br") {
                plain.push(' ');
            }
            rest = &rest[end + 1..];
        } else {
            plain.push('<');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    let is_gap = |c: char| (c.is_whitespace() && c != '\u{3000}') || c.is_control();
    plain.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn titles_are_plain_words() {
        for (text, expected) in [
            (" 一\n  <b>二</b>&amp;三 ", "一 二&三"),
            ("A&amp;amp;B &amp;#8217;", "A&B ’"),
            ("关于《<中文>》 1 < 2", "关于《<中文>》 1 < 2"),
            ("a<br/>b", "a b"),
            ("王　明\u{7}", "王　明"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
