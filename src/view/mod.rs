//! Draws the app: `&App` to ratatui's buffer. It decides colours and positions and nothing else; it changes no state.

mod article;
mod canvas;
mod help;
pub(crate) mod links;
mod list;
mod menu;
mod panel;
mod results;
mod status;
mod theme;
mod welcome;

#[cfg(test)]
mod tests;

pub use links::Linked;

use ratatui::{buffer::Buffer, layout::Position};

use crate::app::{App, Screen};

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
        Screen::Shelf => list::draw(app, &mut canvas),
        Screen::Reader => article::draw(app, &mut canvas),
        Screen::Results => results::draw(app, &mut canvas),
        Screen::Help => help::draw(app, &mut canvas),
        Screen::Menu | Screen::Marking => {}
    }
    menu::draw(app, &mut canvas);
    panel::draw(app, &mut canvas);
    status::draw(app, &mut canvas)
}
