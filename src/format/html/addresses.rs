//! `LinkAddresses` as a page writes them, made whole, within a bound.

use url::Url;

/// Limit of an address; a longer one is a picture or a program in the form of an address.
pub(crate) const MAX_ADDRESS_BYTES: usize = 8 * 1024;

/// Bytes that the base may add to the addresses of one text: a long base before many short ones would otherwise be there
/// as often.
const MAX_JOINED_BYTES: usize = 16 * 1024 * 1024;

/// The scheme of a base within a book, whose pictures keep their names in it.
const BOOK_SCHEME: &str = "epub";

/// Makes the addresses of one text whole.
#[derive(Debug)]
pub(crate) struct LinkAddresses<'b> {
    base: Option<&'b Url>,
    /// Bytes that may still be added.
    left: usize,
}

impl<'b> LinkAddresses<'b> {
    pub(crate) fn new(base: Option<&'b Url>) -> LinkAddresses<'b> {
        LinkAddresses { base, left: MAX_JOINED_BYTES }
    }

    /// The whole address of a link that can be opened.
    pub(crate) fn link(&mut self, written: &str) -> Option<String> {
        let address = absolute(written, self.base)?;
        self.counted(written, address)
    }

    /// The whole address of a picture or a medium, or its name in the book.
    pub(crate) fn medium(&mut self, written: &str) -> Option<String> {
        let written = written.trim();
        if let Some(book) = self.base.filter(|base| base.scheme() == BOOK_SCHEME && written.len() <= MAX_ADDRESS_BYTES)
        {
            let url = book.join(written).ok()?;
            match url.scheme() {
                BOOK_SCHEME => return self.counted(written, url.path().trim_start_matches('/').to_owned()),
                "http" | "https" => return self.counted(written, url.to_string()),
                _ => return None,
            }
        }
        let address = absolute(written, self.base).filter(|address| address.starts_with("http"))?;
        self.counted(written, address)
    }

    fn counted(&mut self, written: &str, address: String) -> Option<String> {
        let left = self.left.checked_sub(address.len().saturating_sub(written.len()));
        self.left = left.unwrap_or(self.left);
        left.map(|_| address)
    }
}

/// The whole address of a link, if it leads to something on the web or is an address of mail or a telephone number. Without
/// a base only whole addresses are, and those that lack no more than the scheme.
pub(crate) fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || address.starts_with('#') || address.len() > MAX_ADDRESS_BYTES {
        return None;
    }
    let url = match base {
        Some(base) => base.join(address).ok()?,
        None if address.starts_with("//") => Url::parse(&format!("https:{address}")).ok()?,
        None => Url::parse(address).ok()?,
    };
    matches!(url.scheme(), "http" | "https" | "mailto" | "tel").then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::LinkAddresses;

    #[test]
    fn whole_addresses() {
        let base = Url::parse("https://example.org/a/b.html").unwrap();
        for (written, with, without) in [
            ("c.html", Some("https://example.org/a/c.html"), None),
            ("//c.example/d", Some("https://c.example/d"), Some("https://c.example/d")),
            ("mailto:a@example.org", Some("mailto:a@example.org"), Some("mailto:a@example.org")),
            ("tel:+81-3", Some("tel:+81-3"), Some("tel:+81-3")),
            ("#top", None, None),
            ("javascript:void(0)", None, None),
            ("data:text/html,a", None, None),
            ("file:///etc/passwd", None, None),
            ("ftp://example.org/", None, None),
        ] {
            assert_eq!(LinkAddresses::new(Some(&base)).link(written).as_deref(), with, "{written}");
            assert_eq!(LinkAddresses::new(None).link(written).as_deref(), without, "{written}");
        }
        assert_eq!(LinkAddresses::new(Some(&base)).medium("mailto:a@example.org"), None);
    }

    #[test]
    fn pictures_of_a_book_keep_their_names() {
        let base = Url::parse("epub:/OEBPS/text/1.xhtml").unwrap();
        let mut addresses = LinkAddresses::new(Some(&base));
        assert_eq!(addresses.medium("../images/a.png").as_deref(), Some("OEBPS/images/a.png"));
        assert_eq!(addresses.medium("https://example.org/a.png").as_deref(), Some("https://example.org/a.png"));
        assert_eq!(addresses.link("2.xhtml"), None);
    }

    #[test]
    fn a_long_base_is_not_there_a_million_times() {
        let base = Url::parse(&format!("https://example.org/{}/", "a".repeat(8000))).unwrap();
        let mut addresses = LinkAddresses::new(Some(&base));
        let whole = (0..100_000).filter(|_| addresses.link("b").is_some()).count();
        assert!((1000..10_000).contains(&whole), "{whole}");
    }
}
