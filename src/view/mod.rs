//! Draws the app: `&App` to ratatui's buffer. It decides colours and positions and nothing else; it changes no state.

mod canvas;
mod help;
mod links;
mod menu;
mod panel;
mod reader;
mod results;
mod shelf;
mod status;
#[cfg(test)]
mod tests;
mod theme;
mod welcome;

use ratatui::{buffer::Buffer, layout::Position};

use crate::app::{App, Screen};

pub use links::{Linked, links};

use canvas::Canvas;

/// Draws the whole screen and returns where the cursor is to be shown, if anywhere. The buffer is to be empty.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(buffer, app.settings().ambiguous());
    let area = canvas.area();
    if area.width == 0 || area.height == 0 {
        return None;
    }
    match app.behind() {
        Screen::Shelf if app.shelf().total() == Some(0) && !app.is_narrowed() => welcome::draw(&mut canvas),
        Screen::Shelf => shelf::draw(app, &mut canvas),
        Screen::Reader => reader::draw(app, &mut canvas),
        Screen::Results => results::draw(app, &mut canvas),
        Screen::Help => help::draw(app, &mut canvas),
        Screen::Menu | Screen::Marking => {}
    }
    menu::draw(app, &mut canvas);
    panel::draw(app, &mut canvas);
    status::draw(app, &mut canvas)
}
