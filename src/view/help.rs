//! The help page: every command of the one table, its keys and what it does.

use crate::{
    app::{App, Help, commands::help_rows},
    text::safe::Safe,
};

use super::{canvas::Canvas, theme};

/// Draws the part of the page that is scrolled into view.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let rows = help_rows(area.width);
    let height = usize::from(area.height.saturating_sub(1));
    // The screen may have become wider, and the page shorter, since it was scrolled.
    let top = app.overlays().help().map_or(0, Help::top).min(rows.len().saturating_sub(height));
    for (y, row) in (0..).zip(rows.iter().skip(top).take(height)) {
        canvas.whole((2, y), area.width, &Safe::line(&row.keys), theme::MARK);
        let style = if row.is_heading { theme::HEADING } else { theme::TEXT };
        canvas.whole((row.column, y), area.width, &Safe::line(&row.text), style);
    }
}
