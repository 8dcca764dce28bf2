//! The head of a page: meta elements, links, and the data it gives to search engines.

use std::collections::HashMap;

use url::Url;

use super::linked_data::{LinkedData, linked_data};
use crate::format::html::{
    absolute, own_base,
    tree::{HtmlTag, NodeId, Tree},
};
use crate::{article::language_tag, format::markup::decoded};

/// The head of a page.
#[derive(Debug, Default)]
pub(crate) struct PageHead {
    /// The text of `<title>`.
    pub(crate) title: String,
    /// Meta elements by name or property in lower case; the first of each.
    meta: HashMap<String, String>,
    pub(crate) data: LinkedData,
    pub(crate) language: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) base: Option<Url>,
}

impl PageHead {
    /// Reads the head, and elements of a head that are in the body.
    pub(crate) fn read(tree: &Tree<'_>, address: Option<&Url>) -> PageHead {
        let mut head = PageHead::default();
        let mut canonical = None;
        for id in tree.ids() {
            match tree.node(id).tag {
                HtmlTag::Html => {
                    head.language = head
                        .language
                        .take()
                        .or_else(|| tree.attribute(id, "lang").and_then(|tag| language_tag::tidy(&tag)));
                }
                HtmlTag::Title if head.title.is_empty() && !in_picture(tree, id) => head.title = text_of(tree, id),
                HtmlTag::Meta => head.meta(tree, id),
                HtmlTag::Base => head.base = head.base.take().or_else(|| own_base(tree, id, address)),
                HtmlTag::Link if canonical.is_none() => {
                    let rel = tree.attribute(id, "rel").unwrap_or_default();
                    if rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical")) {
                        canonical = tree.attribute(id, "href").map(|href| href.trim().to_owned());
                    }
                }
                HtmlTag::Script => {
                    let kind = tree.attribute(id, "type").unwrap_or_default();
                    if kind.trim().eq_ignore_ascii_case("application/ld+json") {
                        let end = tree.node(id).end;
                        (id + 1..end).for_each(|text| linked_data(tree.text(text), &mut head.data));
                    }
                }
                _ => {}
            }
        }
        head.base = head.base.take().or_else(|| address.cloned());
        let base = head.base.as_ref();
        let own = canonical.or_else(|| head.value(&["og:url"]).map(str::to_owned)).or_else(|| head.data.link.clone());
        let own = own.and_then(|link| absolute(&link, base)).and_then(|link| Url::parse(&link).ok());
        // A page whose canonical address is the site's first page has a template that is wrong.
        let is_own = |url: &Url| {
            url.scheme() != "mailto"
                && (url.path() != "/" || url.query().is_some() || address.is_none_or(|page| page.path() == "/"))
        };
        head.link = own.filter(is_own).or_else(|| address.cloned()).map(String::from);
        let languages = [
            head.language.take(),
            head.tag(&["content-language", "language", "og:locale"]),
            head.data.language.clone(),
        ];
        head.language = languages.into_iter().flatten().next();
        head
    }

    fn meta(&mut self, tree: &Tree<'_>, id: NodeId) {
        let Some(content) = tree.attribute(id, "content") else { return };
        for name in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = tree.attribute(id, name) {
                let value = content.trim();
                if !value.is_empty() {
                    self.meta.entry(name.trim().to_ascii_lowercase()).or_insert_with(|| value.to_owned());
                }
            }
        }
    }

    /// The first of some meta elements that is there.
    pub(crate) fn value(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.meta.get(*name)).map(String::as_str)
    }

    /// Values of the meta elements that name an author, the most telling first: those of the standard names, then those of
    /// a service's own, as `parsely-author` and `cXenseParse:author`, then the account at a network.
    pub(crate) fn authors(&self) -> Vec<&str> {
        const NAMES: &[&str] = &["author", "article:author", "dc.creator", "byl"];
        let is_own =
            |name: &&String| name.strip_suffix("author").is_some_and(|rest| rest.ends_with([':', '.', '-', '_']));
        let mut own: Vec<&String> =
            self.meta.keys().filter(is_own).filter(|name| !NAMES.contains(&name.as_str())).collect();
        own.sort_unstable();
        let names = NAMES.iter().copied().chain(own.into_iter().map(String::as_str)).chain(["twitter:creator"]);
        names.filter_map(|name| self.meta.get(name)).map(String::as_str).collect()
    }

    fn tag(&self, names: &[&str]) -> Option<String> {
        names.iter().filter_map(|name| self.meta.get(*name)).find_map(|tag| language_tag::tidy(tag))
    }
}

/// `<title>` within a drawing.
fn in_picture(tree: &Tree<'_>, id: NodeId) -> bool {
    let parent = tree.node(tree.node(id).parent);
    parent.tag == HtmlTag::Svg
}

/// The text of an element in one line.
pub(crate) fn text_of(tree: &Tree<'_>, id: NodeId) -> String {
    let end = tree.node(id).end;
    let text: String =
        (id..end).filter(|id| tree.node(*id).tag == HtmlTag::Text).map(|id| decoded(tree.text(id), true)).collect();
    text.split([' ', '\n', '\t', '\r', '\u{a0}']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
