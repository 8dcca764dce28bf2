//! Kinds of text in a feed: RFC 4287, 3.1 and 4.1.3, the modes of Atom 0.3, and RSS, which does not say.

use super::{element::Element, namespace::Namespace};

/// The reading of an element's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// HTML if it looks like that, as in RSS.
    Guess,
    /// Characters that mean themselves.
    Plain,
    /// [`TextKind::Plain`], which is Atom's default; but HTML if all of it is elements of HTML.
    PlainByDefault,
    Html,
    /// XML whose elements are those of HTML.
    Xhtml,
    /// No text: an image, a document.
    Binary,
}

impl TextKind {
    /// The kind by the attributes `type` and `mode` of an element, and true for base64.
    pub(crate) fn of(
        element: Element,
        namespace: Namespace,
        media_type: Option<&str>,
        mode: Option<&str>,
    ) -> (TextKind, bool) {
        let media_type = media_type.map(|it| it.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        let media_type = media_type.as_deref();
        let mode = mode.map(str::to_ascii_lowercase);
        if namespace == Namespace::Xhtml || media_type.is_some_and(|it| it.contains("xhtml")) {
            return match mode.as_deref() {
                Some("base64") => (TextKind::Html, true),
                Some("escaped") => (TextKind::Html, false),
                _ => (TextKind::Xhtml, false),
            };
        }
        if namespace != Namespace::Atom {
            return (TextKind::Guess, mode.as_deref() == Some("base64"));
        }
        let has_text = matches!(element, Element::Content | Element::Summary);
        let by_type = match media_type {
            None if has_text => TextKind::PlainByDefault,
            None | Some("text") => TextKind::Plain,
            Some("html" | "text/html") => TextKind::Html,
            Some(it) if it.starts_with("text/") && !it.ends_with("/xml") => TextKind::Plain,
            Some(it) if it.ends_with("/xml") || it.ends_with("+xml") => TextKind::Xhtml,
            Some(it) if it.contains('/') && element == Element::Content => TextKind::Binary,
            Some(_) => TextKind::Guess,
        };
        match mode.as_deref() {
            None => (by_type, false),
            Some("base64") => (if media_type.is_none() { TextKind::Guess } else { by_type }, true),
            Some("escaped") => (if media_type.is_none() { TextKind::Guess } else { by_type }, false),
            // The mode “xml”, the default of Atom 0.3, whose type is that of the whole.
            Some(_) if by_type == TextKind::Binary => (by_type, false),
            Some(_) => (TextKind::Xhtml, false),
        }
    }
}

/// True if a text that is said to be plain is a row of HTML's blocks from end to end: its writer forgot to say so.
pub(crate) fn is_all_html(text: &str) -> bool {
    const BLOCKS: &[&str] =
        &["p", "div", "article", "section", "table", "ul", "ol", "blockquote", "figure", "h1", "h2", "h3", "h4"];
    let text = text.trim();
    let named = |rest: &str| {
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        BLOCKS.iter().any(|block| rest[..length].eq_ignore_ascii_case(block))
    };
    let last = text.rfind("</").map(|at| &text[at + 2..]);
    text.strip_prefix('<').is_some_and(named)
        && last.is_some_and(|rest| named(rest) && rest.find('>') == Some(rest.len() - 1))
}

#[cfg(test)]
mod tests {
    use super::{Element, Namespace, TextKind, is_all_html};

    #[test]
    fn kinds_by_type_and_mode() {
        let of = |media_type, mode| TextKind::of(Element::Content, Namespace::Atom, media_type, mode);
        for (media_type, mode, expected) in [
            (None, None, (TextKind::PlainByDefault, false)),
            (Some("text"), None, (TextKind::Plain, false)),
            (Some("HTML"), None, (TextKind::Html, false)),
            (Some("text/html; charset=utf-8"), Some("escaped"), (TextKind::Html, false)),
            (Some("text/html"), Some("base64"), (TextKind::Html, true)),
            (Some("application/xhtml+xml"), Some("xml"), (TextKind::Xhtml, false)),
            (Some("text/markdown"), None, (TextKind::Plain, false)),
            (Some("image/svg+xml"), None, (TextKind::Xhtml, false)),
            (Some("image/png"), None, (TextKind::Binary, false)),
            (None, Some("escaped"), (TextKind::Guess, false)),
        ] {
            assert_eq!(of(media_type, mode), expected, "{media_type:?} {mode:?}");
        }
        assert_eq!(TextKind::of(Element::Title, Namespace::Atom, None, None).0, TextKind::Plain);
        assert_eq!(TextKind::of(Element::Content, Namespace::Rss, Some("html"), None).0, TextKind::Guess);
    }

    #[test]
    fn html_that_is_not_said_to_be_html() {
        for (text, expected) in [
            (" <p>一</p>\n<p>二</p> ", true),
            ("<div class='a'>一</div>", true),
            ("何時用 <p>", false),
            ("<p> 還在", false),
            ("<b>一</b>", false),
            ("<p>一</p> 是一段", false),
            ("<", false),
            ("", false),
        ] {
            assert_eq!(is_all_html(text), expected, "{text}");
        }
    }
}
