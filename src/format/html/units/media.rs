//! Sound, video and pages in frames, which cannot play here but can be opened.

use crate::{
    article::MediaKind,
    format::html::tree::{HtmlTag, NodeId, Tree},
};

/// Nodes within an element among which its sources are.
const MAX_NODES: NodeId = 64;

/// Parts of addresses of frames that hold no part of an article.
#[rustfmt::skip]
const OUTSIDE: &[&str] = &[
    "googletagmanager", "doubleclick", "googlesyndication", "google.com/recaptcha", "facebook.com/plugins",
    "platform.twitter.com/widgets", "addthis", "/ads/", "adservice", "amazon-adsystem", "disqus.com",
];

/// A medium as the page names it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Medium {
    pub(super) kind: MediaKind,
    /// Its address as it is written.
    pub(super) address: String,
    /// Its title; empty if it has none.
    pub(super) title: String,
}

/// Reads an element of media; `None` if there is nothing to open.
pub(super) fn medium(tree: &Tree<'_>, id: NodeId) -> Option<Medium> {
    let node = tree.node(id);
    let kind = match node.tag {
        HtmlTag::Audio => MediaKind::Audio,
        HtmlTag::Video => MediaKind::Video,
        HtmlTag::Iframe => MediaKind::Embed,
        _ => kind_of(&tree.attribute(id, "type").unwrap_or_default()),
    };
    let own = ["src", "data-src", "data", "data-lazy-src", "data-url"].iter().find_map(|name| address(tree, id, name));
    let within = || (id + 1..node.end.min(id + MAX_NODES)).find_map(|id| source(tree, id));
    let address = own.or_else(within).filter(|address| !OUTSIDE.iter().any(|part| address.contains(part)))?;
    let is_dot = |name| tree.attribute(id, name).is_some_and(|size| matches!(size.trim(), "0" | "1" | "0px" | "1px"));
    if node.tag == HtmlTag::Iframe && is_dot("width") && is_dot("height") {
        return None;
    }
    let title = ["title", "aria-label", "data-title"].iter().find_map(|name| tree.attribute(id, name));
    let title = title.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Medium { kind, address, title })
}

/// The word for a kind, where there is no title.
pub(crate) fn word(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Audio => "audio",
        MediaKind::Video => "video",
        MediaKind::Embed => "embed",
        MediaKind::File => "file",
    }
}

fn source(tree: &Tree<'_>, id: NodeId) -> Option<String> {
    match tree.node(id).tag {
        HtmlTag::Source | HtmlTag::Embed => address(tree, id, "src").or_else(|| address(tree, id, "data-src")),
        HtmlTag::Void => {
            let name = tree.attribute(id, "name")?;
            let is_address = ["movie", "src", "filename", "url"].iter().any(|it| name.eq_ignore_ascii_case(it));
            is_address.then(|| address(tree, id, "value")).flatten()
        }
        _ => None,
    }
}

fn address(tree: &Tree<'_>, id: NodeId, name: &str) -> Option<String> {
    let value = tree.attribute(id, name)?;
    let value = value.trim();
    let is_empty =
        value.is_empty() || ["about:", "javascript:", "data:", "blob:"].iter().any(|it| value.starts_with(it));
    (!is_empty).then(|| value.to_owned())
}

fn kind_of(media_type: &str) -> MediaKind {
    match media_type.split('/').next().unwrap_or_default().trim() {
        "audio" => MediaKind::Audio,
        "video" => MediaKind::Video,
        "" | "text" => MediaKind::Embed,
        "application" if media_type.contains("flash") => MediaKind::Embed,
        _ => MediaKind::File,
    }
}
