//! The text of one element of a feed, collected piece by piece, and read at its end as plain words or as blocks.

use url::Url;

use super::{
    base64,
    construct::{TextKind, is_all_html},
    element::Element,
    entities::Entities,
    namespace::Namespaces,
    words::{html_words, one_line, paragraphs, words},
    xhtml::{Xhtml, escape, with_closed_elements},
};
use crate::{
    encoding,
    format::{
        html::{Fragment, fragment_until, has_markup},
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
    pub(crate) kind: TextKind,
    pub(crate) base64: bool,
    /// True for an identifier that is no address.
    pub(crate) opaque: bool,
    /// The base of the addresses in it.
    pub(crate) base: Option<Url>,
    /// The bindings of prefixes before those of the element.
    pub(crate) names_before: usize,
    xhtml: Xhtml,
    text: String,
}

impl<'a> Field<'a> {
    pub(crate) fn new(element: Element, name: &'a str, names_before: usize) -> Field<'a> {
        Field {
            element,
            name,
            depth: 0,
            kind: TextKind::Guess,
            base64: false,
            opaque: false,
            base: None,
            names_before,
            xhtml: Xhtml::default(),
            text: String::new(),
        }
    }

    /// True for markup whose references stay for the reader of HTML.
    pub(crate) fn is_xhtml(&self) -> bool {
        self.kind == TextKind::Xhtml
    }

    /// Adds text whose references are not resolved.
    pub(crate) fn text(&mut self, text: &str, entities: &mut Entities) {
        // The end of a CDATA section within another.
        if text.contains("]]>") {
            return self.text(&text.replace("]]>", ""), entities);
        }
        let (is_xhtml, out) = (self.kind == TextKind::Xhtml, &mut self.text);
        let mut take = |piece: &str, is_entity: bool| match (is_xhtml, is_entity) {
            (true, true) => escape(piece, out),
            (true, false) | (false, true) => out.push_str(piece),
            (false, false) => decode(piece, false, out),
        };
        if entities.is_empty() {
            take(text, false);
        } else {
            entities.split(text, &mut take);
        }
    }

    /// Adds text that stands as it is.
    pub(crate) fn raw(&mut self, text: &str) {
        if text.contains("<![CDATA[") {
            return self.raw(&text.replace("<![CDATA[", ""));
        }
        // Whole content in one section is HTML that is said to be XHTML.
        if self.is_xhtml() && !self.xhtml.is_outside() {
            escape(text, &mut self.text);
        } else {
            self.text.push_str(text);
        }
    }

    /// Adds a tag that opens an element; `markup` is all of it as it is written.
    pub(crate) fn open(&mut self, tag: (&str, &str, bool), markup: &str, names: &mut Namespaces) {
        if self.is_xhtml() {
            names.declare(tag.1);
            self.xhtml.open(tag, names, self.base.as_ref(), &mut self.text);
        } else {
            self.text.push_str(markup);
        }
    }

    /// Adds a tag that closes an element.
    pub(crate) fn close(&mut self, name: &str, markup: &str, names: &Namespaces) {
        if self.is_xhtml() {
            self.xhtml.close(name, names, &mut self.text);
        } else {
            self.text.push_str(markup);
        }
    }

    /// Decodes base64 at the end of the element.
    pub(crate) fn end(&mut self) {
        if self.base64
            && let Some(bytes) = base64::decode(&self.text)
        {
            self.text = encoding::decode_markup(bytes, None, None).text;
        }
    }

    /// The blocks of the text, with the remarks on it.
    pub(crate) fn blocks(&self, stop: &StopCheck<'_>) -> Fragment {
        let base = self.base.as_ref();
        let once = &self.text;
        let html = |text: &str| fragment_until(&with_closed_elements(text), base, stop);
        match self.kind {
            TextKind::Binary => Fragment::default(),
            TextKind::PlainByDefault if is_all_html(once) => html(once),
            TextKind::Plain | TextKind::PlainByDefault => {
                Fragment { blocks: paragraphs(once, stop), ..Fragment::default() }
            }
            TextKind::Xhtml | TextKind::Html => html(once),
            TextKind::Guess => {
                // Some feeds escape their HTML twice.
                if !has_markup(once) && once.contains("&lt;") {
                    let twice = decoded(once, false);
                    if has_markup(&twice) {
                        return html(&twice);
                    }
                }
                html(once)
            }
        }
    }

    /// The text in one line, without tags.
    pub(crate) fn words(&self) -> String {
        match self.kind {
            TextKind::Binary => String::new(),
            TextKind::Plain | TextKind::PlainByDefault => one_line(&self.text),
            TextKind::Xhtml | TextKind::Html => html_words(&with_closed_elements(&self.text)),
            TextKind::Guess => words(&self.text),
        }
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
