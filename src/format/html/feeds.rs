//! The feeds that a page names in its head or links to.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
};

use url::Url;

use super::addresses::absolute;
use crate::{
    format::html::tree::{HtmlTag, NodeId, Tree},
    text::StopCheck,
};

/// Limit of the feeds of one page that are named; the rest are counted.
const MAX_FEEDS: usize = 50;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FeedLink {
    /// Its whole address.
    pub(crate) url: String,
    /// The page's name for it; empty if it has none.
    pub(crate) title: String,
    /// True if the page's head announces it; otherwise it is a link in the text that seems to lead to a feed.
    pub(crate) announced: bool,
}

/// The feeds that a page names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NamedFeeds {
    /// Announced feeds first, feeds of comments last.
    pub(crate) links: Vec<FeedLink>,
    /// Feeds that are named beyond these.
    pub(crate) more: usize,
}

/// Finds the feeds of a page.
#[must_use]
pub(crate) fn find_feeds(text: &str, base: Option<&Url>) -> NamedFeeds {
    let stop = StopCheck::never();
    let tree = Tree::read(text, &stop);
    let own = tree.ids().find_map(|id| own_base(&tree, id, base));
    let base = own.as_ref().or(base);
    let (mut ranks, mut more): ([Vec<FeedLink>; 4], usize) = Default::default();
    // A page may name millions, so only a hash is kept of those that are counted.
    let (mut seen, hasher) = (HashSet::new(), RandomState::new());
    for id in tree.ids() {
        let link = match tree.node(id).tag {
            HtmlTag::Link => announced(&tree, id, base),
            HtmlTag::A => linked(&tree, id, base),
            _ => None,
        };
        let Some(link) = link.filter(|link| seen.insert(hasher.hash_one(&link.url))) else { continue };
        let rank = &mut ranks[usize::from(!link.announced) * 2 + usize::from(is_of_comments(&link))];
        if rank.len() < MAX_FEEDS {
            rank.push(link);
        } else {
            more += 1;
        }
    }
    let mut links: Vec<FeedLink> = ranks.into_iter().flatten().collect();
    more += links.len().saturating_sub(MAX_FEEDS);
    links.truncate(MAX_FEEDS);
    NamedFeeds { links, more }
}

fn is_of_comments(link: &FeedLink) -> bool {
    ["comment", "评论", "評論", "コメント", "댓글"]
        .iter()
        .any(|word| link.title.to_lowercase().contains(word) || link.url.to_lowercase().contains(word))
}

/// `<base href>`.
pub(crate) fn own_base(tree: &Tree<'_>, id: NodeId, base: Option<&Url>) -> Option<Url> {
    let is_base = tree.node(id).tag == HtmlTag::Base;
    let address = is_base.then(|| tree.attribute(id, "href")).flatten()?;
    Url::parse(&absolute(&address, base)?).ok()
}

fn announced(tree: &Tree<'_>, id: NodeId, base: Option<&Url>) -> Option<FeedLink> {
    let lower = |name| tree.attribute(id, name).map(|value| value.trim().to_ascii_lowercase()).unwrap_or_default();
    let (rel, kind) = (lower("rel"), lower("type"));
    let is_feed = kind.contains("rss")
        || kind.contains("atom")
        || kind == "application/feed+json"
        || kind == "application/rdf+xml"
        || kind == "text/xml"
        || kind == "application/xml"
        || kind == "application/json" && rel.contains("feed");
    let is_alternate = rel.split_ascii_whitespace().any(|word| matches!(word, "alternate" | "feed" | "alternative"));
    if !is_alternate || !(is_feed || rel.contains("feed")) {
        return None;
    }
    let url = absolute(&tree.attribute(id, "href")?.replacen("feed:", "", 1), base)?;
    let title = tree.attribute(id, "title").map(|title| title.trim().to_owned()).unwrap_or_default();
    Some(FeedLink { url, title, announced: true })
}

/// A link in the text whose address or words say that it is a feed.
fn linked(tree: &Tree<'_>, id: NodeId, base: Option<&Url>) -> Option<FeedLink> {
    let address = tree.attribute(id, "href")?;
    let address = address.trim();
    let url = absolute(address.strip_prefix("feed:").unwrap_or(address), base)?;
    let parsed = Url::parse(&url).ok()?;
    let path = parsed.path().to_ascii_lowercase();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let ending = last.rsplit_once('.').map(|(_, ending)| ending);
    let is_feed = address.starts_with("feed:")
        || matches!(ending, Some("rss" | "rdf" | "atom"))
        || matches!(
            last,
            "rss" | "feed" | "atom" | "feed.xml" | "rss.xml" | "atom.xml" | "index.xml" | "feed.json" | "rssfeed"
        )
        || ending == Some("xml") && (path.contains("rss") || path.contains("feed"));
    if !is_feed || !matches!(parsed.scheme(), "http" | "https") {
        return None;
    }
    let end = tree.node(id).end;
    let words: String = (id..end).filter(|id| tree.node(*id).tag == HtmlTag::Text).map(|id| tree.text(id)).collect();
    let title = crate::format::markup::decoded(words.trim(), true).chars().take(200).collect();
    Some(FeedLink { url, title, announced: false })
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{MAX_FEEDS, NamedFeeds, find_feeds};

    #[test]
    fn feeds_of_a_page() {
        let page = "<html><head><base href='/zh/'>\
            <link rel='alternate' type='application/rss+xml' title='评论' href='comments/feed'>\
            <link rel=alternate type=application/atom+xml title='望潮社 &amp; 你' href=//feeds.example.org/a>\
            <link rel=alternate hreflang=en href=/en><link rel=stylesheet href=rss.css>\
            <link rel=feed href='feed.json'></head><body>\
            <a href='/rss/world.xml'><b>国际</b></a> <a href='javascript:feed'>x</a> <a href='feed:https://example.org/f'>订阅</a>\
            <a href=/about>关于</a><a href='/rss/world.xml'>又</a>";
        let base = Url::parse("https://example.org/news/1.html").unwrap();
        let found = find_feeds(page, Some(&base)).links;
        let shown: Vec<String> =
            found.iter().map(|link| format!("{} {} {}", link.url, link.title, u8::from(link.announced))).collect();
        assert_eq!(
            shown,
            [
                "https://feeds.example.org/a 望潮社 & 你 1",
                "https://example.org/zh/feed.json  1",
                "https://example.org/zh/comments/feed 评论 1",
                "https://example.org/rss/world.xml 国际 0",
                "https://example.org/f 订阅 0",
            ]
        );
        assert_eq!(find_feeds("<p>没有</p>", None), NamedFeeds::default());
    }

    #[test]
    fn feeds_beyond_the_limit_are_counted_once_each() {
        let links = (0..70).map(|number| format!("<a href='/{}.rss'>x</a>", number % 60)).collect::<Vec<_>>().concat();
        let head = "<link rel=alternate type=application/rss+xml href=/main>";
        let base = Url::parse("https://example.org/").unwrap();
        let found = find_feeds(&format!("{links}{head}"), Some(&base));
        assert_eq!((found.links.len(), found.more), (MAX_FEEDS, 11));
        assert_eq!(found.links[0].url, "https://example.org/main");
    }
}
