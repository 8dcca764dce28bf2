//! Draws the app: `&App` to ratatui's buffer. It decides colours and positions and nothing else; it changes no state.

mod article;
mod canvas;
mod help;
mod link_list;
pub(crate) mod links;
mod list;
mod menu;
mod panel;
pub(crate) mod picture;
mod results;
mod spans;
mod status;
mod theme;
mod welcome;

#[cfg(test)]
mod tests;

pub(crate) use links::LinkedCells;
pub(crate) use picture::PixelPlace;

use ratatui::{buffer::Buffer, layout::Position};

use crate::app::{App, Screen};

use canvas::Canvas;

/// Draws the whole screen on an empty buffer. Returns the position of the cursor, if it is shown.
pub(crate) fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(buffer, app.settings().ambiguous());
    let area = canvas.area();
    if area.width == 0 || area.height == 0 {
        return None;
    }
    match app.screen() {
        _ if app.overlays().help().is_some() => help::draw(app, &mut canvas),
        Screen::List if is_empty(app) => welcome::draw(&mut canvas),
        Screen::List => list::draw(app, &mut canvas),
        Screen::Article => article::draw(app, &mut canvas),
        Screen::Results => results::draw(app, &mut canvas),
    }
    picture::draw(app, &mut canvas);
    menu::draw(app, &mut canvas);
    link_list::draw(app, &mut canvas);
    panel::draw(app, &mut canvas);
    status::draw(app, &mut canvas)
}

/// True if the library has no articles.
fn is_empty(app: &App) -> bool {
    app.list().window().total() == Some(0) && !app.list().filter().is_active()
}
