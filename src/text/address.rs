//! Addresses of links: which text is one, and the form in which it may leave the program.

/// Limit of the bytes of an address, as browsers and terminals take them.
pub const MAX_ADDRESS_BYTES: usize = 2083;
/// Marks that may follow an address in a sentence and do not belong to it.
const CLOSING: &[char] = &['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~'];

/// An http or https address in printable ASCII (RFC 3986): what may not stand in one is percent-encoded. `None` for any
/// other address, and for one that is too long.
#[must_use]
pub fn web_address(address: &str) -> Option<String> {
    encoded(address, &["http://", "https://"])
}

/// An address that a link may lead to, in printable ASCII: of the web, of a mailbox (RFC 6068) or of a telephone (RFC
/// 3966). `None` for any other address, and for one that is too long.
#[must_use]
pub fn link_address(address: &str) -> Option<String> {
    encoded(address, &["http://", "https://", "mailto:", "tel:"])
}

/// An address that begins with one of the schemes and goes on behind it, percent-encoded.
fn encoded(address: &str, schemes: &[&str]) -> Option<String> {
    let begins = |scheme: &&&str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let scheme = schemes.iter().find(begins)?;
    if address.len() == scheme.len() || address.len() > MAX_ADDRESS_BYTES {
        return None;
    }
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].iter().map(|half| char::from(b"0123456789ABCDEF"[usize::from(*half)])));
        }
    }
    (out.len() <= MAX_ADDRESS_BYTES).then_some(out)
}

/// The addresses that stand in a text, as ranges of its bytes. One ends before a space, a character beyond ASCII, and
/// the punctuation of the sentence around it.
pub fn addresses(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(from..)?;
            let start = from + rest.find("http")?;
            let rest = text.get(start..)?;
            let scheme = ["https://", "http://"].iter().find(|scheme| rest.starts_with(**scheme));
            let Some(scheme) = scheme else {
                from = start + 4;
                continue;
            };
            let end = rest.find(|c: char| !c.is_ascii_graphic() || "\"<>\\^`{|}".contains(c)).unwrap_or(rest.len());
            let mut address = rest[..end].trim_end_matches(CLOSING);
            // A bracket that was opened outside the address closes outside it.
            for (open, close) in [('(', ')'), ('[', ']')] {
                while address.ends_with(close) && address.matches(close).count() > address.matches(open).count() {
                    address = address[..address.len() - 1].trim_end_matches(CLOSING);
                }
            }
            from = start + end;
            if address.len() > scheme.len() {
                return Some(start..start + address.len());
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_web_is_linked_to() {
        assert_eq!(web_address("https://a.example/b?c=d#e").unwrap(), "https://a.example/b?c=d#e");
        assert_eq!(web_address("http://a.example/國 \x1b\\;%20").unwrap(), "http://a.example/%E5%9C%8B%20%1B%5C;%20");
        let long = format!("http://{}", "x".repeat(3000));
        for address in ["", "http://", "https://", "javascript:x", "file:///etc/passwd", "ftp://x", "國國國", &long]
        {
            assert_eq!(web_address(address), None, "{address}");
        }
    }

    #[test]
    fn links_lead_to_the_web_to_mailboxes_and_telephones() {
        for (address, expected) in [
            ("https://a.example/潮", Some("https://a.example/%E6%BD%AE")),
            ("MAILTO:鵜野@haiwu.example?subject=a b", Some("MAILTO:%E9%B5%9C%E9%87%8E@haiwu.example?subject=a%20b")),
            ("tel:+852-5555-0100", Some("tel:+852-5555-0100")),
            ("tel:", None),
            ("mailto", None),
            ("sms:1", None),
            ("data:text/html,x", None),
            ("#fn1", None),
            ("/a", None),
        ] {
            assert_eq!(link_address(address).as_deref(), expected, "{address}");
        }
        assert_eq!(web_address("mailto:a@b.example"), None);
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, found) in [
            ("见https://a.example/x。", vec!["https://a.example/x"]),
            ("(see http://a.example/y).", vec!["http://a.example/y"]),
            ("http://a.example/w_(x), http://b.example.", vec!["http://a.example/w_(x)", "http://b.example"]),
            ("http:// https http://", vec![]),
            ("「https://a.example」", vec!["https://a.example"]),
            ("xhttp://a.example", vec!["http://a.example"]),
        ] {
            let all: Vec<_> = addresses(text).map(|range| &text[range]).collect();
            assert_eq!(all, found, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_address_found_is_one(text in "(https?://|http|[a-z./()]|，|\\PC){0,20}") {
            for range in addresses(&text) {
                prop_assert!(web_address(&text[range]).is_some());
            }
        }
    }
}
