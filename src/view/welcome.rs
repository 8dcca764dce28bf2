//! The welcome to a newcomer with an empty library.

use super::{canvas::Canvas, theme};

const LINES: &[(&str, ratatui::style::Style)] = &[
    ("看報  kanbao", theme::TITLE),
    ("", theme::TEXT),
    ("Your library is empty.  书架还是空的。  書架還是空的。", theme::TEXT),
    ("", theme::TEXT),
    ("S        put the sample newspaper into it", theme::TEXT),
    ("?        show all keys", theme::TEXT),
    ("Q        leave", theme::TEXT),
    ("", theme::TEXT),
    ("To add articles of your own, leave and run", theme::TEXT),
    ("kanbao import FILE-OR-FOLDER", theme::HEADING),
    ("kanbao feed add ADDRESS", theme::HEADING),
];

/// Draws the welcome.
pub(super) fn draw(canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let rows = area.height.saturating_sub(1);
    let left = area.width.saturating_sub(56) / 2 + area.width.min(8) / 4;
    let top = rows.saturating_sub(LINES.len() as u16) / 2;
    for (index, (text, style)) in LINES.iter().enumerate() {
        let y = top + index as u16;
        if y < rows {
            canvas.label((left, y), area.width, text, *style);
        }
    }
}
