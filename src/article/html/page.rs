//! An article out of a page: its head's words, its text, and nothing of what stands around it.

use url::Url;

use super::{
    blocks::blocks,
    byline::Byline,
    content::{places, prose},
    fragment::{fragment_at, has_markup},
    head::{Head, text_of},
    keep::{Kept, keep},
    linked_data::embedded,
    tag::Tag,
    title,
    tree::{Id, Tree},
    units::{Unit, units},
    when,
};
use crate::article::{Article, Block, Parsed, Remark, language_tag, lines};

/// Bytes of text that are read of one page.
const MOST_TEXT: usize = 16 * 1024 * 1024;

/// Running text, in characters, that makes a page one with an article.
const LITTLE: usize = 150;

/// Characters of a line that can say who wrote an article.
const BYLINE: u32 = 120;

/// Units after the title that are looked through for its date and author.
const NEAR: usize = 12;

/// Reads a page as an article. `address` is where it came from, if that is known.
#[must_use]
pub fn parse(text: &str, address: Option<&Url>) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let saved = if address.is_none() { saved_from(text) } else { None };
    let address = address.or(saved.as_ref());
    let tree = Tree::read(text);
    let head = Head::read(&tree, address);
    let (mut seen, mut is_cut) = units(&tree, false, MOST_TEXT);
    if total(&seen) < LITTLE as i64 {
        let (more, cut) = units(&tree, true, MOST_TEXT);
        if total(&more) > total(&seen) {
            (seen, is_cut) = (more, cut);
        }
    }
    let title = title::title(&head, &seen);
    let places = places(&tree, &seen);
    let Kept { body, related, first } = keep(&tree, &seen, &places, &title);
    let base = head.base.as_ref();
    let mut article = Article { title, related, link: head.link.clone(), ..Article::default() };
    let around = around(&seen, &article.title, first);
    article.published = when::published(&tree, &head, around.iter().copied(), address);
    credits(&mut article, &tree, &head, &around, &seen);
    drop(places);
    let mut body = body.into_iter().peekable();
    let mut index = 0;
    seen.retain(|_| {
        index += 1;
        body.next_if_eq(&(index - 1)).is_some()
    });
    let length: usize = seen.iter().map(|unit| unit.chars as usize).sum();
    article.blocks = blocks(&tree, seen, base);
    if let Some(better) = from_data(&tree, &head, length, base) {
        article.blocks = better;
    }
    article.lang = language(head.language.as_deref(), &article);
    let mut remarks = Vec::new();
    if is_cut {
        remarks.push(Remark::LongPage);
    }
    if article.title.is_empty() && !article.blocks.is_empty() {
        remarks.push(Remark::NoTitle);
    }
    if article.blocks.is_empty() {
        remarks.push(Remark::NoText);
    }
    Parsed { article, remarks }
}

fn total(units: &[Unit]) -> i64 {
    units.iter().map(prose).sum()
}

/// The units about the title and the beginning of the text, nearest to the title first.
fn around<'u>(units: &'u [Unit], title: &str, first: usize) -> Vec<&'u Unit> {
    let wanted = title::letters(title);
    let at = units.iter().position(|unit| !wanted.is_empty() && title::letters(&unit.text) == wanted);
    let at = at.filter(|at| *at <= first.saturating_add(3)).unwrap_or_else(|| first.saturating_sub(NEAR));
    let end = units.len().min(first.max(at) + 3).min(at + NEAR * 3);
    let before = units[at.saturating_sub(4)..at].iter().rev();
    units[at..end].iter().chain(before).collect()
}

/// Author and source.
fn credits(article: &mut Article, tree: &Tree<'_>, head: &Head, around: &[&Unit], units: &[Unit]) {
    let mut byline = Byline::default();
    around.iter().filter(|unit| unit.chars <= BYLINE).for_each(|unit| byline.read(&unit.text));
    if byline.source.is_none() || byline.author.is_none() {
        let ends =
            units.iter().filter(|unit| unit.chars <= 40 && (unit.text.contains('源') || unit.text.contains("作者")));
        ends.take(5).for_each(|unit| byline.read(&unit.text));
    }
    if byline.source.is_none() {
        byline.source = named_source(tree);
    }
    let is_name = |name: &&str| !name.contains("://") && !name.contains('@') && name.chars().count() <= 80;
    let meta = head.value(&["author", "article:author", "dc.creator", "byl", "parsely-author", "twitter:creator"]);
    let site = head
        .value(&["og:site_name", "source", "mediaid", "copyright", "application-name", "publisher"])
        .filter(|name| name.chars().count() <= 40);
    let publisher = head.data.publisher.as_deref();
    let titled = title::site(head, &article.title);
    article.source = byline.source.or_else(|| publisher.or(site).or(titled).map(str::to_owned));
    let author = head.data.author.as_deref().filter(is_name).or(meta.filter(is_name)).map(str::to_owned);
    let is_site = |name: &String| {
        article.source.as_ref() == Some(name) || [site, publisher, titled].contains(&Some(name.as_str()))
    };
    article.author = byline.author.or_else(|| author.filter(|name| !is_site(name)));
}

/// The short text of an element that is named for where the article comes from.
fn named_source(tree: &Tree<'_>) -> Option<String> {
    let is_named = |id: &Id| {
        let node = tree.node(*id);
        let inline = matches!(node.tag, Tag::Inline | Tag::A | Tag::Block | Tag::P | Tag::I);
        let named = |value: &str| {
            value.split_ascii_whitespace().any(|word| ["source", "media", "laiyuan", "ly"].contains(&word))
        };
        inline
            && node.end - id <= 6
            && tree.attributes(*id).any(|(name, value)| matches!(name, "class" | "id") && named(value))
    };
    tree.ids().filter(|id| !tree.text(*id).is_empty()).filter(is_named).take(5).map(|id| text_of(tree, id)).find(
        |text| {
            let count = text.chars().count();
            (2..=20).contains(&count) && !text.chars().any(|c| c.is_ascii_digit()) && !text.contains(['。', '，'])
        },
    )
}

/// Where a browser that saved a page noted it came from.
fn saved_from(text: &str) -> Option<Url> {
    let head = text.get(..text.char_indices().nth(3000).map_or(text.len(), |(at, _)| at))?;
    let rest = head.split_once("saved from url=")?.1;
    let rest = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest);
    let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
    Url::parse(&rest[..end]).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The text that lies in a page's data, if it is more than what can be seen.
fn from_data(tree: &Tree<'_>, head: &Head, length: usize, base: Option<&Url>) -> Option<Vec<Block>> {
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let read = |text: &str| {
        if has_markup(text) { fragment_at(text, base) } else { lines::lines(text).map(Block::paragraph).collect() }
    };
    let told = head.data.body.as_deref().filter(|text| count(text) > length * 2);
    if let Some(text) = told {
        return Some(read(text)).filter(|blocks| !blocks.is_empty());
    }
    if length >= LITTLE {
        return None;
    }
    let scripts =
        tree.ids().filter(|id| tree.node(*id).tag == Tag::Raw && tree.node(tree.node(*id).parent).tag == Tag::Script);
    let found = scripts.filter_map(|id| embedded(tree.text(id))).max_by_key(String::len)?;
    let blocks = read(&found);
    let more = blocks.iter().map(|block| count(&block.text)).sum::<usize>() > length * 2;
    Some(blocks).filter(|_| more)
}

/// The language a page declares, unless its letters say that its template is another's.
fn language(declared: Option<&str>, article: &Article) -> Option<String> {
    let (mut han, mut kana, mut hangul, mut latin) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in article.blocks.iter().flat_map(|block| block.text.chars()).take(4000) {
        match c {
            '\u{3041}'..='\u{30f6}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => han += 1,
            '\u{ac00}'..='\u{d7a3}' => hangul += 1,
            c if c.is_ascii_alphabetic() => latin += 1,
            _ => {}
        }
    }
    let seen = match () {
        () if hangul > han + kana && hangul * 3 > latin => Some("ko"),
        () if kana * 10 > han + kana && kana * 3 > latin => Some("ja"),
        () if han * 3 > latin && han > 0 => Some("zh"),
        () => None,
    };
    match (declared, seen) {
        (Some(tag), Some(seen)) if !fits(tag, seen) => (seen != "zh").then(|| seen.to_owned()),
        (Some(tag), _) => language_tag::tidy(tag),
        (None, Some(seen)) if seen != "zh" => Some(seen.to_owned()),
        (None, _) => None,
    }
}

fn fits(tag: &str, seen: &str) -> bool {
    let first = tag.split('-').next().unwrap_or_default();
    first == seen || seen == "zh" && matches!(first, "yue" | "cmn" | "nan" | "wuu" | "hak")
}
