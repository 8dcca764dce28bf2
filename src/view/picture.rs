//! A picture over the screen, drawn in cells, or the place for one whose pixels the terminal draws; else a sentence in the
//! middle.

use std::sync::Arc;

use ratatui::style::{Color, Style};

use crate::{
    app::{App, Overlay, PictureView},
    picture::{BlockCell, CellColour, Drawing, DrawingContent},
    text::{safe::Safe, width},
};

use super::{canvas::Canvas, status, theme};

/// The place of a picture whose pixels the terminal draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PixelPlace {
    /// Columns and rows from the top left corner.
    pub(crate) at: (u16, u16),
    pub(crate) drawing: Arc<Drawing>,
}

/// The picture on the screen, if the terminal is to draw its pixels.
pub(crate) fn pixels(app: &App) -> Option<PixelPlace> {
    let Some(Overlay::Picture(view)) = app.overlays().top() else { return None };
    let drawing = view.drawing().filter(|drawing| matches!(drawing.content, DrawingContent::Pixels(_)))?;
    let surface = &drawing.surface;
    let at = place((surface.columns, surface.rows), drawing);
    Some(PixelPlace { at, drawing: Arc::clone(drawing) })
}

/// The first cell of a drawing in the middle of an area.
fn place((columns, rows): (u16, u16), drawing: &Drawing) -> (u16, u16) {
    (columns.saturating_sub(drawing.columns) / 2, rows.saturating_sub(drawing.rows) / 2)
}

/// Draws the picture, if there is one. The status line stays.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(view) = app.overlays().picture() else { return };
    let area = canvas.area();
    let rows = area.height.saturating_sub(1);
    (0..rows).for_each(|y| canvas.clear(y));
    if let Some(notice) = view.notice() {
        return draw_notice(&notice, view, canvas);
    }
    let Some(drawing) = view.drawing() else { return };
    let DrawingContent::Cells(cells) = &drawing.content else { return };
    let (left, top) = place((area.width, rows), drawing);
    for (y, row) in (top..rows).zip(cells.chunks(usize::from(drawing.columns).max(1))) {
        for (x, cell) in (left..area.width).zip(row) {
            canvas.label((x, y), area.width, cell.glyph, style(cell));
        }
    }
}

fn style(cell: &BlockCell) -> Style {
    let colour = |colour| match colour {
        CellColour::Default => Color::Reset,
        CellColour::Indexed(number) => Color::Indexed(number),
        CellColour::Rgb([r, g, b]) => Color::Rgb(r, g, b),
    };
    Style::new().fg(colour(cell.foreground)).bg(colour(cell.background))
}

/// Draws a sentence in the middle, and the picture's address below it.
fn draw_notice(notice: &str, view: &PictureView, canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let rows = area.height.saturating_sub(1);
    let room = area.width.saturating_sub(4).max(1);
    let notice = Safe::line(notice);
    let mut lines = status::wrapped(&notice, (room.into(), rows.into()), canvas.ambiguous());
    let address = view.link().address.as_deref().map(Safe::line).unwrap_or_default();
    lines.extend(status::wrapped(&address, (room.into(), 3), canvas.ambiguous()));
    let top = rows.saturating_sub(lines.len() as u16) / 2;
    for (y, line) in (top..rows).zip(lines) {
        let line = Safe::line(line);
        let cells = width::cells(&line, canvas.ambiguous()) as u16;
        let left = area.width.saturating_sub(cells) / 2;
        canvas.fitted((left, y), area.width.saturating_sub(left), &line, theme::TEXT);
    }
}
