//! Namespaces of XML: which vocabulary an element belongs to, by the namespace that its prefix is bound to. A prefix that
//! is bound nowhere has its usual meaning, because many feeds forget the declaration.
//!
//! Bindings are kept in one list that is cut back at the end of an element, not by depth: in ill-formed feeds the depth
//! is not known.

use crate::format::markup::Attributes;

/// Limit of the bindings that hold at once; further declarations are ignored.
const MAX_BINDINGS: usize = 200;

/// A vocabulary of elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// RSS of every version, most of which have no namespace.
    Rss,
    Atom,
    DublinCore,
    /// The module of `content:encoded`.
    Content,
    /// The excerpts of a `WordPress` export.
    Excerpt,
    /// Media RSS.
    Media,
    /// The modules of podcast directories.
    Podcast,
    FeedBurner,
    Rdf,
    Xhtml,
    /// Vocabularies within XHTML: `MathML`, SVG.
    Inline,
    /// Any other.
    Foreign,
}

impl Namespace {
    fn from_uri(uri: &str) -> Namespace {
        let uri = uri.trim().to_ascii_lowercase();
        let bare = uri.strip_prefix("http://").or_else(|| uri.strip_prefix("https://")).unwrap_or(&uri);
        let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches(['/', '#']);
        match bare {
            "w3.org/2005/atom" | "purl.org/atom/ns" | "purl.org/atom" => Namespace::Atom,
            ""
            | "purl.org/rss/1.0"
            | "purl.org/net/rss1.1"
            | "my.netscape.com/rdf/simple/0.9"
            | "channel.netscape.com/rdf/simple/0.9"
            | "blogs.law.harvard.edu/tech/rss" => Namespace::Rss,
            "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" | "purl.org/dc/terms" => Namespace::DublinCore,
            "purl.org/rss/1.0/modules/content" => Namespace::Content,
            "search.yahoo.com/mrss" | "tools.search.yahoo.com/mrss" | "video.search.yahoo.com/mrss" => Namespace::Media,
            "itunes.com/dtds/podcast-1.0.dtd" | "google.com/schemas/play-podcasts/1.0" => Namespace::Podcast,
            "rssnamespace.org/feedburner/ext/1.0" => Namespace::FeedBurner,
            "w3.org/1999/02/22-rdf-syntax-ns" => Namespace::Rdf,
            "w3.org/1999/xhtml" => Namespace::Xhtml,
            "w3.org/1998/math/mathml" | "w3.org/2000/svg" => Namespace::Inline,
            _ if bare.starts_with("backend.userland.com/rss") => Namespace::Rss,
            _ if bare.starts_with("wordpress.org/export/") && bare.ends_with("/excerpt") => Namespace::Excerpt,
            _ => Namespace::Foreign,
        }
    }

    /// The usual meaning of a prefix.
    fn from_prefix(prefix: &str) -> Namespace {
        match prefix.to_ascii_lowercase().as_str() {
            "" | "rss" => Namespace::Rss,
            "atom" | "atom10" | "atom03" | "a10" => Namespace::Atom,
            "dc" | "dcterms" => Namespace::DublinCore,
            "content" => Namespace::Content,
            "excerpt" => Namespace::Excerpt,
            "media" | "mrss" => Namespace::Media,
            "itunes" | "googleplay" => Namespace::Podcast,
            "feedburner" => Namespace::FeedBurner,
            "rdf" => Namespace::Rdf,
            "xhtml" | "html" => Namespace::Xhtml,
            "math" | "mml" | "svg" => Namespace::Inline,
            _ => Namespace::Foreign,
        }
    }
}

/// The bindings of prefixes that hold at a place of a feed, the last of a prefix first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Namespaces {
    bindings: Vec<(String, Namespace)>,
}

impl Namespaces {
    /// The number of bindings, to which [`Namespaces::truncate`] goes back.
    pub(crate) fn mark(&self) -> usize {
        self.bindings.len()
    }

    pub(crate) fn truncate(&mut self, mark: usize) {
        self.bindings.truncate(mark);
    }

    /// Adds the declarations among the attributes of an element.
    pub(crate) fn declare(&mut self, attributes: &str) {
        if memchr::memmem::find(attributes.as_bytes(), b"xmlns").is_none() {
            return;
        }
        for (name, uri) in Attributes::new(attributes) {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            self.bind(prefix, Namespace::from_uri(uri));
        }
    }

    fn bind(&mut self, prefix: &str, namespace: Namespace) {
        if self.bindings.len() < MAX_BINDINGS {
            self.bindings.push((prefix.to_owned(), namespace));
        }
    }

    /// Takes the namespace of a feed's own elements, whatever it is, for that of its dialect.
    pub(crate) fn adopt(&mut self, name: &str) {
        let (prefix, local) = split(name);
        let is_atom = matches!(local.to_ascii_lowercase().as_str(), "feed" | "entry");
        let own = if is_atom { Namespace::Atom } else { Namespace::Rss };
        let is_odd = matches!(self.of_prefix(prefix), Namespace::Foreign | Namespace::Xhtml | Namespace::Inline);
        if is_odd || is_atom && self.of_prefix(prefix) == Namespace::Rss {
            self.bind(prefix, own);
        }
    }

    fn of_prefix(&self, prefix: &str) -> Namespace {
        let bound = self.bindings.iter().rev().find(|(bound, _)| bound == prefix);
        bound.map_or_else(|| Namespace::from_prefix(prefix), |(_, namespace)| *namespace)
    }

    /// The namespace of an element, and its name without the prefix.
    pub(crate) fn resolve<'n>(&self, name: &'n str) -> (Namespace, &'n str) {
        let (prefix, local) = split(name);
        (self.of_prefix(prefix), local)
    }
}

fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

#[cfg(test)]
mod tests {
    use super::{Namespace, Namespaces};

    #[test]
    fn a_prefix_means_its_namespace_and_without_one_the_usual() {
        let mut names = Namespaces::default();
        names.declare(
            " xmlns:c='http://purl.org/rss/1.0/modules/content/' xmlns:dc=\"https://x.example/\" xmlns='http://www.w3.org/2005/Atom'",
        );
        assert_eq!(names.resolve("c:encoded"), (Namespace::Content, "encoded"));
        assert_eq!(names.resolve("dc:date"), (Namespace::Foreign, "date"));
        assert_eq!(names.resolve("title"), (Namespace::Atom, "title"));
        assert_eq!(names.resolve("media:title"), (Namespace::Media, "title"));
        assert_eq!(names.resolve("x:title"), (Namespace::Foreign, "title"));
        names.truncate(0);
        assert_eq!(names.resolve("title"), (Namespace::Rss, "title"));
        names.adopt("y:feed");
        assert_eq!(names.resolve("y:title"), (Namespace::Atom, "title"));
        names.declare(&" xmlns:a='b'".repeat(10_000));
        assert!(names.mark() <= super::MAX_BINDINGS);
    }
}
