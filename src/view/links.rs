//! Which cells of the screen are links, for terminals that can open them themselves. Nothing is drawn here.

use std::ops::Range;

use crate::{
    app::{App, Screen},
    text::width,
};

/// Cells of a row that are a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Rows from the top.
    pub row: u16,
    /// Its columns.
    pub columns: Range<u16>,
    /// Where it leads: an address of the web.
    pub address: String,
}

/// The links on the screen; none while something lies over the article.
#[must_use]
pub fn links(app: &App) -> Vec<Linked> {
    let Some(reader) = app.reader() else { return Vec::new() };
    if !matches!(app.screen(), Screen::Reader | Screen::Marking) || app.panel().is_some() {
        return Vec::new();
    }
    let links = reader.links();
    let ambiguous = app.settings().ambiguous();
    let mut found = Vec::new();
    for (row, line) in reader.visible().enumerate() {
        let Some(shown) = reader.rendition().shown(line.part) else { continue };
        for link in links.iter().filter(|link| link.part == line.part) {
            for (x, range) in line.text_pieces(&shown.text, link.range.clone(), ambiguous) {
                let cells = width::cells(shown.text.slice(range), ambiguous) as u16;
                let x = reader.column().left + x;
                found.push(Linked { row: row as u16, columns: x..x + cells, address: link.address.clone() });
            }
        }
    }
    found
}
