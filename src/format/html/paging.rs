//! The next page of an article that a site has cut into pages: by `rel=next`, by the words of a link, or by its number.
//!
//! Not every such link is one: a blog links its next article in the same way. So an address counts only if it is that of
//! the article with another page's number, or if the link's words are of a page. The caller compares titles.

use url::Url;

use super::{addresses::absolute, feeds::own_base};
use crate::{
    article::Block,
    format::html::tree::{HtmlTag, NodeId, Tree},
    text::StopCheck,
};

/// Words of a link to the next page, folded as [`folded`] does.
const NEXT_WORDS: &[&str] = &[
    "下一页",
    "下一頁",
    "下页",
    "下頁",
    "后一页",
    "後一頁",
    "下一页继续阅读",
    "继续阅读下一页",
    "繼續閱讀下一頁",
    "阅读下一页",
    "閱讀下一頁",
    "余下全文",
    "次のページ",
    "次のページへ",
    "次ページ",
    "次ページへ",
    "次へ",
    "続きを読む",
    "다음",
    "다음페이지",
    "다음쪽",
    "nextpage",
    "next",
];

/// Words that are of a page and of nothing else.
const PAGE_WORDS: &[&str] = &["页", "頁", "ページ", "페이지", "쪽", "page"];

/// Parts of addresses that number the pages of comments.
const COMMENTS: &[&str] = &["comment", "cpage", "reply", "replytocom"];

/// Finds the address of the page behind page `number` of an article, whose first page is at `first` and which is itself
/// at `address`.
pub(crate) fn next_page(text: &str, first: &Url, address: &Url, number: usize) -> Option<Url> {
    let stop = StopCheck::never();
    let tree = Tree::read(text, &stop);
    let own = tree.ids().find_map(|id| own_base(&tree, id, Some(address)));
    let base = own.as_ref().unwrap_or(address);
    let mut best: Option<(usize, Url)> = None;
    for id in tree.ids() {
        let tag = tree.node(id).tag;
        if !matches!(tag, HtmlTag::A | HtmlTag::Link) {
            continue;
        }
        let Some(url) = tree.attribute(id, "href").and_then(|href| absolute(&href, Some(base))) else { continue };
        let Ok(mut url) = Url::parse(&url) else { continue };
        url.set_fragment(None);
        if url.host_str() != first.host_str() || is_same(&url, address) || is_same(&url, first) || is_of_comments(&url)
        {
            continue;
        }
        let rank = rank(&tree, id, &url, first, number);
        if let Some(rank) = rank.filter(|rank| best.as_ref().is_none_or(|(best, _)| rank < best)) {
            best = Some((rank, url));
        }
    }
    best.map(|(_, url)| url)
}

/// True if the titles of two pages are that of one article, one of them with the number of its page.
pub(crate) fn is_same_title(one: &str, other: &str) -> bool {
    one == other || bare_title(one) == bare_title(other)
}

/// A title without the number of a page at its end: `（2）`, `第2頁`, `[2/5]`, ` - page 2`.
fn bare_title(title: &str) -> String {
    const MARKS: &[char] = &[
        ' ', '\u{3000}', '(', ')', '（', '）', '[', ']', '【', '】', '_', '-', '–', '—', '|', '｜', ':', '：', '/', '.',
    ];
    let title = title.trim();
    let mut rest = title.trim_end_matches(MARKS);
    for word in ["ページ目", "ページ", "페이지", "쪽", "页", "頁"] {
        rest = rest.strip_suffix(word).unwrap_or(rest);
    }
    let before = rest.trim_end_matches(MARKS);
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
    if number.len() == before.len() {
        return title.to_owned();
    }
    let mut bare = number.trim_end_matches(MARKS);
    for word in ["第", "Page", "page", "PAGE"] {
        bare = bare.strip_suffix(word).unwrap_or(bare);
    }
    let bare = bare.trim_end_matches(MARKS);
    if bare.is_empty() { title.to_owned() } else { bare.to_owned() }
}

/// Adds the blocks of a further page to an article: not the head that every page repeats, and the foot that every page
/// repeats once, at the end. False if the page has nothing new.
pub(crate) fn join_page(blocks: &mut Vec<Block>, page: Vec<Block>) -> bool {
    /// Blocks of the longest head or foot.
    const MAX_REPEATED: usize = 12;
    let head = &blocks[..blocks.len().min(MAX_REPEATED)];
    let repeated = page.iter().take(MAX_REPEATED).take_while(|block| head.contains(block)).count();
    let mut page = page;
    page.drain(..repeated);
    let same = blocks.iter().rev().zip(page.iter().rev()).take(MAX_REPEATED).take_while(|(one, other)| one == other);
    let foot = same.count();
    if foot >= page.len() {
        return false;
    }
    blocks.truncate(blocks.len() - foot);
    blocks.append(&mut page);
    true
}

/// Rank of a link among those to the next page, 0 the surest; none if nothing says that it is one.
fn rank(tree: &Tree<'_>, id: NodeId, url: &Url, first: &Url, number: usize) -> Option<usize> {
    let is_page = page_number(url, first) == Some(number + 1);
    let rel = tree.attribute(id, "rel").unwrap_or_default().to_ascii_lowercase();
    let is_next = rel.split_ascii_whitespace().any(|word| word == "next");
    let is_link = tree.node(id).tag == HtmlTag::A;
    let words = if is_link { folded(&words_of(tree, id)) } else { String::new() };
    let says_next = NEXT_WORDS.contains(&words.as_str());
    let is_number = words.parse() == Ok(number + 1);
    match () {
        () if is_page && (is_next || says_next) => Some(0),
        () if is_page && is_number => Some(1),
        () if is_link && says_next && PAGE_WORDS.iter().any(|word| words.contains(word)) => Some(2),
        () if is_link && is_next && says_next => Some(3),
        () => None,
    }
}

/// The number of the page of an article at an address: the address of the first page with `_2`, `-2`, `/2`, `/page/2`,
/// `?page=2` and the like.
fn page_number(url: &Url, first: &Url) -> Option<usize> {
    if url.path() == first.path() {
        let other: Vec<_> = first.query_pairs().collect();
        let mut found = None;
        for (key, value) in url.query_pairs() {
            if other.iter().any(|pair| pair.0 == key && pair.1 == value) {
                continue;
            }
            let is_key = matches!(
                key.to_ascii_lowercase().as_str(),
                "page"
                    | "p"
                    | "pg"
                    | "pn"
                    | "paged"
                    | "pageno"
                    | "page_no"
                    | "pagenum"
                    | "pageid"
                    | "currentpage"
                    | "start_page"
            );
            found = Some(value.parse().ok().filter(|_| is_key && found.is_none())?);
        }
        return found;
    }
    if url.query() != first.query() {
        return None;
    }
    let stem = |path: &str| {
        let path = path.trim_end_matches('/');
        let name = path.rfind('/').map_or(0, |at| at + 1);
        match path[name..].rfind('.').filter(|at| *at > 0) {
            Some(at) => (path[..name + at].to_owned(), path[name + at..].to_owned()),
            None => (path.to_owned(), String::new()),
        }
    };
    let ((own, own_ending), (begin, ending)) = (stem(url.path()), stem(first.path()));
    // The first page may have a number of its own: `…_1.html`, `…/1`.
    let bare = ["_1", "-1", "/1", "_0", "/index", "index"].iter().find_map(|end| begin.strip_suffix(end));
    let behind = own.strip_prefix(begin.as_str()).or_else(|| own.strip_prefix(bare?))?;
    let number = behind.trim_start_matches(['_', '-', '/']);
    let number = number.strip_prefix("page").or_else(|| number.strip_prefix('p')).unwrap_or(number);
    let number = number.trim_start_matches(['_', '-', '/']);
    let is_separate = behind.starts_with(['_', '-', '/']) || bare.is_some_and(|bare| bare.ends_with(['_', '-', '/']));
    let is_ending = own_ending == ending || own_ending.is_empty() || ending.is_empty();
    number.parse().ok().filter(|number| is_separate && is_ending && (1..1000).contains(number))
}

fn is_same(one: &Url, other: &Url) -> bool {
    one.path().trim_end_matches('/') == other.path().trim_end_matches('/') && one.query() == other.query()
}

fn is_of_comments(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let query = url.query().unwrap_or_default().to_ascii_lowercase();
    COMMENTS.iter().any(|word| path.contains(&format!("{word}-page")) || query.contains(word))
        || path.contains("/comments/")
}

/// The words of a link, without those of elements that are not shown.
fn words_of(tree: &Tree<'_>, id: NodeId) -> String {
    /// A longer text is no link to a page.
    const MAX_WORDS_BYTES: usize = 200;
    /// Nodes of the largest link whose words are read, so that links within links cost no more than others.
    const MAX_NODES: NodeId = 40;
    if tree.node(id).end - id > MAX_NODES {
        return String::new();
    }
    let mut words = super::metadata::text_of(tree, id);
    words.truncate(words.floor_char_boundary(MAX_WORDS_BYTES));
    words
}

/// A text in lower case without spaces, arrows and other marks.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == 'ー').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{is_same_title, join_page, next_page, page_number};
    use crate::article::Block;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn numbers_in_addresses() {
        for (first, page, expected) in [
            ("https://a.example/n/123.html", "https://a.example/n/123_2.html", Some(2)),
            ("https://a.example/n/123.html", "https://a.example/n/123-3.html", Some(3)),
            ("https://a.example/n/123", "https://a.example/n/123/2", Some(2)),
            ("https://a.example/n/123/", "https://a.example/n/123/page/2/", Some(2)),
            ("https://a.example/n/123?a=1", "https://a.example/n/123?a=1&page=4", Some(4)),
            ("https://a.example/n/123_1.html", "https://a.example/n/123_2.html", Some(2)),
            ("https://a.example/n/123.html", "https://a.example/n/124.html", None),
            ("https://a.example/n/12", "https://a.example/n/123", None),
            ("https://a.example/n/123.html", "https://a.example/page/2", None),
            ("https://a.example/n/123", "https://a.example/n/123?id=2", None),
            ("https://a.example/n?id=1", "https://a.example/n?id=2", None),
        ] {
            assert_eq!(page_number(&url(page), &url(first)), expected, "{first} {page}");
        }
    }

    #[test]
    fn titles_of_one_article() {
        for (one, other, expected) in [
            ("海霧之城", "海霧之城（2）", true),
            ("海霧之城(1)", "海霧之城(3)", true),
            ("海霧之城_第2页", "海霧之城", true),
            ("海霧之城 2/3", "海霧之城 1/3", true),
            ("Fog - Page 2", "Fog", true),
            ("海霧之城 3ページ目", "海霧之城", true),
            ("海霧之城", "海霧之鄉", false),
            ("1", "2", false),
        ] {
            assert_eq!(is_same_title(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn heads_and_feet_of_pages_are_there_once() {
        let page = |texts: &[&str]| texts.iter().map(|text| Block::paragraph(*text)).collect::<Vec<_>>();
        let mut blocks = page(&["記者林澄", "一。", "二。", "責編：海"]);
        assert!(join_page(&mut blocks, page(&["記者林澄", "三。", "責編：海"])));
        assert_eq!(blocks, page(&["記者林澄", "一。", "二。", "三。", "責編：海"]));
        assert!(!join_page(&mut blocks, page(&["記者林澄", "責編：海"])));
        assert!(!join_page(&mut blocks, Vec::new()));
        assert_eq!(blocks.len(), 5);
    }

    #[test]
    fn only_a_link_to_the_next_page_counts() {
        let first = url("https://a.example/n/5.html");
        let next = |html: &str, number| {
            let address =
                if number == 1 { first.clone() } else { url(&format!("https://a.example/n/5_{number}.html")) };
            next_page(html, &first, &address, number).map(|url| url.path().to_owned())
        };
        for (html, expected) in [
            ("<a href='5_2.html'>下一页</a>", Some("/n/5_2.html")),
            ("<head><link rel=next href='/n/5_2.html'></head>", Some("/n/5_2.html")),
            ("<a href='5.html'>1</a> <a href='5_2.html'>2</a> <a href='5_3.html'>3</a>", Some("/n/5_2.html")),
            ("<a href='/x/9'>次のページ &gt;</a>", Some("/x/9")),
            ("<a href='5_2.html'><span>다음</span></a>", Some("/n/5_2.html")),
            ("<a href='6.html'>下一篇</a><a href='6.html'>다음</a>", None),
            ("<head><link rel=next href='/n/6.html'></head>", None),
            ("<a href='https://b.example/n/5_2.html'>下一页</a>", None),
            ("<a href='5.html?cpage=2'>下一页</a><a href='#2'>下一页</a>", None),
            ("<a href='5_3.html'>3</a>", None),
        ] {
            assert_eq!(next(html, 1).as_deref(), expected, "{html}");
        }
        assert_eq!(next("<a href='5.html'>1</a><a href='5_3.html'>3</a>", 2).as_deref(), Some("/n/5_3.html"));
        assert_eq!(next("<a href='5.html'>上一页</a><a href='5_2.html'>2</a>", 2), None);
    }
}
