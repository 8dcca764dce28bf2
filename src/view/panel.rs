//! A page over the screen: its title on a bar, its rows below, or a picture alone in the middle.

use crate::{
    app::App,
    text::{safe::Safe, width},
};

use super::{canvas::Canvas, theme};

/// Draws the page, if there is one. The status line stays.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(panel) = app.overlays().panel() else { return };
    let area = canvas.area();
    let below = area.height.saturating_sub(1);
    let first = u16::from(!panel.is_picture);
    (0..below).for_each(|y| canvas.clear(y));
    if !panel.is_picture {
        canvas.tint(0, 0, area.width, theme::STATUS);
        canvas.whole((1, 0), area.width, &Safe::line(&panel.title), theme::STATUS);
    }
    for (y, row) in (first..below).zip(&panel.rows) {
        let row = Safe::line(row);
        let cells = width::cells(&row, canvas.ambiguous()) as u16;
        let (x, style) =
            if panel.is_picture { (area.width.saturating_sub(cells) / 2, theme::PICTURE) } else { (1, theme::TEXT) };
        canvas.whole((x, y), area.width, &row, style);
    }
}
