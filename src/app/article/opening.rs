//! Links that are opened: with the browser, by a letter on the screen, or as a code for a telephone's camera.

use crate::app::{
    commands::CopyUnit,
    effect::Effect,
    overlays::{Hints, Panel},
    settings::browser,
    shared::Shared,
    shared::requests::RequestKind,
};

use super::{
    copying,
    links::{own_address, visible_links},
    page::Page,
};

/// Columns that the right side of the status line takes at most.
const RIGHT_SIDE_COLUMNS: usize = 24;

/// Puts a letter at every link on the screen; a single link is opened at once.
pub(super) fn open_hints(page: &Page, shared: &mut Shared) {
    let links = visible_links(page);
    match links.as_slice() {
        [] => shared.messages.error("There is no link on the screen."),
        [link] => open_link(&link.address, shared),
        _ => {
            shared.messages.info("Which link? Type its letter.");
            shared.overlays.open(Hints(links));
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
pub(in crate::app) fn open_link(address: &str, shared: &mut Shared) {
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
