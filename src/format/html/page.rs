//! An article out of a page: its title, metadata and text without the rest of the page.

use url::Url;

use super::{
    blocks::blocks,
    fragment::{fragment_until, has_markup},
};
use crate::format::html::{
    content::{embeds, find_boxes, is_worded_noise, keep::keep, prose},
    metadata::{Byline, MAX_SCRIPT_BYTES, PageHead, byline, embedded, published, text_of, title},
    tree::{HtmlTag, NodeId, Tree},
    units::{PageUnit, PageUnits, UnitKind, each, units},
};
use crate::{
    article::{Article, Block, language_tag},
    format::{Parsed, Remark, lines, markup::decoded},
    text::{
        StopCheck,
        classes::{Class, class},
    },
};

/// Bytes of text that are read of one page.
const MAX_TEXT_BYTES: usize = 16 * 1024 * 1024;

/// Running text, in characters, that makes a page one with an article.
const MIN_ARTICLE_CHARS: usize = 150;

/// Characters of a line that can say who wrote an article.
const MAX_BYLINE_CHARS: u32 = 120;

/// Limit of a last line that names the author, in characters.
const MAX_LAST_LINE_CHARS: u32 = 30;

/// Nodes before the title and after the text in which an element may name the author or the source.
const NEARBY_NODES: NodeId = 60;

/// Limit of the units after the title that are searched for its date and author.
const NEARBY_UNITS: usize = 12;

/// Reads a page as an article. `address` is where it came from, if that is known.
#[must_use]
pub(crate) fn parse(text: &str, address: Option<&Url>) -> Parsed {
    parse_until(text, address, &StopCheck::never())
}

/// Reads a page as an article; the result is incomplete if `stop` stopped it.
pub(crate) fn parse_until(text: &str, address: Option<&Url>, stop: &StopCheck<'_>) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let saved = if address.is_none() { saved_from(text) } else { None };
    let address = address.or(saved.as_ref());
    let tree = Tree::read(text, stop);
    let head = PageHead::read(&tree, address);
    let PageUnits { units: all, notes, beyond, lost_marks } = read_units(&tree);
    let (mut seen, apart) = embeds::take_apart(all);
    let mut title = title::title(&tree, &head, &seen);
    let boxes = find_boxes(&tree, &seen);
    let mut kept = keep(&tree, &seen, &boxes, &title);
    let (first, is_doubtful) = (kept.first, kept.is_doubtful);
    let over = (first.saturating_sub(NEARBY_UNITS)..=first).filter(|index| *index < seen.len());
    if let Some(at) = over.rev().find(|index| is_better_title(&seen[*index], &title)) {
        title = seen[at].text.replace('\n', " ");
        kept.body.retain(|index| *index != at);
    }
    // A page that was saved without its address may name it.
    let own = head.link.as_deref().and_then(|link| Url::parse(link).ok());
    let base = head.base.as_ref().or(own.as_ref());
    let related = std::mem::take(&mut kept.related);
    let mut article = Article { title, related, link: head.link.clone(), ..Article::default() };
    let near = near_title(&tree, &seen, &article.title, first);
    article.published = published::published(&tree, &head, &near, &seen, address);
    credits(&mut article, &tree, &head, &near, &seen, &kept.body);
    if let Some(last) = kept.body.last() {
        without_last_link(&tree, &mut seen[*last]);
    }
    let body = embeds::put_together(&tree, seen, apart, &boxes, &kept, &article.title);
    drop(boxes);
    let length: usize = body.iter().map(|unit| unit.chars as usize).sum();
    article.blocks = blocks(&tree, body, &notes, base);
    let mut unread = head.data.unread;
    if let Some(better) = from_data(&tree, &head, length, base, &mut unread) {
        article.blocks = better;
    }
    article.lang = language(head.language.as_deref(), &article);
    let remarks = [
        (beyond > 0).then_some(Remark::LongPage(beyond)),
        (unread > 0).then_some(Remark::LongScript(unread)),
        (kept.more_related > 0).then_some(Remark::MoreRelated(kept.more_related)),
        (lost_marks > 0).then_some(Remark::MoreSpans(lost_marks)),
        (article.title.is_empty() && !article.blocks.is_empty()).then_some(Remark::NoTitle),
        article.blocks.is_empty().then_some(Remark::NoText),
        (is_doubtful && !article.blocks.is_empty()).then_some(Remark::Doubtful),
    ];
    Parsed { article, remarks: remarks.into_iter().flatten().collect(), ..Parsed::default() }
}

/// The units of a page; those of its `<noscript>` as well if there is more text with them and little without.
fn read_units(tree: &Tree<'_>) -> PageUnits {
    let found = units(tree, false, MAX_TEXT_BYTES);
    if total(tree, &found.units) >= MIN_ARTICLE_CHARS as i64 {
        return found;
    }
    let more = units(tree, true, MAX_TEXT_BYTES);
    if total(tree, &more.units) > total(tree, &found.units) { more } else { found }
}

/// Characters of running text.
fn total(tree: &Tree<'_>, units: &[PageUnit]) -> i64 {
    each(tree, units).map(prose).sum()
}

/// Takes a link to another page off the end of the last paragraph: 返回首页, 查看更多.
fn without_last_link(tree: &Tree<'_>, unit: &mut PageUnit) {
    const AWAY: &[&str] =
        &["返回", "查看更多", "查看全文", "查看原文", "更多", "点击", "點擊", "看更多", "下载", "下載"];
    let Some(link) = unit.link.map(|link| text_of(tree, link)) else { return };
    let (bare, count) = (link.trim_start_matches(['【', '[', '>', '»', ' ']), link.chars().count());
    if unit.kind != UnitKind::Text || count > 20 || !AWAY.iter().any(|word| bare.starts_with(word)) {
        return;
    }
    if let Some(rest) = unit.text.strip_suffix(link.as_str()).map(str::trim_end).filter(|rest| !rest.is_empty()) {
        let gone = link.chars().filter(|c| !c.is_whitespace()).count() as u32;
        let length = rest.len();
        unit.truncate(length);
        unit.chars = unit.chars.saturating_sub(gone);
        unit.linked = unit.linked.saturating_sub(gone);
    }
}

/// A heading over the text, if the title found so far is only the name of a section.
fn is_better_title(unit: &PageUnit, title: &str) -> bool {
    let letters = |text| title::letters(text).chars().count();
    matches!(unit.kind, UnitKind::Heading(_)) && unit.linked == 0 && letters(title) <= 6 && letters(&unit.text) >= 10
}

/// The units near the title and the beginning of the text, nearest to the title first.
fn near_title<'u>(tree: &Tree<'_>, units: &'u [PageUnit], title: &str, first: usize) -> Vec<&'u PageUnit> {
    let letters = title::letters(title);
    let at = each(tree, units).position(|unit| !letters.is_empty() && title::has_letters(&unit.text, &letters));
    let at = at.filter(|at| *at <= first.saturating_add(3)).unwrap_or_else(|| first.saturating_sub(NEARBY_UNITS));
    let end = units.len().min(first.max(at) + 3).min(at + NEARBY_UNITS * 3);
    let before = units[at.saturating_sub(4)..at].iter().rev();
    units[at..end].iter().chain(before).collect()
}

/// Author and source.
fn credits(
    article: &mut Article,
    tree: &Tree<'_>,
    head: &PageHead,
    near: &[&PageUnit],
    units: &[PageUnit],
    body: &[usize],
) {
    let mut byline = Byline::default();
    near.iter().filter(|unit| unit.chars <= MAX_BYLINE_CHARS).for_each(|unit| byline.read_signature(&unit.text));
    let first = near.iter().map(|unit| unit.first).min().unwrap_or(0);
    let last = body.last().map_or(first, |index| units[*index].first);
    let nodes = first.saturating_sub(NEARBY_NODES)..last.saturating_add(NEARBY_NODES);
    let named = |names: &[&str]| named(tree, nodes.clone(), names);
    if byline.source.is_none() || byline.author.is_none() {
        let ends = each(tree, units)
            .filter(|unit| unit.chars <= 40 && (unit.text.contains('源') || unit.text.contains("作者")));
        ends.take(5).for_each(|unit| byline.read(&unit.text));
    }
    byline.source = byline.source.or_else(|| named(&["source", "media", "laiyuan", "ly"]));
    near.iter().filter(|unit| unit.chars <= 60).for_each(|unit| byline.read_unlabelled(&unit.text));
    let is_name = |name: &&str| byline::is_name(name) && name.chars().count() <= 80;
    let mut meta = head.authors();
    let account = if head.value(&["twitter:creator"]).is_some() { meta.pop() } else { None };
    let site = head
        .value(&["og:site_name", "source", "mediaid", "copyright", "application-name", "publisher"])
        .filter(|name| name.chars().count() <= 40);
    let publisher = head.data.publisher.as_deref();
    let titled = title::site(head, &article.title);
    article.source = byline.source.or_else(|| publisher.or(site).or(titled).map(str::to_owned));
    let declared: Vec<String> =
        head.data.author.as_deref().into_iter().chain(meta).filter(is_name).map(str::to_owned).collect();
    let is_site = |name: &String| {
        // 望潮网 is a site's name where its title says 望潮网新闻.
        let begins = |other: Option<&str>| other.is_some_and(|other| other.starts_with(name.as_str()));
        begins(article.source.as_deref()) || [site, publisher, titled].into_iter().any(begins)
    };
    let by_name = || {
        named(&["author", "author-name", "author_name", "authorname", "byline", "writer", "reporter", "reporter-name"])
    };
    let account = account.filter(is_name).map(str::to_owned);
    // A person before the site: many templates name the site as the author of everything. Only the data for search engines
    // is taken at its word.
    let found = byline.author.or_else(|| declared.iter().find(|name| !is_site(name)).cloned());
    article.author = found
        .or_else(|| author_in_text(units, body))
        .or_else(|| by_name().filter(|name| !is_site(name)))
        .or_else(|| account.filter(|name| !is_site(name)))
        .or_else(|| head.data.author.clone().filter(|name| is_name(&name.as_str())));
}

/// The author by the first or the last lines of the text.
fn author_in_text(units: &[PageUnit], body: &[usize]) -> Option<String> {
    let mut byline = Byline::default();
    body.iter().take(3).for_each(|index| byline.read_beginning(&units[*index].text));
    for index in
        body.iter().take(8).chain(body.iter().rev().take(3)).filter(|index| units[**index].chars <= MAX_LAST_LINE_CHARS)
    {
        let mut last = Byline::default();
        last.read_signature(units[*index].text.trim_matches(['（', '）', '(', ')', ' ']));
        byline.author = byline.author.or(last.author);
    }
    byline.author
}

/// The short text of an element near the text that has one of some names.
fn named(tree: &Tree<'_>, near: std::ops::Range<NodeId>, names: &[&str]) -> Option<String> {
    let is_named = |id: &NodeId| {
        let node = tree.node(*id);
        let inline = matches!(node.tag, HtmlTag::Inline | HtmlTag::A | HtmlTag::Block | HtmlTag::P | HtmlTag::I);
        let has_name = |value: &str| value.split_ascii_whitespace().any(|word| names.contains(&word));
        inline
            && node.end - id <= 6
            && tree
                .attributes(*id)
                .any(|(name, value)| matches!(name, "class" | "id" | "rel" | "itemprop") && has_name(value))
    };
    let ids = near.start..near.end.min(tree.end());
    ids.filter(|id| !tree.text(*id).is_empty()).filter(is_named).take(5).map(|id| text_of(tree, id)).find_map(|text| {
        let text = byline::tidy(text.trim());
        let count = text.chars().count();
        let fits = (2..=20).contains(&count) && !text.chars().any(|c| c.is_ascii_digit());
        (fits
            && byline::is_name(text)
            && !is_worded_noise(text, count as u32)
            && !text.contains(['。', '，', '：', ':']))
        .then(|| text.to_owned())
    })
}

/// The address that a browser has noted in a page that it saved.
fn saved_from(text: &str) -> Option<Url> {
    let head = text.get(..text.char_indices().nth(3000).map_or(text.len(), |(at, _)| at))?;
    let rest = head.split_once("saved from url=")?.1;
    let rest = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest);
    let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
    Url::parse(&rest[..end]).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The text that lies in a page's data, if it is more than what can be seen. Adds the bytes of scripts that are too long
/// to be read to `unread`.
fn from_data(
    tree: &Tree<'_>,
    head: &PageHead,
    length: usize,
    base: Option<&Url>,
    unread: &mut usize,
) -> Option<Vec<Block>> {
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let read = |text: &str| {
        let escaped = !has_markup(text) && text.contains("&lt;");
        let text = &*if escaped { decoded(text, true) } else { text.into() };
        if has_markup(text) {
            fragment_until(text, base, tree.stop).blocks
        } else {
            lines::until(text, tree.stop).map(Block::paragraph).collect()
        }
    };
    let declared = head.data.body.as_deref().filter(|text| count(text) > length * 2);
    if let Some(text) = declared {
        return Some(read(text)).filter(|blocks| !blocks.is_empty());
    }
    if length >= MIN_ARTICLE_CHARS {
        return None;
    }
    let is_script =
        |id: &NodeId| tree.node(*id).tag == HtmlTag::Raw && tree.node(tree.node(*id).parent).tag == HtmlTag::Script;
    let scripts = || tree.ids().filter(is_script).map(|id| tree.text(id));
    let (short, long): (Vec<&str>, Vec<&str>) = scripts().partition(|script| script.len() <= MAX_SCRIPT_BYTES);
    *unread = long.iter().map(|script| script.len()).sum();
    let found = short.into_iter().filter_map(|script| embedded(script, tree.stop)).max_by_key(String::len)?;
    let blocks = read(&found);
    let more = blocks.iter().map(|block| count(&block.text)).sum::<usize>() > length * 2;
    Some(blocks).filter(|_| more)
}

/// The language a page declares, unless its letters say that its template is another's.
fn language(declared: Option<&str>, article: &Article) -> Option<String> {
    let (mut han, mut kana, mut hangul, mut latin) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in article.blocks.iter().flat_map(|block| block.text.chars()).take(4000) {
        match class(c) {
            Class::Hiragana | Class::Katakana => kana += 1,
            Class::Han => han += 1,
            Class::Hangul => hangul += 1,
            Class::Latin => latin += 1,
            Class::Bopomofo | Class::Other => {}
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
