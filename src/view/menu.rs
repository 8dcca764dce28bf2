//! A list to choose from, over the lower part of the screen, from edge to edge.

use crate::{
    app::App,
    text::{safe::Safe, width},
};

use super::{canvas::Canvas, theme};

/// Cells before a row's label: the cursor's mark and a space.
const MARKS: u16 = 2;

/// The row of the menu's title on a screen of this height, if there is a menu.
pub(super) fn top(app: &App, height: u16) -> Option<u16> {
    app.overlays().menu().map(|menu| height.saturating_sub(menu.visible().len() as u16 + 2))
}

/// Draws the menu, if there is one: its title on a bar, its rows below.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(menu) = app.overlays().menu() else { return };
    let area = canvas.area();
    let rows = menu.visible();
    let first = top(app, area.height).unwrap_or(0);
    for y in first..area.height.saturating_sub(1) {
        canvas.clear(y);
    }
    canvas.tint(first, 0, area.width, theme::STATUS);
    canvas.whole((1, first), area.width, &Safe::line(&menu.title), theme::STATUS);
    let cells = |text: &str| width::cells(&Safe::line(text), canvas.ambiguous()) as u16;
    let widest = menu.items().iter().map(|item| cells(&item.label)).max().unwrap_or(0);
    // Labels keep at most half of the row when there is something beside them.
    let has_details = menu.items().iter().any(|item| !item.detail.is_empty());
    let room = if has_details { widest.min(area.width / 2) } else { area.width.saturating_sub(MARKS) };
    for (line, index) in rows.enumerate() {
        let y = first + 1 + line as u16;
        let Some(item) = menu.items().get(index) else { continue };
        if index == menu.cursor() {
            canvas.label((0, y), area.width, ">", theme::CURSOR);
        }
        canvas.fitted((MARKS, y), room, &Safe::line(&item.label), theme::TEXT);
        let after = MARKS + room + 2;
        canvas.fitted((after, y), area.width.saturating_sub(after), &Safe::line(&item.detail), theme::ASIDE);
    }
}
