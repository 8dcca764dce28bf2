//! The list of articles: a row each, in columns that stay aligned whatever the scripts.

use ratatui::style::Style;

use crate::{
    app::{App, ListRow},
    search::matching::{MatchKind, TextMatch, snippet::snippet},
    store::lists::Row,
    text::{safe::Safe, width},
};

use super::{canvas::Canvas, theme};

/// Cells before the date: the cursor's mark, the unread mark, the star, a space.
const MARK_COLUMNS: u16 = 4;
/// Cells of a date such as 2026-03-14.
const DATE_COLUMNS: u16 = 10;
/// Cells between columns.
const GAP_COLUMNS: u16 = 2;

/// Columns of the list for a width in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListColumns {
    date: Option<u16>,
    source: Option<(u16, u16)>,
    pub(super) title: u16,
}

impl ListColumns {
    /// The title keeps at least some twenty cells; the source goes first, then the date.
    pub(super) fn for_width(width: u16) -> ListColumns {
        if width < 34 {
            return ListColumns { date: None, source: None, title: MARK_COLUMNS.min(width / 4) };
        }
        let after_date = MARK_COLUMNS + DATE_COLUMNS + GAP_COLUMNS;
        if width < 60 {
            return ListColumns { date: Some(MARK_COLUMNS), source: None, title: after_date };
        }
        let source = (width / 5).clamp(10, 20);
        ListColumns {
            date: Some(MARK_COLUMNS),
            source: Some((after_date, source)),
            title: after_date + source + GAP_COLUMNS,
        }
    }
}

/// Draws the masthead and the rows.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    if area.height > app.list().window().height() as u16 + 1 {
        masthead(app, canvas);
    }
    let first = area.height.saturating_sub(1).saturating_sub(app.list().window().height() as u16);
    let columns = ListColumns::for_width(area.width);
    for (line, position) in app.list().window().visible().enumerate() {
        let y = first + line as u16;
        if position == app.list().window().cursor() {
            canvas.label((0, y), area.width, ">", theme::CURSOR);
        }
        if let Some(row) = app.list().window().row(position) {
            draw_row(canvas, columns, y, row);
        }
    }
}

fn masthead(app: &App, canvas: &mut Canvas<'_>) {
    let right = canvas.area().width;
    let after = canvas.label((0, 0), right, " 看報", theme::TITLE.patch(theme::DECORATION));
    let mut after = canvas.label((after, 0), right, "  kanbao", theme::ASIDE);
    for chip in app.list().filter().chips() {
        let text = Safe::line(&format!(" {} ", chip.text));
        let room = right.saturating_sub(after + 2);
        if room < 4 {
            break;
        }
        canvas.fitted((after + 2, 0), room, &text, theme::CHIP);
        after += 2 + (width::cells(&text, canvas.ambiguous()) as u16).min(room);
    }
}

fn draw_row(canvas: &mut Canvas<'_>, columns: ListColumns, y: u16, shown: &ListRow) {
    draw_head(canvas, columns, y, &shown.row, &shown.source);
    let style = if shown.row.read { theme::TEXT } else { theme::UNREAD };
    draw_title(canvas, (columns.title, y), &shown.title, &shown.highlights, style);
}

/// Draws a title from a cell to the right edge, with matches highlighted. Where the first would be cut off, the title is
/// shown around it.
pub(super) fn draw_title(
    canvas: &mut Canvas<'_>,
    (x, y): (u16, u16),
    title: &Safe,
    matches: &[TextMatch],
    style: Style,
) {
    let room = canvas.area().width.saturating_sub(x);
    let (cut, _) = crate::text::width::cut::cut(title, usize::from(room), canvas.ambiguous());
    // Where the title was cut, an ellipsis stands.
    let uncut = if cut == **title { cut.len() } else { cut.trim_end_matches('…').len() };
    if let Some(TextMatch { range, kind }) = matches.first().filter(|found| found.range.end > uncut) {
        let around = snippet(title, range.clone(), usize::from(room), canvas.ambiguous());
        canvas.whole((x, y), canvas.area().width, &around.text, style);
        highlight(canvas, (x, y), &around.text, &TextMatch { range: around.range, kind: *kind }, style);
        return;
    }
    canvas.fitted((x, y), room, title, style);
    for TextMatch { range, kind } in matches {
        let found = TextMatch { range: range.start.min(uncut)..range.end.min(uncut), kind: *kind };
        highlight(canvas, (x, y), title, &found, style);
    }
}

/// Gives a part of a text that stands at a cell the style of a match.
pub(super) fn highlight(canvas: &mut Canvas<'_>, (x, y): (u16, u16), text: &Safe, found: &TextMatch, style: Style) {
    if found.range.is_empty() {
        return;
    }
    let before = width::cells(text.slice(0..found.range.start), canvas.ambiguous()) as u16;
    let right = canvas.area().width;
    let matched = if found.kind == MatchKind::OtherWord { theme::OTHER_MATCH } else { theme::MATCH };
    canvas.text((x + before, y), right, text, found.range.clone(), Style::reset().patch(style).patch(matched));
}

/// Draws the columns before the title: marks, date, source.
pub(super) fn draw_head(canvas: &mut Canvas<'_>, columns: ListColumns, y: u16, row: &Row, source: &Safe) {
    let right = canvas.area().width;
    if columns.title >= MARK_COLUMNS {
        canvas.label((1, y), right, if row.read { " " } else { "N" }, theme::MARK);
        canvas.label((2, y), right, if row.starred { "*" } else { " " }, theme::MARK);
    }
    if let Some(at) = columns.date {
        let date = row.published.as_ref().map(|published| Safe::line(&published.civil().date().to_string()));
        if let Some(date) = date {
            canvas.whole((at, y), right, &date, theme::ASIDE);
        }
    }
    if let Some((at, room)) = columns.source {
        canvas.fitted((at, y), room, source, theme::ASIDE);
    }
}
