//! Addresses as identities see them: what is only another spelling of one address, which addresses name a page of
//! their own, and which differ only by a session's number. Nothing here is fetched or resolved.

use std::fmt::Write;

/// An address in its parts. What is no address is a path alone, without a scheme.
struct Address<'a> {
    scheme: Option<&'a str>,
    user: &'a str,
    host: &'a str,
    path: &'a str,
    query: &'a str,
    fragment: &'a str,
}

impl<'a> Address<'a> {
    fn parse(text: &'a str) -> Address<'a> {
        let text = text.trim();
        let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (text, query) = text.split_once('?').unwrap_or((text, ""));
        let Some((scheme, rest)) = text.split_once("://") else {
            return Address { scheme: None, user: "", host: "", path: text, query, fragment };
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        Address { scheme: Some(scheme), user, host, path, query, fragment }
    }

    fn is_web(&self) -> bool {
        self.scheme.is_some_and(|it| it.eq_ignore_ascii_case("http") || it.eq_ignore_ascii_case("https"))
    }

    /// The start of the address up to its path, spelled as every other spelling of it: a web address with https and
    /// without a default port; without `www.` if so asked.
    fn start(&self, strip_www: bool) -> String {
        let Some(scheme) = self.scheme else { return String::new() };
        let mut host = self.host.to_lowercase();
        let mut scheme = scheme.to_ascii_lowercase();
        if self.is_web() {
            let port = if scheme == "http" { ":80" } else { ":443" };
            host.truncate(host.strip_suffix(port).unwrap_or(&host).len());
            if strip_www {
                host = without_www(&host).to_owned();
            }
            scheme = "https".into();
        }
        let user = if self.user.is_empty() { String::new() } else { format!("{}@", self.user) };
        format!("{scheme}://{user}{host}")
    }

    fn canonical(&self, strip_www: bool) -> String {
        let mut out = self.start(strip_www);
        out.push_str(if self.path.is_empty() && self.scheme.is_some() { "/" } else { self.path });
        let mut separator = '?';
        for parameter in parameters(self.query).filter(|parameter| !is_tracking(parameter)) {
            // Writing to a string does not fail.
            let _ = write!(out, "{separator}{parameter}");
            separator = '&';
        }
        if self.fragment.starts_with(['!', '/']) {
            let _ = write!(out, "#{}", self.fragment);
        }
        out
    }
}

/// `www.` in front of a name that stands without it as well.
fn without_www(host: &str) -> &str {
    match host.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("www.") && host[4..].contains('.') => &host[4..],
        _ => host,
    }
}

fn parameters(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|parameter| !parameter.is_empty())
}

fn is_tracking(parameter: &str) -> bool {
    const NAMES: [&str; 9] = ["fbclid", "gclid", "dclid", "gclsrc", "yclid", "msclkid", "igshid", "mc_cid", "mc_eid"];
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || NAMES.contains(&name.as_str())
}

/// A link without what can differ between two spellings of one address: the case of scheme and host, http or https,
/// `www.`, a default port, the fragment (unless it is a route: `#!…`, `#/…`), and parameters that only track readers.
pub(crate) fn canonical(link: &str) -> String {
    let mut form = Address::parse(link).canonical(true);
    // White space before a fragment or a parameter that went stands at the end now, as in `https://a.example/1 #top`.
    while form.ends_with(char::is_whitespace) {
        form = Address::parse(&form).canonical(true);
    }
    form
}

/// Canonical links of earlier versions of [`canonical`]: with `www.` and without.
pub(crate) fn former_canonical(link: &str) -> Vec<String> {
    let mut former = Vec::new();
    for host in hosts(Address::parse(link).host) {
        let form = Address { host: &host, ..Address::parse(link) }.canonical(false);
        if !former.contains(&form) {
            former.push(form);
        }
    }
    former
}

/// A web address that is an identifier, however it is spelled. All that is no spelling stays: a fragment may be all
/// that tells two entries apart. `None` if it is no web address.
pub(crate) fn identifier(guid: &str) -> Option<String> {
    let address = Address::parse(guid);
    let rest = behind_host(guid.trim());
    address.is_web().then(|| format!("{}{}", address.start(true), if rest.is_empty() { "/" } else { rest }))
}

/// The part of an address behind its host.
fn behind_host(address: &str) -> &str {
    let from = address.find("://").map_or(0, |at| at + 3);
    address[from..].find(['/', '?', '#']).map_or("", |at| &address[from + at..])
}

/// The ways in which a web address that is an identifier may have been written before its site moved: by http or https,
/// with `www.` or without.
pub(crate) fn former_identifiers(guid: &str) -> Vec<String> {
    let address = Address::parse(guid);
    if !address.is_web() {
        return Vec::new();
    }
    let rest = behind_host(guid);
    let user = if address.user.is_empty() { String::new() } else { format!("{}@", address.user) };
    let mut forms = Vec::new();
    for scheme in ["http", "https"] {
        for host in hosts(address.host) {
            forms.push(format!("{scheme}://{user}{host}{rest}"));
        }
    }
    forms
}

/// A host without `www.` and with it.
fn hosts(host: &str) -> [String; 2] {
    let bare = without_www(host);
    [bare.to_owned(), format!("www.{bare}")]
}

/// True if a link names a page of its own: not the front page of a site, to which every entry of a feed may link.
pub(crate) fn is_own_page(link: &str) -> bool {
    let address = Address::parse(link);
    let path = address.path.to_ascii_lowercase();
    let front = matches!(path.as_str(), "" | "/") || path.starts_with("/index.") || path.starts_with("/default.");
    !front || parameters(address.query).any(|it| !is_tracking(it)) || address.fragment.starts_with(['!', '/'])
}

/// The part of a page that a link points to, if it points to one.
pub(crate) fn fragment(link: &str) -> &str {
    Address::parse(link).fragment
}

/// True if two links are one but for the numbers of sessions in them. A parameter of that kind may also be missing in
/// one of them.
pub(crate) fn same_but_for_session(one: &str, other: &str) -> bool {
    let (one, other) = (Address::parse(one), Address::parse(other));
    if one.start(true) != other.start(true) || one.fragment != other.fragment {
        return false;
    }
    let (path, inner) = split_path(one.path);
    let (other_path, other_inner) = split_path(other.path);
    let all = |inner: Vec<&str>, query: &str| -> Vec<(String, String)> {
        let named = |text: &str| {
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            (name.to_owned(), value.to_owned())
        };
        let query = parameters(query).filter(|it| !is_tracking(it)).map(named);
        inner.into_iter().map(named).chain(query).collect()
    };
    path == other_path && differ_by_sessions(&all(inner, one.query), &all(other_inner, other.query))
}

/// A path, and the parameters that stand in it behind semicolons.
fn split_path(path: &str) -> (String, Vec<&str>) {
    let mut inner = Vec::new();
    let mut plain = String::with_capacity(path.len());
    for segment in path.split('/') {
        let mut pieces = segment.split(';');
        plain.push('/');
        plain.push_str(pieces.next().unwrap_or_default());
        inner.extend(pieces.filter(|piece| !piece.is_empty()));
    }
    (plain, inner)
}

fn differ_by_sessions(one: &[(String, String)], other: &[(String, String)]) -> bool {
    let rest = |these: &[(String, String)], those: &[(String, String)]| -> Vec<(String, String)> {
        these.iter().filter(|it| !those.contains(it)).cloned().collect()
    };
    let (mine, theirs) = (rest(one, other), rest(other, one));
    let partner = |name: &str, among: &[(String, String)]| among.iter().find(|it| it.0 == name).map(|it| it.1.clone());
    let fits = |these: &[(String, String)], those: &[(String, String)]| {
        these.iter().all(|(name, value)| is_session(name, value, partner(name, those).as_deref()))
    };
    fits(&mine, &theirs) && fits(&theirs, &mine)
}

/// True if the value of a parameter is a session's number: by its name and shape, or, whatever the name, by a shape
/// that nothing else has. `other` is the value it has in the other link.
fn is_session(name: &str, value: &str, other: Option<&str>) -> bool {
    // Names that nothing else bears.
    const SESSION_NAMES: [&str; 8] =
        ["phpsessid", "jsessionid", "cfid", "cftoken", "oscsid", "zenid", "sessionid", "session_id"];
    /// Characters of the shortest hash.
    const HASH: usize = 16;
    let name = name.to_ascii_lowercase();
    let is_code = |value: &str| {
        !value.is_empty()
            && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    let is_mixed = |value: &str| {
        value.bytes().any(|byte| byte.is_ascii_digit()) && value.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    if !is_code(value) {
        return false;
    }
    if SESSION_NAMES.contains(&name.as_str()) || name.starts_with("aspsessionid") || name.contains("session") {
        return true;
    }
    // Names that may be a story's, too: a number alone is one.
    if name.ends_with("sid") || name.contains("sess") {
        return value.len() >= 4 && is_mixed(value);
    }
    // As long as a hash, and as long in both links: a number of a page or a word in it is neither.
    let same_length = other.is_some_and(|other| other.len() == value.len() && is_code(other));
    value.len() >= HASH && same_length && is_mixed(value) && !value.contains(['-', '_', '.'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn canonical_links() {
        for (link, expected) in [
            ("HTTP://News.Example:80", "https://news.example/"),
            ("https://news.example:443/A?b=1&utm_source=rss&c=2#top", "https://news.example/A?b=1&c=2"),
            ("https://news.example/?UTM_medium=x&fbclid=y", "https://news.example/"),
            ("https://WWW.news.example/a", "https://news.example/a"),
            ("https://www.example/a", "https://www.example/a"),
            ("https://news.example:8443/a", "https://news.example:8443/a"),
            ("https://Me:Key@News.example/a", "https://Me:Key@news.example/a"),
            ("https://news.example/#!/2024/5", "https://news.example/#!/2024/5"),
            ("http://新聞.example/一", "https://新聞.example/一"),
            ("/relative/A#b", "/relative/A"),
            ("mailto:Someone", "mailto:Someone"),
            ("", ""),
            ("://", ":///"),
            ("?#&=", ""),
        ] {
            assert_eq!(canonical(link), expected, "{link}");
        }
    }

    #[test]
    fn identifiers_keep_all_that_is_no_spelling() {
        for (guid, expected) in [
            ("http://news.example/1", Some("https://news.example/1")),
            ("https://WWW.News.example:443/A?p=1&utm_source=x#b", Some("https://news.example/A?p=1&utm_source=x#b")),
            ("http://news.example", Some("https://news.example/")),
            ("http://news.example?p=7", Some("https://news.example?p=7")),
            ("tag:news.example,2024:1", None),
            ("ftp://news.example/1", None),
            ("17", None),
        ] {
            assert_eq!(identifier(guid).as_deref(), expected, "{guid}");
        }
        let former = former_identifiers("https://www.news.example/1#b");
        assert_eq!(former[0], "http://news.example/1#b");
        assert_eq!(former[3], "https://www.news.example/1#b");
        assert!(former_identifiers("urn:1").is_empty());
    }

    #[test]
    fn front_pages() {
        for front in [
            "https://a.example",
            "http://a.example/",
            "https://a.example/?utm_source=x",
            "https://a.example/index.html#x",
        ] {
            assert!(!is_own_page(front), "{front}");
        }
        for own in ["https://a.example/1", "https://a.example/?p=1", "https://a.example/#!/1", "news/1"] {
            assert!(is_own_page(own), "{own}");
        }
    }

    #[test]
    fn sessions_and_what_only_looks_like_them() {
        let long = ["5f2c9a7be01d4c3388aa", "0b7e55d2c9f14e6aa1c0"];
        for (one, other, expected) in [
            ("http://a.example/v?id=5&sid=aa11", "http://a.example/v?id=5&sid=bb22", true),
            ("http://a.example/v?sid=aa11&id=5", "https://www.a.example/v?id=5", true),
            ("http://a.example/v?PHPSESSID=abc&id=5", "http://a.example/v?PHPSESSID=def&id=5", true),
            ("http://a.example/v;jsessionid=1A?id=5", "http://a.example/v;jsessionid=2B?id=5", true),
            ("http://a.example/v;jsessionid=1A.n1?id=5", "http://a.example/v?id=5", true),
            ("http://a.example/v?CFID=77&CFTOKEN=12&id=5", "http://a.example/v?CFID=78&CFTOKEN=94&id=5", true),
            (&format!("http://a.example/v?s={}", long[0]), &format!("http://a.example/v?s={}", long[1]), true),
            (&format!("http://a.example/v?x9={}", long[0]), &format!("http://a.example/v?x9={}", long[1]), true),
            (&format!("http://a.example/v?x9={}", long[0]), "http://a.example/v", false),
            (&format!("http://a.example/v?x9={}", long[0]), "http://a.example/v?x9=5", false),
            ("http://a.example/v?id=5&sid=aa11", "http://a.example/v?id=6&sid=bb22", false),
            ("http://a.example/v?sid=1204", "http://a.example/v?sid=1205", false),
            ("http://a.example/v?s=harbour", "http://a.example/v?s=weather", false),
            ("http://a.example/v?date=20240506", "http://a.example/v?date=20240507", false),
            ("http://a.example/v?t=the-harbour-opens-2024", "http://a.example/v?t=the-harbour-closes-202", false),
            ("http://a.example/v?sid=aa11#1", "http://a.example/v?sid=bb22#2", false),
            ("http://a.example/v?sid=aa11", "http://b.example/v?sid=bb22", false),
            ("http://a.example/1", "http://a.example/2", false),
        ] {
            assert_eq!(same_but_for_session(one, other), expected, "{one} {other}");
            assert_eq!(same_but_for_session(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn white_space_before_what_goes_goes_too() {
        for link in ["http://a.example/1 #top", "http://a.example/1? #top", "http://a.example/1 ?utm_source=x"] {
            assert_eq!(canonical(link), canonical("http://a.example/1"), "{link}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_looked_at(one in "\\PC{0,20}", other in "(https?://)?(www\\.)?[a-b.:@/?&=;#]{0,20}") {
            for text in [&one, &other] {
                prop_assert!(same_but_for_session(text, text));
                prop_assert_eq!(canonical(text), canonical(&canonical(text)));
                let _ = (is_own_page(text), former_canonical(text), former_identifiers(text), identifier(text));
            }
            let _ = same_but_for_session(&one, &other);
        }
    }
}
