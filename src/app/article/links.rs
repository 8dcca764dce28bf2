//! Links of an article: its own, and addresses in the text on the screen.

use std::ops::Range;

use crate::text::{Part, addresses, web_address};

use super::page::Page;

/// Bytes of an address at most (RFC 9110 asks for 8,000; browsers and servers agree on no more than these).
const MAX_ADDRESS_BYTES: usize = 2083;

/// A link on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The part it stands in.
    pub(crate) part: Part,
    /// Its bytes in the part's shown text.
    pub(crate) range: Range<usize>,
    /// An address of the web in printable ASCII.
    pub(crate) address: String,
}

/// The article's own address, as it may leave the program.
pub(crate) fn own_address(page: &Page) -> Option<String> {
    page.article().link.as_deref().and_then(web_address)
}

/// The links on the screen, from the top: the article's own on its byline (on the title where there is none), and
/// addresses in the text.
pub(crate) fn visible_links(page: &Page) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut seen: Vec<(Part, Range<usize>)> = Vec::new();
    for line in page.visible().filter(|line| !line.ink.is_empty()) {
        match seen.last_mut() {
            Some((part, range)) if *part == line.part => range.end = line.ink.end,
            _ => seen.push((line.part, line.ink.clone())),
        }
    }
    for (part, range) in seen {
        if shows_own(page, part)
            && let Some(address) = own_address(page)
        {
            links.push(Link { part, range, address });
            continue;
        }
        let Some(shown) = page.rendition().shown(part) else { continue };
        // An address that began above the screen is whole only with what is above.
        let above = range.start.saturating_sub(MAX_ADDRESS_BYTES);
        let from = shown.text.slice(0..above).len();
        let text = shown.text.slice(from..shown.text.len().min(range.end + MAX_ADDRESS_BYTES));
        let found = addresses(text).map(|found| from + found.start..from + found.end);
        let found = found.filter(|found| found.end > range.start && found.start < range.end);
        links.extend(found.filter_map(|range| {
            let address = web_address(shown.text.slice(range.clone()))?;
            Some(Link { part, range, address })
        }));
    }
    links
}

/// True for the part that the article's own link stands on.
fn shows_own(page: &Page, part: Part) -> bool {
    // Parts are gone through only for a title, not for each part of a long text in every frame.
    part == Part::Byline || part == Part::Title && !page.rendition().parts().any(|part| part == Part::Byline)
}

/// The address of the link at a cell of the screen.
pub(super) fn address_at_cell(page: &Page, column: u16, row: u16) -> Option<String> {
    let place = page.place_at_cell(column, row)?;
    let shown = page.rendition().shown(place.part)?.map.shown(place.offset);
    let links = visible_links(page).into_iter();
    links.filter(|link| link.part == place.part).find(|link| link.range.contains(&shown)).map(|link| link.address)
}
