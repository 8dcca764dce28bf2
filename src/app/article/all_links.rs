//! Every link of an article, on the screen or not, in reading order.

use crate::{
    app::overlays::LinkEntry,
    article::{Block, BlockKind, SpanKind},
    text::{Part, addresses, link_address, web_address},
};

use super::{links::own_address, page::Page};

/// Limit of the links that are listed: a page of nothing but links has some thousands.
const MAX_LISTED: usize = 10_000;
/// Limit of the bytes of a link's words that are listed; a link may be a whole paragraph.
const MAX_WORDS_BYTES: usize = 240;

/// The links of the article, the first [`MAX_LISTED`] of them: its own, links of the text, media, pictures, and addresses
/// that are written in the text.
pub(super) fn all_links(page: &Page) -> Vec<LinkEntry> {
    let article = page.article();
    let title = article.title.as_str();
    let own = own_address(page).map(|address| entry(Part::Title, title, 0..title.len(), address));
    let blocks = (0..).zip(&article.blocks).flat_map(|(index, block)| links_of(Part::Body(index), block));
    own.into_iter().chain(blocks).take(MAX_LISTED).collect()
}

fn links_of(part: Part, block: &Block) -> Vec<LinkEntry> {
    let text = block.text.as_str();
    let whole = |address: Option<String>| address.map(|address| entry(part, text, 0..text.len(), address));
    match &block.kind {
        BlockKind::Media { src, .. } => return whole(web_address(src)).into_iter().collect(),
        BlockKind::Figure { images } => {
            return images
                .iter()
                .filter_map(|image| whole(web_address(&image.src)))
                .chain(spans(part, block))
                .collect();
        }
        _ => {}
    }
    let mut links: Vec<LinkEntry> = spans(part, block).collect();
    let linked = links.len();
    for range in addresses(text) {
        let is_known = links[..linked].iter().any(|it| it.range.start < range.end && range.start < it.range.end);
        if let Some(address) = web_address(&text[range.clone()]).filter(|_| !is_known) {
            links.push(entry(part, text, range, address));
        }
    }
    links.sort_by_key(|link| link.range.start);
    links
}

fn spans(part: Part, block: &Block) -> impl Iterator<Item = LinkEntry> + '_ {
    block.spans.iter().filter_map(move |span| match &span.kind {
        SpanKind::Link { href } => Some(entry(part, &block.text, span.range(), link_address(href)?)),
        _ => None,
    })
}

fn entry(part: Part, text: &str, range: std::ops::Range<usize>, address: String) -> LinkEntry {
    let end = text.floor_char_boundary(range.end.min(range.start + MAX_WORDS_BYTES));
    let range = range.start..end;
    LinkEntry { words: text.get(range.clone()).unwrap_or_default().to_owned(), part, range, address }
}
