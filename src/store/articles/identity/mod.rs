//! Identity of articles, as short hashes: the publisher's identifier, else the canonical link, else
//! title, date and body together. Whether an arrival with a known identity really is the article that has it is
//! judged in `resemblance.rs`; the whole of the rules is a table in docs/KEEPING.md. What spellings of an address
//! are one is in `identity/address.rs`.
//!
//! The hashes stand in libraries. Where a rule changes, what was hashed by the former one is still looked for
//! (`former`); nothing is rewritten.

mod address;

pub(crate) use address::{canonical, fragment, is_own_page, same_but_for_session};

use std::convert::Infallible;

use sha2::{Digest, Sha256};

use crate::article::Article;
use crate::store::articles::published;

/// Bytes hashed between two looks at whether to stop.
const PIECE: usize = 1 << 20;

/// The first 128 bits of a SHA-256 hash.
pub(crate) type Hash = [u8; 16];

/// The hashes of one arrival: what tells whether it has come before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hashes {
    /// Hash of title, date and body: equal for two copies of one text, whatever surrounds it.
    pub(in crate::store) likeness: Hash,
    /// Hash of everything: equal if nothing at all has changed.
    pub(in crate::store) whole: Hash,
}

impl Hashes {
    /// The hash of title, date and body: equal for two copies of one text, whatever surrounds it.
    #[must_use]
    pub fn likeness(&self) -> [u8; 16] {
        self.likeness
    }

    /// The hash of everything: equal if nothing at all has changed.
    #[must_use]
    pub fn whole(&self) -> [u8; 16] {
        self.whole
    }
}

/// Key by which an article is known again, and its sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Identity {
    /// The publisher's identifier.
    Guid(Hash),
    /// The canonical link.
    Link(Hash),
    /// The text itself.
    Text(Hash),
}

impl Identity {
    pub(in crate::store) fn hash(self) -> Hash {
        match self {
            Identity::Guid(hash) | Identity::Link(hash) | Identity::Text(hash) => hash,
        }
    }
}

/// The hashes of an article. It takes a while for a long one; a thread that reads can spare the one that writes the
/// work.
#[must_use]
pub fn hashes(article: &Article) -> Hashes {
    let Ok(hashes) = hashes_or_stop(article, &mut || Ok::<(), Infallible>(()));
    hashes
}

/// Like [`hashes`], and asks `go_on` once in every mebibyte of text.
pub(in crate::store) fn hashes_or_stop<E>(
    article: &Article,
    go_on: &mut dyn FnMut() -> Result<(), E>,
) -> Result<Hashes, E> {
    let date = article.published.as_ref().map(published::to_text);
    let mut likeness = Digester::new("likeness");
    likeness.field(Some(&article.title)).field(date.as_deref());
    let mut left = PIECE;
    for block in &article.blocks {
        likeness.begin_field(block.text.len());
        for piece in block.text.as_bytes().chunks(PIECE) {
            if left < piece.len() {
                go_on()?;
                left = PIECE;
            }
            left -= piece.len();
            likeness.0.update(piece);
        }
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
    whole.field(Some(&crate::store::articles::shape(&article.blocks)));
    Ok(Hashes { likeness, whole: whole.finish() })
}

/// Key by which an article is known again. `feed` is the location of its source if that is a feed: an identifier that
/// is not unique in the world, such as `1`, is told apart by it. One that is a web address is the same by http and by
/// https, with `www.` and without.
pub(in crate::store) fn identity(article: &Article, likeness: &Hash, feed: Option<&str>) -> Identity {
    if let Some(guid) = filled(article.guid.as_deref()) {
        return Identity::Guid(match address::identifier(guid) {
            Some(address) => of_guid(&address, None),
            None => of_guid(guid, feed),
        });
    }
    match filled(article.link.as_deref()) {
        Some(link) => Identity::Link(of_link(&canonical(link))),
        None => by_text(article, likeness),
    }
}

/// Keys under former rules of an article that is the same by [`identity`]:
/// the likeliest first.
pub(in crate::store) fn former(article: &Article) -> Vec<Hash> {
    if let Some(guid) = filled(article.guid.as_deref()) {
        if address::identifier(guid).is_none() {
            return Vec::new();
        }
        let others = address::former_identifiers(guid);
        return std::iter::once(guid)
            .chain(others.iter().map(String::as_str))
            .map(|guid| of_guid(guid, None))
            .collect();
    }
    let links = filled(article.link.as_deref()).map(address::former_canonical).unwrap_or_default();
    links.iter().map(|link| of_link(link)).collect()
}

/// Key of an entry that several feeds carry under identifiers of their own: its page and its title.
pub(in crate::store) fn entry(article: &Article) -> Option<Hash> {
    let link = filled(article.link.as_deref()).filter(|link| is_own_page(link))?;
    let title = folded(&article.title);
    let mut hash = Digester::new("entry");
    hash.field(Some(&canonical(link))).field(Some(&title));
    (!title.is_empty()).then(|| hash.finish())
}

/// Key that marks an [`entry`] as shared by several articles.
pub(in crate::store) fn several(entry: &Hash) -> Hash {
    let mut several = Digester::new("several");
    several.0.update(entry);
    several.finish()
}

/// Keys of an article by its link: as identifier, and as link.
pub(in crate::store) fn by_link(article: &Article) -> Vec<Hash> {
    let Some(link) = filled(article.link.as_deref()) else { return Vec::new() };
    let guid = address::identifier(link).map(|address| of_guid(&address, None));
    guid.into_iter().chain([of_link(&canonical(link))]).collect()
}

/// The letters and digits of a text, in one width and one case.
pub(in crate::store) fn folded(text: &str) -> String {
    let half_width = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    text.chars().map(half_width).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True if two identifiers are one.
pub(in crate::store) fn is_same_guid(one: &str, other: &str) -> bool {
    one == other
        || matches!((address::identifier(one), address::identifier(other)), (Some(one), Some(other)) if one == other)
}

fn of_guid(guid: &str, feed: Option<&str>) -> Hash {
    let mut hash = Digester::new("guid");
    hash.field(if is_global(guid) { None } else { feed }).field(Some(guid));
    hash.finish()
}

fn of_link(canonical: &str) -> Hash {
    let mut hash = Digester::new("link");
    hash.field(Some(canonical));
    hash.finish()
}

/// Key of an article whose identifier and link belong to others too.
pub(in crate::store) fn by_text(article: &Article, likeness: &Hash) -> Identity {
    let mut hash = Digester::new("text");
    hash.0.update(likeness);
    hash.field(filled(article.guid.as_deref())).field(filled(article.link.as_deref()));
    Identity::Text(hash.finish())
}

/// Another identity, for an article whose own is taken.
pub(in crate::store) fn another(hash: &Hash) -> Hash {
    let mut another = Digester::new("another");
    another.0.update(hash);
    another.finish()
}

/// A text with something in it.
pub(in crate::store) fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// True if an identifier is made to be unique in the world: a URI with an authority, `urn:`, `tag:`, a UUID.
pub(in crate::store) fn is_global(guid: &str) -> bool {
    let starts = |prefix: &str| guid.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let uuid = guid.len() == 36 && guid.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    guid.contains("://") || starts("urn:") || starts("tag:") || uuid
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
                self.begin_field(text.len());
                self.0.update(text);
            }
        }
        self
    }

    /// Begins a field of so many bytes, which are to follow.
    fn begin_field(&mut self, length: usize) {
        self.0.update([1]);
        self.0.update((length as u64).to_le_bytes());
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
    fn an_identifier_that_is_an_address_moves_with_its_site() {
        let of = |guid: &str| {
            let article = Article { guid: Some(guid.into()), ..Article::default() };
            (identity(&article, &hashes(&article).likeness, Some("feed")).hash(), former(&article))
        };
        let spellings =
            ["http://a.example/1", "https://a.example/1", "http://www.a.example/1", "https://www.a.example/1"];
        for one in spellings {
            for other in spellings {
                assert_eq!(of(one).0, of(other).0);
                // As it was hashed before.
                assert!(of(one).1.contains(&of_guid(other, None)), "{one} {other}");
                assert!(is_same_guid(one, other));
            }
        }
        for other in ["http://a.example/2", "http://a.example/1#b", "http://b.example/1", "http://a.example/1?a"] {
            assert_ne!(of(spellings[0]).0, of(other).0);
            assert!(!is_same_guid(spellings[0], other));
        }
        // A library that was made before knows the link of an article with `www.`.
        let old = of_link("https://www.a.example/1");
        let linked = Article { link: Some("http://a.example/1#x".into()), ..Article::default() };
        assert!(former(&linked).contains(&old));
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
