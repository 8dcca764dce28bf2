//! The help page: every command of the one table, its keys and what it does.

use crate::{
    app::{App, help_lines},
    text::Safe,
};

use super::{canvas::Canvas, theme};

/// Cells of the column of keys.
const KEYS: u16 = 22;

/// Draws the part of the page that is scrolled into view.
pub fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let rows = usize::from(area.height.saturating_sub(1));
    for (y, line) in help_lines().iter().skip(app.help_top()).take(rows).enumerate() {
        let y = y as u16;
        match &line.keys {
            None => {
                canvas.label((1, y), area.width, line.text, theme::HEADING);
            }
            Some(keys) => {
                let end = canvas.whole((2, y), area.width, &Safe::line(keys), theme::MARK);
                canvas.label((end.max(KEYS.min(area.width / 2)) + 1, y), area.width, line.text, theme::TEXT);
            }
        }
    }
}
