//! The article: the visible lines of its column, with matches lit.

use ratatui::style::Style;

use crate::{
    app::{App, Reader},
    script::ChangeKind,
    text::{Ambiguous, Safe, width},
    typeset::{Line, Marker, Role},
};

use super::{canvas::Canvas, theme};

/// Draws the visible lines.
pub fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(reader) = app.reader() else { return };
    let left = reader.column().left;
    // The last row is the status line's.
    let bottom = canvas.area().height.saturating_sub(1);
    let mut y = 0;
    for line in reader.visible() {
        draw_line(canvas, reader, line, left, y);
        let rows = reader.rows_of(line) as u16;
        if let Some(half) = reader.original_column() {
            original(canvas, reader, line, (half + left, y));
        } else if rows > 1 && y + 1 < bottom {
            original(canvas, reader, line, (left, y + 1));
        }
        y += rows;
    }
}

/// The stored text of a line, where it is shown otherwise.
fn original(canvas: &mut Canvas<'_>, reader: &Reader, line: &Line, (left, y): (u16, u16)) {
    let right = canvas.area().width;
    if let Some(original) = reader.original_of(line) {
        canvas.whole((left + line.indent, y), right, &original, theme::BESIDE);
    }
}

fn draw_line(canvas: &mut Canvas<'_>, reader: &Reader, line: &Line, left: u16, y: u16) {
    let right = canvas.area().width;
    let x = left + line.indent;
    let style = style_of(line.role);
    match line.role {
        Role::Blank => {}
        Role::Rule => rule(canvas, x, x + line.cells, y),
        Role::RelatedLabel => {
            canvas.label((x, y), right, "Related 相關", theme::HEADING);
        }
        _ => {
            marker(canvas, line.marker, x, y);
            let Some(shown) = reader.rendition().shown(line.part) else { return };
            canvas.text((x, y), right, &shown.text, line.ink.clone(), style);
            for (range, kind, current) in reader.changed(line) {
                let style = match kind {
                    _ if current => theme::CURRENT_CHANGE,
                    ChangeKind::Form => theme::FORM,
                    ChangeKind::Word => theme::WORD,
                };
                mark(canvas, line, &shown.text, (x, y), range, style);
            }
            for (range, current) in reader.lit(line) {
                let style = if current { theme::CURRENT_MATCH } else { theme::MATCH };
                mark(canvas, line, &shown.text, (x, y), range, style);
            }
        }
    }
}

/// Gives a range of a line's text a style.
fn mark(
    canvas: &mut Canvas<'_>,
    line: &Line,
    text: &Safe,
    (x, y): (u16, u16),
    range: std::ops::Range<usize>,
    style: Style,
) {
    let range = range.start.max(line.ink.start)..range.end.min(line.ink.end);
    if range.is_empty() {
        return;
    }
    let before = width::cells(text.slice(line.ink.start..range.start), canvas.ambiguous()) as u16;
    let right = canvas.area().width;
    canvas.text((x + before, y), right, text, range, Style::reset().patch(style));
}

fn style_of(role: Role) -> Style {
    match role {
        Role::Title => theme::TITLE,
        Role::Byline | Role::Notice | Role::OriginalTitle => theme::ASIDE,
        Role::Heading(_) | Role::RelatedLabel => theme::HEADING,
        Role::Quote => theme::QUOTE,
        Role::Code => theme::CODE,
        Role::Rule => theme::FURNITURE,
        Role::Text | Role::Item | Role::Related | Role::Blank => theme::TEXT,
    }
}

/// A marker stands at the end of the indent, with a free cell after it.
fn marker(canvas: &mut Canvas<'_>, marker: Marker, x: u16, y: u16) {
    let at = x.saturating_sub(marker.cells());
    match marker {
        Marker::None => {}
        Marker::Bullet => {
            canvas.label((at, y), x, "-", theme::FURNITURE);
        }
        Marker::Bar => {
            let bar = if canvas.ambiguous() == Ambiguous::Narrow { "│" } else { "|" };
            canvas.label((at, y), x, bar, theme::FURNITURE);
        }
        Marker::Number(number) => {
            canvas.whole((at, y), x, &Safe::line(&format!("{number}.")), theme::FURNITURE);
        }
    }
}

/// A short rule in the middle of the column.
fn rule(canvas: &mut Canvas<'_>, left: u16, right: u16, y: u16) {
    let dash = if canvas.ambiguous() == Ambiguous::Narrow { "─" } else { "-" };
    for x in left..right {
        canvas.label((x, y), right, dash, theme::FURNITURE);
    }
}
