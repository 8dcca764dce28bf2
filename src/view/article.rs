//! The article: the visible lines of its column, with matches lit.

use ratatui::style::Style;

use crate::{
    app::{
        App,
        article::{Hints, reader::Reader},
        search::Lit,
    },
    script::conversion::ChangeKind,
    search::matching::query::Kind,
    text::{safe::Safe, width},
    typeset::{Drawn, Line, Role},
};

use super::{canvas::Canvas, theme};

/// Draws the visible lines.
pub fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(reader) = app.reader() else { return };
    let left = reader.column().left;
    // The last row is the status line's.
    let bottom = canvas.area().height.saturating_sub(1);
    let mut y = 0;
    let mut lines = reader.visible().peekable();
    while let Some(line) = lines.next() {
        draw_line(canvas, reader, line, left, y);
        // Behind the byline, or behind the title where there is none.
        let head = matches!(line.role, Role::Title | Role::Byline);
        if head && lines.peek().is_none_or(|next| !matches!(next.role, Role::Title | Role::Byline)) {
            keywords(canvas, reader, line, left, y);
        }
        if let Some(hints) = app.hints() {
            hint(canvas, reader, line, hints, (left, y));
        }
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

/// What the article is about, behind its byline, as far as there is room in its column.
fn keywords(canvas: &mut Canvas<'_>, reader: &Reader, line: &Line, left: u16, y: u16) {
    let from = left + line.indent + line.cells + 3;
    let right = (left + reader.column().measure).min(canvas.area().width);
    let words = reader.keywords();
    // Whole words only.
    let mut end = 0;
    for at in words.match_indices(" #").map(|(at, _)| at).chain([words.len()]) {
        if usize::from(from) + width::cells(words.slice(0..at), canvas.ambiguous()) > usize::from(right) {
            break;
        }
        end = at;
    }
    canvas.text((from, y), right, words, 0..end, theme::ASIDE);
}

fn draw_line(canvas: &mut Canvas<'_>, reader: &Reader, line: &Line, left: u16, y: u16) {
    let right = canvas.area().width;
    let style = style_of(line.role);
    let nothing = Safe::default();
    let text = reader.rendition().shown(line.part).map_or(&nothing, |shown| &shown.text);
    for piece in line.pieces(text, canvas.ambiguous()) {
        let at = (left + piece.x, y);
        match &piece.drawn {
            Drawn::Text(range) => canvas.text(at, right, text, range.clone(), style),
            Drawn::Furniture(furniture) => canvas.whole(at, right, furniture, theme::FURNITURE),
            Drawn::Label(label) => canvas.label(at, right, label, style),
        };
    }
    light(canvas, reader, line, text, (left, y));
}

/// Gives the changes that are explained and the matches on a line their styles.
fn light(canvas: &mut Canvas<'_>, reader: &Reader, line: &Line, text: &Safe, (left, y): (u16, u16)) {
    let right = canvas.area().width;
    let changes = reader.changed(line).into_iter().map(|(range, kind, current)| match kind {
        _ if current => (range, theme::CURRENT_CHANGE),
        ChangeKind::Form => (range, theme::FORM),
        ChangeKind::Word => (range, theme::WORD),
    });
    let matches = reader.lit(line).into_iter().map(|Lit { range, current, kind }| match (current, kind) {
        (true, _) => (range, theme::CURRENT_MATCH),
        (false, Kind::OtherWord) => (range, theme::OTHER_MATCH),
        (false, _) => (range, theme::MATCH),
    });
    for (range, style) in changes.chain(matches) {
        for (x, range) in line.text_pieces(text, range, canvas.ambiguous()) {
            canvas.text((left + x, y), right, text, range, Style::reset().patch(style));
        }
    }
    if let Some(range) = reader.pointed(line) {
        for (x, range) in line.text_pieces(text, range, canvas.ambiguous()) {
            let cells = width::cells(text.slice(range), canvas.ambiguous()) as u16;
            canvas.tint(y, left + x, left + x + cells, theme::POINTED);
        }
    }
}

/// Puts the letters of links over where they begin.
fn hint(canvas: &mut Canvas<'_>, reader: &Reader, line: &Line, hints: &Hints, (left, y): (u16, u16)) {
    let Some(shown) = reader.rendition().shown(line.part) else { return };
    for (letter, link) in hints.iter().filter(|(_, link)| link.part == line.part) {
        // A link that began above the screen has its letter where it goes on.
        let begins = line.range.contains(&link.range.start) || y == 0;
        let pieces = line.text_pieces(&shown.text, link.range.clone(), canvas.ambiguous());
        if let Some((x, _)) = pieces.first().filter(|_| begins) {
            let letter = Safe::line(letter.encode_utf8(&mut [0; 4]));
            canvas.whole((left + x, y), canvas.area().width, &letter, theme::HINT);
        }
    }
}

fn style_of(role: Role) -> Style {
    match role {
        Role::Title => theme::TITLE,
        Role::Byline | Role::Notice | Role::OriginalTitle => theme::ASIDE,
        Role::Heading(_) | Role::RelatedLabel(_) => theme::HEADING,
        Role::Quote => theme::QUOTE,
        Role::Code => theme::CODE,
        Role::Rule => theme::FURNITURE,
        Role::Text | Role::Item | Role::Related | Role::Blank => theme::TEXT,
    }
}
