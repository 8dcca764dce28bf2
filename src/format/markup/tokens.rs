//! A text of tags to tokens that borrow from it. No markup is refused: text that is no tag stays text.

use memchr::{memchr, memmem};

use crate::text::StopCheck;

/// The rules of a text where HTML and XML differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Scripts, styles and titles hold no tags; `<![CDATA[` is a comment.
    Html,
    /// Every element is like the others; CDATA sections are text.
    Xml,
}

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Text whose character references are not resolved.
    Text(&'a str),
    /// Text that stands as it is: a CDATA section, a script, a style.
    Raw(&'a str),
    /// A tag that opens an element.
    Open {
        name: &'a str,
        /// The text between the name and the end of the tag.
        attributes: &'a str,
        /// True if the tag ends in `/>`.
        closed: bool,
    },
    /// A tag that closes one, by its name as written.
    Close(&'a str),
    /// `<?xml …?>` and the like, without the marks.
    Instruction(&'a str),
}

/// The tokens of a text, in order.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    dialect: Dialect,
    /// The name of the element just opened, if it holds no tags.
    raw: Option<&'a str>,
    /// The offset at which each mark was found last, so that no text is searched twice; the largest of all offsets
    /// if there are no more.
    known: [Option<usize>; MARKS.len()],
}

/// Marks that may lie far ahead, in the order of [`Tokens::known`].
const MARKS: [&str; 5] = ["\"", "'", "-->", "]]>", "]>"];

impl<'a> Tokens<'a> {
    /// The tokens of a text.
    #[must_use]
    pub(crate) fn new(text: &'a str, dialect: Dialect) -> Tokens<'a> {
        Tokens { text, at: 0, dialect, raw: None, known: [None; MARKS.len()] }
    }

    /// The same tokens, which end early if `stop` stops them.
    pub(crate) fn until(mut self, stop: &StopCheck<'_>) -> impl Iterator<Item = Token<'a>> {
        let mut counted = self.at;
        std::iter::from_fn(move || {
            let work = self.at - std::mem::replace(&mut counted, self.at);
            if stop.go_on_after(work) { self.next() } else { None }
        })
    }

    /// The byte offset of the next token.
    #[must_use]
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Reads on from a byte offset within the last token, which has to be a character's first.
    pub(crate) fn seek(&mut self, at: usize) {
        self.at = at;
        self.raw = None;
    }

    /// The offset of the next mark of [`MARKS`], from another offset on.
    fn find(&mut self, mark: usize, from: usize) -> Option<usize> {
        let known = self.known[mark].filter(|at| *at >= from);
        let found = known.unwrap_or_else(|| {
            memmem::find(&self.text.as_bytes()[from..], MARKS[mark].as_bytes()).map_or(usize::MAX, |at| from + at)
        });
        self.known[mark] = Some(found);
        Some(found).filter(|at| *at < usize::MAX)
    }

    /// Text up to an offset.
    fn text_to(&mut self, end: usize) -> Token<'a> {
        let text = &self.text[self.at..end];
        self.at = end;
        Token::Text(text)
    }

    /// The content of an element without tags; `None` if it is empty.
    fn raw_content(&mut self, name: &'a str) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        let mut end = self.at;
        loop {
            match memmem::find(&bytes[end..], b"</") {
                None => {
                    end = bytes.len();
                    break;
                }
                Some(found) => {
                    end += found;
                    let after = &bytes[end + 2..];
                    let is_end = after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
                        && after.get(name.len()).is_none_or(|b| !b.is_ascii_alphanumeric());
                    if is_end {
                        break;
                    }
                    end += 2;
                }
            }
        }
        let content = &self.text[self.at..end];
        self.at = end;
        let references = ["title", "textarea"].iter().any(|tag| name.eq_ignore_ascii_case(tag));
        (!content.is_empty()).then_some(if references { Token::Text(content) } else { Token::Raw(content) })
    }

    /// Reads markup that begins with `<` at the current offset. `None` if it is no markup at all, or a comment (then the
    /// offset has moved).
    fn markup(&mut self) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        match bytes.get(start + 1)? {
            b'!' => self.declaration(start),
            b'?' => {
                let end = memchr(b'>', &bytes[start..]).map_or(bytes.len(), |at| start + at);
                let inside = self.text[start + 2..end.max(start + 2)].trim_end_matches('?');
                self.at = (end + 1).min(bytes.len());
                Some(Token::Instruction(inside))
            }
            b'/' if bytes.get(start + 2).is_some_and(u8::is_ascii_alphabetic) => {
                let name_end = self.name_end(start + 2);
                let stop = bytes[name_end..].iter().position(|byte| matches!(byte, b'>' | b'<'));
                let end = stop.map_or(bytes.len(), |at| name_end + at);
                self.at = if bytes.get(end) == Some(&b'>') { end + 1 } else { end };
                Some(Token::Close(&self.text[start + 2..name_end]))
            }
            byte if byte.is_ascii_alphabetic() => Some(self.open(start)),
            _ => None,
        }
    }

    /// Comments, CDATA sections and document types.
    fn declaration(&mut self, start: usize) -> Option<Token<'a>> {
        let rest = &self.text[start..];
        if rest.starts_with("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let end = self.find(2, start + 2);
            let end = end.map(|at| at + 3).or_else(|| memchr(b'>', rest.as_bytes()).map(|at| start + at + 1));
            self.at = end.unwrap_or(self.text.len());
            return None;
        }
        if rest.get(..9).is_some_and(|mark| mark.eq_ignore_ascii_case("<![CDATA[")) && self.dialect == Dialect::Xml {
            let end = self.find(3, start + 9);
            let inside = &self.text[start + 9..end.unwrap_or(self.text.len())];
            self.at = end.map_or(self.text.len(), |end| end + 3);
            return Some(Token::Raw(inside));
        }
        // A document type can hold declarations in brackets; they are passed over and never followed.
        let end = memchr(b'>', rest.as_bytes());
        let bracket = memchr(b'[', &rest.as_bytes()[..end.unwrap_or(rest.len())]);
        let end = match bracket {
            Some(_) => self.find(4, start).map(|at| at + 1 - start).or(end),
            None => end,
        };
        self.at = end.map_or(self.text.len(), |end| start + end + 1);
        None
    }

    fn name_end(&self, from: usize) -> usize {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<');
        let bytes = &self.text.as_bytes()[from..];
        from + bytes.iter().position(is_end).unwrap_or(bytes.len())
    }

    /// A tag that opens. Its end is the next `>` outside of quotes, which begin only after `=`; a `<` ends it, too.
    fn open(&mut self, start: usize) -> Token<'a> {
        let bytes = self.text.as_bytes();
        let name_end = self.name_end(start + 1);
        let mut end = name_end;
        let mut after_equals = false;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'>' | b'<' => break,
                b'=' => after_equals = true,
                b'"' | b'\'' if after_equals => {
                    let mark = usize::from(*byte == b'\'');
                    after_equals = false;
                    if let Some(close) = self.find(mark, end + 1) {
                        end = close;
                    }
                }
                byte if byte.is_ascii_whitespace() => {}
                _ => after_equals = false,
            }
            end += 1;
        }
        let name = &self.text[start + 1..name_end];
        let inside = &self.text[name_end..end];
        let attributes = inside.strip_suffix('/').unwrap_or(inside);
        let closed = attributes.len() < inside.len();
        self.at = if bytes.get(end) == Some(&b'>') { end + 1 } else { end };
        if self.dialect == Dialect::Html && holds_no_tags(name) {
            self.raw = Some(name);
        }
        Token::Open { name, attributes, closed }
    }
}

/// Elements whose content is read without looking for tags. WHATWG HTML 13.2.5.
fn holds_no_tags(name: &str) -> bool {
    const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];
    RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw))
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw.take()
            && let Some(token) = self.raw_content(name)
        {
            return Some(token);
        }
        loop {
            let rest = self.text.as_bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
            let less = match memchr(b'<', rest) {
                Some(0) => self.at,
                Some(text) => return Some(self.text_to(self.at + text)),
                None => return Some(self.text_to(self.text.len())),
            };
            if let Some(token) = self.markup() {
                return Some(token);
            }
            if self.at == less {
                // It is a character of the text, which goes on to the next one.
                let next = memchr(b'<', &self.text.as_bytes()[less + 1..]);
                return Some(self.text_to(next.map_or(self.text.len(), |at| less + 1 + at)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Dialect, Token, Tokens};

    fn shape(text: &str, dialect: Dialect) -> String {
        let line = |token: Token| match token {
            Token::Text(text) => format!("t:{text}"),
            Token::Raw(text) => format!("r:{text}"),
            Token::Open { name, closed, .. } => format!("<{name}{}", if closed { "/" } else { "" }),
            Token::Close(name) => format!("/{name}"),
            Token::Instruction(text) => format!("?{text}"),
        };
        Tokens::new(text, dialect).map(line).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn html_as_it_is_written() {
        for (text, expected) in [
            ("<p class=a>一<b>二</b><br/></P >", "<p t:一 <b t:二 /b <br/ /P"),
            ("<!doctype html><!-- <p> -->x", "t:x"),
            ("a < b <3 <中> </ 1>", "t:a  t:< b  t:<3  t:<中>  t:</ 1>"),
            ("<a title='>'>x</a", "<a t:x /a"),
            ("<a title='>x</a>", "<a t:x /a"),
            ("<div <p>x", "<div <p t:x"),
            ("<script>if (a<b) '</p>'</script>x", "<script r:if (a<b) '</p>' /script t:x"),
            ("<title>a <b> &amp;</title>", "<title t:a <b> &amp; /title"),
            ("<!-->x<!-- y", "t:x"),
            ("<![CDATA[x]]>y", "t:y"),
            ("<?php echo ?>x", "?php echo  t:x"),
            ("<", "t:<"),
        ] {
            assert_eq!(shape(text, Dialect::Html), expected, "{text}");
        }
    }

    #[test]
    fn xml_as_it_is_written() {
        for (text, expected) in [
            ("<?xml version='1.0'?><a><![CDATA[<p>]]]]><![CDATA[>]]></a>", "?xml version='1.0' <a r:<p>]] r:> /a"),
            ("<!DOCTYPE a [<!ENTITY b 'c'> ]><a/>", "<a/"),
            ("<title>a <b>c</b></title>", "<title t:a  <b t:c /b /title"),
            ("<a><![CDATA[open", "<a r:open"),
        ] {
            assert_eq!(shape(text, Dialect::Xml), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_letter_outside_of_tags_is_lost(words in prop::collection::vec("(<p>|</p>|<b a='x'>|&amp;|<!-- x -->|[一-龥]{1,3}|<)", 0..20)) {
            let text: String = words.concat();
            let han = |text: &str| text.chars().filter(|c| *c > '\u{4e00}').collect::<String>();
            let read: String = Tokens::new(&text, Dialect::Html)
                .filter_map(|token| if let Token::Text(text) = token { Some(text) } else { None })
                .collect();
            prop_assert_eq!(han(&read), han(&text));
        }

        #[test]
        fn any_text_ends(text in "(<|>|/|!|--|\\[CDATA\\[|\\]\\]>|['\"= ]|\\?|[a-c]|script|中|.){0,40}", xml: bool) {
            let tokens = Tokens::new(&text, if xml { Dialect::Xml } else { Dialect::Html });
            prop_assert!(tokens.count() <= text.len() * 2 + 1);
        }
    }
}
