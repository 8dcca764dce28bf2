//! The cells of the screen that are links, for terminals that can open them themselves. Nothing is drawn here.

use std::ops::Range;

use crate::{
    app::{App, commands::KeyContext},
    text::width,
};

/// Cells of a row that are a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkedCells {
    /// Rows from the top.
    pub(crate) row: u16,
    /// Its columns.
    pub(crate) columns: Range<u16>,
    /// An address of the web.
    pub(crate) address: String,
}

/// The links on the screen; none while something lies over the article.
pub(crate) fn links(app: &App) -> Vec<LinkedCells> {
    let Some(article) = app.article() else { return Vec::new() };
    let is_covered = app.overlays().panel().is_some() || app.overlays().link_list().is_some();
    if is_covered || !matches!(app.context(), KeyContext::Article | KeyContext::Selection) {
        return Vec::new();
    }
    let (links, page) = (article.links(), article.page());
    if links.is_empty() {
        return Vec::new();
    }
    let ambiguous = app.settings().ambiguous();
    let mut found = Vec::new();
    let mut row = 0;
    for line in page.visible() {
        let Some(shown) = page.rendition().shown(line.part) else { continue };
        for link in links.iter().filter(|link| link.is_on(line)) {
            let Some(address) = link.address() else { continue };
            for (x, range) in line.text_pieces(&shown.text, link.range.clone(), ambiguous) {
                let cells = width::cells(shown.text.slice(range), ambiguous) as u16;
                let x = page.column().left + x;
                found.push(LinkedCells { row, columns: x..x + cells, address: address.to_owned() });
            }
        }
        row += page.rows_of(line) as u16;
    }
    found
}
