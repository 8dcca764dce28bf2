//! The article: the visible lines of its column, with highlights.

use ratatui::style::Style;

use crate::{
    app::{App, ArticleScreen, Highlight, Hints, Link, Page, settings::Emphasis},
    script::conversion::ChangeKind,
    search::matching::MatchKind,
    text::{safe::Safe, width},
    typeset::{Line, PieceContent, Role},
};

use super::{canvas::Canvas, spans, theme};

/// Draws the visible lines.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(article) = app.article() else { return };
    let page = article.page();
    let left = page.column().left;
    let links = article.links();
    let mut hints: Vec<(String, &Link)> = app.overlays().hints().map(Hints::iter).into_iter().flatten().collect();
    // The last row is the status line's.
    let bottom = canvas.area().height.saturating_sub(1);
    let mut y = 0;
    for line in page.visible() {
        draw_line(canvas, article, line, (&links, app.settings().emphasis), (left, y));
        draw_hints(canvas, page, line, &mut hints, (left, y));
        let rows = page.rows_of(line) as u16;
        if let Some(half) = page.original_column() {
            draw_original(canvas, page, line, (half + left, y));
        } else if rows > 1 && y + 1 < bottom {
            draw_original(canvas, page, line, (left, y + 1));
        }
        y += rows;
    }
}

/// Draws the stored text of a line that is shown otherwise.
fn draw_original(canvas: &mut Canvas<'_>, page: &Page, line: &Line, (left, y): (u16, u16)) {
    let right = canvas.area().width;
    if let Some(original) = page.original_of(line) {
        canvas.whole((left + line.indent, y), right, &original, theme::BESIDE);
    }
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    article: &ArticleScreen,
    line: &Line,
    (links, emphasis): (&[Link], Emphasis),
    (left, y): (u16, u16),
) {
    let right = canvas.area().width;
    let style = style_of(line.role);
    let nothing = Safe::default();
    let text = article.page().rendition().shown(line.part).map_or(&nothing, |shown| &shown.text);
    for piece in line.pieces(text, canvas.ambiguous()) {
        let at = (left + piece.x, y);
        match &piece.content {
            PieceContent::Text(range) => canvas.text(at, right, text, range.clone(), style),
            PieceContent::Decoration(decoration) => canvas.whole(at, right, decoration, theme::DECORATION),
            PieceContent::Label(label) => canvas.label(at, right, label, style),
        };
    }
    spans::draw(canvas, article.page(), line, text, (links, emphasis), (left, y));
    highlight(canvas, article, line, text, (left, y));
}

/// Gives explained changes, matches and the selection of a line their styles.
fn highlight(canvas: &mut Canvas<'_>, article: &ArticleScreen, line: &Line, text: &Safe, (left, y): (u16, u16)) {
    let right = canvas.area().width;
    let changes = article.changes(line).into_iter().map(|change| match change.kind {
        _ if change.is_current => (change.range, theme::CURRENT_CHANGE),
        ChangeKind::Form => (change.range, theme::FORM),
        ChangeKind::Word => (change.range, theme::WORD),
    });
    let matches =
        article.highlights(line).into_iter().map(|Highlight { range, is_current, kind }| match (is_current, kind) {
            (true, _) => (range, theme::CURRENT_MATCH),
            (false, MatchKind::OtherWord) => (range, theme::OTHER_MATCH),
            (false, _) => (range, theme::MATCH),
        });
    for (range, style) in changes.chain(matches) {
        for (x, range) in line.text_pieces(text, range, canvas.ambiguous()) {
            canvas.text((left + x, y), right, text, range, Style::reset().patch(style));
        }
    }
    if let Some(range) = article.selected(line) {
        for (x, range) in line.text_pieces(text, range, canvas.ambiguous()) {
            let cells = width::cells(text.slice(range), canvas.ambiguous()) as u16;
            canvas.tint(y, left + x, left + x + cells, theme::SELECTED);
        }
    }
}

/// Draws the letters of links that stand on a line over their beginnings there, and takes them from those left: a link
/// that goes on over lines has letters on the first of them that is on the screen.
fn draw_hints(
    canvas: &mut Canvas<'_>,
    page: &Page,
    line: &Line,
    waiting: &mut Vec<(String, &Link)>,
    (left, y): (u16, u16),
) {
    let Some(shown) = page.rendition().shown(line.part) else { return };
    waiting.retain(|(letters, link)| {
        let pieces = if link.is_on(line) {
            line.text_pieces(&shown.text, link.range.clone(), canvas.ambiguous())
        } else {
            Vec::new()
        };
        if let Some((x, _)) = pieces.first() {
            canvas.whole((left + x, y), canvas.area().width, &Safe::line(letters), theme::HINT);
        }
        pieces.is_empty()
    });
}

fn style_of(role: Role) -> Style {
    match role {
        Role::Title => theme::TITLE,
        Role::Byline | Role::Notice | Role::OriginalTitle => theme::ASIDE,
        Role::Heading(_) | Role::RelatedLabel(_) | Role::TableHead | Role::Term => theme::HEADING,
        Role::Quote => theme::QUOTE,
        Role::Code | Role::Math => theme::CODE,
        Role::Rule | Role::Ruby | Role::TableRule => theme::DECORATION,
        Role::Figure
        | Role::Media
        | Role::Table
        | Role::Note
        | Role::Definition
        | Role::Text
        | Role::Item
        | Role::Related
        | Role::Blank => theme::TEXT,
    }
}
