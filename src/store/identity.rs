//! What makes two arrivals one article, as short hashes: the publisher's identifier, else the canonical link, else
//! title, date and body together. Whether an arrival with a known identity really is the article that has it is
//! judged in `resemblance.rs`.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::published;
use crate::article::Article;

/// The first 128 bits of a SHA-256 hash.
pub(super) type Hash = [u8; 16];

/// The hashes of one arrival: what tells whether it has come before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hashes {
    /// Of title, date and body: equal for two copies of one text, whatever surrounds it.
    pub(super) likeness: Hash,
    /// Of everything: equal if nothing at all has changed.
    pub(super) whole: Hash,
}

impl Hashes {
    /// The hash of title, date and body: equal for two copies of one text, whatever surrounds it.
    #[must_use]
    pub fn likeness(&self) -> [u8; 16] {
        self.likeness
    }
}

/// What an article is known by, and of what sort that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// The publisher's identifier.
    Guid(Hash),
    /// The canonical link.
    Link(Hash),
    /// The text itself.
    Text(Hash),
}

impl Identity {
    pub(super) fn hash(self) -> Hash {
        match self {
            Identity::Guid(hash) | Identity::Link(hash) | Identity::Text(hash) => hash,
        }
    }
}

/// The hashes of an article. It takes a while for a long one; a thread that reads can spare the one that writes the
/// work.
#[must_use]
pub fn hashes(article: &Article) -> Hashes {
    let date = article.published.as_ref().map(published::to_text);
    let mut likeness = Digester::new("likeness");
    likeness.field(Some(&article.title)).field(date.as_deref());
    for block in &article.blocks {
        likeness.field(Some(&block.text));
    }
    let likeness = likeness.finish();

    let mut whole = Digester::new("whole");
    whole.0.update(likeness);
    for field in [&article.author, &article.source, &article.lang, &article.link, &article.guid, &article.notice] {
        whole.field(field.as_deref());
    }
    whole.field(article.original_title.as_deref());
    for title in &article.related {
        whole.field(Some(title));
    }
    whole.field(Some(&super::body::shape(&article.blocks)));
    Hashes { likeness, whole: whole.finish() }
}

/// What an article is known by. `feed` is the location of its source if that is a feed: an identifier that is not
/// unique in the world, such as `1`, is told apart by it.
pub(super) fn identity(article: &Article, likeness: &Hash, feed: Option<&str>) -> Identity {
    if let Some(guid) = filled(article.guid.as_deref()) {
        let mut hash = Digester::new("guid");
        let scope = if is_global(guid) { None } else { feed };
        hash.field(scope).field(Some(guid));
        return Identity::Guid(hash.finish());
    }
    if let Some(link) = filled(article.link.as_deref()) {
        let mut hash = Digester::new("link");
        hash.field(Some(&canonical(link)));
        return Identity::Link(hash.finish());
    }
    by_text(article, likeness)
}

/// What an article is known by if its identifier and its link belong to others too.
pub(super) fn by_text(article: &Article, likeness: &Hash) -> Identity {
    let mut hash = Digester::new("text");
    hash.0.update(likeness);
    hash.field(filled(article.guid.as_deref())).field(filled(article.link.as_deref()));
    Identity::Text(hash.finish())
}

/// Another identity, for an article whose own is taken.
pub(super) fn another(hash: &Hash) -> Hash {
    let mut another = Digester::new("another");
    another.0.update(hash);
    another.finish()
}

/// A text with something in it.
pub(super) fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// Whether an identifier is made to be unique in the world: a URI with an authority, `urn:`, `tag:`, a UUID.
pub(super) fn is_global(guid: &str) -> bool {
    let starts = |prefix: &str| guid.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let uuid = guid.len() == 36 && guid.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    guid.contains("://") || starts("urn:") || starts("tag:") || uuid
}

/// A link without what can differ between two spellings of one address: the case of scheme and host, http or https,
/// a default port, the fragment (unless it is a route: `#!…`, `#/…`), and parameters that only track readers.
pub(super) fn canonical(link: &str) -> String {
    let (link, fragment) = link.split_once('#').unwrap_or((link, ""));
    let (link, query) = link.split_once('?').unwrap_or((link, ""));
    let mut out = match link.split_once("://") {
        None => link.to_owned(),
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
            let mut scheme = scheme.to_ascii_lowercase();
            let mut host = host.to_lowercase();
            if scheme == "http" || scheme == "https" {
                let port = if scheme == "http" { ":80" } else { ":443" };
                host.truncate(host.strip_suffix(port).unwrap_or(&host).len());
                scheme = "https".into();
            }
            let user = if user.is_empty() { String::new() } else { format!("{user}@") };
            format!("{scheme}://{user}{host}{}", if path.is_empty() { "/" } else { path })
        }
    };
    let mut separator = '?';
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty() && !is_tracking(parameter)) {
        // Writing to a string does not fail.
        let _ = write!(out, "{separator}{parameter}");
        separator = '&';
    }
    if fragment.starts_with(['!', '/']) {
        let _ = write!(out, "#{fragment}");
    }
    out
}

fn is_tracking(parameter: &str) -> bool {
    const NAMES: [&str; 9] = ["fbclid", "gclid", "dclid", "gclsrc", "yclid", "msclkid", "igshid", "mc_cid", "mc_eid"];
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || NAMES.contains(&name.as_str())
}

/// Hashes a row of fields so that no two rows run into each other: each has its length before it.
struct Digester(Sha256);

impl Digester {
    fn new(purpose: &str) -> Digester {
        let mut digester = Digester(Sha256::new());
        digester.field(Some(purpose));
        digester
    }

    fn field(&mut self, text: Option<&str>) -> &mut Digester {
        match text {
            None => self.0.update([0]),
            Some(text) => {
                self.0.update([1]);
                self.0.update((text.len() as u64).to_le_bytes());
                self.0.update(text);
            }
        }
        self
    }

    fn finish(self) -> Hash {
        let mut hash = Hash::default();
        hash.copy_from_slice(&self.0.finalize()[..16]);
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Block;

    #[test]
    fn canonical_links() {
        for (link, expected) in [
            ("HTTP://News.Example:80", "https://news.example/"),
            ("https://news.example:443/A?b=1&utm_source=rss&c=2#top", "https://news.example/A?b=1&c=2"),
            ("https://news.example/?UTM_medium=x&fbclid=y", "https://news.example/"),
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
    fn identity_is_guid_then_link_then_text() {
        let mut article = Article { title: "題".into(), ..Article::default() };
        let of = |article: &Article, feed| identity(article, &hashes(article).likeness, feed);
        assert!(matches!(of(&article, None), Identity::Text(_)));
        article.link = Some("https://news.example/a#x".into());
        let link = of(&article, None);
        article.title = "他".into();
        article.link = Some(" http://NEWS.example/a?utm_source=z ".into());
        assert_eq!(of(&article, Some("feed")), link);
        article.guid = Some("  ".into());
        assert_eq!(of(&article, None), link);
        article.guid = Some("1".into());
        assert_ne!(of(&article, Some("one")), of(&article, Some("two")));
        article.guid = Some("urn:uuid:1".into());
        assert_eq!(of(&article, Some("one")), of(&article, None));
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        let base = Article { title: "a".into(), blocks: vec![Block::paragraph("bc")], ..Article::default() };
        let others = [
            Article { title: "ab".into(), blocks: vec![Block::paragraph("c")], ..Article::default() },
            Article {
                title: "a".into(),
                blocks: vec![Block::paragraph("b"), Block::paragraph("c")],
                ..Article::default()
            },
            Article { title: "a".into(), blocks: vec![], ..Article::default() },
        ];
        for other in &others {
            assert_ne!(hashes(&base).likeness, hashes(other).likeness);
        }
        let named = |article: &Article| Article { author: Some("c".into()), ..article.clone() };
        assert_eq!(hashes(&base).likeness, hashes(&named(&base)).likeness);
        assert_ne!(hashes(&base).whole, hashes(&named(&base)).whole);
        let heading = Article { blocks: vec![Block::heading(2, "bc")], ..base.clone() };
        assert_ne!(hashes(&base).whole, hashes(&heading).whole);
    }
}
