//! Web addresses, as typed by a person, named by a feed or sent by a server: checked http and https URLs.
//!
//! A name and a password are taken out of an address and kept apart, so that no message, list or export can show them
//! and no other host gets them.

use std::fmt;

use url::Url;

/// Limit of an address.
const MAX_ADDRESS_BYTES: usize = 8 * 1024;

/// An http or https address without a fragment, and the login that stood in it, which is never displayed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    url: Url,
    login: Option<String>,
}

/// The reason why a text is no address that can be fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AddressError {
    /// A scheme other than http and https.
    #[error("“{0}” is not fetched: only http and https addresses are, and commands are never run")]
    Scheme(String),
    #[error("“{text}” is not a web address ({cause}); it should look like https://example.com/feed")]
    Invalid { text: String, cause: String },
}

impl Address {
    /// Parses an address. Without a scheme it is https; browsers write `feed:` for the address of a feed.
    ///
    /// # Errors
    /// [`AddressError`] for any other scheme, and for a text that is no address.
    pub(crate) fn parse(text: &str) -> Result<Address, AddressError> {
        let text = text.trim();
        let lower = text.get(..5).map(str::to_ascii_lowercase);
        let text = match lower.as_deref() {
            Some("feed:") => text[5..].trim_start_matches('/'),
            _ => text,
        };
        if text.len() > MAX_ADDRESS_BYTES {
            return Err(invalid(text, format!("it is longer than {MAX_ADDRESS_BYTES} bytes")));
        }
        let whole = match scheme(text) {
            Some(scheme) if ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) => text.to_owned(),
            Some(_) => return Err(AddressError::Scheme(shown(text))),
            None => format!("https://{}", text.trim_start_matches('/')),
        };
        Address::from_url(Url::parse(&whole).map_err(|cause| invalid(text, cause.to_string()))?, None)
    }

    /// Resolves a reference in the document at this address.
    ///
    /// # Errors
    /// As [`Address::parse`].
    pub(crate) fn join(&self, reference: &str) -> Result<Address, AddressError> {
        let reference = reference.trim();
        if reference.len() > MAX_ADDRESS_BYTES {
            return Err(invalid(reference, format!("it is longer than {MAX_ADDRESS_BYTES} bytes")));
        }
        let url = self.url.join(reference).map_err(|cause| invalid(reference, cause.to_string()))?;
        Address::from_url(url, Some(self))
    }

    /// The same address with a login, `name:password` as in [`Address::login`].
    #[must_use]
    pub(crate) fn with_login(self, login: Option<String>) -> Address {
        Address { login, ..self }
    }

    /// Name and password, with a colon between.
    #[must_use]
    pub(crate) fn login(&self) -> Option<&str> {
        self.login.as_deref()
    }

    /// The whole address, without name and password.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// The host as it is looked up.
    #[must_use]
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The host without `www.`, the title of a feed without one.
    #[must_use]
    pub(crate) fn site_title(&self) -> String {
        self.host().trim_start_matches("www.").to_owned()
    }

    /// The host with its port.
    #[must_use]
    pub(crate) fn site(&self) -> String {
        format!("{}:{}", self.host(), self.url.port_or_known_default().unwrap_or_default())
    }

    /// The base of relative addresses.
    #[must_use]
    pub(crate) fn base(&self) -> &Url {
        &self.url
    }

    /// True for an address without TLS.
    pub(crate) fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// The host, if it is a numeric address.
    pub(crate) fn ip(&self) -> Option<std::net::IpAddr> {
        match self.url.host()? {
            url::Host::Ipv4(ip) => Some(ip.into()),
            url::Host::Ipv6(ip) => Some(ip.into()),
            url::Host::Domain(_) => None,
        }
    }

    fn from_url(mut url: Url, before: Option<&Address>) -> Result<Address, AddressError> {
        if !["http", "https"].contains(&url.scheme()) {
            return Err(AddressError::Scheme(shown(url.as_str())));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(invalid(url.as_str(), "it names no host".to_owned()));
        }
        let named = !url.username().is_empty() || url.password().is_some();
        let own = named.then(|| {
            format!("{}:{}", decode_percent(url.username()), decode_percent(url.password().unwrap_or_default()))
        });
        // Setting these to nothing never fails for http and https.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_fragment(None);
        // A login stays with its host; the same host under TLS is that place made safer.
        let kept = before.filter(|before| {
            let upgraded = before.url.scheme() == "http" && url.scheme() == "https" && default_ports(&before.url, &url);
            before.url.host_str() == url.host_str() && (before.url.origin() == url.origin() || upgraded)
        });
        let login = own.or_else(|| kept.and_then(|before| before.login.clone()));
        Ok(Address { url, login })
    }
}

/// True if both use the default port of their scheme.
fn default_ports(one: &Url, other: &Url) -> bool {
    one.port().is_none() && other.port().is_none()
}

/// The scheme at the start of a text; `example.com:8080/feed` has none.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let word = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let port = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_port = !port.is_empty() && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    (word && !is_port).then_some(scheme)
}

/// Resolves the percent escapes of a part of an address; an escape without two digits stays.
pub(crate) fn decode_percent(text: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if let (b'%', Some(high), Some(low)) = (byte, digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            decoded.push((high * 16 + low) as u8);
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn invalid(text: &str, cause: String) -> AddressError {
    AddressError::Invalid { text: shown(text), cause }
}

/// The beginning of a text that is no address, without a possible password.
fn shown(text: &str) -> String {
    let start = text.find("://").map_or(0, |at| at + 3);
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |at| start + at);
    let host = text[start..end].rfind('@').map_or(start, |at| start + at + 1);
    let mut shown: String = text[..start].chars().chain(text[host..].chars()).take(121).collect();
    if shown.chars().count() > 120 {
        shown.pop();
        shown.push('…');
    }
    shown
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.fmt(f)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({}{})", self.url, if self.login.is_some() { ", with a login" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<String> {
        Address::parse(text).ok().map(|address| address.to_string())
    }

    #[test]
    fn typed_addresses_are_completed() {
        for (text, expected) in [
            (" https://News.Example/feed#top ", "https://news.example/feed"),
            ("news.example", "https://news.example/"),
            ("news.example:8080/feed", "https://news.example:8080/feed"),
            ("//news.example/a b", "https://news.example/a%20b"),
            ("feed://news.example/rss", "https://news.example/rss"),
            ("feed:http://news.example/rss", "http://news.example/rss"),
            ("http://新聞.example/一?q=二", "http://xn--efvv70d.example/%E4%B8%80?q=%E4%BA%8C"),
            ("http://2130706433/", "http://127.0.0.1/"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
        ] {
            assert_eq!(parsed(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_schemes_and_other_texts_are_refused() {
        for text in ["exec:rm -rf /", "filter:sed:https://a.example", "javascript:alert(1)", "file:///etc/passwd"] {
            assert!(matches!(Address::parse(text), Err(AddressError::Scheme(_))), "{text}");
        }
        for text in ["", "https://", "http://a b/", "http://[::1", "https://a.example:99999/", &"a".repeat(9000)] {
            assert!(matches!(Address::parse(text), Err(AddressError::Invalid { .. })), "{text}");
        }
        let error = Address::parse("ftp://me:secret@a.example/x").unwrap_err().to_string();
        assert!(!error.contains("secret") && error.contains("a.example"), "{error}");
        let error = Address::parse("http://me:secret@a b/x").unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }

    #[test]
    fn a_login_is_kept_apart_and_stays_with_its_host() {
        let address = Address::parse("http://me%40x:p%3Aw@a.example/feed").unwrap();
        assert_eq!(address.login(), Some("me@x:p:w"));
        assert_eq!(address.as_str(), "http://a.example/feed");
        assert!(!format!("{address} {address:?}").contains("p:w"));
        for (to, kept) in [
            ("/other", true),
            ("https://a.example/", true),
            ("https://a.example:8443/", false),
            ("http://a.example:81/", false),
            ("http://b.example/", false),
            ("http://a.example.b.example/", false),
        ] {
            assert_eq!(address.join(to).unwrap().login().is_some(), kept, "{to}");
        }
        let secure = Address::parse("https://me:pw@a.example/").unwrap();
        assert_eq!(secure.join("http://a.example/").unwrap().login(), None);
        assert_eq!(secure.join("https://you:x@a.example/").unwrap().login(), Some("you:x"));
        assert!(secure.join("file:///etc/passwd").is_err());
        assert!(secure.join("javascript:1").is_err());
    }
}
