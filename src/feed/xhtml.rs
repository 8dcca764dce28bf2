//! XML inside of a feed as HTML that means the same: no prefixes, empty elements closed, addresses within an `xml:base`
//! absolute. And HTML whose writer meant XML: `<iframe/>` is empty there, too.

use std::borrow::Cow;

use url::Url;

use super::namespace::{Namespace, Namespaces};
use crate::format::markup::{Attributes, Dialect, Token, Tokens, attribute, decoded};

/// Elements of HTML without content or end tag.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that take everything up to their end tag out of the text.
const TAKES_ALL: &[&str] = &[
    "script", "style", "iframe", "title", "textarea", "xmp", "noembed", "noframes", "noscript", "video", "audio",
    "object", "canvas", "template", "select",
];

/// Attributes that hold one address.
const ADDRESSES: &[&str] = &["href", "src", "poster", "data"];

/// The elements that are open in some XML, as far as their addresses need it.
#[derive(Debug, Default)]
pub(crate) struct Xhtml {
    depth: usize,
    /// The bases of `xml:base`, each with the depth of its element; the innermost last.
    bases: Vec<(usize, Url)>,
}

impl Xhtml {
    /// True outside of all elements.
    pub(crate) fn is_outside(&self) -> bool {
        self.depth == 0
    }

    /// Writes a tag that opens an element.
    pub(crate) fn open(
        &mut self,
        (name, attributes, closed): (&str, &str, bool),
        names: &Namespaces,
        base: Option<&Url>,
        out: &mut String,
    ) {
        let own = self.base(attributes, base);
        let name = html_name(name, names);
        out.push('<');
        out.push_str(name);
        match own.as_ref().or_else(|| self.bases.last().map(|(_, base)| base)) {
            Some(base) => absolute_addresses(attributes, base, out),
            None => out.push_str(attributes),
        }
        out.push('>');
        if is_one_of(VOID, name) {
            return;
        }
        if closed {
            close(name, out);
            return;
        }
        self.depth += 1;
        self.bases.extend(own.map(|base| (self.depth, base)));
    }

    /// Writes a tag that closes an element.
    pub(crate) fn close(&mut self, name: &str, names: &Namespaces, out: &mut String) {
        let name = html_name(name, names);
        if is_one_of(VOID, name) {
            return;
        }
        self.depth = self.depth.saturating_sub(1);
        while self.bases.pop_if(|(depth, _)| *depth > self.depth).is_some() {}
        close(name, out);
    }

    /// The base that an element declares.
    fn base(&self, attributes: &str, base: Option<&Url>) -> Option<Url> {
        /// Limit of bases within each other.
        const MAX_BASES: usize = 100;
        let written = attribute(attributes, "xml:base")?;
        let outer = self.bases.last().map(|(_, base)| base).or(base);
        let joined = match outer {
            Some(outer) => outer.join(written.trim()).ok(),
            None => Url::parse(written.trim()).ok(),
        };
        joined.filter(|_| self.bases.len() < MAX_BASES)
    }
}

fn close(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// The name that HTML has for an element of XHTML, `MathML` or SVG.
fn html_name<'n>(name: &'n str, names: &Namespaces) -> &'n str {
    let (namespace, local) = names.resolve(name);
    if matches!(namespace, Namespace::Xhtml | Namespace::Inline) { local } else { name }
}

fn is_one_of(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Writes attributes with their addresses made absolute.
fn absolute_addresses(attributes: &str, base: &Url, out: &mut String) {
    for (name, value) in Attributes::new(attributes) {
        let joined = if is_one_of(ADDRESSES, name) { base.join(decoded(value, false).trim()).ok() } else { None };
        let value = joined.map_or(Cow::Borrowed(value), |url| Cow::Owned(url.as_str().replace('&', "&amp;")));
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        out.push_str(&value.replace('"', "&quot;"));
        out.push('"');
    }
}

/// Adds text that stands as it is to HTML.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
}

/// HTML in which an element like `<iframe/>`, whose end tag comes nowhere, is empty. By the rules of HTML it would take
/// all that follows.
pub(crate) fn with_closed_elements(html: &str) -> Cow<'_, str> {
    if memchr::memmem::find(html.as_bytes(), b"/>").is_none() || !mentions(html) {
        return Cow::Borrowed(html);
    }
    let mut out = String::new();
    let mut copied = 0;
    let mut tokens = Tokens::new(html, Dialect::Xml);
    while let Some(token) = tokens.next() {
        let Token::Open { name, closed: true, .. } = token else { continue };
        let at = tokens.position();
        if is_one_of(TAKES_ALL, name) && !is_closed_later(&html[at..], name) {
            out.push_str(&html[copied..at]);
            close(name, &mut out);
            copied = at;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

fn mentions(html: &str) -> bool {
    memchr::memchr_iter(b'<', html.as_bytes()).any(|at| {
        let rest = &html.as_bytes()[at + 1..];
        TAKES_ALL.iter().any(|name| starts_with(rest, name))
    })
}

/// True if the end tag of an element comes before the next of its name.
fn is_closed_later(rest: &str, name: &str) -> bool {
    for at in memchr::memchr_iter(b'<', rest.as_bytes()) {
        let after = &rest.as_bytes()[at + 1..];
        if starts_with(after, name) {
            return false;
        }
        if after.strip_prefix(b"/").is_some_and(|after| starts_with(after, name)) {
            return true;
        }
    }
    false
}

fn starts_with(bytes: &[u8], name: &str) -> bool {
    bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::with_closed_elements;

    #[test]
    fn an_element_that_is_never_closed_is_empty() {
        for (html, expected) in [
            ("a<iframe src='x'/>b", "a<iframe src='x'/></iframe>b"),
            ("<script/>a<SCRIPT>x</script>", "<script/></script>a<SCRIPT>x</script>"),
            ("<iframe/></iframe>b<br/>", "<iframe/></iframe>b<br/>"),
            ("<p/>a<iframes/>", "<p/>a<iframes/>"),
        ] {
            assert_eq!(with_closed_elements(html), expected);
        }
        let many = "<script/><iframe/>".repeat(20_000);
        assert!(with_closed_elements(&many).len() > many.len());
    }
}
