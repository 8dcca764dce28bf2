//! A chapter's XHTML as HTML: elements that XML closes in their own tag are empty, and what is no text of the chapter is
//! gone. A chapter that is not well-formed is read as HTML.

use std::borrow::Cow;

use crate::{
    format::markup::{Attributes, Dialect, Token, Tokens, attribute, decoded, local_name},
    text::StopCheck,
};

use super::archive::path_of;

/// A chapter as HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Html {
    /// The content of its body.
    pub(super) text: String,
    /// The title of the page.
    pub(super) title: String,
    pub(super) language: Option<String>,
}

/// Reads a chapter. `is_own` is true for a reference that leads to the chapter itself.
pub(super) fn to_html(text: &str, is_own: &dyn Fn(&str) -> bool, stop: &StopCheck<'_>) -> Html {
    rewrite(text, Dialect::Xml, is_own, stop).or_else(|| rewrite(text, Dialect::Html, is_own, stop)).unwrap_or_default()
}

/// Elements without content, which have no closing tag in HTML.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements whose tags are dropped; those of [`HIDDEN`] go with their content.
const UNWRAPPED: [&str; 6] = ["html", "body", "head", "meta", "link", "base"];
const HIDDEN: [&str; 3] = ["script", "style", "title"];

/// A rewriting on its way.
struct Rewriting<'t> {
    html: Html,
    /// Names of the open elements, by which XML is known to be well-formed.
    open: Vec<&'t str>,
    /// The element whose content is no text of the chapter.
    hidden: Option<&'t str>,
    /// Depth of drawings.
    drawings: usize,
}

/// `None` if the text is to be XML and is not well-formed.
fn rewrite<'t>(text: &'t str, dialect: Dialect, is_own: &dyn Fn(&str) -> bool, stop: &StopCheck<'_>) -> Option<Html> {
    let mut state = Rewriting { html: Html::default(), open: Vec::new(), hidden: None, drawings: 0 };
    state.html.text.reserve(text.len());
    let mut tokens = Tokens::new(text, dialect);
    let mut counted = 0;
    while let Some(token) = tokens.next() {
        if !stop.go_on_after(tokens.position() - counted) {
            break;
        }
        counted = tokens.position();
        match token {
            Token::Open { name, attributes, closed } => {
                let is_unquoted = closed && dialect == Dialect::Html && !is_quoted(attributes);
                let closed = closed && !is_unquoted;
                // The slash belongs to the value then.
                let whole = if is_unquoted { Cow::Owned(format!("{attributes}/")) } else { Cow::Borrowed(attributes) };
                if dialect == Dialect::Xml {
                    if !is_well_formed(attributes) {
                        return None;
                    }
                    if !closed {
                        state.open.push(name);
                    }
                } else if closed {
                    // The tokens would take what follows <title/> for the title.
                    tokens.seek(tokens.position());
                }
                state.open(name, &whole, closed, is_own);
            }
            Token::Close(name) => {
                if dialect == Dialect::Xml && state.open.pop() != Some(name) {
                    return None;
                }
                state.close(local_name(name));
            }
            Token::Text(text) => {
                // A mark that is no tag ends a text of XML.
                if dialect == Dialect::Xml && text.contains('<') {
                    return None;
                }
                state.text(text);
            }
            Token::Raw(text) if dialect == Dialect::Xml => state.text(&escaped(text)),
            Token::Raw(text) => state.text(text),
            Token::Instruction(_) => {}
        }
    }
    let unclosed = dialect == Dialect::Xml && !state.open.is_empty() && !stop.is_stopped();
    let title = std::mem::take(&mut state.html.title);
    state.html.title = decoded(&title, false).split_whitespace().collect::<Vec<_>>().join(" ");
    (!unclosed).then_some(state.html)
}

impl<'t> Rewriting<'t> {
    fn open(&mut self, name: &'t str, attributes: &str, closed: bool, is_own: &dyn Fn(&str) -> bool) {
        let local = local_name(name);
        let is = |list: &[&str]| list.iter().any(|it| local.eq_ignore_ascii_case(it));
        if self.hidden.is_some() {
            return;
        }
        // The case of epub:switch for what kanbao shows is its default.
        if is(&HIDDEN) || local == "case" && name.len() > local.len() {
            self.hidden = (!closed).then_some(name);
            return;
        }
        if local == "html" || local == "body" {
            let language = attribute(attributes, "xml:lang").or_else(|| attribute(attributes, "lang"));
            self.html.language = self.html.language.take().or(language.map(Cow::into_owned));
        }
        if is(&UNWRAPPED) {
            return;
        }
        if local == "svg" {
            self.drawings += usize::from(!closed);
            return;
        }
        let out = &mut self.html.text;
        if self.drawings > 0 {
            if local == "image"
                && let Some(address) = attribute(attributes, "xlink:href").or_else(|| attribute(attributes, "href"))
            {
                out.push_str("<img src=\"");
                out.push_str(&address.replace('&', "&amp;").replace('"', "&quot;"));
                out.push_str("\">");
            }
            return;
        }
        out.push('<');
        out.push_str(local);
        write_attributes(out, local, attributes, is_own);
        out.push('>');
        if closed && !is(&VOID) {
            out.push_str("</");
            out.push_str(local);
            out.push('>');
        }
    }

    fn close(&mut self, local: &str) {
        if let Some(hidden) = self.hidden {
            if local_name(hidden).eq_ignore_ascii_case(local) {
                self.hidden = None;
            }
            return;
        }
        if local == "svg" {
            self.drawings = self.drawings.saturating_sub(1);
        } else if self.drawings == 0 && !UNWRAPPED.iter().chain(&VOID).any(|it| local.eq_ignore_ascii_case(it)) {
            self.html.text.push_str("</");
            self.html.text.push_str(local);
            self.html.text.push('>');
        }
    }

    /// Adds text whose references are not resolved.
    fn text(&mut self, text: &str) {
        if let Some(name) = self.hidden.map(local_name) {
            if name.eq_ignore_ascii_case("title") && self.drawings == 0 {
                self.html.title.push_str(text);
            }
        } else {
            self.html.text.push_str(text);
            // The text of a drawing has a place on it and no spaces.
            if self.drawings > 0 {
                self.html.text.push(' ');
            }
        }
    }
}

/// Writes the attributes of a tag as they are, but for references into the book: one to the chapter itself becomes one
/// to the place in it, another one goes, and its words stay.
fn write_attributes(out: &mut String, name: &str, attributes: &str, is_own: &dyn Fn(&str) -> bool) {
    let is_link = name.eq_ignore_ascii_case("a") || name.eq_ignore_ascii_case("area");
    let renamed = attributes.contains(":type") && !attributes.contains("epub:type");
    if !is_link && !renamed {
        out.push_str(attributes);
        return;
    }
    for (name, value) in Attributes::new(attributes) {
        let mut value = Cow::Borrowed(value);
        let mut name = name;
        if is_link && name.eq_ignore_ascii_case("href") {
            let reference = decoded(&value, false);
            let reference = reference.trim();
            if !has_scheme(reference) && !reference.starts_with("//") {
                let place = reference.find('#').map(|at| &reference[at..]).filter(|place| place.len() > 1);
                match place.filter(|_| path_of(reference).is_empty() || is_own(reference)) {
                    Some(place) => value = Cow::Owned(escaped(place).replace('"', "&quot;")),
                    None => continue,
                }
            }
        } else if name.ends_with(":type") {
            // The prefix of the namespace is the book's choice.
            name = "epub:type";
        }
        out.push(' ');
        out.push_str(name);
        let quote = if value.contains('"') { '\'' } else { '"' };
        out.push('=');
        out.push(quote);
        out.push_str(&value);
        out.push(quote);
    }
}

/// True if a reference begins with a scheme, such as `https:`.
fn has_scheme(reference: &str) -> bool {
    let scheme = reference.split([':', '/', '?', '#']).next().unwrap_or_default();
    reference.as_bytes().get(scheme.len()) == Some(&b':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// True if a slash at the end of a tag cannot belong to a value without quotation marks.
fn is_quoted(attributes: &str) -> bool {
    attributes.is_empty() || attributes.ends_with(['"', '\'', ' ', '\t', '\n', '\r'])
}

/// True if the attributes of a tag may be those of XML: the values have quotation marks.
fn is_well_formed(attributes: &str) -> bool {
    attributes.is_empty() || attributes.trim_end().ends_with(['"', '\''])
}

/// A text without marks of markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::to_html;
    use crate::text::StopCheck;

    fn html(text: &str) -> (String, String) {
        let html = to_html(text, &|reference| reference.starts_with("own.xhtml"), &StopCheck::never());
        (html.text, html.title)
    }

    #[test]
    fn xhtml_is_read_as_xml() {
        for (text, expected, title) in [
            (
                "<html><head><title/><script/></head><body><p>潮<a id='x'/>水</p></body></html>",
                "<p>潮<a id=\"x\"></a>水</p>",
                "",
            ),
            (
                "<html><head><title>潮 &amp;\n生</title><style>p{}</style></head><body><p/><hr/></body></html>",
                "<p></p><hr>",
                "潮 & 生",
            ),
            ("<h:html xmlns:h='x'><h:p>潮<h:br/>水</h:p></h:html>", "<p>潮<br>水</p>", ""),
            ("<p><![CDATA[1 < 2 & 3]]></p>", "<p>1 &lt; 2 &amp; 3</p>", ""),
            (
                "<p><svg><title>圖</title><image xlink:href='a&amp;b.jpg'/><text>字</text></svg></p>",
                "<p><img src=\"a&amp;b.jpg\">字 </p>",
                "",
            ),
            (
                "<p><o:a xmlns:o='x' o:type='noteref' href='own.xhtml#n1'>1</o:a></p>",
                "<p><a xmlns:o=\"x\" epub:type=\"noteref\" href=\"#n1\">1</a></p>",
                "",
            ),
            (
                "<p><a href='b.xhtml#x'>下</a><a href=\"https://a.example/?a=1&amp;b\">外</a></p>",
                "<p><a>下</a><a href=\"https://a.example/?a=1&amp;b\">外</a></p>",
                "",
            ),
        ] {
            assert_eq!(html(text), (expected.to_owned(), title.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_not_well_formed_is_read_as_html() {
        for (text, expected) in [
            ("<html><head><title/><script src='x'/></head><body><p>潮<br>水<p>霧", "<p>潮<br>水<p>霧"),
            ("<p>1 < 2<p>3", "<p>1 < 2<p>3"),
            ("<p><a href=https://a.example/>外</a>", "<p><a href=\"https://a.example/\">外</a>"),
            ("<p><b>潮</p></b>", "<p><b>潮</p></b>"),
            ("<p><span/>潮<br>", "<p><span></span>潮<br>"),
        ] {
            assert_eq!(html(text).0, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(words in prop::collection::vec("</?(p|h:p|a|svg|body|b)/?>|<br>|<a id='x'/>|[一-龥]{1,4}|&amp;| < ", 0..30)) {
            let text: String = words.concat();
            let han = |text: &str| text.chars().filter(|c| *c > '\u{4e00}').collect::<String>();
            prop_assert_eq!(han(&html(&text).0), han(&text));
        }

        #[test]
        fn any_text_ends(text in "(<|>|/|'|\"|=|a|title|script|svg|href|x:type|#| |.){0,40}") {
            prop_assert!(html(&text).0.len() <= text.len() * 3 + 16);
        }
    }
}
