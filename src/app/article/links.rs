//! Links of an article: its own, those of its text and of its media, written addresses, and the marks of its notes.

use std::ops::Range;

use crate::{
    article::{BlockKind, SpanKind},
    text::{MAX_ADDRESS_BYTES, Part, addresses, link_address, web_address},
    typeset::Line,
};

use super::{page::Page, spans::spans_in};

/// A link on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The part it stands in.
    pub(crate) part: Part,
    /// Its bytes in the part's shown text.
    pub(crate) range: Range<usize>,
    /// Its target.
    pub(crate) target: LinkTarget,
}

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LinkTarget {
    /// An address in printable ASCII, of a scheme that links may have.
    Address(String),
    /// A note of the article: its label.
    Note(String),
}

impl Link {
    /// True if a part of it stands on a line.
    pub(crate) fn is_on(&self, line: &Line) -> bool {
        self.part == line.part && overlap(&self.range, &line.ink)
    }

    /// The address that it leads to, out of the article.
    pub(crate) fn address(&self) -> Option<&str> {
        match &self.target {
            LinkTarget::Address(address) => Some(address),
            LinkTarget::Note(_) => None,
        }
    }
}

/// The article's own address, as it may leave the program.
pub(crate) fn own_address(page: &Page) -> Option<String> {
    page.article().link.as_deref().and_then(web_address)
}

/// The links on the screen in reading order: the article's own on its byline (on the title where there is none), spans,
/// media, marks of notes, and addresses that are written in the text.
pub(crate) fn visible_links(page: &Page) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut seen: Vec<(Part, Range<usize>)> = Vec::new();
    for line in page.visible().filter(|line| !line.ink.is_empty()) {
        match seen.last_mut() {
            Some((part, range)) if *part == line.part => {
                // Cells of a table go on beside each other.
                *range = range.start.min(line.ink.start)..range.end.max(line.ink.end);
            }
            _ => seen.push((line.part, line.ink.clone())),
        }
    }
    for (part, range) in seen {
        let from = links.len();
        if shows_own(page, part)
            && let Some(address) = own_address(page)
        {
            links.push(Link { part, range, target: LinkTarget::Address(address) });
            continue;
        }
        if let Some(address) = media_address(page, part) {
            links.push(Link { part, range, target: LinkTarget::Address(address) });
            continue;
        }
        links.extend(links_of_spans(page, part, &range));
        let written = written_links(page, part, &range);
        // A link whose words are its address is one link.
        let is_new = |link: &Link| !links[from..].iter().any(|known| overlap(&known.range, &link.range));
        let written: Vec<Link> = written.into_iter().filter(is_new).collect();
        links.extend(written);
        links[from..].sort_by_key(|link| link.range.start);
    }
    links
}

/// Links and marks of notes that are spans, as far as they touch a range of a part's shown text.
fn links_of_spans(page: &Page, part: Part, range: &Range<usize>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (range, kind) in spans_in(page, part, range) {
        let target = match kind {
            SpanKind::Link { href } => link_address(href).map(LinkTarget::Address),
            SpanKind::Note { note } => Some(LinkTarget::Note(note.clone())),
            _ => None,
        };
        let Some(target) = target else { continue };
        match links.iter_mut().rev().find(|known| known.range == range) {
            // The mark of a note that links to it, too.
            Some(known) if matches!(target, LinkTarget::Note(_)) => known.target = target,
            Some(_) => {}
            None => links.push(Link { part, range, target }),
        }
    }
    links
}

/// Addresses that are written in a part, as far as they touch a range of its shown text.
fn written_links(page: &Page, part: Part, range: &Range<usize>) -> Vec<Link> {
    let Some(shown) = page.rendition().shown(part) else { return Vec::new() };
    // An address that began above the screen is whole only with what is above.
    let above = range.start.saturating_sub(MAX_ADDRESS_BYTES);
    let from = shown.text.slice(0..above).len();
    let text = shown.text.slice(from..shown.text.len().min(range.end + MAX_ADDRESS_BYTES));
    let found = addresses(text).map(|found| from + found.start..from + found.end);
    let found = found.filter(|found| overlap(found, range));
    let link = |range: Range<usize>| {
        let target = LinkTarget::Address(web_address(shown.text.slice(range.clone()))?);
        Some(Link { part, range, target })
    };
    found.filter_map(link).collect()
}

/// The address of sound, video or a file whose block a part is.
fn media_address(page: &Page, part: Part) -> Option<String> {
    let Part::Body(index) = part else { return None };
    let BlockKind::Media { src, .. } = &page.article().blocks.get(index as usize)?.kind else { return None };
    web_address(src)
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// True for the part that the article's own link stands on.
fn shows_own(page: &Page, part: Part) -> bool {
    // Parts are gone through only for a title, not for each part of a long text in every frame.
    part == Part::Byline || part == Part::Title && !page.rendition().parts().any(|part| part == Part::Byline)
}

/// The link at a cell of the screen.
pub(super) fn link_at_cell(page: &Page, column: u16, row: u16) -> Option<Link> {
    let place = page.place_at_cell(column, row)?;
    let shown = page.rendition().shown(place.part)?.map.shown(place.offset);
    let links = visible_links(page).into_iter();
    links.filter(|link| link.part == place.part).find(|link| link.range.contains(&shown))
}
