//! Links that are opened: with the browser, by letters on the screen, from a list, or as a code for a telephone's camera.

use crate::app::{
    commands::{CopyUnit, LinkUse},
    effect::Effect,
    input::typing,
    overlays::{Hints, LinkList, Panel, PromptKind},
    settings::browser,
    shared::Shared,
    shared::requests::RequestKind,
};

use super::{
    all_links::all_links,
    copying,
    links::{Link, LinkTarget, own_address, visible_links},
    page::Page,
};

/// Columns that the right side of the status line takes at most.
const RIGHT_SIDE_COLUMNS: usize = 24;

/// Puts letters at every link on the screen. Returns a single link, which needs no choice.
pub(super) fn open_hints(purpose: LinkUse, page: &Page, shared: &mut Shared) -> Option<Link> {
    // A note has no address to copy.
    let fits = |link: &Link| purpose == LinkUse::Open || matches!(link.target, LinkTarget::Address(_));
    let mut links: Vec<Link> = visible_links(page).into_iter().filter(fits).collect();
    match links.len() {
        0 => shared.messages.error("There is no link on the screen. gl lists those of the article."),
        1 => return links.pop(),
        _ => {
            shared.messages.info(purpose.question());
            shared.overlays.open(Hints::new(links, purpose));
        }
    }
    None
}

/// Lists all links of the article.
pub(super) fn open_list(page: &Page, shared: &mut Shared) {
    let links = all_links(page);
    if links.is_empty() {
        return shared.messages.error("This article has no link.");
    }
    shared.messages.clear();
    shared.overlays.open(LinkList::new(links, shared.size));
    typing::open(PromptKind::Links, shared);
}

/// Opens an address or copies it.
pub(in crate::app) fn use_address(address: &str, purpose: LinkUse, shared: &mut Shared) {
    match purpose {
        LinkUse::Open => open_link(address, shared),
        LinkUse::Copy => {
            copying::copy(address.to_owned(), CopyUnit::Link.name(), shared);
            shared.messages.info(format!("Copied {address}"));
        }
    }
}

/// Opens the article's own link.
pub(super) fn open_own_link(page: &Page, shared: &mut Shared) {
    match own_address(page) {
        Some(address) => open_link(&address, shared),
        None => shared.messages.error("This article has no link."),
    }
}

/// Shows the article's own link as a code.
pub(super) fn show_code(page: &Page, shared: &mut Shared) {
    let Some(address) = own_address(page) else {
        return shared.messages.error("This article has no link.");
    };
    match Panel::code(&address, shared.settings.ambiguous(), shared.size.1) {
        Ok(panel) => shared.overlays.open(panel),
        Err(message) => shared.messages.error(message),
    }
}

/// Opens an address with the browser. Where its windows would open on another machine, copies and shows it.
fn open_link(address: &str, shared: &mut Shared) {
    let command = match browser::opening(&shared.settings.browser, address) {
        Ok(command) => command,
        Err(error) => return shared.messages.error(error.to_string()),
    };
    if !command.is_empty() {
        shared.messages.info(format!("Opening {address}"));
        return shared.requests.begin(RequestKind::Browser, |ticket| Effect::Browse { ticket, command });
    }
    copying::copy(address.to_owned(), CopyUnit::Link.name(), shared);
    let width = usize::from(shared.size.0);
    let message = format!("Copied {address}");
    if message.len() + RIGHT_SIDE_COLUMNS <= width {
        shared.messages.info(message);
    } else {
        shared.overlays.open(Panel::address(address, width));
    }
}
